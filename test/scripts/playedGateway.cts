import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a played gateway answers. */
export interface PlayedAnswer {
	status?: number;
	headers?: Record<string, string>;
	/** JSON, or text as it is. */
	body: unknown;
}

/** A gateway that answers as a test says, and remembers what it was asked. */
export interface PlayedGateway {
	url: string;
	/** `METHOD /path`, in order. */
	asked: string[];
	/** The key of every request, where there was one. */
	keys: string[];
	close(): Promise<void>;
}

/** Starts one on 127.0.0.1. */
export async function playGateway(
	answer: (request: string) => PlayedAnswer,
): Promise<PlayedGateway> {
	const asked: string[] = [];
	const keys: string[] = [];
	const server = createServer((request: IncomingMessage, response) => {
		const line = `${request.method ?? ''} ${request.url ?? ''}`;
		asked.push(line);
		if (request.headers.authorization !== undefined) keys.push(request.headers.authorization);
		const { status = 200, headers, body } = answer(line);
		const isText = typeof body === 'string';
		response.writeHead(status, {
			'content-type': isText ? 'text/html' : 'application/json',
			...headers,
		});
		response.end(isText ? body : JSON.stringify(body));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		asked,
		keys,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
