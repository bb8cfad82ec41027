import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import axios from 'axios';
import { readCommandLine, USAGE } from './commandLine.cts';

describe('the command line', () => {
	it('means a gateway that refreshes every 15 s and a task of 20 s', () => {
		expect(readCommandLine([])).toMatchObject({
			refreshSeconds: 15,
			plan: { seconds: 20, outcome: { status: 'completed' } },
			fetchInputs: false,
			templateEffect: 'refused',
			language: 'en',
		});
	});

	it('sets everything it names', () => {
		const args =
			'--port 8123 --result-port 8124 --key sk-1 --seconds 3 --refresh 0 --result-mb 1.5 --fail TaskTimeout ' +
			'--dialect chain --no-prompt-rule --slots 3 --over failed --slow 200 --data-uris --fetch-inputs --serve-templates --chinese';
		expect(readCommandLine(args.split(' '))).toEqual({
			port: 8123,
			resultPort: 8124,
			key: 'sk-1',
			refreshSeconds: 0,
			plan: {
				seconds: 3,
				resultBytes: 1_500_000,
				outcome: { status: 'failed', code: 'TaskTimeout', message: 'The task timed out.' },
			},
			slots: 3,
			over: 'failed',
			dialect: 'chain',
			promptRequired: false,
			acceptDataUris: true,
			fetchInputs: true,
			templateEffect: 'served',
			language: 'zh',
			latencyMs: { submit: 200, status: 200, content: 200, models: 200, result: 200 },
		});
		expect(readCommandLine(['--cancel'])).toMatchObject({
			plan: { outcome: { status: 'cancelled' } },
		});
		expect(readCommandLine(['--stuck'])).toMatchObject({ plan: { outcome: { status: 'stuck' } } });
		expect(readCommandLine(['--help'])).toBe('help');
	});

	it.each([
		[['--seconds', 'x'], '--seconds must be a number, not "x"'],
		[['--port', ''], '--port must be a number, not ""'],
		[['--refresh=-1'], '--refresh must be a number, not "-1"'],
		[['--fail', 'toString'], '--fail knows no code "toString"'],
		[['--slots', '0'], '--slots must be a whole number from 1 up, not "0"'],
		[['--slots', '1.5'], '--slots must be a whole number from 1 up, not "1.5"'],
		[['--over', '430'], '--over must be one of 429, code, failed, concurrency, not "430"'],
		[
			['--dialect', 'english'],
			/^--dialect knows no "english"; it must be one of documented, new-api/,
		],
		[['--wrong'], /Unknown option '--wrong'/],
	])('%j: refused', (args, message) => {
		expect(() => readCommandLine(args)).toThrow(message);
	});
});

/** Runs it until it ends by itself. */
async function ended(args: string[]): Promise<{ code: unknown; out: string; error: string }> {
	const program = spawn(process.execPath, [
		'--require',
		'tsx/cjs',
		join(__dirname, 'main.cts'),
		...args,
	]);
	const said = { out: '', error: '' };
	program.stdout.on('data', (chunk) => (said.out += String(chunk)));
	program.stderr.on('data', (chunk) => (said.error += String(chunk)));
	const [code] = await once(program, 'close');
	return { code, ...said };
}

describe('the gateway as a program', () => {
	it('says in words that a port is in use, and ends with 1', async () => {
		const other = createServer().listen(0, '127.0.0.1');
		await once(other, 'listening');
		const address = other.address();
		const port = String(typeof address === 'object' ? address?.port : address);
		for (const option of ['--port', '--result-port']) {
			expect(await ended([option, port])).toEqual({
				code: 1,
				out: '',
				error: `Port ${port} is in use by another program. Choose another with ${option}, or leave it out to get a free one.\n`,
			});
		}
		other.close();
	});

	it('prints its usage, also behind an option that it does not know', async () => {
		expect(await ended(['--help'])).toEqual({ code: 0, out: USAGE, error: '' });
		const wrong = await ended(['--wrong']);
		expect([wrong.code, wrong.out]).toEqual([2, '']);
		expect(wrong.error).toContain(USAGE);
		for (const word of ['native-kling', '--slots N', '--over FORM', '--stuck']) {
			expect(USAGE).toContain(word);
		}
	});

	it('prints its address and key, serves, and stops when interrupted', async () => {
		const program = spawn(
			process.execPath,
			['--require', 'tsx/cjs', join(__dirname, 'main.cts'), '--refresh', '0', '--seconds', '0'],
			{ stdio: ['ignore', 'pipe', 'inherit'] },
		);
		const lines: string[] = [];
		const reader = createInterface(program.stdout);
		reader.on('line', (line) => lines.push(line));
		while (!lines.includes('Stop with Ctrl+C')) await once(reader, 'line');
		const named = (name: string): string =>
			lines.find((line) => line.startsWith(name))?.replace(/^.*?: +/, '') ?? '';
		const client = axios.create({
			baseURL: named('Base URL'),
			headers: { authorization: `Bearer ${named('API key')}` },
			proxy: false,
		});
		const body = { model: 'Kling-2.6', prompt: 'A cat' };
		const { id } = (await client.post('/v1/videos', body)).data;
		const { data } = await client.get(`/v1/videos/${id}`);
		expect(data.video_url.startsWith(`${named('Result origin')}/`)).toBe(true);
		program.kill('SIGINT');
		// `close`, unlike `exit`, comes after the last line of output.
		expect(await once(program, 'close')).toEqual([0, null]);
		expect(lines.at(-1)).toBe('Stopped; tasks accepted: 1');
		expect(lines.some((line) => line.endsWith(`GET /v1/videos/${id} 200`))).toBe(true);
		expect(lines.filter((line) => line.includes(named('API key')))).toHaveLength(1);
	});
});
