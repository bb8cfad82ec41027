import diagnostics from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';

/** What the wire looks like at one moment. */
export interface TrafficState {
	/** Changes whenever a request starts, ends, or a byte moves. */
	fingerprint: string;
	/** How many requests wait for the rest of their answer. */
	open: number;
	/** Whether every byte sent has arrived: all that is open waits for a timer, not for the wire. */
	isSettled: boolean;
}

/** Watches the HTTP requests of this process, by the channels that Node publishes them on. */
export class HttpTraffic {
	private readonly requests = new Set<ClientRequest>();
	/** The accepting ends of the connections to servers of this process, by the client's port. */
	private readonly accepted = new Map<number, Socket>();
	/** What listens on those connections: a kept-alive one outlives this watch. */
	private readonly listening = new Map<Socket, () => void>();
	/** Requests that did not move for a while although bytes are missing, with their last state. */
	private readonly stuck = new WeakMap<ClientRequest, string>();
	/** When a byte of the request or its answer was last seen to move. */
	private readonly moves = new WeakMap<ClientRequest, { text: string; at: number }>();
	private started = 0;

	private readonly onRequest = (message: unknown): void => {
		const { request } = message as { request: ClientRequest };
		this.started += 1;
		this.requests.add(request);
		request.once('close', () => this.requests.delete(request));
	};

	private readonly onAccept = (message: unknown): void => {
		const { socket } = message as { socket: Socket };
		const port = socket.remotePort;
		if (port === undefined) return;
		this.accepted.set(port, socket);
		const forget = (): void => void this.accepted.delete(port);
		socket.once('close', forget);
		this.listening.set(socket, forget);
	};

	private readonly onServed = (message: unknown): void => {
		const { socket } = message as { socket: Socket };
		if (!this.accepted.has(socket.remotePort ?? 0)) this.onAccept({ socket });
	};

	start(): void {
		diagnostics.subscribe('http.client.request.start', this.onRequest);
		diagnostics.subscribe('net.server.socket', this.onAccept);
		// A connection that was kept alive from before is known by its next request.
		diagnostics.subscribe('http.server.request.start', this.onServed);
	}

	stop(): void {
		diagnostics.unsubscribe('http.client.request.start', this.onRequest);
		diagnostics.unsubscribe('net.server.socket', this.onAccept);
		diagnostics.unsubscribe('http.server.request.start', this.onServed);
		for (const [socket, forget] of this.listening) socket.off('close', forget);
	}

	state(): TrafficState {
		const states = [...this.requests].map((request) => this.stateOf(request));
		return {
			fingerprint: `${this.started}|${states.map(({ text }) => text).join('|')}`,
			open: states.length,
			isSettled: states.every(({ isSettled }) => isSettled),
		};
	}

	/** Takes what is open now as hanging, until a byte moves. */
	giveUpWaiting(): void {
		for (const request of this.requests) this.stuck.set(request, this.stateOf(request).text);
	}

	/** When a byte of the request last moved, by `performance.now`; undefined before it is sent. */
	movedAt(request: ClientRequest): number | undefined {
		return this.moves.get(request)?.at;
	}

	/** The open requests, for an error message. */
	describe(): string {
		return [...this.requests].map((request) => `${request.method} ${request.path}`).join(', ');
	}

	private stateOf(request: ClientRequest): { text: string; isSettled: boolean } {
		const state = this.lookAt(request);
		if (this.moves.get(request)?.text !== state.text) {
			this.moves.set(request, { text: state.text, at: performance.now() });
		}
		return state;
	}

	private lookAt(request: ClientRequest): { text: string; isSettled: boolean } {
		const { socket } = request;
		if (!socket || socket.connecting) {
			const text = socket ? 'connecting' : 'queued';
			return { text, isSettled: this.stuck.get(request) === text };
		}
		const peer = this.accepted.get(socket.localPort ?? 0);
		const text = [
			socket.bytesWritten,
			peer?.bytesRead ?? '?',
			peer?.bytesWritten ?? '?',
			socket.bytesRead,
		].join(' ');
		const isSettled =
			peer !== undefined &&
			peer.bytesRead === socket.bytesWritten &&
			socket.bytesRead === peer.bytesWritten;
		return { text, isSettled: isSettled || this.stuck.get(request) === text };
	}
}
