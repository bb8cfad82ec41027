import { NodeHelpers, type INodeParameters } from 'n8n-workflow';
import { KlingVideo } from '../../nodes/KlingVideo/KlingVideo.node.ts';
import { scenarios } from '../../nodes/KlingVideo/scenarios/index.ts';
import { useGateway } from '../support/localGateway.cts';
import { everyField } from '../support/parameterValues.cts';

const gateway = useGateway();
const LATEST = { settings: { typeVersion: 1.1 } };
const prompt = 'A fox';

const lasting = (seconds: number) => ({
	model: 'Kling-3.0-Omni',
	prompt,
	seconds: String(seconds),
	duration: seconds,
	metadata: { output_config: { duration: seconds } },
});

test('both versions exist, and a new node is of the latest', () => {
	const { version, defaultVersion } = new KlingVideo().description;
	expect([version, defaultVersion]).toEqual([[1, 1.1], 1.1]);
});

test.each(scenarios.map(({ value }) => value))(
	'%s sends the same from its defaults in both versions: nothing for a field in sight',
	async (scenario) => {
		await gateway.submit({ ...everyField, scenario });
		await gateway.submit({ ...everyField, scenario }, LATEST);
		const [first, latest] = gateway.bodies();
		expect(first).toBeDefined();
		expect(latest).toEqual(first);
	},
);

test('what is left empty is not sent', async () => {
	const empty = { duration: '', resolution: '', aspectRatio: '' };
	await gateway.submit({ prompt, ...empty }, LATEST);
	await gateway.submit({ prompt, ...empty, duration: null } as INodeParameters, LATEST);
	const least = { model: 'Kling-3.0-Omni', prompt };
	expect(gateway.bodies()).toEqual([least, least]);
});

test.each(['={{ $json.length }}', "={{ $fromAI('seconds', '', 'number') ?? $json.length }}"])(
	'an expression is read as under Options: %s',
	async (duration) => {
		const items = [{ json: { length: '7' } }, { json: {} }];
		await gateway.submit({ prompt, duration }, { ...LATEST, items });
		expect(gateway.bodies()).toEqual([lasting(7), { model: 'Kling-3.0-Omni', prompt }]);
	},
);

test('a length that the model does not have names the field', async () => {
	expect((await gateway.refusal({ prompt, duration: 60 }, LATEST)).message).toBe(
		"The value of 'Duration' cannot be 60 seconds with Kling-3.0-Omni",
	);
});

test('a node of version 1 has no fields in sight: what is stored there is not read', async () => {
	await gateway.submit({ prompt, duration: 7, options: { duration: 8 } });
	expect(gateway.bodies()).toEqual([lasting(8)]);
});

describe('a node of version 1.1 that holds an option whose field is in sight', () => {
	test.each<[string, INodeParameters]>([
		['the field is empty', { options: { duration: 7 } }],
		['the field says the same', { duration: 7, options: { duration: '7' } }],
	])('sends it: %s', async (_, parameters) => {
		await gateway.submit({ prompt, ...parameters }, LATEST);
		expect(gateway.bodies()).toEqual([lasting(7)]);
	});

	test('is refused when the field says something else', async () => {
		const parameters = { prompt, duration: 5, options: { duration: '={{ 7 }}' } };
		expect(await gateway.refusal(parameters, LATEST)).toEqual({
			message: "The value of 'Duration' is '5', but '7' under Options",
			description: "Remove 'Duration' under Options, or leave the field empty",
		});
	});

	/** The options that the editor shows: it knows all that the node holds, the engine only what is not nested. */
	const shownOptions = (held: INodeParameters) => {
		const node = { typeVersion: 1.1 };
		const { description } = new KlingVideo();
		const values = { operation: 'submit', scenario: 'textToVideo', ...held };
		const options = description.properties.find(
			(property) =>
				property.name === 'options' &&
				NodeHelpers.displayParameter(values, property, node, description),
		)?.options;
		return (options ?? [])
			.filter((option) => 'type' in option && option.type !== 'hidden')
			.filter((option) =>
				NodeHelpers.displayParameter({}, option as never, node, description, values),
			)
			.map(({ name }) => name);
	};

	test('shows it in the editor, which shows it in no other node', () => {
		expect(shownOptions({ options: { duration: 7 } })).toContain('duration');
		expect(shownOptions({ options: { size: '960x960' } })).not.toContain('duration');
	});
});
