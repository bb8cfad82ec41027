import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import axios from 'axios';
import { sleep, type INode, type INodeParameters } from 'n8n-workflow';
import { readBinary, readSignedUrl, useBinaryData } from '../dev/engine/binaryData.cts';
import {
	NODE_TYPE,
	retryExecution,
	runWorkflow,
	startWorkflow,
	type RunOptions,
} from '../dev/engine/engine.cts';
import { testCredential } from './support/credentialTest.cts';
import { engineVersion } from '../dev/engine/engineProcess.cts';
import { searchList } from './support/listSearch.cts';
import { TaskNode, taskApi } from './support/sample/taskNode.cts';
import { TASK_DURATION, TaskServer } from './support/sample/taskServer.cts';
import { startSignedLinks } from '../dev/engine/signedLinks.cts';
import { withVirtualTime } from './support/virtualTime.cts';

const KEY = 'sk-a-key-of-the-tests';
const server = new TaskServer();
let baseUrl = '';

beforeAll(async () => {
	baseUrl = await server.start();
	await useBinaryData('memory');
});
beforeEach(() => server.reset());
afterAll(async () => await server.stop());

const task = (options: RunOptions): RunOptions => ({
	nodeType: new TaskNode(),
	credentialType: taskApi,
	credentials: { apiKey: KEY, baseUrl },
	...options,
});
/** One item for each name; the node waits for the task of that name. */
const tasks = (names: string[], options: RunOptions = {}): RunOptions =>
	task({
		parameters: { operation: 'wait', name: '={{ $json.name }}' },
		items: names.map((name) => ({ json: { name } })),
		...options,
	});
const savedNode = (name: string, type: string, parameters: INodeParameters): INode => ({
	id: name,
	name,
	type,
	parameters,
	typeVersion: 1,
	position: [0, 0],
});
const submissions = () => server.seen.filter(({ method }) => method === 'POST');
const submittedNames = () => submissions().map(({ body }) => (body as { name: string }).name);

describe('a workflow in the engine', () => {
	test('runs every item with the credential and pairs what comes out', async () => {
		const result = await runWorkflow(
			task({
				parameters: { path: '={{ $json.path }}' },
				items: ['/a', '/b', '/c'].map((path) => ({ json: { path } })),
			}),
		);
		expect(result.error).toBeUndefined();
		expect(result.status).toBe('success');
		expect(result.outputs[0]?.map(({ json }) => json.url)).toEqual(['/a', '/b', '/c']);
		expect(result.received.main.map(({ source }) => source?.path)).toEqual(['/a', '/b', '/c']);
		expect(server.seen.map(({ authorization }) => authorization)).toEqual(
			Array<string>(3).fill(`Bearer ${KEY}`),
		);
		expect(result.stored).not.toContain(KEY);
		expect(result.stored).toContain('/b');
	});

	test('applies the function form of authenticate', async () => {
		const credentialType = {
			...taskApi,
			authenticate: async (data: { apiKey?: unknown }, request: { headers?: object }) => ({
				...request,
				url: '/signed',
				headers: { ...request.headers, authorization: `Key ${String(data.apiKey)}` },
			}),
		};
		await runWorkflow(task({ parameters: { path: '/a' }, credentialType }));
		expect(server.seen).toMatchObject([{ url: '/signed', authorization: `Key ${KEY}` }]);
	});

	test('runs the node several times, as a loop does, and once with Execute Once', async () => {
		const runs = [['/a', '/b'], ['/c']].map((paths) => paths.map((path) => ({ json: { path } })));
		const options = task({ parameters: { path: '={{ $json.path }}' }, runs });
		const all = await runWorkflow(options);
		expect(all.runs.map(([main]) => main?.length)).toEqual([2, 1]);
		expect(all.received.main.map(({ source }) => source?.path)).toEqual(['/a', '/b', '/c']);
		const once = await runWorkflow({ ...options, settings: { executeOnce: true } });
		expect(once.runs.map(([main]) => main?.length)).toEqual([1, 1]);
	});

	test('tells why it failed', async () => {
		server.refused.add('bad');
		const result = await runWorkflow(tasks(['bad']));
		expect(result.status).toBe('error');
		expect(result.error?.message).toContain('Bad request');
		expect(result.error?.text).toContain('bad is refused');
		expect(result.outputs).toEqual([]);
	});

	test('keeps what the node logs', async () => {
		const { log } = await withVirtualTime(async () => await runWorkflow(tasks(['one'])));
		const lines = log.filter(({ message }) => message === 'Task accepted');
		expect(lines).toMatchObject([{ level: 'info', meta: { id: 1, mode: 'manual' } }]);
	});
});

describe('failed items', () => {
	beforeEach(() => server.refused.add('bad'));

	test('go on at the main output', async () => {
		const result = await withVirtualTime(
			async () =>
				await runWorkflow(
					tasks(['good', 'bad'], { settings: { onError: 'continueRegularOutput' } }),
				),
		);
		expect(result.status).toBe('success');
		expect(result.received.main.map(({ source }) => source?.name)).toEqual(['good', 'bad']);
		expect(result.outputs[0]?.[0]?.json.done).toBe(true);
		expect(result.outputs[0]?.[1]?.json.error).toContain('Bad request');
		expect(result.received.error).toEqual([]);
	});

	test('leave by the error output', async () => {
		const result = await withVirtualTime(
			async () =>
				await runWorkflow(tasks(['bad', 'good'], { settings: { onError: 'continueErrorOutput' } })),
		);
		expect(result.received.main.map(({ source }) => source?.name)).toEqual(['good']);
		expect(result.received.error.map(({ item }) => item.json.error)).toEqual([
			expect.stringContaining('Bad request'),
		]);
	});
});

describe('the context of the node', () => {
	test('outlives a failed try of Retry On Fail', async () => {
		server.refused.add('late');
		const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 5000 };
		const result = await withVirtualTime(async (time) => {
			const running = startWorkflow(tasks(['early', 'late'], { settings }));
			await time.sleep(TASK_DURATION + 1000);
			server.refused.clear();
			return await running.result;
		});
		expect(result.status).toBe('success');
		expect(submittedNames()).toEqual(['early', 'late', 'late']);
		expect(result.context).toEqual({ '0:0': 1, '0:1': 2 });
	});

	test('is back when a person retries the saved execution', async () => {
		server.refused.add('late');
		const run = tasks(['early', 'late']);
		const failed = await withVirtualTime(async () => await runWorkflow(run));
		expect(failed.status).toBe('error');
		server.refused.clear();
		const retried = await withVirtualTime(async () => await retryExecution(failed));
		expect(retried.status).toBe('success');
		expect(retried.executionId).not.toBe(failed.executionId);
		expect(retried.run.mode).toBe('retry');
		expect(submittedNames()).toEqual(['early', 'late', 'late']);
		expect(retried.received.main.map(({ source }) => source?.name)).toEqual(['early', 'late']);
		await expect(retryExecution(retried)).rejects.toThrow('The execution succeeded');
	});

	test('is back with the currently saved workflow', async () => {
		server.refused.add('late');
		const failed = await withVirtualTime(async () => await runWorkflow(tasks(['early', 'late'])));
		const parameters = { operation: 'wait', name: '={{ $json.name }} again' };
		const retried = await withVirtualTime(async () => await retryExecution(failed, { parameters }));
		expect(retried.status).toBe('success');
		expect(submittedNames()).toEqual(['early', 'late', 'late again']);
	});
});

describe('Stop', () => {
	test('reaches the node and is stored as canceled', async () => {
		const result = await withVirtualTime(async (time) => {
			const running = startWorkflow(tasks(['one', 'two']));
			await time.sleep(600_000);
			running.cancel();
			const polls = server.seen.length;
			const ended = await running.result;
			expect(server.seen).toHaveLength(polls);
			expect(time.elapsed()).toBeLessThanOrEqual(660_000);
			return ended;
		});
		expect(result.status).toBe('canceled');
		expect(result.error?.message).toContain('cancelled');
		expect(result.context).toEqual({ '0:0': 1, '0:1': 2 });
		expect(result.stored).toContain('0:1');
		expect(result.outputs).toEqual([]);
	});

	test('comes by an abort signal as well', async () => {
		const stop = new AbortController();
		const result = await withVirtualTime(async (time) => {
			const running = startWorkflow(tasks(['one'], { signal: stop.signal }));
			await time.sleep(90_000);
			stop.abort();
			return await running.result;
		});
		expect(result.status).toBe('canceled');
	});
});

describe('binary data', () => {
	const items = [
		{
			json: { name: 'one' },
			binary: { data: { data: Buffer.alloc(70_000, 1), mimeType: 'image/png' } },
		},
	];

	test.each(['memory', 'filesystem', 'database'] as const)('goes in and out: %s', async (mode) => {
		await useBinaryData(mode);
		const result = await withVirtualTime(async () => {
			const run = await runWorkflow(tasks([], { items }));
			const link = run.outputs[0]?.[0]?.json.link;
			// The link holds for an hour of the virtual clock.
			return { run, linked: typeof link === 'string' ? readSignedUrl(link) : link };
		});
		expect(result.run.error).toBeUndefined();
		expect(submissions()).toMatchObject([{ body: { name: 'one', bytes: 70_000 } }]);
		const data = result.run.outputs[0]?.[0]?.binary?.data;
		if (data === undefined) throw new Error('The node put out no file');
		expect((await readBinary(data)).toString()).toBe('a file from the node');
		expect(data).toMatchObject({ fileName: 'result.txt', mimeType: 'text/plain', bytes: 20 });
		expect(result.linked).toBe(mode === 'memory' ? null : data.id);
		expect(data.id?.split(':')[0]).toBe(
			{ memory: undefined, filesystem: 'filesystem-v2', database: 'database' }[mode],
		);
	});

	test('is served by its signed link for as long as that holds', async () => {
		await useBinaryData('filesystem');
		const links = await startSignedLinks();
		const get = async (url: string) =>
			await axios.get<string>(url, { validateStatus: () => true, proxy: false });
		await withVirtualTime(async (time) => {
			const run = await runWorkflow(tasks([], { items, instanceUrl: links.instanceUrl }));
			const link = String(run.outputs[0]?.[0]?.json.link);
			const inTime = await get(link);
			expect(inTime.data).toBe('a file from the node');
			expect(inTime.headers['content-type']).toBe('text/plain');
			await time.sleep(3_601_000);
			expect((await get(link)).status).toBe(400);
			expect((await get(`${link}x`)).status).toBe(400);
		});
		expect(links.requests()).toBe(3);
		await links.close();
	});
});

describe('the editor', () => {
	test('searches lists with the credential and the present parameters', async () => {
		const search = { method: 'searchPaths', path: 'parameters.path', filter: 'a ' };
		const found = await searchList(task({ parameters: { operation: 'wait', name: 'b' } }), search);
		expect(found).toEqual({ results: [{ name: 'a b', value: '/list' }] });
		expect(server.seen[0]?.authorization).toBe(`Bearer ${KEY}`);
	});

	test('tests credentials', async () => {
		server.keys.add(`Bearer ${KEY}`);
		const good = await testCredential({ apiKey: KEY, baseUrl }, taskApi);
		expect(good).toEqual({ status: 'OK', message: 'Connection successful!' });
		const bad = await testCredential({ apiKey: 'sk-other', baseUrl }, taskApi);
		// n8n 2.8 loses the cause of an error, and with it the rules of the test.
		const isOlder = engineVersion === '2.8';
		expect(bad).toEqual({
			status: 'Error',
			message: isOlder ? expect.stringContaining('Authorization failed') : 'The key is wrong',
		});
		const nobody = await testCredential({ apiKey: KEY, baseUrl: 'http://127.0.0.1:9' }, taskApi);
		expect(nobody).toEqual({
			status: 'Error',
			message: isOlder ? expect.stringContaining('refused the connection') : 'ECONNREFUSED',
		});
	});
});

describe('a saved workflow', () => {
	test('runs as it was exported', async () => {
		const workflow = {
			name: 'Saved',
			nodes: [
				savedNode('Task', NODE_TYPE, { path: '/saved' }),
				savedNode('Note', 'n8n-nodes-base.stickyNote', {}),
				savedNode('By hand', 'n8n-nodes-base.manualTrigger', {}),
			],
			connections: { 'By hand': { main: [[{ node: 'Task', type: 'main' as const, index: 0 }]] } },
			settings: { executionOrder: 'v1' as const },
		};
		const result = await runWorkflow(task({ workflow }));
		expect(result.outputs[0]?.map(({ json }) => json)).toEqual([{ url: '/saved' }]);
	});
});

describe('virtual time', () => {
	test('passes an hour of sleep at once and exactly', async () => {
		const elapsed = await withVirtualTime(async (time) => {
			await sleep(3_600_000);
			return time.elapsed();
		});
		expect(elapsed).toBe(3_600_000);
	});

	test('lets a node poll each minute for an hour', async () => {
		const startAt = new Date('2026-03-01T00:00:00Z');
		await withVirtualTime(
			async (time) => {
				const result = await runWorkflow(tasks(['one', 'two', 'three']));
				expect(result.status).toBe('success');
				expect(time.elapsed()).toBe(TASK_DURATION);
				expect(time.pendingTimers()).toBe(0);
			},
			{ startAt },
		);
		expect(server.seen).toHaveLength(3 + 3 * 61);
		const times = new Set(server.seen.map(({ at }) => at - startAt.getTime()));
		expect([...times]).toEqual(Array.from({ length: 61 }, (_, minute) => minute * 60_000));
	});

	test('spaces items by the standard Batching option', async () => {
		const startAt = new Date('2026-03-01T00:00:00Z');
		const batching = { batch: { batchSize: 2, batchInterval: 10_000 } };
		const parameters = { path: '/a', requestOptions: { batching } };
		const items = Array.from({ length: 5 }, () => ({ json: {} }));
		await withVirtualTime(async () => await runWorkflow(task({ parameters, items })), { startAt });
		expect(server.seen.map(({ at }) => at - startAt.getTime())).toEqual([
			0, 0, 10_000, 10_000, 20_000,
		]);
	});

	test('waits for an answer that the server sends later', async () => {
		const elapsed = await withVirtualTime(async (time) => {
			const result = await runWorkflow(task({ parameters: { path: '/slow' } }));
			expect(result.outputs[0]?.[0]?.json).toEqual({ url: '/slow' });
			return time.elapsed();
		});
		expect(elapsed).toBe(60_000);
	});

	test.each([true, false])(
		'runs the time-out of a hanging request (redirects off: %s)',
		async (direct) => {
			const elapsed = await withVirtualTime(async (time) => {
				const parameters = { path: '/hang', requestOptions: { timeout: 30_000 } };
				const result = await runWorkflow(task({ parameters, items: [{ json: { direct } }] }));
				expect(result.status).toBe('error');
				return time.elapsed();
			});
			expect(elapsed).toBe(30_000);
		},
	);

	test('does not pass while files are written and closed', async () => {
		const folder = await mkdtemp(path.join(tmpdir(), 'kling-time-'));
		const elapsed = await withVirtualTime(async (time) => {
			const timer = setInterval(() => undefined, 1000);
			for (let round = 0; round < 50; round += 1) {
				const file = await open(path.join(folder, 'file'), 'w');
				await file.write(Buffer.alloc(1_000_000));
				await file.sync();
				await file.close();
			}
			clearInterval(timer);
			return time.elapsed();
		});
		await rm(folder, { recursive: true });
		expect(elapsed).toBe(0);
	});

	test('measures exactly how long a timer took', async () => {
		await withVirtualTime(async (time) => {
			expect(Number.isInteger(performance.now())).toBe(true);
			await time.sleep(30_000);
			expect(Number.isInteger(performance.now())).toBe(true);
		});
	});

	test('takes at least 1 ms for a timer, as Node does', async () => {
		const elapsed = await withVirtualTime(async (time) => {
			const end = time.now() + 1.5;
			while (time.now() < end) await sleep(end - time.now());
			return time.elapsed();
		});
		expect(elapsed).toBe(2);
	});

	test('lets what a timer sets off come before the next timer of the same moment', async () => {
		const seen: string[] = [];
		await withVirtualTime(async (time) => {
			const first = async (): Promise<void> => {
				await time.sleep(1000);
				for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
				seen.push('first');
			};
			const other = async (): Promise<void> => {
				await time.sleep(1000);
				seen.push('other');
			};
			await Promise.all([first(), other()]);
			expect(time.elapsed()).toBe(1000);
		});
		expect(seen).toEqual(['first', 'other']);
	});

	test('has a steady clock that a change of the date does not move', async () => {
		const before = performance.now();
		await withVirtualTime(async (time) => {
			const start = performance.now();
			expect(start).toBeGreaterThanOrEqual(before);
			const slept = sleep(60_000);
			time.shiftDate(-3_600_000);
			await slept;
			expect(performance.now() - start).toBeCloseTo(60_000);
			expect(time.elapsed()).toBe(60_000);
			expect(new Date(time.now()).toISOString()).toBe('2026-01-05T11:01:00.000Z');
			expect(performance.timeOrigin).toBeGreaterThan(0);
		});
		expect(performance.now()).toBeLessThan(before + 60_000);
	});

	test('counts the timers that are left', async () => {
		await withVirtualTime(async (time) => {
			const timer = setTimeout(() => {}, 1000);
			expect(time.pendingTimers()).toBe(1);
			clearTimeout(timer);
			expect(time.pendingTimers()).toBe(0);
		});
		expect(Date.now()).toBeGreaterThan(Date.parse('2026-01-06'));
	});

	test('repeats what is random', async () => {
		const draw = async (seed?: number) =>
			await withVirtualTime(async () => [Math.random(), Math.random()], { seed });
		expect(await draw(7)).toEqual(await draw(7));
		expect(await draw()).not.toEqual(await draw());
	});

	test('ends what would never end', async () => {
		const run = withVirtualTime(
			async () => {
				for (;;) await sleep(60_000);
			},
			{ limit: 600_000 },
		);
		await expect(run).rejects.toThrow('Virtual time went beyond 600000 ms');
	});
});
