import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { childRun } from '../../dev/n8n/childRun.cts';
import { installedN8n } from '../../dev/n8n/installedN8n.cts';
import { spreadOf, type Spread } from '../measuring/spread.cts';
import type { Bench } from '../row.cts';

/** The time to load a node's file, in milliseconds over that of an empty module. */
export interface StartFigures {
	loads: Array<{ node: string; wallMs: Spread; cpuMs: Spread }>;
	/** The package as published, in bytes. */
	tarballBytes: number;
}

// n8n has loaded its own parts before it loads a node; so has this program.
const PROGRAM = `
for (const part of ['n8n-workflow', 'crypto']) require(part);
const load = (file) => {
	const cpu = process.cpuUsage();
	const from = process.hrtime.bigint();
	require(file);
	const wall = Number(process.hrtime.bigint() - from) / 1e6;
	const { user, system } = process.cpuUsage(cpu);
	return { wall, cpu: (user + system) / 1000 };
};
const empty = load(process.argv[2]);
const node = load(process.argv[3]);
console.log(JSON.stringify([node.wall - empty.wall, node.cpu - empty.cpu]));
`;

/** Loads the packed node, and two of n8n's own, each in many fresh processes. */
export async function measureStart({
	short,
	tarball,
	progress,
	atEnd,
}: Bench): Promise<StartFigures> {
	const n8n = await installedN8n('2.8.4');
	const modules = path.join(n8n.root, 'node_modules');
	const folder = await mkdtemp(path.join(tmpdir(), 'kling-start-'));
	atEnd(async () => await rm(folder, { recursive: true, force: true }));
	await childRun('tar', ['-xzf', tarball, '-C', folder]);
	const program = path.join(folder, 'load.cjs');
	const empty = path.join(folder, 'empty.cjs');
	await writeFile(program, PROGRAM);
	await writeFile(empty, "'use strict';\n");

	const nodes = [
		['Kling Video', path.join(folder, 'package/dist/nodes/KlingVideo/KlingVideo.node.js')],
		[
			'OpenAI node',
			path.join(modules, '@n8n/n8n-nodes-langchain/dist/nodes/vendors/OpenAi/OpenAi.node.js'),
		],
		[
			'HTTP Request node',
			path.join(modules, 'n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js'),
		],
	] as const;
	const times = short ? 3 : 41;
	// n8n's own nodes take seconds of CPU to load, and are here for scale only.
	const peerTimes = short ? 1 : 5;
	const bar = progress.begin('start: fresh processes', times + peerTimes * (nodes.length - 1));
	const taken = new Map<string, Array<[wall: number, cpu: number]>>();
	for (let n = 0; n < times; n++) {
		// In turn, so that a slow moment of the machine meets all of them.
		for (const [name, file] of n < peerTimes ? nodes : nodes.slice(0, 1)) {
			const env = { PATH: process.env.PATH, NODE_PATH: modules };
			const { stdout } = await childRun(n8n.node, [program, empty, file], { env });
			const [wall = Number.NaN, cpu = Number.NaN]: number[] = JSON.parse(stdout);
			taken.set(name, [...(taken.get(name) ?? []), [wall, cpu]]);
			bar.step();
		}
	}
	bar.end();
	return {
		loads: [...taken].map(([node, pairs]) => ({
			node,
			wallMs: spreadOf(pairs.map(([wall]) => wall)),
			cpuMs: spreadOf(pairs.map(([, cpu]) => cpu)),
		})),
		tarballBytes: (await stat(tarball)).size,
	};
}
