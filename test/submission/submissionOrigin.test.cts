import type { IDataObject, IExecuteSingleFunctions } from 'n8n-workflow';
import { submissionOrigin } from '../../nodes/KlingVideo/submission/submissionOrigin.ts';

const originOf = (parameters: IDataObject, json: IDataObject) =>
	submissionOrigin({
		getNode: () => ({ parameters }),
		getInputData: () => ({ json }),
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
