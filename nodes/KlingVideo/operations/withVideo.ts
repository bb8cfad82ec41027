import type { IExecuteSingleFunctions } from 'n8n-workflow';

import { downloadVideo } from '../download/downloadVideo';
import type { Task } from '../shared/task';
import { readDownload } from '../parameters/downloadOptions';
import type { GatewayClient } from '../transport/gatewayClient';
import type { Result } from './itemOperation';

/**
 * The task, with its video in the file field that the user named where a download is wanted and the video is there.
 *
 * @throws GatewayFailure with the task when the video cannot be had
 * @throws InputError when an option of the download is bad
 * @throws ExecutionCancelled
 */
export async function withVideo(
	context: IExecuteSingleFunctions,
	client: GatewayClient,
	task: Task,
): Promise<Result> {
	const wanted = readDownload(context);
	if (!wanted || task.status !== 'completed') return { task };
	const video = await downloadVideo(client, task, wanted.options);
	return { task, binary: { [wanted.outputField]: video.binary }, facts: video.facts };
}
