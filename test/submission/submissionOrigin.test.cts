import type { IDataObject, IExecuteSingleFunctions } from 'n8n-workflow';
import { submissionOrigin } from '../../nodes/KlingVideo/submission/submissionOrigin.ts';

const NODE = 'n8n-nodes-kling-video.klingVideo';

const originOf = (
	parameters: IDataObject,
	json: IDataObject,
	{ type = NODE, given = {} }: { type?: string; given?: IDataObject } = {},
) =>
	submissionOrigin({
		getNode: () => ({ type, parameters }),
		getInputData: () => ({ json }),
		getItemIndex: () => 0,
		getWorkflowDataProxy: () => ({ $fromAI: (name: string) => given[name] }),
	} as unknown as IExecuteSingleFunctions);

const PROMPT = { prompt: '={{ $now }}' };

test('a body that differs each time comes from the same parameters and the same item', () => {
	const origin = originOf(PROMPT, { row: 1 });
	expect(origin).toMatch(/^[0-9a-f]{64}$/);
	expect(originOf({ ...PROMPT }, { row: 1 })).toBe(origin);
});

test.each<[string, IDataObject, IDataObject]>([
	['another parameter', { prompt: '={{ $json.row }}' }, { row: 1 }],
	['another item', PROMPT, { row: 2 }],
])('%s is another origin', (_, parameters, json) => {
	expect(originOf(parameters, json)).not.toBe(originOf(PROMPT, { row: 1 }));
});

describe("an agent's call", () => {
	const FROM_AI = {
		prompt: '={{ $fromAI("prompt") }}',
		options: { seed: "={{ $fromAI('seed') }}" },
	};
	const called = (given: IDataObject) => originOf(FROM_AI, {}, { type: `${NODE}Tool`, given });

	test('is another one with anything else that the agent filled in', () => {
		const origin = called({ prompt: 'A fox', seed: 1 });
		expect(called({ prompt: 'A fox', seed: 1, query: 'unused' })).toBe(origin);
		expect(called({ prompt: 'A bear', seed: 1 })).not.toBe(origin);
		expect(called({ prompt: 'A fox', seed: 2 })).not.toBe(origin);
		expect(called({ prompt: 'A fox' })).not.toBe(origin);
	});

	test('only in a tool', () => {
		const inWorkflow = (given: IDataObject) => originOf(FROM_AI, {}, { given });
		expect(inWorkflow({ prompt: 'A bear' })).toBe(inWorkflow({ prompt: 'A fox' }));
	});
});
