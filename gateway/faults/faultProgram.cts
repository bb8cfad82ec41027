import type { RequestEntry, Route } from '../requestLog.cts';
import type { GatewayTask } from '../tasks/task.cts';
import type { Fault } from './fault.cts';

/** What a fault may be chosen by. */
export interface FaultContext {
	request: RequestEntry;
	route: Route;
	/** The parsed body of a submit. */
	body: unknown;
	/** The task that the path names. */
	task?: GatewayTask;
	/** Counts this route's requests since the last reset, from 1. */
	nth: number;
}

/** Picks the requests that a fault is for. */
export type Matches = (context: FaultContext) => boolean;

interface Rule {
	route: Route;
	fault: Fault;
	left: number;
	matches: Matches;
}

/** The faults to come. The hook is asked first, then the rules in the order they were given. */
export class FaultProgram {
	/** Decides on every request; undefined leaves it to the rules. */
	hook?: (context: FaultContext) => Fault | undefined;
	private rules: Rule[] = [];
	private counts = new Map<Route, number>();

	/** The next request on a route (or the next `times`) that `matches` meets this fault. */
	next(route: Route, fault: Fault, times = 1, matches: Matches = () => true): void {
		this.rules.push({ route, fault, left: times, matches });
	}

	/** Every request on a route that `matches` meets this fault, until `clear`. */
	always(route: Route, fault: Fault, matches?: Matches): void {
		this.next(route, fault, Number.POSITIVE_INFINITY, matches);
	}

	/** One fault after another, each for one request. */
	sequence(route: Route, faults: Fault[], matches?: Matches): void {
		for (const fault of faults) this.next(route, fault, 1, matches);
	}

	/** How many faults of `next` have not been met yet; those of `always` are not counted. */
	get left(): number {
		return this.rules.reduce((sum, { left }) => (Number.isFinite(left) ? sum + left : sum), 0);
	}

	/** Forgets every fault to come. */
	clear(): void {
		this.rules = [];
		this.hook = undefined;
		this.counts.clear();
	}

	/** The fault that this request meets, used up by it. */
	take(request: RequestEntry, task: GatewayTask | undefined): Fault | undefined {
		const { route, body } = request;
		const nth = (this.counts.get(route) ?? 0) + 1;
		this.counts.set(route, nth);
		const context: FaultContext = { request, route, body, task, nth };
		const hooked = this.hook?.(context);
		if (hooked) return hooked;
		const rule = this.rules.find(
			(candidate) => candidate.route === route && candidate.left > 0 && candidate.matches(context),
		);
		if (!rule) return undefined;
		rule.left -= 1;
		return rule.fault;
	}
}
