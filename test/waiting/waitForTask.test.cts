import { faults } from '../../gateway/server.cts';
import { runWorkflow } from '../../dev/engine/engine.cts';
import { against, GENERATE, makeTasks, named, WAIT } from '../reliability/runs.cts';
import { useGateway } from '../support/localGateway.cts';
import { withVirtualTime } from '../support/virtualTime.cts';

const gateway = useGateway();

const polls = () => gateway.server.requestsTo('status');

test('a submission that is answered with a completed task is not waited for', async () => {
	gateway.server.settings.plan = { seconds: 0 };
	gateway.server.faults.hook = ({ route }) =>
		route === 'submit'
			? faults.json(200, {
					id: 'task_1',
					status: 'completed',
					video_url: `${gateway.server.resultOrigin}/video.mp4`,
				})
			: undefined;
	await withVirtualTime(async (time) => {
		const parameters = { ...GENERATE, waitOptions: { pollInterval: 600 } };
		const { outputs } = await runWorkflow(against(gateway, { parameters, items: named('a') }));
		expect(outputs[0]?.[0]?.json).toMatchObject({ task_id: 'task_1', status: 'completed' });
		expect(time.elapsed()).toBeLessThan(5_000);
	});
	expect(polls()).toEqual([]);
});

test('a submission that is answered with a failed task has the reason of the second route', async () => {
	const data = { task_id: 'task_1', status: 'FAILURE', fail_reason: 'No face was found' };
	gateway.server.faults.hook = ({ route }) =>
		route === 'submit'
			? faults.json(200, { id: 'task_1', object: 'video', status: 'failed' })
			: faults.json(200, { code: 'success', data });
	await withVirtualTime(async () => {
		const { error } = await runWorkflow(
			against(gateway, { parameters: GENERATE, items: named('a') }),
		);
		expect(error?.message).toContain('The task failed (task ID: task_1)');
		expect(error?.description).toContain('Reason: "No face was found"');
	});
	expect(gateway.server.requestsTo('generations')).toHaveLength(1);
	expect(polls()).toEqual([]);
});

test('a gateway that asks for hours before the next poll is asked again within minutes', async () => {
	gateway.server.settings.plan = { seconds: 60 };
	gateway.server.faults.next('status', faults.saturated({ retryAfter: 30_000 }));
	await withVirtualTime(async (time) => {
		const { outputs } = await runWorkflow(
			against(gateway, { parameters: GENERATE, items: named('a') }),
		);
		expect(outputs[0]?.[0]?.json.status).toBe('completed');
		expect(time.elapsed()).toBeLessThan(200_000);
	});
});

test.each([3_600_000, -3_600_000])(
	'a clock that is set by %d ms in the middle changes nothing',
	async (shift) => {
		// The gateway lives by the same clock.
		const pending = { id: 'task_1', status: 'in_progress' };
		gateway.server.faults.hook = () => faults.json(200, pending);
		await withVirtualTime(async (time) => {
			const parameters = { ...GENERATE, waitOptions: { timeout: 10 } };
			const running = runWorkflow(against(gateway, { parameters, items: named('a') }));
			await time.sleep(120_000);
			time.shiftDate(shift);
			const before = performance.now();
			const { error } = await running;
			expect(error?.message).toContain('within 10 minutes');
			expect(performance.now() - before).toBeGreaterThan(450_000);
			expect(performance.now() - before).toBeLessThan(520_000);
		});
	},
);

test('200 items and a gateway that hangs end soon after their timeout', async () => {
	const names = Array.from({ length: 200 }, (_, index) => `item ${index}`);
	await withVirtualTime(
		async (time) => {
			const items = await makeTasks(gateway, ...names);
			gateway.server.faults.always('status', faults.hang());
			gateway.server.faults.always('generations', faults.hang());
			const parameters = { ...WAIT, waitOptions: { timeout: 1 } };
			const { error } = await runWorkflow(against(gateway, { parameters, items }));
			expect(error?.message).toContain('within 1 minute');
			expect(time.elapsed()).toBeLessThan(90_000);
		},
		{ limit: 3_600_000 },
	);
});

test('a task that stands at 100 % for ever is asked for at the other route, once', async () => {
	gateway.server.settings.plan = { seconds: 30 };
	gateway.server.faults.hook = ({ route, task }) =>
		route === 'status'
			? faults.json(200, { id: task?.id, status: 'in_progress', progress: 100 })
			: undefined;
	await withVirtualTime(async (time) => {
		const { outputs } = await runWorkflow(
			against(gateway, { parameters: GENERATE, items: named('a') }),
		);
		expect(outputs[0]?.[0]?.json.status).toBe('completed');
		expect(time.elapsed()).toBeLessThan(300_000);
	});
	expect(gateway.server.requestsTo('generations')).toHaveLength(1);
});
