import { ClientRequest } from 'node:http';

/**
 * Lets the time-outs of HTTP requests run on the faked clock as well: Node's own run on a clock that jest
 * cannot fake. Returns what undoes it.
 */
export function virtualizeRequestTimeouts(): () => void {
	const original = ClientRequest.prototype.setTimeout;
	ClientRequest.prototype.setTimeout = function (ms: number, callback?: () => void) {
		if (callback !== undefined) this.once('timeout', callback);
		if (ms > 0) watch(this, ms);
		return this;
	};
	return () => {
		ClientRequest.prototype.setTimeout = original;
	};
}

const bytesOf = (request: ClientRequest): number =>
	(request.socket?.bytesRead ?? 0) + (request.socket?.bytesWritten ?? 0);

/** As Node does: the time-out is told when no byte moved for `ms`. */
function watch(request: ClientRequest, ms: number): void {
	const before = bytesOf(request);
	const timer = setTimeout(() => {
		if (bytesOf(request) === before) request.emit('timeout');
		else if (!request.destroyed) watch(request, ms);
	}, ms);
	request.once('close', () => clearTimeout(timer));
}
