import { dialectOf } from './dialects/all.cts';
import type { DialectName } from './dialects/dialectName.cts';
import type { FaultProgram } from './faults/faultProgram.cts';
import { assetPath, type AssetName } from './files/assets.cts';
import { newKey, type GatewayKeys, type KeyRights } from './keys.cts';
import { overlay } from './overlay.cts';
import type { InFlight, RequestEntry, Route } from './requestLog.cts';
import { addMainRoutes } from './routes/mainRoutes.cts';
import { Origin } from './routes/origin.cts';
import { addResultRoutes } from './routes/resultRoutes.cts';
import { documentedSettings, type Settings } from './settings.cts';
import { SlotDesk } from './slots/slotDesk.cts';
import { GatewayState } from './state.cts';
import type { GatewayTask } from './tasks/task.cts';

/**
 * The local gateway: a real HTTP server that keeps the gateway's contract.
 *
 * ```ts
 * const gateway = await startGateway({ refreshSeconds: 15, clock });
 * gateway.settings.plan = { seconds: 60, outcome: failure('ModelGenerateFailed') };
 * gateway.settings.slots = 3; // from now on, answered as gateway.settings.over says; see gateway.slots.counts()
 * gateway.speak('native-kling'); // as such a gateway reads, refuses and answers
 * gateway.faults.next('status', faults.emptyBody(429, { retryAfter: 3 }), 2);
 * // … run a workflow against gateway.url with gateway.key …
 * expect(gateway.tasks.map(({ body }) => body)).toEqual([{ model: 'Kling-2.6', prompt: 'A cat' }]);
 * expect(gateway.requestsTo('status')).toHaveLength(3);
 * expect(gateway.leaks).toEqual([]);
 * gateway.reset(); // between tests
 * await gateway.close(); // at the end
 * ```
 *
 * A task's state is worked out from the clock when it is asked for, so virtual time drives it. Jest's
 * fake timers must leave the ticks that HTTP runs on alone:
 * `jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] })`.
 */
export interface GatewayOptions extends Partial<Settings> {
	/** The API's port; 0 (default) for any free one. */
	port?: number;
	/** The result origin's port; 0 (default) for any free one. */
	resultPort?: number;
	/** Milliseconds since 1970; default `Date`, which virtual time may drive. */
	clock?: { now(): number };
	/** The good key; default a random one. */
	key?: string;
	/** Further keys and what they may do. */
	keys?: Record<string, KeyRights>;
	/** The largest request body in bytes; default 32 MiB. */
	bodyLimit?: number;
	/** Called when a request is done with, e.g. to print it. */
	onEnd?: (entry: RequestEntry) => void;
}

/** Starts a gateway on 127.0.0.1. */
export async function startGateway(options: GatewayOptions = {}): Promise<LocalGateway> {
	const {
		port = 0,
		resultPort = 0,
		clock,
		key,
		keys = {},
		bodyLimit,
		onEnd,
		...settings
	} = options;
	const own: GatewayKeys = {
		ok: key ?? newKey(),
		disabled: newKey(),
		noAccountCredit: newKey(),
		noKeyCredit: newKey(),
		quotaNotEnough: newKey(),
		banned: newKey(),
		otherAddress: newKey(),
		otherGroup: newKey(),
		oneTask: newKey(),
		otherAccount: newKey(),
		withoutKling26: newKey(),
	};
	const { dialect = 'documented' } = settings;
	const ofDialect = overlay(documentedSettings(), dialectOf(dialect).settings ?? {});
	const atStart: Settings = overlay(ofDialect, settings);
	const forbiddenModels = atStart.models.flatMap((m) => (m.family === 'Kling-2.6' ? [m.id] : []));
	const rights = new Map<string, KeyRights>([
		[own.ok, 'ok'],
		[own.disabled, 'disabled'],
		[own.noAccountCredit, 'noAccountCredit'],
		[own.noKeyCredit, 'noKeyCredit'],
		[own.quotaNotEnough, 'quotaNotEnough'],
		[own.banned, 'banned'],
		[own.otherAddress, 'otherAddress'],
		[own.otherGroup, 'otherGroup'],
		[own.oneTask, { tasks: 1 }],
		[own.otherAccount, 'ok'],
		[own.withoutKling26, { forbiddenModels }],
		...Object.entries(keys),
	]);
	const state = new GatewayState(clock ?? { now: () => Date.now() }, { ...atStart }, rights);
	state.otherAccount = own.otherAccount;
	state.log.onEnd = onEnd;
	const limit = bodyLimit ?? 32 * 1024 * 1024;
	const main = new Origin('main', state, limit);
	const result = new Origin('result', state, limit);
	addMainRoutes(main, state);
	addResultRoutes(result, state);
	state.resultOrigin = await result.listen(resultPort);
	const url = await main.listen(port).catch(async (error: unknown) => {
		await result.app.close();
		throw error;
	});
	return new LocalGateway(url, own, state, atStart, [main, result]);
}

/** A running gateway, with all that a test wants to know about it. */
export class LocalGateway {
	constructor(
		/** The base URL, e.g. `http://127.0.0.1:40000`. */
		readonly url: string,
		/** Its keys by what they may do. */
		readonly keys: GatewayKeys,
		private readonly state: GatewayState,
		private readonly atStart: Settings,
		private readonly origins: Origin[],
	) {}

	/** The key that may do everything. */
	get key(): string {
		return this.keys.ok;
	}

	/** The origin of results and input media, e.g. `http://127.0.0.1:40001`. */
	get resultOrigin(): string {
		return this.state.resultOrigin;
	}

	/** The accounts' slots: how many are taken, and other users who take some. */
	get slots(): SlotDesk {
		const { state, key } = this;
		return new SlotDesk(state.slots, (other = key) => state.accountOf(other));
	}

	/** How it behaves from now on; `reset()` brings the start's settings back. */
	get settings(): Settings {
		return this.state.settings;
	}

	/** Plays another kind of gateway from now on, with every setting that belongs to it, until `reset()`. */
	speak(dialect: DialectName): void {
		Object.assign(this.settings, dialectOf(dialect).settings, { dialect });
	}

	/** The faults to come. */
	get faults(): FaultProgram {
		return this.state.faults;
	}

	/** The accepted tasks, in order. */
	get tasks(): GatewayTask[] {
		return this.state.store.tasks;
	}

	/** Every request to both origins, in order. */
	get requests(): RequestEntry[] {
		return this.state.log.entries;
	}

	/** Every `POST /v1/videos`, refused ones included. */
	get submits(): RequestEntry[] {
		return this.requestsTo('submit');
	}

	/** Requests to the result origin that carried a credential or one of the keys: there must be none. */
	get leaks(): RequestEntry[] {
		const keys = Object.values(this.keys);
		return this.requests.filter(({ origin, headers, url, body }) => {
			const text = JSON.stringify([headers, url, body]);
			return (
				origin === 'result' &&
				(headers.authorization !== undefined || keys.some((key) => text.includes(key)))
			);
		});
	}

	/** The requests to one route, in order. */
	requestsTo(route: Route): RequestEntry[] {
		return this.requests.filter((entry) => entry.route === route);
	}

	/** How many requests are in flight, and were at most since the last reset. */
	inFlight(route: Route | 'all' = 'all'): Readonly<InFlight> {
		return this.state.log.inFlight(route);
	}

	/** An accepted task; the last one without an id. Throws when there is none. */
	task(id?: string): GatewayTask {
		const task = id === undefined ? this.tasks.at(-1) : this.state.store.find(id);
		if (!task) throw new Error(id === undefined ? 'No task was accepted' : `No task ${id}`);
		return task;
	}

	/** A task's signed result link. */
	resultUrl(task: GatewayTask): string {
		return this.state.resultUrl(task);
	}

	/** The link of a media file for inputs, at the result origin. */
	assetUrl(name: AssetName): string {
		return `${this.resultOrigin}/assets/${name}`;
	}

	/** The path of a media file for inputs on this machine. */
	assetPath(name: AssetName): string {
		return assetPath(name);
	}

	/** Forgets tasks, requests and faults; settings are again those of the start. */
	reset(): void {
		this.state.reset();
		Object.assign(this.state.settings, this.atStart);
	}

	/** Stops at once: every connection is destroyed. */
	async close(): Promise<void> {
		await Promise.all(this.origins.map(async ({ app }) => await app.close()));
	}
}

export { DIALECTS, isDialectName } from './dialects/all.cts';
export type { DialectName } from './dialects/dialectName.cts';
export { faults } from './faults/catalogue.cts';
export type { Fault } from './faults/fault.cts';
export type { MadeVideo } from './files/madeVideo.cts';
export type { FaultContext } from './faults/faultProgram.cts';
export type { RequestEntry, Route } from './requestLog.cts';
export type { Settings } from './settings.cts';
export { OVER_LIMIT, type OverLimit } from './slots/overLimit.cts';
export type { SlotCounts } from './slots/slots.cts';
export type { SubmittedScenario, Submission } from './submit/submission.cts';
export { STATUS_SPELLINGS, type Dialect, type ResultPlace } from './tasks/dialect.cts';
export { failure, UPSTREAM_FAILURES, type PartialPlan } from './tasks/plan.cts';
export type { Outcome } from './tasks/taskView.cts';
export type { GatewayTask } from './tasks/task.cts';
