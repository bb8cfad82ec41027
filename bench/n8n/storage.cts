import { existsSync } from 'node:fs';
import { mkdtemp, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { Storage } from '../row.cts';

/** Where Linux keeps files in memory. */
const MEMORY_DISK = '/dev/shm';

/** Room for the largest video of the benchmarks, twice. */
const ROOM_BYTES = 2_000_000_000;

/** Makes a folder for n8n's files: in memory where there is room, as a machine's disk may be busy with others' work. */
export async function makeStorage(): Promise<Storage> {
	const inMemory = await hasRoom();
	const folder = await mkdtemp(path.join(inMemory ? MEMORY_DISK : tmpdir(), 'kling-bench-'));
	return { folder, inMemory };
}

async function hasRoom(): Promise<boolean> {
	if (!existsSync(MEMORY_DISK)) return false;
	const { bavail, bsize } = await statfs(MEMORY_DISK);
	return bavail * bsize > ROOM_BYTES;
}
