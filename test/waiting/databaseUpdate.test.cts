import type { IWorkflowBase } from 'n8n-workflow';
import { NODE_TYPE, runWorkflow } from '../../dev/engine/engine.cts';
import { against, makeTasks } from '../reliability/runs.cts';
import { useGateway } from '../support/localGateway.cts';
import { withVirtualTime } from '../support/virtualTime.cts';
import { DatabaseChild } from './databaseChild.cts';

const gateway = useGateway();

const link = (node: string) => ({ node, type: 'main' as const, index: 0 });

/** The child that version 0.1 called, as n8n has it in its database. */
function firstChild(): IWorkflowBase {
	const at = { typeVersion: 1, position: [0, 0] as [number, number] };
	const leftValue = '={{ $json.parked === undefined }}';
	const now = new Date();
	return {
		...{ id: '', name: 'Kling Video: wait in the database', active: false, isArchived: false },
		...{ activeVersionId: null, createdAt: now, updatedAt: now },
		settings: { executionOrder: 'v1' },
		nodes: [
			{
				...{ ...at, id: 'Start', name: 'Start', type: 'n8n-nodes-base.executeWorkflowTrigger' },
				...{ typeVersion: 1.1, parameters: { inputSource: 'passthrough' } },
			},
			{
				...{ ...at, id: 'Look at Tasks', name: 'Look at Tasks', type: NODE_TYPE },
				parameters: { operation: 'look', requestOptions: {} },
				credentials: { klingVideoApi: { id: '1', name: 'Gateway' } },
			},
			{
				...{ ...at, id: 'All Ended', name: 'All Ended', type: 'n8n-nodes-base.if' },
				...{ typeVersion: 2.2, parameters: { conditions: { conditions: [{ leftValue }] } } },
			},
			{ ...at, id: 'Done', name: 'Done', type: 'n8n-nodes-base.noOp', parameters: {} },
		],
		connections: {
			Start: { main: [[link('All Ended')]] },
			'All Ended': { main: [[link('Done')], [link('Look at Tasks')]] },
			'Look at Tasks': { main: [[link('All Ended')]] },
		},
	};
}

test('a child that version 0.1 put to wait goes on, and comes out with the files', async () => {
	gateway.server.settings.plan = ({ body }) => ({ seconds: body.prompt === 'a' ? 0 : 100 });
	await withVirtualTime(async () => {
		const tasks = await makeTasks(gateway, 'a', 'b');
		const now = Date.now();
		const stored = tasks.map(({ json }, itemIndex) => ({
			...{ taskId: json.task_id, itemIndex, several: true, parkedAt: now },
			...{ giveUpAt: now + 3600_000, onTimeout: 'fail', simplify: true },
			parkedIn: { executionId: '17', workflowId: 'parent' },
			download: { outputField: 'clip', options: {} },
		}));
		const child = new DatabaseChild(gateway);
		const called = await child.begin(firstChild(), [{ json: { parked: JSON.stringify(stored) } }]);
		expect(called.waitTill).toBeInstanceOf(Date);
		const { items } = await child.toTheEnd();
		expect(
			items.map(({ json, binary }) => [json.task_id, json.status, binary?.clip?.mimeType]),
		).toEqual(tasks.map(({ json }) => [json.task_id, 'completed', 'video/mp4']));
	});
});

test('the task IDs are in the custom data of the execution, by which Executions can be filtered', async () => {
	gateway.server.settings.plan = { seconds: 30 };
	await withVirtualTime(async () => {
		const items = await makeTasks(gateway, 'a', 'b');
		const child = new DatabaseChild(gateway);
		const { run } = await runWorkflow(
			against(gateway, {
				parameters: { operation: 'wait', waitOptions: { waitIn: 'database' } },
				...{ items, executeWorkflow: child.executeWorkflow },
			}),
		);
		expect(run.data.resultData.metadata).toEqual({
			kling_tasks_1: items.map(({ json }) => json.task_id).join(', '),
		});
	});
});
