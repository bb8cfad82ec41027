import { BinaryDataService } from 'n8n-core';
import type { INodeParameters } from 'n8n-workflow';
import { faults, type Fault, type GatewayTask } from '../../gateway/server.cts';
import { clearBinaryData, readBinary, useBinaryData } from '../../dev/engine/binaryData.cts';
import { startWorkflow, type RunResult } from '../../dev/engine/engine.cts';
import { Container } from '../../dev/engine/engineModules.cts';
import { useGateway } from '../support/localGateway.cts';
import { completedTask, downloadOf } from './completedTask.cts';
import { afterwards, expectVideo, MEGABYTE, starts, videoOf } from './videoChecks.cts';

const gateway = useGateway();

beforeEach(async () => await useBinaryData('filesystem'));

afterEach(() => expect(gateway.server.leaks).toEqual([]));

afterAll(clearBinaryData);

async function download(task: GatewayTask, more: INodeParameters = {}): Promise<RunResult> {
	return await afterwards(async () => await gateway.run({ parameters: downloadOf(task, more) }));
}

/** A file of the test's own making, with status 200. */
function answers(type: string, body: string | Buffer): Fault {
	return {
		kind: 'answer',
		answer: { kind: 'raw', status: 200, headers: { 'content-type': type }, body },
	};
}

async function pause(ms: number): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, ms));
}

/** The keys that came with the requests of a route. */
function keysOf(route: 'result' | 'content'): Array<string | undefined> {
	return gateway.server.requestsTo(route).map(({ headers }) => headers.authorization);
}

describe('a result link that will not give the file', () => {
	it.each([
		['a web page', faults.htmlFile(), 'is not a video', 'Sign in to go on (text/html)'],
		['JSON', faults.jsonFile(), 'is not a video', 'application/json'],
		[
			'JSON that says it is a video',
			answers('video/mp4', '{"error":"expired"}'),
			'is not a video',
			'expired',
		],
		[
			'a picture',
			answers('image/png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')),
			'is not a video',
			'image/png',
		],
		['nothing', faults.emptyFile(), 'is empty', ''],
	])('is %s: the file comes from the gateway', async (_name, fault, problem, said) => {
		const task = await completedTask(gateway.server);
		gateway.server.faults.always('result', fault);
		await expectVideo(await download(task), task);
		expect(starts(gateway.server, 'result')).toEqual([0]);
		expect(keysOf('content')).toEqual([`Bearer ${gateway.server.key}`]);

		gateway.server.faults.always('content', faults.storage(404));
		const { error } = await download(task);
		expect(error?.message).toBe(
			`The file at the address of the video ${problem} (task ID: ${task.id})`,
		);
		expect(error?.description).toContain(said);
		expect(error?.description).toContain(`Video: ${gateway.server.resultUrl(task)}`);
	});

	it.each([401, 403, 404, 410])('has expired with %i: the same', async (status) => {
		const task = await completedTask(gateway.server);
		gateway.server.faults.always('result', faults.storage(status));
		await expectVideo(await download(task), task);
		expect(starts(gateway.server, 'result')).toEqual([0]);

		gateway.server.faults.always('content', faults.e1(404, 'Invalid URL'));
		const { error } = await download(task);
		expect(error?.message).toBe(
			`The link to the video has expired or is not valid (task ID: ${task.id})`,
		);
		expect(error?.description).toContain(`HTTP ${status}`);
		expect(error?.description).toContain('nothing has to be paid again');
		expect(error?.text).not.toContain(gateway.server.key);
	});

	it('is left after six tries in half a minute', async () => {
		const task = await completedTask(gateway.server);
		gateway.server.faults.always('result', faults.html(502));
		await afterwards(async ({ elapsed }) => {
			await expectVideo(await gateway.run({ parameters: downloadOf(task) }), task);
			expect(elapsed()).toBeLessThan(60_000);
		});
		expect(starts(gateway.server, 'result')).toHaveLength(6);
	});

	it('is no http link: the file comes from the gateway', async () => {
		gateway.server.settings.plan = { dialect: { resultUrl: () => 'ftp://example.com/v.mp4' } };
		const task = await completedTask(gateway.server);
		task.plan.dialect = { resultUrl: () => 'ftp://example.com/v.mp4' };
		await expectVideo(await download(task), task);
		expect(starts(gateway.server, 'result')).toEqual([]);
	});

	it('is missing: the file comes from the gateway', async () => {
		const task = await completedTask(gateway.server);
		task.plan.dialect = { completedWithoutUrlGets: 100 };
		await expectVideo(await download(task), task);
		expect(starts(gateway.server, 'content')).toEqual([0]);
	});
});

describe('the key', () => {
	it('goes to a result link that is the file route of the gateway itself', async () => {
		const task = await completedTask(gateway.server);
		const url = `${gateway.server.url}/v1/videos/${task.id}/content`;
		task.plan.dialect = { resultUrl: () => url };
		await expectVideo(await download(task), task);
		expect(keysOf('content')).toEqual([`Bearer ${gateway.server.key}`]);
	});

	it('goes along no redirect of the file route', async () => {
		gateway.server.settings.contentRedirects = true;
		const task = await completedTask(gateway.server);
		task.plan.dialect = { completedWithoutUrlGets: 100 };
		await expectVideo(await download(task), task);
		expect(keysOf('content')).toEqual([`Bearer ${gateway.server.key}`]);
		expect(keysOf('result')).toEqual([undefined]);
	});

	it('goes along no redirect of a result link, not even to the gateway', async () => {
		const task = await completedTask(gateway.server);
		const content = `${gateway.server.url}/v1/videos/${task.id}/content`;
		gateway.server.faults.always('result', faults.redirect(content));
		await expectVideo(await download(task), task);
		expect(keysOf('result')).toEqual([undefined]);
		expect(keysOf('content')).toEqual([undefined, `Bearer ${gateway.server.key}`]);
	});

	it('stays at home when the file route redirects for ever', async () => {
		const task = await completedTask(gateway.server);
		task.plan.dialect = { completedWithoutUrlGets: 100 };
		const content = `${gateway.server.url}/v1/videos/${task.id}/content`;
		gateway.server.faults.always('content', faults.redirect(content));
		const { error } = await download(task);
		expect(error?.message).toBe(`The video could not be downloaded (task ID: ${task.id})`);
		expect(gateway.server.requestsTo('content')).toHaveLength(6);
	});
});

it('follows a redirect of the result link', async () => {
	const task = await completedTask(gateway.server);
	gateway.server.faults.next('result', faults.redirect(gateway.server.resultUrl(task), 307));
	await expectVideo(await download(task), task);
	expect(starts(gateway.server, 'content')).toEqual([]);
});

it('waits until the file route has the file', async () => {
	const task = await completedTask(gateway.server);
	task.plan.dialect = { completedWithoutUrlGets: 100 };
	gateway.server.faults.next('content', faults.notCompletedYet(), 4);
	await expectVideo(await download(task), task);
	expect(starts(gateway.server, 'content')).toHaveLength(5);
});

it('goes on after a server that stalls', async () => {
	const task = await completedTask(gateway.server, 2 * MEGABYTE);
	gateway.server.faults.sequence('result', [faults.stalledFile(MEGABYTE), faults.hang()]);
	await expectVideo(await download(task), task);
	const [first, second, third] = starts(gateway.server, 'result');
	expect(first).toBe(0);
	expect(second).toBeGreaterThan(0);
	expect(third).toBe(second);
	// The stalled connections are given up: the server has nothing open.
	await pause(100);
	expect(gateway.server.inFlight('result').now).toBe(0);
});

it('goes on after a file route that stalls', async () => {
	gateway.server.settings.contentRanges = true;
	const task = await completedTask(gateway.server, 2 * MEGABYTE);
	task.plan.dialect = { completedWithoutUrlGets: 100 };
	gateway.server.faults.next('content', faults.stalledFile(MEGABYTE));
	await expectVideo(await download(task), task);
	expect(starts(gateway.server, 'content')[1]).toBeGreaterThan(0);
	await pause(100);
	expect(gateway.server.inFlight('content').now).toBe(0);
});

it('takes a file of unknown length', async () => {
	const task = await completedTask(gateway.server, 2 * MEGABYTE);
	gateway.server.faults.sequence('result', [faults.unsizedFile(MEGABYTE), faults.unsizedFile()]);
	await expectVideo(await download(task), task);
	expect(starts(gateway.server, 'result')).toEqual([0, 0]);
});

describe('a size limit', () => {
	it('refuses a larger file before its bytes', async () => {
		const task = await completedTask(gateway.server, 50 * MEGABYTE);
		const { error } = await download(task, { downloadOptions: { maxSize: 2 } });
		expect(error?.message).toBe(`The video is larger than 'Max Size' allows (task ID: ${task.id})`);
		expect(error?.description).toContain('50.0 MB, the limit is 2 MB');
		expect(starts(gateway.server, 'result')).toEqual([0]);
		expect(starts(gateway.server, 'content')).toEqual([]);
		expect(gateway.server.requestsTo('result')[0]?.bytesSent ?? 0).toBeLessThan(10 * MEGABYTE);
	});

	it('is held against the length that the server says, before anything comes', async () => {
		const task = await completedTask(gateway.server, 50 * MEGABYTE);
		gateway.server.faults.next('result', faults.stalledFile(0));
		await afterwards(async ({ elapsed }) => {
			const parameters = downloadOf(task, { downloadOptions: { maxSize: 2 } });
			const { error } = await gateway.run({ parameters });
			expect(error?.message).toContain("larger than 'Max Size' allows");
			expect(elapsed()).toBeLessThan(1000);
		});
	});

	it('refuses a file of unknown length while it comes', async () => {
		const task = await completedTask(gateway.server, 50 * MEGABYTE);
		gateway.server.faults.next('result', faults.unsizedFile());
		const { error } = await download(task, { downloadOptions: { maxSize: 2 } });
		expect(error?.description).toContain('it has more than 2 MB');
		expect(gateway.server.requestsTo('result')[0]?.bytesSent ?? 0).toBeLessThan(40 * MEGABYTE);
	});

	it('lets a smaller file pass', async () => {
		const task = await completedTask(gateway.server, 2 * MEGABYTE);
		await expectVideo(await download(task, { downloadOptions: { maxSize: 2 } }), task);
	});

	it('that is none is refused before anything is sent', async () => {
		const task = await completedTask(gateway.server);
		const before = gateway.server.requests.length;
		const { error } = await download(task, { downloadOptions: { maxSize: 0 } });
		expect(error?.message).toBe("The value of 'Max Size' must be a number of megabytes above 0");
		expect(gateway.server.requests).toHaveLength(before);
	});
});

describe('name and type', () => {
	it.each([
		['sunrise', 'sunrise.mp4'],
		['sunrise.mp4', 'sunrise.mp4'],
		['take 2.final', 'take 2.final.mp4'],
		['../../etc/passwd', '_.._etc_passwd.mp4'],
		['日出', '日出.mp4'],
	])('the file name %s becomes %s', async (fileName, expected) => {
		const task = await completedTask(gateway.server);
		const result = await download(task, { downloadOptions: { fileName } });
		expect(result.outputs[0]?.[0]?.binary?.data).toMatchObject({
			fileName: expected,
			mimeType: 'video/mp4',
			fileType: 'video',
		});
		expect(result.outputs[0]?.[0]?.binary?.data?.directory).toBeUndefined();
	});

	it.each(['application/octet-stream', 'text/plain', 'binary/octet-stream', 'video/webm'])(
		'an MP4 that is called %s is an MP4',
		async (type) => {
			const task = await completedTask(gateway.server);
			gateway.server.faults.always('result', faults.typedFile(type));
			await expectVideo(await download(task), task);
		},
	);

	it('the field is the one that the user named', async () => {
		const task = await completedTask(gateway.server);
		const result = await download(task, { outputField: 'clip' });
		const clip = result.outputs[0]?.[0]?.binary?.clip;
		expect(clip && (await readBinary(clip)).equals(videoOf(task))).toBe(true);
	});
});

it('leaves a pending task without a file', async () => {
	const task = await completedTask(gateway.server);
	task.plan.seconds = 1e9;
	const result = await download(task);
	expect(result.error).toBeUndefined();
	expect(result.outputs[0]?.[0]).toMatchObject({ json: { task_id: task.id, status: 'pending' } });
	expect(result.outputs[0]?.[0]?.binary).toBeUndefined();
});

it('keeps the task and its link in the item of a failed download', async () => {
	const task = await completedTask(gateway.server);
	gateway.server.faults.always('result', faults.storage(403));
	gateway.server.faults.always('content', faults.storage(403));
	const result = await afterwards(
		async () =>
			await gateway.run({
				parameters: downloadOf(task),
				settings: { onError: 'continueRegularOutput' },
			}),
	);
	expect(result.outputs[0]?.[0]?.json).toMatchObject({
		task_id: task.id,
		status: 'completed',
		video_url: gateway.server.resultUrl(task),
		error: { code: 'fileUnavailable' },
	});
});

it('says so when n8n cannot store the file', async () => {
	const task = await completedTask(gateway.server, 200 * MEGABYTE);
	const service = Container.get(BinaryDataService);
	const store = jest
		.spyOn(service, 'store')
		.mockRejectedValueOnce(new Error('ENOSPC: no space left on device, write'));
	const { error } = await download(task);
	store.mockRestore();
	expect(error?.message).toBe(`n8n could not store the video (task ID: ${task.id})`);
	expect(error?.description).toContain('ENOSPC: no space left on device');
	expect(starts(gateway.server, 'content')).toEqual([]);
	await pause(100);
	expect(gateway.server.inFlight('result').now).toBe(0);
});

it.each([
	['before the answer', faults.hang(), undefined],
	['in the middle of the file', faults.stalledFile(MEGABYTE), MEGABYTE],
])('stops when the execution is cancelled %s', async (_when, fault, sent) => {
	const task = await completedTask(gateway.server, 200 * MEGABYTE);
	gateway.server.faults.next('result', fault);
	const running = startWorkflow({
		parameters: downloadOf(task),
		credentials: { apiKey: gateway.server.key, baseUrl: gateway.server.url },
	});
	const bytesSent = () => gateway.server.requestsTo('result')[0]?.bytesSent;
	while (bytesSent() !== sent || gateway.server.inFlight('result').now === 0) {
		await pause(5);
	}
	// Until the node has read what was sent.
	await pause(100);
	running.cancel();
	expect((await running.result).status).toBe('canceled');
	while (gateway.server.inFlight('result').now > 0) await pause(5);
	expect(starts(gateway.server, 'result')).toEqual([0]);
	expect(starts(gateway.server, 'content')).toEqual([]);
});

it('downloads a few files at a time', async () => {
	const tasks = [];
	for (let index = 0; index < 14; index += 1) tasks.push(await completedTask(gateway.server));
	gateway.server.settings.latencyMs = { result: 20 };
	const result = await gateway.run({
		parameters: { operation: 'getStatus', downloadVideo: true },
		items: tasks.map(({ id }) => ({ json: { task_id: id } })),
	});
	expect(result.outputs[0]?.map(({ binary }) => binary?.data?.fileName)).toEqual(
		tasks.map(({ id }) => `${id}.mp4`),
	);
	expect(gateway.server.inFlight('result').peak).toBe(6);
});
