import { createServer, connect, type Server, type Socket } from 'node:net';

/** A TCP address in front of a gateway, which can be closed as if the gateway were down. */
export class FrontDoor {
	private readonly sockets = new Set<Socket>();
	private server?: Server;
	private port = 0;

	private constructor(private readonly target: URL) {}

	/** Opens an address of its own for the server at this URL. */
	static async before(url: string): Promise<FrontDoor> {
		const door = new FrontDoor(new URL(url));
		await door.open();
		return door;
	}

	/** The address, also while it is closed. */
	get url(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	/** Lets requests through, again at the same address. */
	async open(): Promise<void> {
		const server = createServer((socket) => {
			const inner = connect(Number(this.target.port), this.target.hostname);
			for (const [one, other] of [
				[socket, inner],
				[inner, socket],
			] as const) {
				this.sockets.add(one);
				one.on('error', () => other.destroy());
				one.on('close', () => {
					this.sockets.delete(one);
					other.destroy();
				});
				one.pipe(other);
			}
		});
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject);
			server.listen(this.port, '127.0.0.1', resolve);
		});
		const address = server.address();
		if (typeof address === 'object' && address !== null) this.port = address.port;
		this.server = server;
	}

	/** Cuts every connection and refuses new ones. */
	async close(): Promise<void> {
		const { server } = this;
		this.server = undefined;
		const closed = new Promise<void>((resolve) => {
			if (server === undefined) resolve();
			else server.close(() => resolve());
		});
		for (const socket of this.sockets) socket.destroy();
		await closed;
	}
}
