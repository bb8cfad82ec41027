import { mkdir, readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { CROWD } from './crowd.cts';

const FILE = path.join(__dirname, '..', '..', '..', 'docs', 'database-wait.md');

/** When n8n was measured. */
export type Moment = 'fresh' | 'afterStart' | 'waiting' | 'inMemory';

/** In the order of the table. */
const MOMENTS: ReadonlyArray<readonly [Moment, string]> = [
	['fresh', 'n8n just started, nothing waits'],
	['afterStart', `n8n just started, ${CROWD} waits in the database from before`],
	['waiting', `${CROWD} waits in the database, begun by this n8n`],
	['inMemory', `${CROWD} waits in memory`],
];

/** What waiting costs n8n, seen from outside. */
export class Measures {
	private readonly rows = new Map<Moment, { memoryMB: number; running: number; waiting: number }>();
	private stored: { tasks: number; first: number; second: number } | undefined;

	constructor(private readonly version: string) {}

	/** @param counts executions by status */
	note(
		moment: Moment,
		memoryMB: number,
		{ running = 0, waiting = 0 }: Record<string, number>,
	): void {
		this.rows.set(moment, { memoryMB, running, waiting });
	}

	/** What a child took in n8n's database after its first check and after the second, in bytes. */
	noteStored(tasks: number, first: number, second: number): void {
		this.stored = { tasks, first, second };
	}

	/** What was measured, as Markdown. */
	text(): string {
		if (!this.stored) throw new Error('Not measured: what is stored');
		const { tasks, first, second } = this.stored;
		const many = tasks.toLocaleString('en');
		const [atFirst, more] = [first / 1000, (second - first) / 1000];
		return [
			this.table(),
			'',
			`One wait for ${many} tasks: the child takes ${atFirst.toFixed(0)} kB in n8n's database after its first check, and ${more.toFixed(1)} kB more for each further one.`,
		].join('\n');
	}

	/** A table of what was measured. */
	private table(): string {
		return [
			'| moment | memory (resident), MB | running executions, each a slot | stored as waiting |',
			'| --- | ---: | ---: | ---: |',
			...MOMENTS.map(([moment, name]) => {
				const row = this.rows.get(moment);
				if (!row) throw new Error(`Not measured: ${name}`);
				return `| ${name} | ${Math.round(row.memoryMB)} | ${row.running} | ${row.waiting} |`;
			}),
		].join('\n');
	}

	/** Puts the table into the page, in place of the one of the same version. */
	async write(): Promise<void> {
		const section = `## n8n ${this.version}\n\n${this.text()}\n`;
		const old = await readFile(FILE, 'utf8').catch(() => HEAD);
		const [head = HEAD, ...sections] = old.split(/^(?=## )/m);
		const others = sections.filter((text) => !text.startsWith(`## n8n ${this.version}\n`));
		await mkdir(path.dirname(FILE), { recursive: true });
		const all = [...others, section].map((text) => text.trim()).sort();
		await writeFile(FILE, `${[head.trim(), ...all].join('\n\n')}\n`);
	}
}

const HEAD = `# What a wait costs n8n

A wait in the database is two stored executions, the execution itself and the child that checks in its place; n8n holds nothing for
them between two checks. A wait in memory is a running execution. \`UPDATE_DOCS=1 npm run test:e2e -- --only database\`
measures both in the packed package in a real n8n, and writes this page.

n8n 2.41 gives each running execution an engine of its own for expressions: that is most of what its waits in memory take.
`;
