import { NodeHelpers, Workflow, type INodeExecutionData, type INodeParameters } from 'n8n-workflow';
import { KlingVideo } from '../../nodes/KlingVideo/KlingVideo.node.ts';
import { scenarios } from '../../nodes/KlingVideo/scenarios/index.ts';

const node = new KlingVideo();

/** The workflow of one node, as the editor has it. */
function workflowWith(parameters: INodeParameters): Workflow {
	return new Workflow({
		nodes: [
			{
				id: 'node',
				name: 'Kling Video',
				type: 'klingVideo',
				typeVersion: 1,
				position: [0, 0],
				parameters,
			},
		],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => node,
			getByNameAndVersion: () => node,
			getKnownTypes: () => ({}),
		},
	});
}

/** What the expression gives in the editor, with these items coming in. */
function evaluated(expression: string, parameters: INodeParameters, items: object[]): unknown {
	const input = items.map((json): INodeExecutionData => ({ json: { ...json } }));
	return workflowWith(parameters).expression.getParameterValue(
		expression,
		null,
		0,
		0,
		'Kling Video',
		input,
		'manual',
		{},
	);
}

/** The hints that the editor shows before the node has run. */
function shownBefore(parameters: INodeParameters, items: object[] = [{}]): string[] {
	return (node.description.hints ?? [])
		.filter(({ whenToDisplay }) => whenToDisplay === 'beforeExecution')
		.filter(({ displayCondition = '' }) => {
			const display = evaluated(displayCondition, parameters, items);
			expect(typeof display).toBe('boolean');
			return display;
		})
		.map(({ message }) => message);
}

describe('before anything is paid for, the editor says', () => {
	test('nothing for one item with a prompt', () => {
		expect(shownBefore({ prompt: 'A fox' })).toEqual([]);
		expect(shownBefore({ prompt: '={{ $json.prompt }}' }, [{ prompt: 'A fox' }])).toEqual([]);
		expect(shownBefore({ prompt: 'An undefined shape' })).toEqual([]);
	});

	test.each(['generate', 'submit'])('that several items are several videos: %s', (operation) => {
		expect(shownBefore({ operation, prompt: 'A fox' }, [{}, {}])).toEqual([
			expect.stringContaining('each one is a video of its own'),
		]);
	});

	test.each(['getStatus', 'wait'])('nothing about several items of %s', (operation) => {
		expect(shownBefore({ operation }, [{}, {}])).toEqual([]);
	});

	test('that an expression gives no prompt', () => {
		expect(shownBefore({ prompt: '={{ $json.promt }}' }, [{ prompt: 'A fox' }])).toEqual([
			expect.stringContaining('its expression gives nothing'),
		]);
	});

	test('that a part of the prompt is missing', () => {
		const prompt = '=A fox in {{ $json.place }}';
		expect(shownBefore({ prompt }, [{ place: 'Oslo' }])).toEqual([]);
		expect(shownBefore({ prompt }, [{}])).toEqual([expect.stringContaining('prompt is missing')]);
	});

	test.each<[string, INodeParameters]>([
		['a long time-out', { prompt: 'A fox', waitOptions: { timeout: 600 } }],
		['off-peak', { prompt: 'A fox', options: { offPeak: true } }],
		['a long time-out of Wait', { operation: 'wait', waitOptions: { timeout: 600 } }],
	])('that hours in memory do not survive a restart: %s', (_, parameters) => {
		expect(shownBefore(parameters)).toEqual([expect.stringContaining('hours in memory')]);
	});

	test('nothing about hours in the database', () => {
		const waitOptions = { timeout: 600, waitIn: 'database' };
		expect(shownBefore({ operation: 'wait', waitOptions })).toEqual([]);
	});
});

test('after a run that paid, that another one pays again', () => {
	const [after] = (node.description.hints ?? []).filter(
		({ whenToDisplay }) => whenToDisplay === 'afterExecution',
	);
	expect(evaluated(after?.displayCondition ?? '', { operation: 'submit' }, [{}])).toBe(true);
	expect(evaluated(after?.displayCondition ?? '', { operation: 'getStatus' }, [{}])).toBe(false);
});

describe('the subtitle has the shown names', () => {
	const subtitle = (parameters: INodeParameters): unknown =>
		evaluated(node.description.subtitle ?? '', parameters, [{}]);
	const operations = node.description.properties.find(({ name }) => name === 'operation');

	test.each((operations?.options ?? []).map((option) => [option.name, option]))(
		'%s',
		(name, option) => {
			const operation = 'value' in option ? option.value : undefined;
			const withScenario = ['generate', 'submit'].includes(String(operation));
			expect(subtitle({ operation: String(operation) })).toBe(
				withScenario ? `${name}: Text to Video` : name,
			);
		},
	);

	test.each(scenarios.map(({ name, value }) => [name, value]))('%s', (name, scenario) => {
		expect(subtitle({ scenario })).toBe(`Generate: ${name}`);
	});
});

describe('an action of the node panel', () => {
	const mode = node.description.properties.find(({ name }) => name.toLowerCase() === 'mode');

	test('is there for each scenario, and n8n takes them from the first field of that name', () => {
		expect((mode?.options ?? []).map((option) => 'value' in option && option.value)).toEqual(
			scenarios.map(({ value }) => value),
		);
		expect(node.description.properties.some(({ name }) => name === 'resource')).toBe(false);
	});

	test.each(scenarios.map(({ value }) => value))('opens the node with %s', (value) => {
		const { properties } = node.description;
		const filled = NodeHelpers.getNodeParameters(
			properties,
			{ mode: value },
			true,
			false,
			{ typeVersion: 1 },
			node.description,
		);
		expect(filled).toMatchObject({ operation: 'generate', scenario: value });
		const kept = { mode: value, scenario: 'lipSync' };
		expect(
			NodeHelpers.getNodeParameters(
				properties,
				kept,
				true,
				false,
				{ typeVersion: 1 },
				node.description,
			),
		).toMatchObject({ scenario: 'lipSync' });
	});
});
