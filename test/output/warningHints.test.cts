/** The lines above the output: each different warning once, with whom it is about. */
import type { IExecuteFunctions, INodeExecutionData, NodeExecutionHint } from 'n8n-workflow';
import { warningHints, withWarningHints } from '../../nodes/KlingVideo/output/warningHints.ts';

const item = (...messages: string[]): INodeExecutionData => ({
	json: { warnings: messages.map((message) => ({ code: 'otherLength', message })) },
});

const plain: INodeExecutionData = { json: { task_id: 'task_1' } };

const lines = (...items: INodeExecutionData[]) => warningHints(items).map(({ message }) => message);

test('one item is not named', () => {
	expect(warningHints([item('Short', 'Square')])).toEqual([
		{ message: 'Short', type: 'warning', location: 'outputPane' },
		{ message: 'Square', type: 'warning', location: 'outputPane' },
	]);
});

test('one of several items is named as n8n does, more are counted', () => {
	expect(lines(plain, item('Short'))).toEqual(['Short [item 1]']);
	expect(lines(item('Short'), plain, item('Short', 'Square'))).toEqual([
		'Short [2 items]',
		'Square [item 2]',
	]);
});

test('an expression is shown as it is, not as HTML', () => {
	expect(lines(item('{{ $json.a < 1 && "<b>" }} gives nothing'))).toEqual([
		'{{ $json.a &lt; 1 &amp;&amp; "&lt;b&gt;" }} gives nothing',
	]);
});

test('nothing is said where there is nothing to say', () => {
	expect(lines(plain, { json: { warnings: 'none' } }, { json: { warnings: [null, {}] } })).toEqual(
		[],
	);
	expect(warningHints([])).toEqual([]);
});

test('of many different ones the first are shown, and how many more there are', () => {
	const many = (count: number) =>
		Array.from({ length: count }, (_, index) => item(`The video lasts ${index} seconds`));
	expect(lines(...many(8))).toHaveLength(8);
	const shown = lines(...many(11));
	expect(shown).toHaveLength(9);
	expect(shown[7]).toBe('The video lasts 7 seconds [item 7]');
	expect(shown[8]).toMatch(/^3 more differences: .* 'warnings'/);
});

describe('the function that n8n gives to the node', () => {
	const shown: NodeExecutionHint[] = [];
	const logged: string[] = [];

	/** As far as the function uses it. */
	const contextWith = (addExecutionHints?: (...hints: NodeExecutionHint[]) => void) =>
		({
			addExecutionHints,
			logger: { warn: (line: string) => logged.push(line) },
		}) as unknown as IExecuteFunctions;

	beforeEach(() => {
		shown.length = 0;
		logged.length = 0;
	});

	const hinting = contextWith((...hints) => void shown.push(...hints));

	test('hands its output on, and shows the warnings of every output', async () => {
		const output = [[item('Short')], [item('Square')]];
		const execute = withWarningHints(async () => await Promise.resolve(output));
		expect(await execute.call(hinting)).toBe(output);
		expect(shown.map(({ message }) => message)).toEqual(['Short [item 0]', 'Square [item 1]']);
		expect(logged).toEqual([]);
	});

	test.each([null, [], [[plain]]])('shows nothing of %j', async (output) => {
		const execute = withWarningHints(async () => await Promise.resolve(output));
		expect(await execute.call(hinting)).toBe(output);
		expect(shown).toEqual([]);
	});

	test('throws what it throws', async () => {
		const error = new Error('No');
		const execute = withWarningHints(async () => await Promise.reject(error));
		await expect(execute.call(hinting)).rejects.toBe(error);
	});

	test('never loses a paid output to an n8n without hints', async () => {
		const output = [[item('Short')]];
		const execute = withWarningHints(async () => await Promise.resolve(output));
		expect(await execute.call(contextWith())).toBe(output);
		expect(logged).toHaveLength(1);
	});
});
