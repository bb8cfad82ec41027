import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import axios from 'axios';
import type { IRun } from 'n8n-workflow';
import { childRun, type ChildRun } from './childRun.cts';
import { freePort, isFree } from './freePort.cts';
import { installedN8n, type InstalledN8n, type N8nVersion } from './installedN8n.cts';
import { N8nApi } from './n8nApi.cts';
import { n8nEnvironment, type N8nSettings } from './n8nEnvironment.cts';
import { installPackedNode } from './packedNode.cts';
import { ServerProcess } from './serverProcess.cts';

/** How to start an n8n. */
export interface N8nOptions extends Partial<Omit<N8nSettings, 'brokerPort' | 'version'>> {
	version: N8nVersion;
	/** Tarballs of community packages, installed before the first start. */
	packages?: readonly string[];
}

/** Seconds an n8n may take to start; a first start makes the database. */
const START_SECONDS = 180;

/**
 * Makes a user folder (a fresh one when none is named), installs the packages, starts n8n and sets its owner up.
 * @throws when n8n does not come up; the message holds the end of its log
 */
export async function startN8n(options: N8nOptions): Promise<N8n> {
	const { version, packages = [], ...given } = options;
	const installed = await installedN8n(version);
	const fresh = given.userFolder === undefined;
	const userFolder =
		given.userFolder ?? (await mkdtemp(path.join(tmpdir(), `kling-n8n-${version}-`)));
	await mkdir(userFolder, { recursive: true });
	for (const tarball of packages) await installPackedNode(tarball, userFolder);
	const settings = { ...given, version, userFolder, port: given.port ?? (await freePort()) };
	const n8n = new N8n(installed, settings, fresh);
	try {
		await n8n.start();
		await n8n.api.signIn();
	} catch (error) {
		await n8n.kill();
		throw error;
	}
	return n8n;
}

/** A real n8n: its main process, and in queue mode its workers. */
export class N8n {
	readonly url: string;
	readonly userFolder: string;
	/** Everything the main process wrote, over all its starts. */
	readonly logFile: string;
	readonly api: N8nApi;
	private main: ServerProcess | undefined;
	private readonly workers = new Set<N8nWorker>();

	constructor(
		readonly installed: InstalledN8n,
		private readonly settings: Omit<N8nSettings, 'brokerPort'>,
		/** Whether the user folder goes when n8n is disposed of. */
		private readonly temporary: boolean,
	) {
		this.url = `http://127.0.0.1:${settings.port}`;
		this.userFolder = settings.userFolder;
		this.logFile = path.join(this.userFolder, 'n8n.log');
		this.api = new N8nApi(this.url);
	}

	/**
	 * Starts the main process on the same folder and port, and waits until it serves. Seconds it took.
	 * @throws when it does not come up, or another program has the port: that one would answer in its place
	 */
	async start(): Promise<number> {
		const from = Date.now();
		if (this.main !== undefined && !this.main.ended) throw new Error('n8n runs already');
		if (!(await isFree(this.settings.port))) {
			throw new Error(
				`Port ${this.settings.port} is in use by another program, perhaps by another n8n`,
			);
		}
		const { node, bin, version } = this.installed;
		this.main = new ServerProcess({
			name: `n8n ${version}`,
			command: node,
			args: [bin, 'start'],
			env: n8nEnvironment({ ...this.settings, brokerPort: await freePort() }),
			cwd: this.userFolder,
			logFile: this.logFile,
		});
		await this.main.answering(() => mainServes(this.url), START_SECONDS);
		return (Date.now() - from) / 1000;
	}

	/** Ends the main process as a person would, then starts it again. Seconds the start took. */
	async restart(): Promise<number> {
		await this.process.stop(30);
		return await this.start();
	}

	/** Starts a worker of queue mode and waits until it takes work. */
	async startWorker(concurrency = 5): Promise<N8nWorker> {
		if (this.settings.redis === undefined) throw new Error('A worker needs queue mode: give redis');
		const { node, bin, version } = this.installed;
		const port = await freePort();
		const name = `worker-${port}`;
		const logFile = path.join(this.userFolder, `${name}.log`);
		const env = {
			...n8nEnvironment({ ...this.settings, brokerPort: await freePort() }),
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: String(port),
			N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		};
		const args = [bin, 'worker', `--concurrency=${concurrency}`];
		const server = new ServerProcess({
			name: `n8n ${version} ${name}`,
			command: node,
			args,
			env,
			cwd: this.userFolder,
			logFile,
		});
		const worker = new N8nWorker(name, server);
		this.workers.add(worker);
		await server.answering(() => serves(`http://127.0.0.1:${port}`), START_SECONDS);
		return worker;
	}

	/** The main process; for its id, memory and log. */
	get process(): ServerProcess {
		if (this.main === undefined) throw new Error('n8n was not started');
		return this.main;
	}

	/** Kills the main process and its children at once, as a power cut would. Workers go on. */
	async kill(): Promise<void> {
		await this.main?.kill('SIGKILL');
	}

	/** Stops everything; a fresh user folder is deleted. */
	async dispose(): Promise<void> {
		await Promise.all([...this.workers].map(async (worker) => await worker.stop()));
		await this.main?.stop(30);
		if (this.temporary && process.env.KLING_KEEP_N8N === undefined) {
			await rm(this.userFolder, { recursive: true, force: true });
		}
	}

	/**
	 * Runs a command of n8n's own command line on this n8n's folder and database, e.g. `import:workflow --input=…`.
	 * @throws when it ends with a code other than 0
	 */
	async command(...args: string[]): Promise<ChildRun> {
		const { node, bin } = this.installed;
		const env = n8nEnvironment({ ...this.settings, brokerPort: await freePort() });
		return await childRun(node, [bin, ...args], { env, cwd: this.userFolder, seconds: 300 });
	}

	/**
	 * Runs a stored workflow with `n8n execute`, which needs no server. Its result, a failure too.
	 * @throws when the command gave no result
	 */
	async executeByCommand(workflowId: string): Promise<IRun> {
		const { node, bin } = this.installed;
		const env = n8nEnvironment({ ...this.settings, brokerPort: await freePort() });
		const args = [bin, 'execute', `--id=${workflowId}`, '--rawOutput'];
		// 2.41 on Node 24 can crash while it ends, after the whole result was written: the result counts.
		const { stdout } = await childRun(node, args, {
			...{ env, cwd: this.userFolder },
			seconds: 300,
			anyEnd: true,
		});
		const json = /^\{$[^]*?^\}$/m.exec(stdout)?.[0];
		if (json === undefined) throw new Error(`n8n execute gave no result\n${stdout.slice(-2000)}`);
		return parseRun(json);
	}
}

/** n8n wrote this text itself, by the type that it is read as. */
function parseRun(json: string): IRun {
	return JSON.parse(json);
}

/** A worker of queue mode. */
export class N8nWorker {
	constructor(
		readonly name: string,
		readonly process: ServerProcess,
	) {}

	/** Kills the worker and its children at once. */
	async kill(): Promise<void> {
		await this.process.kill('SIGKILL');
	}

	/** Ends the worker; running executions get n8n's grace period. */
	async stop(): Promise<void> {
		await this.process.stop(30);
	}
}

/**
 * Whether the main process has started. Its health and its REST interface answer while it still goes through the executions
 * that it finds, after a kill: what wakes just then can get lost. Its editor comes after that.
 */
async function mainServes(url: string): Promise<boolean> {
	if (!(await serves(url))) return false;
	const answer = await axios.get(`${url}/`, {
		...{ timeout: 5000, validateStatus: () => true },
		headers: { accept: 'text/html' },
	});
	return answer.status === 200;
}

/** Whether an n8n says that it is connected to its database and serves. */
async function serves(url: string): Promise<boolean> {
	const answer = await axios.get(`${url}/healthz/readiness`, {
		timeout: 2000,
		validateStatus: () => true,
	});
	return answer.status === 200;
}
