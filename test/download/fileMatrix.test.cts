/** Every way in which a file can come, through the real engine: stored whole, or an error. Writes docs/file-matrix.md. */
import { clearBinaryData, readBinary, useBinaryData } from '../../dev/engine/binaryData.cts';
import { expectSection, table } from '../docs/page.cts';
import { useGateway } from '../support/localGateway.cts';
import { faults } from '../../gateway/server.cts';
import { completedTask, downloadOf } from './completedTask.cts';
import { FILE_CASES, type FileCase } from './fileCases.cts';
import { FileServer } from './fileServer.cts';
import type { Serving } from './fileReplies.cts';
import { afterwards, videoOf } from './videoChecks.cts';

/** What one case came to. */
interface Played {
	is: 'stored' | 'error' | 'damaged';
	requests: number;
	ms: number;
	text: string;
}

const gateway = useGateway();
const server = new FileServer();
const played = new Map<FileCase, Played[]>();

beforeAll(async () => {
	await server.start();
	await useBinaryData('filesystem');
});

afterAll(async () => {
	await server.close();
	clearBinaryData();
});

async function play(fileCase: FileCase, serve: Serving): Promise<Played> {
	const { content = faults.storage(404), link = server.url } = fileCase;
	gateway.server.reset();
	server.requests = [];
	server.reply = serve;
	const task = await completedTask(gateway.server);
	task.plan.dialect = { resultUrl: () => link };
	if (content !== 'own') gateway.server.faults.always('content', content);
	const startedAt = Date.now();
	let endedAt = startedAt;
	const run = async () => {
		const result = await gateway.run({ parameters: downloadOf(task) });
		endedAt = Date.now();
		return result;
	};
	const { outputs, error } = await (fileCase.inRealTime ? run() : afterwards(run));
	expect(gateway.server.leaks).toEqual([]);
	const requests = server.requests.length + gateway.server.requestsTo('content').length;
	const ms = endedAt - startedAt;
	const [item] = outputs[0] ?? [];
	if (item?.binary?.data) {
		const wanted = content === 'own' ? videoOf(task) : fileCase.file;
		const isWhole = wanted !== undefined && (await readBinary(item.binary.data)).equals(wanted);
		return { is: isWhole ? 'stored' : 'damaged', requests, ms, text: '' };
	}
	const text = `${error?.message} ${error?.description}`;
	expect(text).toContain(task.id);
	expect(text).toContain(`Video: ${link}`);
	return { is: 'error', requests, ms, text };
}

const all = FILE_CASES.flatMap(({ cases }) => cases);

it.each(all.map((fileCase) => [fileCase.name, fileCase] as const))(
	'%s',
	async (_name, fileCase) => {
		const results: Played[] = [];
		for (const serve of fileCase.serves) results.push(await play(fileCase, serve));
		played.set(fileCase, results);
		for (const { is, text, ms, requests } of results) {
			expect(is).toBe(fileCase.says === undefined ? 'stored' : 'error');
			expect(text).toContain(fileCase.says ?? '');
			expect(requests).toBe(fileCase.requests ?? requests);
			// Nothing keeps an execution for long.
			expect(ms).toBeLessThan(20 * 60_000);
		}
	},
	120_000,
);

function outcomeOf(fileCase: FileCase): string {
	const results = played.get(fileCase) ?? [];
	const count = results.length === 1 ? '' : `${results.length} of ${results.length} `;
	if (fileCase.says === undefined) return `${count}stored whole`;
	return `${count}error`;
}

it('is what the page tells', () => {
	const results = [...played].flatMap(([fileCase, list]) =>
		list.map((result) => ({ ...result, fileCase })),
	);
	const count = (test: (one: (typeof results)[number]) => boolean) =>
		String(results.filter(test).length);
	const hasVideo = ({ file, content }: FileCase) => file !== undefined || content === 'own';
	const totals = table(
		['', 'files'],
		[
			['Ways in which a file comes', String(all.length)],
			['Simulated', String(results.length)],
			['Stored whole', count(({ is }) => is === 'stored')],
			['Error with the task ID and the link', count(({ is }) => is === 'error')],
			['Damaged ones stored', count(({ is, fileCase }) => is === 'damaged' && hasVideo(fileCase))],
			[
				'Other things than videos stored',
				count(({ is, fileCase }) => is !== 'error' && !hasVideo(fileCase)),
			],
			[
				'Good files refused',
				count(({ is, fileCase }) => is === 'error' && fileCase.says === undefined),
			],
			[
				'Refused, as nothing tells whether all of it came',
				count(({ is, fileCase }) => is === 'error' && fileCase.isUntold === true),
			],
		],
	);
	expectSection('docs/file-matrix.md', 'totals', totals);
	const chapters = FILE_CASES.map(({ chapter, cases }) => {
		const rows = cases.map((one) => [one.name, outcomeOf(one)]);
		return `## ${chapter}\n\n${table(['how', 'outcome'], rows)}`;
	});
	expectSection('docs/file-matrix.md', 'cases', chapters.join('\n\n'));
});
