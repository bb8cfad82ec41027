import type { INodeParameters } from 'n8n-workflow';
import { useGateway } from '../support/localGateway.cts';
import { withVirtualTime } from '../support/virtualTime.cts';
import { everyField, IMAGE, link } from '../support/parameterValues.cts';

const gateway = useGateway({ promptRequired: false });

describe('a required field whose expression gives nothing is refused, and the error shows the expression', () => {
	const nothing = '={{ $json.nothing }}';
	const image = { reference: [{ image: link(IMAGE) }, { image: link(nothing) }] };

	test.each<[string, string, INodeParameters]>([
		['Prompt', 'textToVideo', { prompt: nothing }],
		['Prompt', 'referenceToVideo', { prompt: nothing }],
		['Image', 'imageToVideo', { image: link(nothing) }],
		['Last Frame', 'firstLastFrame', { lastFrame: link(nothing) }],
		['Video', 'motionControl', { video: link(nothing) }],
		['Video', 'editVideo', { video: link(nothing) }],
		['Video', 'lipSync', { video: link(nothing) }],
		['Audio', 'lipSync', { audio: link(nothing) }],
		['Audio', 'avatar', { audio: link(nothing) }],
		['Template', 'templateEffect', { template: nothing }],
		['Shot 1 → Shot Prompt', 'multiShot', { shots: { shot: [{ prompt: nothing, duration: 5 }] } }],
		[
			'Shot 1 → Shot Length',
			'multiShot',
			{ shots: { shot: [{ prompt: 'A fox', duration: nothing }] } },
		],
		['Reference Image 2', 'referenceToVideo', { references: image }],
		['Model', 'textToVideo', { model: { __rl: true, mode: 'id', value: nothing } }],
	])('%s in %s', async (shownName, scenario, parameters) => {
		expect(await gateway.refusal({ ...everyField, scenario, ...parameters })).toEqual({
			message: `The value of '${shownName}' is empty`,
			description:
				"Its expression '{{ $json.nothing }}' gives nothing: check its names against the input of the node",
		});
	});

	test('Task ID', async () => {
		const { error } = await gateway.run({ parameters: { operation: 'getStatus' } });
		expect(error?.message).toBe("The value of 'Task ID' is empty");
		expect(error?.description).toContain("Its expression '{{ $json.task_id }}' gives nothing");
	});

	test('but not one that is optional', async () => {
		await gateway.submit({ scenario: 'imageToVideo', image: link(IMAGE), prompt: nothing });
		expect(gateway.bodies()).toEqual([{ model: 'Kling-3.0-Omni', image: IMAGE }]);
	});
});

describe('a text with a part that gives nothing is sent, with a warning in the output', () => {
	const items = [{ json: { id: 7, place: 'Oslo', empty: '' } }];
	const warningsFor = async (parameters: INodeParameters) => {
		const { error, outputs } = await gateway.submit({ ...everyField, ...parameters }, { items });
		expect(error).toBeUndefined();
		return outputs[0]?.[0]?.json.warnings;
	};
	const warning = (shownName: string, expression = '{{ $json.x }}') => ({
		code: 'emptyExpression',
		message: `A part of '${shownName}' is missing: '${expression}' gives nothing`,
	});

	test.each<[string, INodeParameters]>([
		['Prompt', { prompt: '=A {{ $json.x }} cat in {{ $json.place }}, {{ $json.x }}' }],
		['Image', { scenario: 'imageToVideo', image: link('=https://example.com/{{ $json.x }}.png') }],
		['Video', { scenario: 'editVideo', video: link('=https://example.com/{{ $json.x }}.mp4') }],
		[
			'Reference Image 1',
			{
				scenario: 'referenceToVideo',
				references: { reference: [{ image: link('=https://example.com/{{ $json.x }}') }] },
			},
		],
		[
			'Shot 2 → Shot Prompt',
			{
				scenario: 'multiShot',
				shots: {
					shot: [
						{ prompt: '=A fox in {{ $json.place }}', duration: 5 },
						{ prompt: '=A {{ $json.x }} fox', duration: 5 },
					],
				},
			},
		],
		['Deduplication ID', { options: { deduplicationId: '=order-{{ $json.x }}' } }],
	])('%s', async (shownName, parameters) => {
		expect(await warningsFor(parameters)).toEqual([warning(shownName)]);
	});

	test.each([
		'A {{ $json.x }} cat',
		"=A {{ $json.x ?? '' }} cat",
		'=A {{ $json.empty }} cat',
		'=A \\{{ $json.x }} cat',
		'={{ $json.place }}',
		"={{ 'A ' + $json.place + ' cat' }}",
		'An undefined shape',
	])('%s: nothing is missing', async (prompt) => {
		expect(await warningsFor({ prompt })).toBeUndefined();
	});

	test.each([
		["={{ 'A ' + $json.x + ' cat' }}", 'undefined'],
		['=A {{ [{ a: 1 }].join() }} cat', '[object Object]'],
	])('%s is text that nobody wrote', async (prompt, word) => {
		expect(await warningsFor({ prompt })).toEqual([
			{
				code: 'emptyExpression',
				message: `'Prompt' says '${word}': its expression puts in a value that is no text`,
			},
		]);
	});

	test('Generate tells it too', async () => {
		const parameters = { prompt: '=A {{ $json.x }} cat', operation: 'generate' };
		const { outputs } = await withVirtualTime(
			async () => await gateway.submit(parameters, { items }),
		);
		expect(outputs[0]?.[0]?.json.warnings).toEqual([warning('Prompt')]);
	});
});
