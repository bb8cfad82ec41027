import type { IDataObject } from 'n8n-workflow';
import { ItemTry } from '../../nodes/KlingVideo/run/itemTry.ts';
import { NodeTry } from '../../nodes/KlingVideo/run/nodeTry.ts';
import { InputError } from '../../nodes/KlingVideo/shared/inputError.ts';
import { hideKey, refuseKey } from '../../nodes/KlingVideo/transport/refuseKey.ts';

const KEY = 'sk-AbCdEf1234567890';
const BARE = 'AbCdEf1234567890';

/** The item of a body in which 'Image' and 'Metadata' filled their places. */
function itemWith(taskId?: string): ItemTry {
	const item = new ItemTry(0, new NodeTry(1, 0, undefined));
	item.taskId = taskId;
	item.sources.note(['image'], 'Image');
	item.sources.note(['metadata', 'more'], 'Metadata');
	return item;
}

/** Why the body is refused, if it is. */
function refusal(body: IDataObject, item = itemWith(), key = KEY): string | undefined {
	try {
		refuseKey(body, item, key);
		return undefined;
	} catch (error) {
		expect(error).toBeInstanceOf(InputError);
		const text = JSON.stringify(error) + String(error);
		expect(text).not.toContain(BARE);
		expect(error).toMatchObject({ description: expect.stringContaining('API Key') as unknown });
		return (error as Error).message;
	}
}

test.each<[string, IDataObject, string]>([
	['as it is', { image: KEY }, "'Image'"],
	['in another letter case', { image: BARE.toLowerCase() }, "'Image'"],
	['without its sk-, in a link', { image: `https://a.example/?k=${BARE}` }, "'Image'"],
	['in an object of a field', { metadata: { a: 1, more: { deep: BARE } } }, "'Metadata'"],
	['in a list of a field', { metadata: { more: [1, { deep: KEY }] } }, "'Metadata'"],
	['as a name of a field', { metadata: { more: { [`x${BARE}`]: 1 } } }, "'Metadata'"],
	['where no field has put it', { prompt: BARE, image: 'x' }, "'Options'"],
])('a body that holds the key %s is refused, with the name of the field', (_, body, field) => {
	expect(refusal(body)).toContain(`${field} holds the API key`);
});

test.each<[string, IDataObject, string]>([
	['holds a part of it', { image: BARE.slice(1), metadata: { more: [null, 7, true] } }, KEY],
	['has nothing', {}, KEY],
	['holds a word that a short key is too', { image: 'a fox at night, 1234567' }, 'sk-1234567'],
])('a body that %s is not', (_, body, key) => {
	expect(refusal(body, itemWith(), key)).toBeUndefined();
});

test('a field of which one part has the key as its name is named', () => {
	const item = itemWith();
	item.sources.note(['extra', 'speed'], 'Extra');
	expect(refusal({ extra: { speed: 1, [`x${BARE}`]: 1 } }, item)).toContain("'Extra'");
});

test('sk- amid a key is a part of it', () => {
	for (const key of ['my-sk-12345678', 'a-sk-bcde'])
		expect(refusal({ image: key }, itemWith(), key)).toContain("'Image'");
});

test('the shortest key that is looked for has eight characters without its sk-', () => {
	expect(refusal({ image: 'x 12345678 y' }, itemWith(), 'SK-12345678')).toContain("'Image'");
});

test('a task ID that holds the key is refused, and no error can show it', () => {
	const item = itemWith(`task_${BARE}`);
	expect(refusal({}, item)).toContain("'Task ID' holds the API key");
	expect(item.taskId).toBeUndefined();
	const other = itemWith('task_1');
	expect(refusal({}, other)).toBeUndefined();
	expect(other.taskId).toBe('task_1');
});

test.each([
	['file name', { outputField: 'data', fileName: `a ${BARE}.mp4` }, "'File Name'"],
	['name of the output field', { outputField: KEY }, "'Output Data Field Name'"],
])('a %s that holds the key is refused: the output would show it', (_, download, field) => {
	const item = itemWith();
	item.settings = { simplify: true, download };
	expect(refusal({}, item)).toContain(`${field} holds the API key`);
	item.settings = { simplify: true, download: { outputField: 'data', fileName: 'a.mp4' } };
	expect(refusal({}, item)).toBeUndefined();
});

test('a key that links spell otherwise is found in one', () => {
	const key = 'ab/cd+ef/gh';
	const image = `https://a.example/?k=${encodeURIComponent(key)}`;
	expect(refusal({ image }, itemWith(), key)).toContain("'Image'");
});

test('what is told of the input is told without the key', () => {
	const item = itemWith();
	item.warnings.push({ code: 'emptyExpression', message: `'{{ $json["${BARE}"] }}' is nothing` });
	hideKey(item, KEY);
	expect(item.warnings).toEqual([
		{ code: 'emptyExpression', message: `'{{ $json["***"] }}' is nothing` },
	]);
});
