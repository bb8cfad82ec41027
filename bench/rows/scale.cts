import { startGateway } from '../../gateway/server.cts';
import type { N8n } from '../../test/e2e/support/n8nProcess.cts';
import { startN8n } from '../../test/e2e/support/n8nProcess.cts';
import { startPostgres } from '../../test/e2e/support/postgres.cts';
import { startRedis } from '../../test/e2e/support/redis.cts';
import { placeAt } from '../contenders/contender.cts';
import { klingVideo, klingWait } from '../contenders/klingVideo.cts';
import { LoadMeter } from './load.cts';
import { eventually } from '../../test/e2e/support/eventually.cts';
import type { Bench } from '../row.cts';
import { daySchedules, simulateDay, type SimulatedDay } from './simulateDay.cts';

/** How the cost grows with the number of tasks. */
export interface ScaleFigures {
	/** Measured: one node waits for so many tasks. */
	perTask: Array<{
		tasks: number;
		/** n8n CPU per task, the run itself included, in milliseconds. */
		cpuMs: number;
		pollsPerTask: number;
		memoryMB: number;
	}>;
	/** Measured: queue mode, one task an execution. */
	queue: {
		taskSeconds: number;
		executions: number;
		concurrency: number;
		runs: Array<{ workers: number; tasksPerMinute: number; failed: number; submits: number }>;
	};
	/** Computed: days in virtual time. */
	days: SimulatedDay[];
}

const TASK_SECONDS = 20;

/** Executions of one task each, started at once over a webhook, done by workers. */
async function runQueue(
	{ tarball, progress, short, atEnd }: Bench,
	executions: number,
	concurrency: number,
): Promise<ScaleFigures['queue']['runs']> {
	const postgres = await startPostgres();
	atEnd(async () => await postgres.stop());
	const redis = await startRedis();
	atEnd(async () => await redis.stop());
	const n8n: N8n = await startN8n({
		...{ version: '2.8.4', packages: [tarball], postgres, redis },
		env: { N8N_DEFAULT_BINARY_DATA_MODE: 'database', N8N_LOG_LEVEL: 'warn' },
	});
	atEnd(async () => await n8n.dispose());
	const runs: ScaleFigures['queue']['runs'] = [];
	for (const workers of [1, 2]) {
		await n8n.startWorker(concurrency);
		const gateway = await startGateway({ plan: { seconds: TASK_SECONDS, queueShare: 0 } });
		const bar = progress.begin(`scale: ${workers} worker(s)`, executions);
		try {
			const place = await placeAt(n8n.api, gateway);
			const workflow = klingVideo.workflow(place, []);
			const [trigger] = workflow.nodes;
			if (trigger === undefined) throw new Error('The workflow has no trigger');
			const path = `bench-${workers}`;
			Object.assign(trigger, {
				...{ type: 'n8n-nodes-base.webhook', typeVersion: 2, webhookId: path },
				parameters: { path, httpMethod: 'POST', responseMode: 'onReceived', options: {} },
			});
			Object.assign(workflow.nodes[1]?.parameters ?? {}, {
				prompt: '={{ $json.body.prompt }}',
				downloadVideo: false,
			});
			const { id } = await n8n.api.createWorkflow({ ...workflow, pinData: {} });
			await n8n.api.activate(id);
			const from = Date.now();
			for (let n = 0; n < executions; n++) {
				await n8n.api.webhook(path, { prompt: `Fox number ${n + 1}` });
			}
			const over = await eventually(
				'all executions are over',
				async () => {
					const all = await n8n.api.executions(id);
					const ended = all.filter(({ status }) => !['new', 'running', 'waiting'].includes(status));
					bar.at(ended.length);
					return ended.length >= executions ? ended : undefined;
				},
				short ? 120 : 900,
				500,
			);
			const lastEnd = Math.max(...over.map(({ stoppedAt }) => Date.parse(stoppedAt ?? '')));
			runs.push({
				workers,
				tasksPerMinute: (executions * 60_000) / (lastEnd - from),
				failed: over.filter(({ status }) => status !== 'success').length,
				submits: gateway.submits.length,
			});
			await n8n.api.deactivate(id);
		} finally {
			await gateway.close();
			bar.end();
		}
	}
	return runs;
}

/** Cost per task in one node as tasks grow, throughput of workers, and days in virtual time. */
export async function measureScale(bench: Bench): Promise<ScaleFigures> {
	const { short, progress } = bench;
	const executions = short ? 3 : 40;
	const concurrency = short ? 3 : 10;
	const days = simulateDays(bench);

	const meter = new LoadMeter(await bench.n8n());
	await meter.settle(short ? 3 : 15);
	const sizes = short ? [10] : [30, 100, 300, 1000, 2000];
	const bar = progress.begin('scale: tasks in one node', sizes.length);
	const perTask: ScaleFigures['perTask'] = [];
	for (const tasks of sizes) {
		const taskSeconds = short ? { from: 12, to: 20 } : { from: 30, to: 60 };
		const { pollCpuMs, pollsPerTask, memoryMB } = await meter.wait(
			klingWait,
			'Video',
			tasks,
			taskSeconds,
			0,
		);
		perTask.push({ tasks, cpuMs: pollCpuMs * pollsPerTask, pollsPerTask, memoryMB });
		bar.step();
	}
	bar.end();
	const runs = await runQueue(bench, executions, concurrency);
	return { perTask, queue: { taskSeconds: TASK_SECONDS, executions, concurrency, runs }, days };
}

function simulateDays({ short, progress }: Bench): SimulatedDay[] {
	const counts = short ? [1_000] : [1_000, 10_000, 100_000, 1_000_000];
	const [ours, ...others] = daySchedules;
	if (ours === undefined) throw new Error('No schedule to play');
	const bar = progress.begin('scale: days in virtual time', counts.length + others.length + 1);
	const play = (...args: Parameters<typeof simulateDay>) => {
		const day = simulateDay(...args);
		bar.step();
		return day;
	};
	const most = counts.at(-1) ?? 0;
	const days = [
		...counts.map((count) => play(ours, 'linear', count)),
		play(ours, 'absent', most),
		...others.map((schedule) => play(schedule, 'absent', most)),
	];
	bar.end();
	return days;
}
