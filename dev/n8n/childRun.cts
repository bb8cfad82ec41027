import { spawn } from 'node:child_process';

/** What a program that ran to its end left behind. */
export interface ChildRun {
	code: number | null;
	stdout: string;
	stderr: string;
}

/** How to run a program. */
export interface ChildRunOptions {
	cwd?: string;
	env?: NodeJS.ProcessEnv;
	/** Seconds after which the program is killed; none by default. */
	seconds?: number;
	/** Takes a code other than 0, or a death by a signal, as an answer, not as an error. */
	anyEnd?: boolean;
}

/**
 * Runs a program to its end and gives what it wrote.
 * @throws when it cannot start, or ends with a code other than 0 (the message holds the end of its output)
 */
export async function childRun(
	command: string,
	args: readonly string[],
	options: ChildRunOptions = {},
): Promise<ChildRun> {
	return await new Promise((resolve, reject) => {
		const child = spawn(command, args, {
			cwd: options.cwd,
			env: options.env ?? process.env,
			stdio: ['ignore', 'pipe', 'pipe'],
			timeout: options.seconds === undefined ? undefined : options.seconds * 1000,
		});
		let stdout = '';
		let stderr = '';
		child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
		child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
		child.once('error', reject);
		child.once('close', (code, signal) => {
			if (code === 0 || options.anyEnd === true) {
				resolve({ code, stdout, stderr });
				return;
			}
			const end = `${stdout}\n${stderr}`.trim().slice(-3000);
			reject(new Error(`${command} ${args.join(' ')} ended with ${code ?? signal}\n${end}`));
		});
	});
}
