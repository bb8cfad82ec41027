import type { IncomingHttpHeaders } from 'node:http';

/** The routes that are told apart in the log, the counters and the faults. */
export type Route =
	| 'submit'
	| 'status'
	/** `GET /v1/video/generations/{id}`. */
	| 'generations'
	| 'content'
	| 'models'
	| 'result'
	| 'asset'
	| 'other';

/** One request as the gateway met it. */
export interface RequestEntry {
	origin: 'main' | 'result';
	route: Route;
	method: string;
	/** Path and query as they came. */
	url: string;
	headers: IncomingHttpHeaders;
	/** The parsed JSON (or form fields); the text when unreadable; undefined when there is none. */
	body?: unknown;
	/** The task id in the path. */
	taskId?: string;
	/** Milliseconds on the gateway's clock. */
	at: number;
	/** The answer's status; undefined when none was sent. */
	status?: number;
	/** When the connection was done with it, in milliseconds on the gateway's clock. */
	endedAt?: number;
	/** Bytes of a file that were handed to the connection. */
	bytesSent?: number;
}

/** Requests in flight on one route. */
export interface InFlight {
	now: number;
	peak: number;
}

/** Every request met, and how many were in flight. */
export class RequestLog {
	readonly entries: RequestEntry[] = [];
	/** Called when a request is done with. */
	onEnd?: (entry: RequestEntry) => void;
	private counters = new Map<Route | 'all', InFlight>();

	/** Records a request that begins. */
	open(entry: RequestEntry): void {
		this.entries.push(entry);
		for (const counter of [this.inFlight(entry.route), this.inFlight('all')]) {
			counter.now += 1;
			counter.peak = Math.max(counter.peak, counter.now);
		}
	}

	/** Records a request's end. */
	close(entry: RequestEntry, at: number): void {
		if (entry.endedAt !== undefined) return;
		entry.endedAt = at;
		this.inFlight(entry.route).now -= 1;
		this.inFlight('all').now -= 1;
		this.onEnd?.(entry);
	}

	/** The counter of a route, or of `all`. */
	inFlight(route: Route | 'all'): InFlight {
		const counter = this.counters.get(route) ?? { now: 0, peak: 0 };
		this.counters.set(route, counter);
		return counter;
	}

	/** Forgets what is past; requests in flight stay counted. */
	reset(): void {
		this.entries.length = 0;
		for (const counter of this.counters.values()) counter.peak = counter.now;
	}
}
