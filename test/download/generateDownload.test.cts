import { faults } from '../../gateway/server.cts';
import { clearBinaryData, useBinaryData } from '../../dev/engine/binaryData.cts';
import { retryExecution } from '../../dev/engine/engine.cts';
import { useGateway } from '../support/localGateway.cts';
import { withVirtualTime } from '../support/virtualTime.cts';
import { expectVideo } from './videoChecks.cts';

const gateway = useGateway({ refreshSeconds: 15 });

beforeAll(async () => await useBinaryData('filesystem'));

afterEach(() => expect(gateway.server.leaks).toEqual([]));

afterAll(clearBinaryData);

const parameters = {
	operation: 'generate',
	scenario: 'textToVideo',
	prompt: 'A fox in the snow',
};

/** No address of the video works for so many requests. */
function breakDownloads(times: number): void {
	gateway.server.faults.next('result', faults.storage(403), times);
	gateway.server.faults.next('content', faults.storage(403), times);
}

it('brings the video with the task', async () => {
	gateway.server.settings.plan = { seconds: 150, resultBytes: 2_000_000 };
	const result = await withVirtualTime(async () => await gateway.run({ parameters }));
	await expectVideo(result, gateway.server.task());
	expect(gateway.server.submits).toHaveLength(1);
});

it('brings the task alone where no file is wanted', async () => {
	const result = await withVirtualTime(
		async () => await gateway.run({ parameters: { ...parameters, downloadVideo: false } }),
	);
	expect(result.outputs[0]?.[0]?.json).toMatchObject({ status: 'completed' });
	expect(result.outputs[0]?.[0]?.binary).toBeUndefined();
	expect(gateway.server.requestsTo('result')).toEqual([]);
});

it('downloads again on Retry On Fail, and submits nothing again', async () => {
	breakDownloads(1);
	const result = await withVirtualTime(
		async () => await gateway.run({ parameters, settings: { retryOnFail: true, maxTries: 2 } }),
	);
	await expectVideo(result, gateway.server.task());
	expect(gateway.server.submits).toHaveLength(1);
	expect(gateway.server.requestsTo('result')).toHaveLength(2);
});

it('downloads again when a person retries, and submits nothing again', async () => {
	breakDownloads(1);
	await withVirtualTime(async () => {
		const failed = await gateway.run({ parameters });
		const { id } = gateway.server.task();
		expect(failed.error?.message).toBe(
			`The link to the video has expired or is not valid (task ID: ${id})`,
		);
		expect(failed.error?.description).toContain('nothing has to be paid again');
		await expectVideo(await retryExecution(failed), gateway.server.task());
	});
	expect(gateway.server.submits).toHaveLength(1);
});

it('names the other tasks when one download fails', async () => {
	gateway.server.faults.always('result', faults.storage(404), ({ task }) => {
		return task === gateway.server.tasks[1];
	});
	gateway.server.faults.always('content', faults.storage(404));
	const result = await withVirtualTime(
		async () => await gateway.run({ parameters, items: [{ json: {} }, { json: {} }] }),
	);
	const [other, failed] = gateway.server.tasks;
	expect(result.error?.message).toContain(failed?.id);
	expect(result.error?.description).toContain(other?.id);
	expect(result.error?.description).toContain(`Video: ${gateway.server.resultUrl(failed!)}`);
});

it('keeps the other items when one download fails under Continue', async () => {
	gateway.server.faults.always('result', faults.storage(404), ({ task }) => {
		return task === gateway.server.tasks[1];
	});
	gateway.server.faults.always('content', faults.storage(404));
	const result = await withVirtualTime(
		async () =>
			await gateway.run({
				parameters,
				items: [{ json: {} }, { json: {} }],
				settings: { onError: 'continueRegularOutput' },
			}),
	);
	const [good, bad] = result.outputs[0] ?? [];
	expect(good?.binary?.data?.mimeType).toBe('video/mp4');
	expect(bad?.binary).toBeUndefined();
	expect(bad?.json).toMatchObject({
		status: 'completed',
		error: { code: 'fileUnavailable' },
	});
});
