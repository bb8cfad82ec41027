import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { childRun } from './childRun.cts';
import { freePort } from './freePort.cts';
import { ServerProcess } from './serverProcess.cts';

/** A throw-away Redis of one test. */
export interface RedisServer {
	port: number;
	/** Stops it and deletes its files. */
	stop(): Promise<void>;
}

/**
 * Starts a throw-away Redis on a free port of 127.0.0.1, nothing kept on disk.
 * @throws when Redis is not installed or does not start
 */
export async function startRedis(): Promise<RedisServer> {
	const folder = await mkdtemp(path.join(tmpdir(), 'kling-redis-'));
	const port = await freePort();
	const server = new ServerProcess({
		name: 'Redis',
		command: 'redis-server',
		args: [
			...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
			...['--save', '', '--appendonly', 'no'],
		],
		env: { PATH: process.env.PATH ?? '' },
		logFile: path.join(folder, 'redis.log'),
	});
	const ready = async () => {
		const { stdout } = await childRun('redis-cli', ['-p', String(port), 'ping'], { anyEnd: true });
		return stdout.trim() === 'PONG';
	};
	await server.answering(ready, 20);
	return {
		port,
		async stop() {
			await server.stop(10);
			await rm(folder, { recursive: true, force: true });
		},
	};
}
