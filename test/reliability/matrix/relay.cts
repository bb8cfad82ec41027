import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A port of this machine at which the gateway answers while the relay is open, and nobody while it is closed. */
export class Relay {
	private server?: Server;
	private readonly sockets = new Set<Socket>();

	private constructor(
		private readonly port: number,
		private readonly target: URL,
	) {}

	/** Reserves a port; closed at first. @param target the gateway's base URL */
	static async to(target: string): Promise<Relay> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		await new Promise((resolve) => server.close(resolve));
		return new Relay(port, new URL(target));
	}

	get url(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	async open(): Promise<void> {
		if (this.server) return;
		const server = createServer((socket) => this.pass(socket));
		this.server = server;
		await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
	}

	async close(): Promise<void> {
		const { server } = this;
		this.server = undefined;
		for (const socket of this.sockets) socket.destroy();
		if (server) await new Promise((resolve) => server.close(resolve));
	}

	private pass(socket: Socket): void {
		const onward = connect(Number(this.target.port), this.target.hostname);
		for (const end of [socket, onward]) {
			this.sockets.add(end);
			end.on('error', () => end.destroy()).on('close', () => this.sockets.delete(end));
		}
		socket.pipe(onward).pipe(socket);
	}
}
