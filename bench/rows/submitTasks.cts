import axios from 'axios';
import type { LocalGateway } from '../../gateway/server.cts';

/** Submits tasks straight to the gateway. Their ids, as items of a workflow. */
export async function submitTasks(
	{ url, key }: LocalGateway,
	count: number,
): Promise<Array<{ task_id: string }>> {
	const items: Array<{ task_id: string }> = [];
	for (let n = 0; n < count; n++) {
		const body = { model: 'Kling-2.6', prompt: `Fox number ${n + 1}` };
		const headers = { authorization: `Bearer ${key}` };
		const answer = await axios.post<{ task_id: string }>(`${url}/v1/videos`, body, { headers });
		items.push({ task_id: answer.data.task_id });
	}
	return items;
}
