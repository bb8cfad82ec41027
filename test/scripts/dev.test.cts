import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { startGateway, type LocalGateway } from '../../gateway/server.cts';
import { HIGHEST_PORT, isFree } from '../../dev/n8n/freePort.cts';
import { EXAMPLES_FOLDER } from '../../dev/n8n/exampleWorkflow.cts';
import type { WorkflowJson } from '../../dev/n8n/workflowJson.cts';
import { choosePort } from '../../scripts/dev/choosePort.cts';
import { readCommandLine } from '../../scripts/dev/commandLine.cts';
import { fillN8n } from '../../scripts/dev/fillN8n.cts';

const ROOT = path.join(__dirname, '../..');

/** What a program wrote, and how it ended. */
interface Ended {
	code: number | null;
	stdout: string;
	stderr: string;
}

/** A program of package.json, by its file, run to its end. */
async function run(file: string, ...args: string[]): Promise<Ended> {
	return await new Promise((resolve) => {
		const child = spawn(process.execPath, ['--require', 'tsx/cjs', file, ...args], { cwd: ROOT });
		let [stdout, stderr] = ['', ''];
		child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
		child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
		child.once('close', (code) => resolve({ code, stdout, stderr }));
	});
}

describe('on a busy port', () => {
	let other: Server;
	let port: number;
	let asked: number;

	/** Somebody else's n8n, as far as a program can tell: it answers everything. */
	async function listen(address?: string): Promise<void> {
		asked = 0;
		other = createServer((_request, response) => {
			asked += 1;
			response.end('{}');
		});
		await new Promise<void>((resolve) => other.listen(0, address, resolve));
		const bound = other.address();
		port = typeof bound === 'object' && bound !== null ? bound.port : 0;
	}

	afterEach(async () => await new Promise((resolve) => other.close(resolve)));

	test.each(['127.0.0.1', '0.0.0.0', undefined])('of address %s, it is told', async (address) => {
		await listen(address);
		expect(await isFree(port)).toBe(false);
		await expect(choosePort(port)).rejects.toThrow(`Port ${port} is in use`);
	});

	test('npm run dev says so at once, and asks whoever listens there for nothing', async () => {
		await listen('127.0.0.1');
		const { code, stdout, stderr } = await run('scripts/dev.cts', '--port', String(port));
		expect(code).toBe(1);
		expect(stderr).toMatch(/^Port \d+ is in use, perhaps by another n8n\. .*--port.*\n$/);
		expect(stdout).toBe('');
		expect(asked).toBe(0);
	});

	test.each(['--port', '--result-port'])('npm run gateway says so: %s', async (option) => {
		await listen('127.0.0.1');
		const { code, stdout, stderr } = await run('gateway/main.cts', option, String(port));
		expect(code).toBe(1);
		expect(stderr).toBe(
			`Port ${port} is in use by another program. Choose another with ${option}, or leave it out to get a free one.\n`,
		);
		expect(stdout).toBe('');
	});
});

test('without --port a free one is taken, from that of n8n up', async () => {
	const port = await choosePort(undefined);
	expect(port).toBeGreaterThanOrEqual(5678);
	expect(await isFree(port)).toBe(true);
});

test.each([
	[['--port', 'n8n'], '--port'],
	[['--port', '0'], '--port'],
	[['--port', '5678.5'], '--port'],
	[['--port', String(HIGHEST_PORT + 1)], '--port'],
	[['--n8n', '1.0.0'], '--n8n'],
	[['--seconds', 'soon'], '--seconds'],
])('%s is refused by name', (args, name) => {
	expect(() => readCommandLine(args)).toThrow(name);
});

test('--help answers without a build', async () => {
	const { code, stdout } = await run('scripts/dev.cts', '--help');
	expect(code).toBe(0);
	expect(stdout).toMatch(/^Usage: npm run dev/);
	expect(stdout).not.toContain('Building');
});

describe('the examples in the new n8n', () => {
	const FOLDER = '/folder/of/this/n8n';
	let gateway: LocalGateway;
	const filled: WorkflowJson[] = [];
	const credentials: unknown[] = [];
	let names: string[];

	beforeAll(async () => {
		gateway = await startGateway();
		const api: Parameters<typeof fillN8n>[0] = {
			createCredential: async (name, type, data) => {
				credentials.push({ type, data });
				return await Promise.resolve({ id: type, name });
			},
			createWorkflow: async (workflow) => {
				filled.push(workflow);
				return await Promise.resolve({ ...workflow, id: 'any', active: false, versionId: 'any' });
			},
		};
		names = await fillN8n(api, gateway, { url: 'http://chat.example' }, FOLDER);
	});

	afterAll(async () => await gateway.close());

	const nodes = (): WorkflowJson['nodes'] => filled.flatMap((workflow) => workflow.nodes);

	test('are all there, the first of them first', () => {
		expect(names).toEqual(filled.map(({ name }) => name));
		expect(names[0]).toBe('Kling Video: text to video');
		expect(new Set(names).size).toBe(names.length);
		expect(names.length).toBeGreaterThan(20);
	});

	test("have the gateway's address and key, in every node that needs them", () => {
		expect(credentials).toContainEqual({
			type: 'klingVideoApi',
			data: { apiKey: gateway.key, baseUrl: gateway.url },
		});
		const kling = nodes().filter(({ type }) => /\.klingVideo(Tool)?$/.test(type));
		expect(kling.length).toBeGreaterThan(20);
		for (const node of kling) expect(node.credentials?.klingVideoApi?.id).toBe('klingVideoApi');
	});

	test('have no media or folders that are not there', () => {
		const notes = nodes().filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		const others = JSON.stringify(nodes().filter((node) => !notes.includes(node)));
		expect(others).not.toMatch(/example\.com\/[\w-]+\.(png|jpg|mp4|mp3)|\.n8n-files/);
		expect(others).toContain(FOLDER);
	});

	test('have their notes as they are', () => {
		const stored = readdirSync(EXAMPLES_FOLDER, { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.json'))
			.flatMap((file) => notesOf(readFileSync(path.join(EXAMPLES_FOLDER, file), 'utf8')));
		expect(filled.flatMap((workflow) => notesOf(JSON.stringify(workflow))).sort()).toEqual(
			stored.sort(),
		);
		expect(stored.join()).toContain('/home/node/.n8n-files');
	});
});

/** The texts of a workflow's notes. */
function notesOf(json: string): string[] {
	const { nodes } = JSON.parse(json) as WorkflowJson;
	return nodes
		.filter(({ type }) => type === 'n8n-nodes-base.stickyNote')
		.map(({ parameters }) => String(parameters.content));
}
