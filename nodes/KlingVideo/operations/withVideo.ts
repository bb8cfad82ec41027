import { downloadVideo } from '../download/downloadVideo';
import { warningsOf } from '../output/warnings';
import type { Task } from '../shared/task';
import type { ItemWork, Result } from './itemOperation';

/**
 * The task, with its video in the file field that the user named where a download is wanted and the video is there.
 *
 * @throws GatewayFailure with the task when the video cannot be had
 * @throws ExecutionCancelled
 */
export async function withVideo({ client, settings }: ItemWork, task: Task): Promise<Result> {
	const { download } = settings;
	if (!download || task.status !== 'completed') return { task };
	const video = await downloadVideo(client, task, download);
	return {
		task,
		binary: { [download.outputField]: video.binary },
		facts: video.facts,
		warnings: warningsOf(settings.submit?.asked ?? {}, video.facts),
	};
}
