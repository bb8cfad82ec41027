import type { INodeParameters } from 'n8n-workflow';
import type { LocalGateway } from '../../gateway/server.cts';
import type { GatewayTask } from '../../gateway/server.cts';

/** Submits a task without the node and ends it at once; `resultBytes` is the size of its video. */
export async function completedTask(
	server: LocalGateway,
	resultBytes?: number,
): Promise<GatewayTask> {
	server.settings.plan = { seconds: 0, ...(resultBytes !== undefined && { resultBytes }) };
	const answer = await fetch(`${server.url}/v1/videos`, {
		method: 'POST',
		headers: { authorization: `Bearer ${server.key}`, 'content-type': 'application/json' },
		body: JSON.stringify({ model: 'Kling-2.6', prompt: 'A fox in the snow' }),
	});
	if (!answer.ok) throw new Error(`The gateway refused the task: ${await answer.text()}`);
	return server.task();
}

/** The parameters that look at a task and download its video. */
export function downloadOf(task: GatewayTask, more: INodeParameters = {}): INodeParameters {
	return { operation: 'getStatus', taskId: task.id, downloadVideo: true, ...more };
}
