import { Readable } from 'node:stream';
import { fromJson } from '../../nodes/KlingVideo/waiting/database/storedTasks.ts';
import { sample } from '../support/filmSamples.cts';
import { inChild, LINK, S, START, waitingTask } from './playedChild.cts';

const FILM = sample('faststart');
const MINUTES = 60 * S;

const download = { outputField: 'data' };

const task = (index = 0) => ({
	...{ id: `task_${index}`, status: 'completed' as const, videoUrl: LINK, raw: {} },
});

/** A film that goes on with nothing for ever, just fast enough not to count as lost. */
function endless(): Readable {
	let isFirst = true;
	return new Readable({
		read() {
			if (isFirst) this.push(FILM);
			else setTimeout(() => this.push(Buffer.alloc(64 * 1024)), 20 * S);
			isFirst = false;
		},
	});
}

describe('the downloads for an execution that waits', () => {
	test('bring each task its file under the name of its field, and what is known of it', async () => {
		await inChild(async (child) => {
			child.file = () => Readable.from([FILM]);
			const items = await child.downloads(
				waitingTask(0, { task: task(0), download: { outputField: 'clip' } }),
				waitingTask(1, { task: task(1), download: { outputField: 'data', fileName: 'fox' } }),
			);
			expect(items.map(({ binary }) => binary)).toMatchObject([
				{ clip: { fileName: 'task_0.mp4', mimeType: 'video/mp4' } },
				{ data: { fileName: 'fox.mp4' } },
			]);
			expect([...child.files.values()]).toEqual([FILM.length, FILM.length]);
			for (const { json } of items) {
				const [waiting] = fromJson(json);
				expect(waiting).toMatchObject({ facts: { seconds: 4, width: 64 } });
				expect(waiting).not.toHaveProperty('error');
			}
		});
	});

	test.each([
		['ten minutes, where the time of the wait is up', -60, 10],
		['ten minutes, where less is left', 9, 10],
		['as long as the wait may take, where that is more', 30, 30],
	])('may take %s', async (_, leftMinutes, minutes) => {
		await inChild(async (child) => {
			child.file = endless;
			const giveUpAt = START + leftMinutes * MINUTES;
			const [item] = await child.downloads(waitingTask(0, { task: task(), download, giveUpAt }));
			expect(Math.floor(child.time.elapsed() / MINUTES)).toBe(minutes);
			const [waiting] = fromJson(item?.json);
			// The task is done and paid for, whatever becomes of its file.
			expect(waiting).toMatchObject({
				...{ task: task(), isOver: true },
				error: { reason: 'fileUnavailable' },
			});
			const told = JSON.stringify(waiting?.error);
			for (const words of ['time for the download was up', 'task_0', LINK])
				expect(told).toContain(words);
			expect(item).not.toHaveProperty('binary');
		});
	});

	test('that queue have their ten minutes from their turn on', async () => {
		await inChild(async (child) => {
			child.file = endless;
			const late = { download, giveUpAt: START - MINUTES };
			const tasks = Array.from({ length: 7 }, (_, index) =>
				waitingTask(index, { ...late, task: task(index) }),
			);
			await child.downloads(...tasks);
			// Six are downloaded side by side.
			expect(Math.floor(child.time.elapsed() / MINUTES)).toBe(20);
		});
	});

	test('of a task without what is needed are an error', async () => {
		await inChild(async (child) => {
			const items = await child.downloads(
				waitingTask(0, { task: task() }),
				waitingTask(1, { download }),
			);
			for (const item of items) {
				const [waiting] = fromJson(item.json);
				expect(JSON.stringify(waiting?.error)).toContain('nothing to download');
				expect(waiting?.isOver).toBe(true);
				expect(item).not.toHaveProperty('binary');
			}
			expect(items).toHaveLength(2);
		});
	});

	test('of a credential that is gone are an error in words', async () => {
		await inChild(async (child) => {
			child.credential = () => {
				throw new Error('It does not exist');
			};
			const [item] = await child.downloads(waitingTask(0, { task: task(), download }));
			expect(JSON.stringify(item?.json)).toContain('credential cannot be used');
		});
	});

	test('of a cancelled execution are no outcome', async () => {
		await inChild(async (child) => {
			const execution = new AbortController();
			child.signal = execution.signal;
			execution.abort();
			await expect(child.downloads(waitingTask(0, { download }))).rejects.toThrow('cancelled');
		});
	});
});
