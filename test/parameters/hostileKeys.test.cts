import { useGateway } from '../support/localGateway.cts';
import { fileInfo, IMAGE, link, VOICE } from '../support/parameterValues.cts';
import { seedRandom } from '../support/seededRandom.cts';

const gateway = useGateway();

const KEYS = ['__proto__', 'constructor', 'prototype', 'a.b', 'toString', '', 'ordinary', '[0]'];
const VALUES = ['1', '""', 'null', '{}', '[]', 'true', '"polluted"'];

const any = <T,>(list: T[]): T => list[Math.floor(Math.random() * list.length)] as T;

/** The text of a JSON object with hostile keys, some levels deep: text, since an object literal would obey them. */
function hostileText(depth = 0): string {
	const keys = [
		...new Set(Array.from({ length: 1 + Math.floor(Math.random() * 4) }, () => any(KEYS))),
	];
	const entries = keys.map((key) => {
		const isDeep = depth < 3 && Math.random() < 0.6;
		return `${JSON.stringify(key)}:${isDeep ? hostileText(depth + 1) : any(VALUES)}`;
	});
	return `{${entries.join(',')}}`;
}

/** The keys that every object of this process has. */
const keysOfAll = () =>
	[Object.prototype, Array.prototype, Function.prototype, Object].map((object) =>
		Reflect.ownKeys(object).map(String).sort(),
	);

let restore: () => void;
const clean = keysOfAll();

beforeAll(() => {
	restore = seedRandom(20_261_124);
});

afterAll(() => restore());

afterEach(() => {
	expect(keysOfAll()).toEqual(clean);
	expect(Object.keys({})).toEqual([]);
	expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

/** What the wire has at a path, as text: only text shows keys as they are. */
function sentText(path: string[]): string {
	const [text] = gateway.server.submits.map(({ body }) => {
		let value: unknown = body;
		for (const key of path) {
			if (typeof value === 'string') value = JSON.parse(value) as unknown;
			value = Object.getOwnPropertyDescriptor(Object(value), key)?.value;
		}
		return typeof value === 'string' ? value : JSON.stringify(value);
	});
	return text ?? '';
}

const asText = (text: string) => text;
/** The value as webhook data has it: parsed JSON, in which such keys are keys. */
const asValue = '={{ $json.given }}';
const itemWith = (given: string) => [{ json: JSON.parse(`{"given":${given}}`) as object }];

const rounds = Array.from({ length: 12 }, (_, index) => index + 1);

describe.each(rounds)('round %s', () => {
	test('Extra Metadata as text arrives as it is written', async () => {
		const given = hostileText();
		await gateway.submit({ prompt: 'A fox', options: { metadata: asText(given) } });
		expect(sentText(['metadata'])).toBe(JSON.stringify(JSON.parse(given)));
	});

	test('Extra Body as text arrives as it is written, beside the own keys', async () => {
		const given = hostileText();
		await gateway.submit({ prompt: 'A fox', options: { extraBody: asText(given) } });
		const own = { model: 'Kling-3.0-Omni', prompt: 'A fox' };
		const whole = JSON.stringify(own).slice(0, -1) + ',' + given.slice(1);
		const sorted = (text: string) =>
			Object.entries(JSON.parse(text) as object)
				.map(([key, value]) => JSON.stringify([key, value]))
				.sort();
		expect(sorted(sentText([]))).toEqual(sorted(whole));
	});

	test('File Infos as text', async () => {
		const given = `[{"Type":"Url","Category":"Image","Url":"${IMAGE}",${hostileText().slice(1)}]`;
		await gateway.submit({ prompt: 'A fox', options: { fileInfos: asText(given) } });
		expect(sentText(['metadata', 'file_infos'])).toBe(JSON.stringify(JSON.parse(given)));
	});

	test('Ext Info beside that of the node', async () => {
		const inner = hostileText();
		const extInfo = JSON.stringify({ AdditionalParameters: inner });
		const avatar = { scenario: 'avatar', image: link(IMAGE), audio: link(VOICE) };
		await gateway.submit({ ...avatar, options: { extInfo } });
		const sent = sentText(['metadata', 'ext_info', 'AdditionalParameters']);
		const expected = `{"sound_file":"${VOICE}",${inner.slice(1)}`;
		const sorted = (text: string) =>
			Object.entries(JSON.parse(text) as object)
				.map(([key, value]) => JSON.stringify([key, value]))
				.sort();
		expect(sorted(sent)).toEqual(sorted(expected));
	});

	test.each(['metadata', 'extraBody', 'extInfo'])('%s from the data of the item', async (name) => {
		const given = hostileText();
		await gateway.submit(
			{ prompt: 'A fox', options: { [name]: asValue } },
			{ items: itemWith(given) as never },
		);
		expect(gateway.server.submits).toHaveLength(1);
	});

	test('a whole list of files from the data of the item, with native keys that are hostile', async () => {
		const given = `[${JSON.stringify(fileInfo(IMAGE, 'FirstFrame')).slice(0, -1)},${hostileText().slice(1)}]`;
		await gateway.submit(
			{ prompt: 'A fox', options: { fileInfos: asValue } },
			{ items: itemWith(given) as never },
		);
		expect(gateway.server.submits).toHaveLength(1);
	});
});

test('an object where text belongs is refused, and leaves nothing behind', async () => {
	const { message } = await gateway.refusal(
		{ prompt: asValue },
		{
			items: itemWith(
				'{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
			) as never,
		},
	);
	expect(message).toBe("The value of 'Prompt' must be text");
});
