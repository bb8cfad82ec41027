import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';

/** Clock ticks per second of the CPU times in /proc. */
const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** CPU time that a process with all its threads has used since its start, in milliseconds. Linux only. */
export async function cpuMs(pid: number): Promise<number> {
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
	// The name, in brackets, may hold blanks: fields are counted from behind it.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
}

/** Resident memory now and at its peak since `forgetPeak`, in MB of 1,048,576 bytes. */
export async function memoryMB(pid: number): Promise<{ now: number; peak: number }> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8');
	const read = (name: string) => {
		const kB = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
		if (kB === undefined) throw new Error(`No ${name} of process ${pid}`);
		return Number(kB) / 1024;
	};
	return { now: read('VmRSS'), peak: read('VmHWM') };
}

/** Makes the kernel count the peak of the resident memory anew. */
export async function forgetPeak(pid: number): Promise<void> {
	await writeFile(`/proc/${pid}/clear_refs`, '5');
}

/** What a process used while something ran. */
export interface ProcessUse {
	/** CPU time beyond that of an idle process, in milliseconds. */
	cpuMs: number;
	/** Peak of the resident memory over what it was before, in MB. */
	memoryMB: number;
	/** How long it took, in seconds. */
	seconds: number;
}

/** CPU milliseconds per second of a process that is left alone, watched for so many seconds. */
export async function idleCpuPerSecond(pid: number, seconds: number): Promise<number> {
	const before = await cpuMs(pid);
	await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
	return ((await cpuMs(pid)) - before) / seconds;
}

/** Runs something and tells what the process used for it. */
export async function used<T>(
	pid: number,
	idlePerSecond: number,
	run: () => Promise<T>,
): Promise<ProcessUse & { result: T }> {
	await forgetPeak(pid);
	const [cpuBefore, { now }] = await Promise.all([cpuMs(pid), memoryMB(pid)]);
	const from = Date.now();
	const result = await run();
	const seconds = (Date.now() - from) / 1000;
	const [cpuAfter, { peak }] = await Promise.all([cpuMs(pid), memoryMB(pid)]);
	return {
		cpuMs: cpuAfter - cpuBefore - idlePerSecond * seconds,
		memoryMB: peak - now,
		seconds,
		result,
	};
}
