import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** What to start, and where its output goes. */
export interface ServerCommand {
	/** What it is called in errors. */
	name: string;
	command: string;
	args: readonly string[];
	env: Readonly<Record<string, string>>;
	cwd?: string;
	/** Output is added to the end of this file. */
	logFile: string;
}

const running = new Set<ServerProcess>();
process.once('exit', () => {
	for (const server of running) server.signalNow('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.once(signal, () => {
		for (const server of running) server.signalNow('SIGKILL');
		process.kill(process.pid, signal);
	});
}

/** A server in a process group of its own, so that it ends with all its children and never outlives this program. */
export class ServerProcess {
	readonly logFile: string;
	private readonly child: ChildProcess;
	private readonly closed: Promise<void>;

	constructor(private readonly server: ServerCommand) {
		this.logFile = server.logFile;
		const log = openSync(server.logFile, 'a');
		this.child = spawn(server.command, server.args, {
			cwd: server.cwd,
			env: server.env,
			detached: true,
			stdio: ['ignore', log, log],
		});
		closeSync(log);
		running.add(this);
		this.closed = new Promise((resolve) => {
			const over = () => {
				running.delete(this);
				resolve();
			};
			this.child.once('exit', over);
			this.child.once('error', over);
		});
	}

	/** The process id. */
	get pid(): number {
		if (this.child.pid === undefined) throw new Error(`${this.server.name} did not start`);
		return this.child.pid;
	}

	/** Whether the process is over. */
	get ended(): boolean {
		return !running.has(this);
	}

	/**
	 * Waits until the server answers.
	 * @throws when it ends before that, or does not answer in time; the message holds the end of its log
	 */
	async answering(ask: () => Promise<boolean>, seconds: number): Promise<void> {
		const end = Date.now() + seconds * 1000;
		for (;;) {
			if (this.ended)
				throw new Error(`${this.server.name} ended at its start\n${await this.log()}`);
			if (await ask().catch(() => false)) return;
			if (Date.now() > end) {
				throw new Error(`${this.server.name} not ready in ${seconds} s\n${await this.log()}`);
			}
			await new Promise((resolve) => setTimeout(resolve, 150));
		}
	}

	/** The end of the log, at most `characters`. */
	async log(characters = 4000): Promise<string> {
		return (await readFile(this.logFile, 'utf8')).slice(-characters);
	}

	/** Asks the server to end and waits for it; after `seconds` it is killed. */
	async stop(seconds: number, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
		if (!this.ended) {
			this.child.kill(signal);
			const timer = setTimeout(() => this.signalNow('SIGKILL'), seconds * 1000);
			await this.closed;
			clearTimeout(timer);
		}
		// Children that outlive their parent, such as n8n's task runner.
		this.signalNow('SIGKILL');
	}

	/** Sends a signal to the server and all its children at once and waits until the server is gone. */
	async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
		this.signalNow(signal);
		await this.closed;
	}

	/** Sends a signal to the whole process group; does nothing when the group is gone. */
	signalNow(signal: NodeJS.Signals): void {
		if (this.child.pid === undefined) return;
		try {
			process.kill(-this.child.pid, signal);
		} catch (error) {
			if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
		}
	}

	/** Memory of the server's own process (resident set), in MB. */
	async memoryMB(): Promise<number> {
		const status = await readFile(`/proc/${this.pid}/status`, 'utf8');
		const kB = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
		if (kB === undefined) throw new Error(`No memory figure for ${this.server.name}`);
		return Number(kB) / 1024;
	}
}
