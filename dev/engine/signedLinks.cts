import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { BinaryDataService } from 'n8n-core';
import { Container } from './engineModules.cts';

/** A server for the signed links of executions. */
export interface SignedLinks {
	/** Pass it as `instanceUrl` to the executions whose links shall work; ends with a slash. */
	instanceUrl: string;
	/** How often a link was asked for. */
	requests(): number;
	close(): Promise<void>;
}

/** Serves signed links to binary data as n8n's REST interface does: 400 for a link that is forged or too old. */
export async function startSignedLinks(): Promise<SignedLinks> {
	let requests = 0;
	const server = createServer((request, response) => {
		requests += 1;
		void serve(request, response);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		instanceUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
		requests: () => requests,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const service = Container.get(BinaryDataService);
	const { pathname, searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
	if (pathname !== '/rest/binary-data/signed') {
		response.writeHead(404).end();
		return;
	}
	try {
		const id = service.validateSignedToken(searchParams.get('token') ?? '');
		const { fileName, mimeType, fileSize } = await service.getMetadata(id);
		response.setHeader('Content-Length', fileSize);
		if (mimeType) response.setHeader('Content-Type', mimeType);
		if (fileName) {
			const quoted = `attachment; filename="${encodeURIComponent(fileName)}"`;
			response.setHeader('Content-Disposition', quoted);
		}
		await pipeline(await service.getAsStream(id), response);
	} catch (error) {
		if (!response.headersSent) response.writeHead(400);
		response.end(error instanceof Error ? error.message : String(error));
	}
}
