import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { faults, type LocalGateway } from '../../../gateway/server.cts';
import { eventually } from '../../../dev/n8n/eventually.cts';
import type { CredentialReference } from '../../../dev/n8n/n8nApi.cts';
import type { N8n } from '../../../dev/n8n/n8nProcess.cts';
import { CREDENTIAL_TYPE } from '../../../dev/n8n/withGateway.cts';
import type { WorkflowJson } from '../../../dev/n8n/workflowJson.cts';
import { sendForm } from '../sendForm.cts';
import { FrontDoor } from './frontDoor.cts';
import { formUrl, ORDERS, queueExample, WORK, type QueueSettings } from './queueExample.cts';
import { assertPaidOnce, queueRows, rowOf, tasksOf, type QueueRow } from './queueRows.cts';

/** How large the play is. */
export interface QueueSize {
	rows: number;
	slots: number;
	/** How long a task takes. */
	taskSeconds: number;
	/** How long the gateway is down. */
	downSeconds: number;
	/** What is changed in the example. */
	settings: QueueSettings;
	/** The schedule, where it is not the example's minute. */
	schedule?: { field: 'seconds'; secondsInterval: number };
}

/** Kills n8n, or a part of it, and starts it again. */
export type Kill = () => Promise<void>;

/** What was measured. */
export interface QueueFigures {
	rows: number;
	/** Seconds from the first order to the last video of those that nobody had to decide about. */
	makespan: number;
	/** Seconds in which a perfect queue would have made them: see `ideal`. */
	ideal: number;
	/** Seconds in which n8n was down, all kills together. */
	n8nDown: number;
	/** Seconds in which the gateway was down. */
	gatewayDown: number;
	checks: number;
}

interface Actors {
	n8n: N8n;
	gateway: LocalGateway;
	credential: CredentialReference;
}

const NOTHING_LEFT = new Set(['done', 'check', 'failed', 'submitting']);

/**
 * The story of a queue: orders that come twice, two executions at once, kills, and a gateway that goes away in the middle
 * of a submission. At the end a person decides about the rows that are `check`, and every key has its one video.
 */
export class QueuePlay {
	private readonly keys: string[];
	/** Rows of which the submission was really cut off, by key, with what cut it. */
	private readonly cut = new Map<string, string>();
	private downMs = 0;
	private startedAt = 0;

	private constructor(
		private readonly actors: Actors,
		private readonly size: QueueSize,
		private readonly door: FrontDoor,
		private readonly workflow: WorkflowJson & { id: string },
	) {
		this.keys = Array.from({ length: size.rows }, (_, row) => `order ${row}`);
	}

	/** Publishes the example in front of a gateway that has `size.slots` slots. */
	static async begin(actors: Actors, size: QueueSize): Promise<QueuePlay> {
		const { n8n, gateway, credential } = actors;
		const door = await FrontDoor.before(gateway.url);
		const data = { apiKey: gateway.key, baseUrl: door.url };
		await n8n.api.updateCredential(credential, CREDENTIAL_TYPE, data);
		const example = await queueExample(credential, size.settings, size.schedule);
		const { id } = await n8n.api.createWorkflow(example);
		await n8n.api.activate(id);
		return new QueuePlay(actors, size, door, { ...example, id });
	}

	/** The id of the workflow. */
	get workflowId(): string {
		return this.workflow.id;
	}

	async end(): Promise<void> {
		await this.door.close();
	}

	/**
	 * Everything up to the moment when nothing is under way.
	 * @param kills three: the first in the middle of a submission, the others at any moment
	 */
	async play([inSubmit, ...others]: readonly Kill[]): Promise<QueueFigures> {
		const { rows } = this.size;
		assert.ok(inSubmit !== undefined);
		await this.orders();
		await this.done(Math.min(2, rows));
		await this.sideBySide();
		await this.killedInSubmit(inSubmit);
		for (const [nth, kill] of others.entries()) {
			await this.done(Math.floor((rows * (nth + 2)) / 6));
			await this.killedAtAnyMoment(kill);
		}
		await this.done(Math.floor((rows * 4) / 6));
		await this.gatewayGone();
		await this.reached('nothing is left to do', (all) =>
			all.every(({ state }) => NOTHING_LEFT.has(state)),
		);
		const makespan = this.seconds();
		await this.reached('nothing is stuck', (all) =>
			all.every(({ state }) => state !== 'submitting'),
		);
		const all = await queueRows(this.api);
		assertPaidOnce(all, this.keys, this.actors.gateway);
		this.onlyWhatWasCutIsToCheck(all);
		const { slots, taskSeconds, downSeconds } = this.size;
		const n8nDown = this.downMs / 1000;
		return {
			...{ rows, makespan, n8nDown, gatewayDown: downSeconds, checks: this.cut.size },
			ideal: (rows * taskSeconds) / slots + downSeconds + n8nDown,
		};
	}

	/** A person looks into the gateway's log and decides about each row by the form: then every key has its one video. */
	async decide(): Promise<void> {
		const { gateway } = this.actors;
		for (const { key, state } of await queueRows(this.api)) {
			if (state !== 'check') continue;
			const [task = ''] = tasksOf(gateway, key);
			const page = await sendForm(this.formUrl('Decide'), [key, task]);
			assert.ok(page.includes(`${key} is ${task === '' ? 'queued' : 'running'}.`), page);
		}
		await this.reached('every row is done', (all) => all.every(({ state }) => state === 'done'));
		assertPaidOnce(await queueRows(this.api), this.keys, gateway);
		assert.equal(gateway.tasks.length, this.keys.length);
	}

	/** An order that comes once more gets its row, and no second video. */
	async onceMore(): Promise<void> {
		const { gateway } = this.actors;
		const [key = ''] = this.keys;
		const { taskId } = await rowOf(this.api, key);
		const { data } = await this.order(key);
		assert.match(JSON.stringify(data), new RegExp(`"task_id":"${taskId}"`));
		await this.api.runToEnd(this.workflow.id, { trigger: WORK });
		assert.equal((await queueRows(this.api)).length, this.keys.length);
		assert.equal(gateway.tasks.length, this.keys.length);
	}

	private get api() {
		return this.actors.n8n.api;
	}

	private formUrl(name: string): string {
		return formUrl(this.actors.n8n.url, this.workflow, name);
	}

	private async order(key: string) {
		const { gateway } = this.actors;
		const image = /[02468]$/.test(key) && { image: gateway.assetUrl('picture.jpg') };
		return await this.api.webhook(ORDERS, { key, prompt: key, ...image });
	}

	/** Each twice at once, as a caller does that has lost the answer. The first pair finds no table yet. */
	private async orders(): Promise<void> {
		const refused = await this.api.webhook(ORDERS, { key: 'none' });
		assert.equal(refused.status, 422);
		this.startedAt = Date.now();
		for (const key of this.keys) {
			for (const { status, data } of await Promise.all([this.order(key), this.order(key)])) {
				assert.equal(status, 202, JSON.stringify(data));
				assert.match(JSON.stringify(data), new RegExp(`"key":"${key}"`));
			}
		}
		this.say('ordered, each twice');
	}

	private async sideBySide(): Promise<void> {
		const work = async () => {
			const execution = await this.api.runToEnd(this.workflow.id, { trigger: WORK }, 300);
			assert.equal(execution.status, 'success', execution.data.resultData.error?.message);
		};
		await Promise.all([work(), work()]);
		this.say('two executions side by side are over');
	}

	/** The task is made, its answer never comes. */
	private async killedInSubmit(kill: Kill): Promise<void> {
		const { gateway } = this.actors;
		let hung: string | undefined;
		gateway.faults.hook = ({ route, body }) => {
			if (route !== 'submit' || hung !== undefined) return undefined;
			hung = promptOf(body);
			return faults.hang({ accept: true });
		};
		await eventually('a submission hangs', () => hung, 300);
		await this.killed(kill, `in the middle of the submission of ${hung}`);
		assert.ok(this.cut.has(hung ?? ''), `${hung} was not left in submitting`);
	}

	private async killedAtAnyMoment(kill: Kill): Promise<void> {
		const after = Math.round(Math.random() * this.size.taskSeconds * 500);
		await pause(after);
		await this.killed(kill, `at any moment: after ${after} ms`);
	}

	private async killed(kill: Kill, when: string): Promise<void> {
		const { gateway } = this.actors;
		const at = Date.now();
		await kill();
		gateway.faults.clear();
		await this.api.signIn();
		this.downMs += Date.now() - at;
		// What the kill found in submission: nobody but its own execution would have gone on with it.
		const left = (await queueRows(this.api)).filter(
			({ key, state, updatedAt, reason }) =>
				!this.cut.has(key) &&
				((state === 'submitting' && Date.parse(updatedAt) <= at) ||
					(state === 'check' && reason.includes('was stopped'))),
		);
		for (const { key } of left) this.cut.set(key, `the kill ${when}`);
		const keys = left.map(({ key }) => key);
		const sent = keys.filter((key) => gateway.submits.some(({ body }) => promptOf(body) === key));
		this.say(
			`killed ${when}, up again after ${Math.round((Date.now() - at) / 1000)} s; in submission: ${keys.join(', ') || 'none'}, of which the gateway had met ${sent.length}`,
		);
	}

	/** It goes away in the middle of a submission, which it has accepted, and comes back. */
	private async gatewayGone(): Promise<void> {
		const { gateway } = this.actors;
		let hung: string | undefined;
		gateway.faults.hook = ({ route, body }) => {
			if (route !== 'submit' || hung !== undefined) return undefined;
			hung = promptOf(body);
			return faults.hang({ accept: true });
		};
		await eventually('a submission is under way', () => hung, 300, 20);
		await this.door.close();
		gateway.faults.clear();
		this.cut.set(hung ?? '', 'the gateway that went away');
		const tasks = gateway.tasks.length;
		await pause(this.size.downSeconds * 1000);
		assert.equal(gateway.tasks.length, tasks);
		await this.door.open();
		this.say(`the gateway was away for ${this.size.downSeconds} s`);
	}

	/** A row is `check` exactly if its submission was cut off. */
	private onlyWhatWasCutIsToCheck(rows: readonly QueueRow[]): void {
		const checks = rows.filter(({ state }) => state === 'check');
		for (const { key, reason } of checks) {
			this.say(`to check: ${key}, cut off by ${this.cut.get(key) ?? 'nothing'}: ${reason}`);
		}
		assert.deepEqual(checks.map(({ key }) => key).sort(), [...this.cut.keys()].sort());
	}

	/** Waits until so many rows are done. */
	private async done(count: number): Promise<void> {
		await this.reached(
			`${count} rows are done`,
			(rows) => rows.filter(({ state }) => state === 'done').length >= count,
		);
	}

	private async reached(what: string, is: (rows: QueueRow[]) => boolean): Promise<void> {
		await eventually(
			what,
			async () => {
				const rows = await queueRows(this.api);
				if (is(rows)) return true;
				const open = rows.filter(({ state }) => state !== 'done');
				throw new Error(JSON.stringify(open.map(({ key, state, reason }) => [key, state, reason])));
			},
			// Twice what a day of trouble takes: ten minutes for what was left behind, and the play itself.
			1200,
			1000,
		);
	}

	private seconds(): number {
		return (Date.now() - this.startedAt) / 1000;
	}

	private say(what: string): void {
		process.stdout.write(`        ${Math.round(this.seconds())} s: ${what}\n`);
	}
}

function promptOf(body: unknown): string {
	return typeof body === 'object' && body !== null && 'prompt' in body ? String(body.prompt) : '';
}
