import { startGateway, type LocalGateway } from '../../gateway/server.cts';
import { eventually } from '../../dev/n8n/eventually.cts';
import { startN8n, type N8n } from '../../dev/n8n/n8nProcess.cts';
import { startPostgres } from '../../dev/n8n/postgres.cts';
import { startRedis } from '../../dev/n8n/redis.cts';
import { placeAt } from '../contenders/contender.cts';
import { klingParked, klingVideo } from '../contenders/klingVideo.cts';
import type { Bench } from '../row.cts';

/** Executions of one task each in queue mode. */
export interface QueueRun {
	workers: number;
	waitIn: WaitIn;
	taskSeconds: number;
	/** From the first webhook call to the end of the last execution, in seconds. */
	seconds: number;
	failed: number;
	submits: number;
}

type WaitIn = 'memory' | 'database';

/** What is run in queue mode: the second worker joins the first. */
const QUEUE_PLANS: ReadonlyArray<Pick<QueueRun, 'workers' | 'waitIn' | 'taskSeconds'>> = [
	{ workers: 1, waitIn: 'memory', taskSeconds: 20 },
	{ workers: 1, waitIn: 'database', taskSeconds: 120 },
	{ workers: 2, waitIn: 'memory', taskSeconds: 20 },
];

/** Executions of one task each, started at once over a webhook, done by workers. */
export async function runQueue(
	{ tarball, progress, short, atEnd }: Bench,
	executions: number,
	concurrency: number,
): Promise<QueueRun[]> {
	const postgres = await startPostgres();
	atEnd(async () => await postgres.stop());
	const redis = await startRedis();
	atEnd(async () => await redis.stop());
	const n8n: N8n = await startN8n({
		...{ version: '2.8.4', packages: [tarball], postgres, redis },
		env: { N8N_DEFAULT_BINARY_DATA_MODE: 'database', N8N_LOG_LEVEL: 'warn' },
	});
	atEnd(async () => await n8n.dispose());
	const runs: QueueRun[] = [];
	for (const [place, plan] of QUEUE_PLANS.entries()) {
		if (plan.workers > (QUEUE_PLANS[place - 1]?.workers ?? 0)) await n8n.startWorker(concurrency);
		const seconds = short ? Math.min(plan.taskSeconds, 70) : plan.taskSeconds;
		const gateway = await startGateway({ plan: { seconds, queueShare: 0 } });
		const bar = progress.begin(`scale: ${plan.workers} worker(s), ${plan.waitIn}`, executions);
		try {
			const id = await storeWebhookWorkflow(n8n, gateway, plan.waitIn, `bench-${place}`);
			const from = Date.now();
			for (let n = 0; n < executions; n++) {
				await n8n.api.webhook(`bench-${place}`, { prompt: `Fox number ${n + 1}` });
			}
			const over = await eventually(
				'all executions are over',
				async () => {
					// The child of a waiting execution is one of them.
					const all = await n8n.api.executions(id);
					const ended = all.filter(({ status }) => !['new', 'running', 'waiting'].includes(status));
					bar.at(Math.min(ended.length, executions));
					const isOver = ended.length === all.length && ended.length >= executions;
					return isOver ? ended : undefined;
				},
				short ? 180 : 900,
				500,
			);
			const lastEnd = Math.max(...over.map(({ stoppedAt }) => Date.parse(stoppedAt ?? '')));
			runs.push({
				...plan,
				seconds: (lastEnd - from) / 1000,
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

/** Stores and activates a workflow that a webhook starts, once for each task. */
async function storeWebhookWorkflow(
	n8n: N8n,
	gateway: LocalGateway,
	waitIn: WaitIn,
	path: string,
): Promise<string> {
	const place = await placeAt(n8n.api, gateway);
	const workflow = (waitIn === 'memory' ? klingVideo : klingParked).workflow(place, []);
	const [trigger, first] = workflow.nodes;
	if (trigger === undefined || first === undefined) throw new Error('The workflow has no nodes');
	Object.assign(trigger, {
		...{ type: 'n8n-nodes-base.webhook', typeVersion: 2, webhookId: path },
		parameters: { path, httpMethod: 'POST', responseMode: 'onReceived', options: {} },
	});
	Object.assign(first.parameters, { prompt: '={{ $json.body.prompt }}', downloadVideo: false });
	const { id } = await n8n.api.createWorkflow({ ...workflow, pinData: {} });
	await n8n.api.activate(id);
	return id;
}
