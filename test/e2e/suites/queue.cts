import assert from 'node:assert/strict';
import { startCallbackServer } from '../callbackServer.cts';
import { exampleWorkflow } from '../../../dev/n8n/exampleWorkflow.cts';
import { writeDocsSection } from '../docsSection.cts';
import { oncePerVersion } from '../playedTogether.cts';
import { parkInQueue } from '../queue/parkedInQueue.cts';
import type { OwnSuite } from '../suite.cts';
import { eventually } from '../../../dev/n8n/eventually.cts';
import { startN8n } from '../../../dev/n8n/n8nProcess.cts';
import { startPostgres } from '../../../dev/n8n/postgres.cts';
import { startRedis } from '../../../dev/n8n/redis.cts';
import { withGateway } from '../../../dev/n8n/withGateway.cts';

const TASKS = 50;

/** Orders on their way at once. */
const AT_ONCE = 10;

/** One row of the docs for each version that was run. */
const figures: string[] = [];

/** How long a task takes at the gateway, in seconds. */
const TASK_SECONDS = 45;

/** One n8n for all tests of the wait in the database. */
const endsOf = oncePerVersion(parkInQueue);

/** Queue mode: how users grow past one machine. */
export const queue: OwnSuite = {
	name: 'queue mode',
	n8n: 'own',
	pace: 'alone',
	tests: [
		{
			name: `${TASKS} tasks, a main and two workers, one worker killed mid-way: every task once`,
			async run({ version, tarball }) {
				const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
				const n8n = await startN8n({ version, packages: [tarball], postgres, redis });
				const callback = await startCallbackServer();
				try {
					const [victim] = await Promise.all([n8n.startWorker(10), n8n.startWorker(10)]);
					const { api } = n8n;
					await withGateway(
						api,
						{ plan: { seconds: TASK_SECONDS } },
						async ({ gateway, credential }) => {
							const example = await exampleWorkflow('04-webhook-pipeline', credential);
							const { id } = await api.createWorkflow(example);
							await api.activate(id);

							const from = Date.now();
							const ids = new Set<unknown>();
							for (let first = 0; first < TASKS; first += AT_ONCE) {
								const orders = Array.from({ length: AT_ONCE }, async (_, index) => {
									const order = { prompt: `Boat ${first + index}`, callback_url: callback.url };
									const { status, data } = await api.webhook('kling-video', order);
									assert.equal(status, 202, JSON.stringify(data));
									ids.add(taskIdIn(data));
								});
								await Promise.all(orders);
							}
							const acceptedAfter = seconds(from);
							assert.equal(ids.size, TASKS);

							await eventually(
								'all executions wait in the database',
								async () => {
									const statuses = (await api.executions(id)).map(({ status }) => status);
									const waiting = statuses.filter((status) => status === 'waiting').length;
									if (waiting === TASKS) return true;
									throw new Error(`${waiting} of ${statuses.length} wait`);
								},
								60,
							);
							await victim.kill();

							await callback.came(TASKS, 300);
							const results = callback.bodies.map((body) => [taskIdIn(body), statusIn(body)]);
							assert.equal(results.length, TASKS);
							assert.deepEqual(new Set(results.map(([taskId]) => taskId)), ids);
							assert.ok(results.every(([, status]) => status === 'completed'));
							assert.equal(gateway.submits.length, TASKS);
							const looks = gateway.requestsTo('status').length;
							figures.push(
								`| ${version} | ${TASKS} | ${acceptedAfter} s | ${seconds(from)} s | ${gateway.submits.length} | ${looks} |`,
							);
							await writeDocsSection('queue-mode.md', 'queue-mode-figures', figuresText());
						},
					);
				} finally {
					await callback.close();
					await n8n.dispose();
					await Promise.all([postgres.stop(), redis.stop()]);
				}
			},
		},
		{
			name: 'kill -9 of a worker and of the main process while parked in the database: every item once',
			async run(setting) {
				const { parked } = await endsOf(setting);
				assert.deepEqual(new Set(parked), new Set(['came through']));
			},
		},
		{
			name: 'kill -9 of a worker during the submit: only a second Retry sends anything again',
			async run(setting) {
				const { workerInSubmit } = await endsOf(setting);
				assert.deepEqual(workerInSubmit, {
					status: 'crashed',
					tasks: [1, 1, 0],
					tasksAfterRetry: [2, 2, 1],
				});
			},
		},
		{
			name: 'kill -9 of a worker in the middle of checks: the other one goes on, no task twice',
			async run(setting) {
				const { workerInLook } = await endsOf(setting);
				const lost = setting.version === '2.8.4' ? 'cut off' : 'failed';
				assert.deepEqual(new Set(workerInLook), new Set(['came through', lost]));
			},
		},
		{
			name: 'kill -9 of the main process in the middle of a check: the items come out once',
			async run(setting) {
				const { mainInLook } = await endsOf(setting);
				assert.equal(mainInLook, setting.version === '2.8.4' ? 'cut off' : 'came through');
			},
		},
	],
};

function seconds(from: number): number {
	return Math.round((Date.now() - from) / 1000);
}

function taskIdIn(body: unknown): unknown {
	return typeof body === 'object' && body !== null && 'task_id' in body ? body.task_id : undefined;
}

function statusIn(body: unknown): unknown {
	return typeof body === 'object' && body !== null && 'status' in body ? body.status : undefined;
}

function figuresText(): string {
	return [
		`Seen by the end-to-end suite on one machine, with PostgreSQL, Redis, one main process and two workers of ten slots each: ${TASKS} orders through the [webhook pipeline](../examples/04-webhook-pipeline.json), each a task of ${TASK_SECONDS} s; one worker killed while all of them waited. Every task was submitted once and its result delivered once.`,
		'',
		'| n8n | orders | all accepted after | all results after | submissions | checks at the gateway |',
		'| --- | --- | --- | --- | --- | --- |',
		...figures,
	].join('\n');
}
