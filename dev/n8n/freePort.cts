import { createServer } from 'node:net';

/**
 * A TCP port of this machine that nobody listens on at this moment.
 * @throws when the machine gives no port
 */
export async function freePort(): Promise<number> {
	return await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			const port = typeof address === 'object' && address !== null ? address.port : undefined;
			server.close(() => {
				if (port === undefined) reject(new Error('The machine gave no free port'));
				else resolve(port);
			});
		});
	});
}

/** The highest number of a TCP port. */
export const HIGHEST_PORT = 65_535;

/** Whether nobody listens on that port of this machine at this moment, on any of its addresses. */
export async function isFree(port: number): Promise<boolean> {
	// Some systems lend all addresses together while one of them is taken, and the other way round.
	for (const address of [undefined, '127.0.0.1'])
		if (!(await canListen(port, address))) return false;
	return true;
}

async function canListen(port: number, address: string | undefined): Promise<boolean> {
	return await new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(false));
		server.listen(port, address, () => server.close(() => resolve(true)));
	});
}
