import { connect, createServer, type AddressInfo } from 'node:net';
import { pipeline, Transform } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

/** A line of limited speed to a server of this machine. */
export interface Line {
	/** The server's address over the line, e.g. `http://127.0.0.1:40000`. */
	url: string;
	close(): Promise<void>;
}

/** The line is let run ahead of its speed by this much, in milliseconds: timers are no finer. */
const AHEAD_MS = 10;

/** Passes bytes on at so many a second. */
function throttle(bytesPerSecond: number): Transform {
	let free = Date.now();
	return new Transform({
		transform(chunk: Buffer, _encoding, done) {
			free = Math.max(free, Date.now()) + (chunk.length * 1000) / bytesPerSecond;
			const early = free - Date.now();
			if (early < AHEAD_MS) done(null, chunk);
			else void pause(early).then(() => done(null, chunk));
		},
	});
}

/** Opens a line to a server: what the server sends comes at so many bytes a second. */
export async function openLine(target: string, bytesPerSecond: number): Promise<Line> {
	const { hostname, port } = new URL(target);
	const ends = new Set<() => void>();
	// A server sends at once what it has; collecting small pieces would add 40 ms to the last one.
	const server = createServer({ noDelay: true }, (near) => {
		const far = connect({ port: Number(port), host: hostname, noDelay: true });
		const end = () => {
			near.destroy();
			far.destroy();
			ends.delete(end);
		};
		ends.add(end);
		pipeline(near, far, () => undefined);
		pipeline(far, throttle(bytesPerSecond), near, end);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address: AddressInfo | string | null = server.address();
	if (typeof address !== 'object' || address === null) throw new Error('The line has no port');
	return {
		url: `http://127.0.0.1:${address.port}`,
		async close() {
			for (const end of ends) end();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}
