import type { INodeProperties } from 'n8n-workflow';
import { KlingVideoApi } from '../../credentials/KlingVideoApi.credentials.ts';
import { KlingVideo } from '../../nodes/KlingVideo/KlingVideo.node.ts';
import { noteTask } from '../../nodes/KlingVideo/output/customData.ts';
import type { RunResult } from '../../dev/engine/engine.cts';
import { useGateway } from '../support/localGateway.cts';

const gateway = useGateway();

/** A node that notes tasks of these ids, and then those of its items, if there are any. */
function noting(taskIds: string[]): KlingVideo {
	const node = new KlingVideo();
	const note: INodeProperties = {
		displayName: 'Note',
		name: 'note',
		type: 'hidden',
		default: '',
		routing: {
			send: {
				preSend: [
					async function (request) {
						for (const taskId of taskIds) noteTask(this, taskId);
						return request;
					},
				],
			},
		},
	};
	node.description = {
		...node.description,
		properties: [...node.description.properties, note],
	};
	return node;
}

const customData = ({ run }: RunResult): Record<string, string> => ({
	...run.data.resultData.metadata,
});

const noted = async (taskIds: string[]): Promise<Record<string, string>> =>
	customData(
		await gateway.submit(
			{ prompt: 'A fox' },
			{ nodeType: noting(taskIds), credentialType: new KlingVideoApi() },
		),
	);

const tasks = (count: number): string[] =>
	Array.from({ length: count }, (_, index) => `task_${String(index).padStart(32, '0')}`);

test('the tasks of a submission are in the custom data of the execution', async () => {
	const result = await gateway.submit({ prompt: 'A fox' }, { items: [{ json: {} }, { json: {} }] });
	const ids = gateway.server.tasks.map(({ id }) => id);
	expect(ids).toHaveLength(2);
	expect(customData(result)).toEqual({ kling_tasks_1: expect.any(String) });
	expect(customData(result).kling_tasks_1?.split(', ').sort()).toEqual(ids.sort());
});

test('tasks are noted once each', async () => {
	expect(await noted(['task_a', 'task_b', 'task_a'])).toMatchObject({
		kling_tasks_1: expect.stringMatching(/^task_a, task_b/),
	});
});

test('many tasks take further entries, and leave half of them to the user', async () => {
	const ids = tasks(20);
	const data = await noted(ids);
	const values = Object.values(data);
	expect(Object.keys(data)).toHaveLength(4);
	expect(values.every((value) => value.length <= 255)).toBe(true);
	expect(values.flatMap((value) => value.split(', '))).toEqual(expect.arrayContaining(ids));
});

test('more tasks than fit are told as more', async () => {
	const data = await noted(tasks(100));
	expect(Object.keys(data)).toEqual([1, 2, 3, 4, 5].map((place) => `kling_tasks_${place}`));
	expect(data.kling_tasks_5).toMatch(/, …and more$/);
	expect(Object.values(data).every((value) => value.length <= 255)).toBe(true);
});
