import { childRun } from '../../dev/n8n/childRun.cts';

/** A program that fetches a file to disk and ends: how fast it can be done. */
export interface Yardstick {
	name: string;
	/** Fetches `url` into `file`. */
	fetch(url: string, file: string): Promise<unknown>;
}

/** All others are measured beside it. */
export const CURL = 'curl';

/** What any node of n8n has to stay behind. */
export const NODE_ALONE = 'Node alone';

/** A large buffer: without one Node stops and starts the socket for every 64 kB. */
const NODE_PROGRAM = `const [file, url] = process.argv.slice(1);
const { get } = require('node:http');
const { createWriteStream } = require('node:fs');
const { pipeline } = require('node:stream');
const end = (error) => process.exit(error ? 1 : 0);
get(url, (answer) => pipeline(answer, createWriteStream(file, { highWaterMark: 2 ** 20 }), end));`;

/** The fastest that a program, and that Node, can be. */
export const YARDSTICKS: readonly Yardstick[] = [
	{
		name: CURL,
		fetch: async (url, file) => await childRun('curl', ['-sS', '--fail', '-o', file, url]),
	},
	{
		name: NODE_ALONE,
		fetch: async (url, file) => await childRun(process.execPath, ['-e', NODE_PROGRAM, file, url]),
	},
];
