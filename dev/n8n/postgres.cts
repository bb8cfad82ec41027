import { existsSync, readdirSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { childRun } from './childRun.cts';
import { freePort } from './freePort.cts';
import { ServerProcess } from './serverProcess.cts';

/** How to reach a database. */
export interface PostgresDatabase {
	port: number;
	database: string;
	user: string;
	password: string;
}

/** A throw-away PostgreSQL of one test. */
export interface PostgresServer extends PostgresDatabase {
	/** Stops it and deletes its files. */
	stop(): Promise<void>;
}

/**
 * Starts a throw-away PostgreSQL on a free port of 127.0.0.1, with the programs that Debian installs.
 * @throws when PostgreSQL is not installed or does not start
 */
export async function startPostgres(): Promise<PostgresServer> {
	const bin = programFolder();
	const folder = await mkdtemp(path.join(tmpdir(), 'kling-postgres-'));
	const data = path.join(folder, 'data');
	const owner = await postgresUser();
	await chmod(folder, 0o755);
	if (owner !== undefined) await chown(folder, owner.uid, owner.gid);

	const asOwner = (program: string, args: readonly string[]): [string, string[]] => {
		const file = path.join(bin, program);
		if (owner === undefined) return [file, [...args]];
		const { uid, gid } = owner;
		return ['setpriv', [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--', file, ...args]];
	};
	const initdb = asOwner('initdb', ['-D', data, '-U', 'n8n', '--auth=trust', '-E', 'UTF8']);
	await childRun(...initdb, { cwd: folder });

	const port = await freePort();
	const [command, args] = asOwner('postgres', [
		...['-D', data, '-p', String(port), '-k', folder],
		...['-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off', '-c', 'max_connections=200'],
	]);
	const server = new ServerProcess({
		name: 'PostgreSQL',
		command,
		args,
		env: { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8' },
		cwd: folder,
		logFile: path.join(folder, 'postgres.log'),
	});
	const ready = async () => {
		const ask = ['-h', '127.0.0.1', '-p', String(port), '-U', 'n8n'];
		return (await childRun(path.join(bin, 'pg_isready'), ask, { anyEnd: true })).code === 0;
	};
	await server.answering(ready, 30);
	const create = ['-h', '127.0.0.1', '-p', String(port), '-U', 'n8n', 'n8n'];
	await childRun(path.join(bin, 'createdb'), create);
	return {
		port,
		database: 'n8n',
		user: 'n8n',
		password: 'n8n',
		async stop() {
			// SIGINT is PostgreSQL's fast shutdown: it does not wait for clients.
			await server.stop(20, 'SIGINT');
			await rm(folder, { recursive: true, force: true });
		},
	};
}

function programFolder(): string {
	const debian = '/usr/lib/postgresql';
	const versions = existsSync(debian)
		? readdirSync(debian).sort((a, b) => Number(b) - Number(a))
		: [];
	const found = versions
		.map((version) => path.join(debian, version, 'bin'))
		.find((folder) => existsSync(path.join(folder, 'initdb')));
	if (found === undefined) {
		throw new Error('PostgreSQL is not installed: apt-get install postgresql');
	}
	return found;
}

/** PostgreSQL refuses to run as root: then it runs as the user that Debian's package made. */
async function postgresUser(): Promise<{ uid: number; gid: number } | undefined> {
	if (process.getuid?.() !== 0) return undefined;
	const { stdout } = await childRun('getent', ['passwd', 'postgres']);
	const [, , uid, gid] = stdout.split(':');
	return { uid: Number(uid), gid: Number(gid) };
}
