import { faults } from '../../gateway/server.cts';
import { clearBinaryData, useBinaryData } from '../../dev/engine/binaryData.cts';
import { useGateway } from '../support/localGateway.cts';
import { completedTask, downloadOf } from './completedTask.cts';
import { afterwards, expectVideo, MEGABYTE, starts } from './videoChecks.cts';

const gateway = useGateway();

afterAll(clearBinaryData);

function expectNoLeak(): void {
	expect(gateway.server.leaks).toEqual([]);
}

describe.each(['memory', 'filesystem', 'database'] as const)('in %s mode', (mode) => {
	beforeAll(async () => await useBinaryData(mode));

	it('stores the video with name, type and extension', async () => {
		const task = await completedTask(gateway.server, 3 * MEGABYTE);
		const result = await gateway.run({ parameters: downloadOf(task) });
		await expectVideo(result, task);
		expect(result.outputs[0]?.[0]?.json).toMatchObject({
			task_id: task.id,
			video_url: gateway.server.resultUrl(task),
			seconds: 5,
			width: 1280,
			height: 720,
		});
		expect(starts(gateway.server, 'result')).toEqual([0]);
		expect(starts(gateway.server, 'content')).toEqual([]);
		expectNoLeak();
	});

	it('goes on from where a dropped connection stopped', async () => {
		const task = await completedTask(gateway.server, 3 * MEGABYTE);
		gateway.server.faults.sequence('result', [
			faults.cutFile(1_500_000),
			faults.dropped(),
			faults.html(502),
			faults.cutFile(500_000),
		]);
		await afterwards(async () => {
			const result = await gateway.run({ parameters: downloadOf(task) });
			await expectVideo(result, task);
		});
		const [first, second, third, fourth, fifth] = starts(gateway.server, 'result');
		expect(first).toBe(0);
		expect(second).toBeGreaterThan(0);
		expect([third, fourth]).toEqual([second, second]);
		expect(fifth).toBeGreaterThan(fourth ?? 0);
		const { headers } = gateway.server.requestsTo('result')[1] ?? {};
		expect(headers?.['if-range']).toBe(`"${task.id}-${3 * MEGABYTE}"`);
		expectNoLeak();
	});

	it('stores a changed file anew', async () => {
		const task = await completedTask(gateway.server, 3 * MEGABYTE);
		gateway.server.faults.sequence('result', [
			faults.cutFile(2 * MEGABYTE),
			faults.changedFile(),
			faults.changedFile(),
		]);
		await afterwards(async () => {
			const result = await gateway.run({ parameters: downloadOf(task) });
			await expectVideo(result, task);
		});
		const [first, second, third] = starts(gateway.server, 'result');
		expect([first, third]).toEqual([0, 0]);
		expect(second).toBeGreaterThan(0);
	});

	it('starts over where the server sends whole files only', async () => {
		gateway.server.settings.resultRanges = false;
		const task = await completedTask(gateway.server, 3 * MEGABYTE);
		gateway.server.faults.next('result', faults.cutFile(2 * MEGABYTE));
		await afterwards(async () => {
			const result = await gateway.run({ parameters: downloadOf(task) });
			await expectVideo(result, task);
		});
		expect(starts(gateway.server, 'result')).toEqual([0, 0]);
	});

	it('fails on a file that stays short, with the task, its link and what to do', async () => {
		const task = await completedTask(gateway.server, 2 * MEGABYTE);
		gateway.server.faults.always('result', faults.shortFile(1000));
		gateway.server.faults.always('content', faults.shortFile(1000));
		await afterwards(async () => {
			const { error } = await gateway.run({ parameters: downloadOf(task) });
			expect(error?.message).toBe(`The video could not be downloaded (task ID: ${task.id})`);
			expect(error?.description).toContain('1999000 of 2000000 bytes came');
			expect(error?.description).toContain(gateway.server.resultUrl(task));
			expect(error?.description).toContain("Get Status with the task ID and 'Download Video'");
		});
		expectNoLeak();
	});
});
