import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came in. */
export interface SeenRequest {
	method: string;
	url: string;
	authorization: string | undefined;
	body: unknown;
	/** `Date.now()` at its arrival. */
	at: number;
}

/** How long a task of the sample server takes, in ms. */
export const TASK_DURATION = 3_600_000;

/**
 * A small task server for the tests of the harness itself: `POST /task` accepts a task, `GET /task/:id`
 * tells whether its hour is over, `GET /hang` never answers, `GET /slow` answers after a minute,
 * `GET /me` accepts known keys only; any other GET answers its own URL.
 */
export class TaskServer {
	readonly seen: SeenRequest[] = [];
	/** The Authorization headers that `/me` accepts. */
	readonly keys = new Set<string>();
	/** Names of tasks that are refused with status 400. */
	readonly refused = new Set<string>();
	private readonly createdAt: number[] = [];
	private readonly server: Server = createServer((request, response) => {
		void this.answer(request, response);
	});

	/** Starts the server on a free port of 127.0.0.1 and returns its URL. */
	async start(): Promise<string> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	/** Forgets all requests, tasks and refusals. */
	reset(): void {
		this.seen.length = 0;
		this.createdAt.length = 0;
		this.refused.clear();
	}

	/** How many tasks were accepted. */
	get accepted(): number {
		return this.createdAt.length;
	}

	private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const at = Date.now();
		const text = Buffer.concat(await request.toArray()).toString();
		const body: unknown = text === '' ? undefined : JSON.parse(text);
		const { method = '', url = '' } = request;
		this.seen.push({ method, url, authorization: request.headers.authorization, body, at });
		const send = (status: number, answer: unknown) => {
			response.writeHead(status, { 'content-type': 'application/json' });
			response.end(JSON.stringify(answer));
		};
		if (url === '/hang') return;
		if (url === '/me' && !this.keys.has(request.headers.authorization ?? '')) {
			send(401, { error: 'unauthorized' });
			return;
		}
		if (url === '/slow') {
			setTimeout(() => send(200, { url }), 60_000);
			return;
		}
		if (method === 'POST') {
			const { name } = body as { name: string };
			if (this.refused.has(name)) {
				send(400, { error: { message: `${name} is refused` } });
				return;
			}
			this.createdAt.push(at);
			send(200, { id: this.createdAt.length, name });
			return;
		}
		const id = Number(/^\/task\/(\d+)$/.exec(url)?.[1]);
		const createdAt = this.createdAt[id - 1];
		if (createdAt === undefined) send(200, { url });
		else send(200, { id, done: at - createdAt >= TASK_DURATION });
	}
}
