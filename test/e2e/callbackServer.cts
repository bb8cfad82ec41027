import fastify from 'fastify';
import { eventually } from '../../dev/n8n/eventually.cts';

/** A server that takes what a workflow posts to it. */
export interface CallbackServer {
	url: string;
	/** The bodies that came, in order. */
	readonly bodies: unknown[];
	/** Waits until so many came. */
	came(count: number, seconds: number): Promise<void>;
	close(): Promise<void>;
}

/** Starts a callback server on a free port of 127.0.0.1. */
export async function startCallbackServer(): Promise<CallbackServer> {
	const bodies: unknown[] = [];
	const app = fastify();
	app.post('/callback', async (request, reply) => {
		bodies.push(request.body);
		await reply.code(204).send();
	});
	const origin = await app.listen({ host: '127.0.0.1', port: 0 });
	return {
		url: `${origin}/callback`,
		bodies,
		async came(count, seconds) {
			await eventually(
				`${count} callbacks`,
				() => {
					if (bodies.length >= count) return true;
					throw new Error(`${bodies.length} came`);
				},
				seconds,
			);
		},
		close: async () => await app.close(),
	};
}
