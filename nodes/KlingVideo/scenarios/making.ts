import type { IExecuteSingleFunctions } from 'n8n-workflow';

/** The operations that make a video, by their stored values: those that pay for a task. */
export const MAKING = ['generate', 'submit'];

/** Whether the node makes a video, and so has a scenario, a model and a record of submissions. */
export function makesVideo(context: IExecuteSingleFunctions): boolean {
	return MAKING.includes(String(context.getNodeParameter('operation', '')));
}
