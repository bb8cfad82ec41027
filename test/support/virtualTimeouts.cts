import { ClientRequest } from 'node:http';
import type { HttpTraffic } from './httpTraffic.cts';

/**
 * Lets the time-outs of HTTP requests run on the faked clock as well: Node's own run on a clock that jest
 * cannot fake. As Node does, a time-out is told when no byte moved for its length. Returns what undoes it.
 */
export function virtualizeRequestTimeouts(traffic: HttpTraffic): () => void {
	const original = ClientRequest.prototype.setTimeout;
	ClientRequest.prototype.setTimeout = function (ms: number, callback?: () => void) {
		if (callback !== undefined) this.once('timeout', callback);
		if (ms > 0) watch(this, traffic, ms);
		return this;
	};
	return () => {
		ClientRequest.prototype.setTimeout = original;
	};
}

function watch(request: ClientRequest, traffic: HttpTraffic, ms: number): void {
	let timer: ReturnType<typeof setTimeout>;
	const setAt = performance.now();
	const arm = (wait: number): void => {
		timer = setTimeout(() => {
			if (request.destroyed) return;
			const quietFor = performance.now() - (traffic.movedAt(request) ?? setAt);
			if (quietFor >= ms) request.emit('timeout');
			else arm(ms - quietFor);
		}, wait);
	};
	arm(ms);
	request.once('close', () => clearTimeout(timer));
}
