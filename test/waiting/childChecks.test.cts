import type { INodeExecutionData } from 'n8n-workflow';
import { asJson } from '../../nodes/KlingVideo/waiting/database/storedTasks.ts';
import type { WaitingTask } from '../../nodes/KlingVideo/waiting/database/waitingTask.ts';
import { DONE, DOWN, inChild, LINK, S, START, status, waitingTask } from './playedChild.cts';

describe('a check', () => {
	test('of tasks that have all ended hands their items on, in their order', async () => {
		await inChild(async (child) => {
			child.tasks.set('task_0', DONE);
			child.tasks.set('task_1', status('failed', { error: { message: 'Blocked', code: 'x' } }));
			const items = await child.check(waitingTask(0), waitingTask(1));
			expect(items).toMatchObject([
				{
					json: { task_id: 'task_0', status: 'completed', video_url: LINK },
					pairedItem: { item: 0 },
				},
				{ json: { task_id: 'task_1', status: 'failed', error: { code: 'x' } } },
			]);
			expect(items[0]?.json).not.toHaveProperty('error');
			expect([child.pauses, child.kept]).toEqual([[], []]);
		});
	});

	test('goes to the gateway of the credential, with the Request Options', async () => {
		await inChild(async (child) => {
			child.tasks.set('task_0', DONE);
			await child.check(waitingTask(0));
			expect(child.sent).toMatchObject([
				{ method: 'GET', url: '/v1/videos/task_0', baseURL: 'https://g.example', timeout: 10_000 },
			]);
		});
	});

	test('puts the child to wait while a task is pending, and asks for it alone at the next', async () => {
		await inChild(async (child) => {
			child.tasks.set('task_0', DONE);
			child.tasks.set('task_1', status('running', { progress: 5 }));
			const items = await child.check(waitingTask(0), waitingTask(1));
			expect(items).toMatchObject([
				{ json: { task_id: 'task_0', done: true } },
				{ json: { task_id: 'task_1', done: false, error: { code: 'waitCutOff' } } },
			]);
			expect(child.pauses).toEqual([66]);
			expect(child.kept[1]?.task).toMatchObject({ progress: 5, raw: {} });
			child.tasks.set('task_1', DONE);
			expect(await child.check(waitingTask(5))).toHaveLength(2);
			expect(child.polled).toEqual(['task_0', 'task_1', 'task_1']);
		});
	});

	test('pauses by the longest wait and up to the first deadline of those that are pending', async () => {
		await inChild(async (child) => {
			for (const id of ['task_0', 'task_1', 'task_2']) child.tasks.set(id, status('running'));
			child.tasks.set('task_3', DONE);
			const hours = (count: number) => START + count * 3_600 * S;
			await child.check(
				waitingTask(0, { since: START - 1_200 * S, giveUpAt: hours(5) }),
				waitingTask(1, { giveUpAt: hours(4) }),
				waitingTask(3, { since: START - 9_000 * S, giveUpAt: START + 10 * S }),
			);
			expect(child.pauses).toEqual([100]);
			child.stored = {};
			await child.check(
				waitingTask(2, { giveUpAt: START + 90 * S }),
				waitingTask(1, { giveUpAt: hours(4) }),
			);
			expect(child.pauses).toEqual([100, 90]);
		});
	});

	test('keeps the body of the gateway only where it is wanted', async () => {
		await inChild(async (child) => {
			child.tasks.set('task_0', status('running', { seed: 7 }));
			await child.check(waitingTask(0, { simplify: false }));
			expect(child.kept[0]?.task?.raw).toEqual({ task_id: 'task_0', status: 'running', seed: 7 });
		});
	});

	test('of nothing comes to nothing', async () => {
		await inChild(async (child) => {
			expect(await child.checkOf([])).toEqual([]);
			expect([child.polled, child.pauses]).toEqual([[], []]);
		});
	});

	test('leaves an item alone that is not waited for', async () => {
		await inChild(async (child) => {
			child.tasks.set('task_1', DONE);
			const carried = waitingTask(0, { isOver: true, output: { json: { a: 1 } } });
			const items = await child.check(carried, waitingTask(1));
			expect(items.map(({ json }) => json)).toMatchObject([{ a: 1 }, { task_id: 'task_1' }]);
			expect(child.polled).toEqual(['task_1']);
		});
	});
});

describe('trouble', () => {
	test('that passes is waited out', async () => {
		await inChild(async (child) => {
			child.tasks.set('task_0', DOWN);
			await child.check(waitingTask(0));
			expect(child.pauses).toEqual([66]);
			expect(child.kept).toEqual([waitingTask(0)]);
		});
	});

	test('that does not pass ends the wait, with the task as last seen', async () => {
		await inChild(async (child) => {
			const body = { code: 'insufficient_user_quota', message: 'No', data: null };
			child.tasks.set('task_0', { statusCode: 403, body });
			const task = { id: 'task_0', status: 'pending' as const, progress: 5, raw: {} };
			const [item] = await child.check(waitingTask(0, { task }));
			expect(item?.json).toMatchObject({ task_id: 'task_0', progress: 5 });
			expect(JSON.stringify(item?.json.error)).toContain('out of credit');
		});
	});

	test('of the credential ends the wait in words', async () => {
		await inChild(async (child) => {
			child.credential = () => {
				throw new Error('It does not exist');
			};
			const [item] = await child.check(waitingTask(0));
			expect(JSON.stringify(item?.json.error)).toContain("The node's credential cannot be used");
			expect(child.polled).toEqual([]);
		});
	});

	test.each([
		['of this very node may be used up by its own task', true, 'keyUsedUp'],
		['of another node may be another one', false, 'badKey'],
	])('of a key that is refused for a task %s', async (_, isOurs, reason) => {
		await inChild(async (child) => {
			const body = { error: { message: 'Invalid token', type: 'new_api_error', code: '' } };
			child.tasks.set('task_0', { statusCode: 401, body });
			const more = { ...(isOurs && { isOurs }), keyRefusedSince: START - 301 * S };
			const [item] = await child.check(waitingTask(0, more));
			expect(item?.json).toMatchObject({ task_id: 'task_0', error: { reason } });
		});
	});

	test('of a task that is not known is given up after a minute', async () => {
		await inChild(async (child) => {
			const items = await child.check(
				waitingTask(0, { unknownSince: START - 61 * S }),
				waitingTask(1, { unknownSince: START - 60 * S }),
			);
			expect(items[0]?.json.error).not.toMatchObject({ code: 'waitCutOff' });
			expect(items[1]?.json.error).toMatchObject({ code: 'waitCutOff' });
		});
	});

	test('of a link that does not come holds a completed task for a minute', async () => {
		await inChild(async (child) => {
			child.tasks.set('task_0', status('completed'));
			await child.check(waitingTask(0));
			expect([child.pauses, child.kept[0]?.linkMissingSince]).toEqual([[66], START]);
			child.stored = {};
			const [item] = await child.check(waitingTask(0, { linkMissingSince: START - 60 * S }));
			expect(item?.json).toMatchObject({ status: 'completed', done: true });
			expect(item?.json).not.toHaveProperty('error');
		});
	});

	test('of a cancelled child is no outcome', async () => {
		await inChild(async (child) => {
			const execution = new AbortController();
			child.signal = execution.signal;
			execution.abort();
			await expect(child.check(waitingTask(0))).rejects.toThrow('cancelled');
			expect(child.pauses).toEqual([]);
		});
	});
});

describe('a gateway that may have lost the end', () => {
	const STUCK = status('running', { progress: 100 });
	const seen = { id: 'task_0', status: 'pending' as const, progress: 100, raw: {} };

	test('is asked elsewhere once, when the task stood at its end before', async () => {
		await inChild(async (child) => {
			child.tasks.set('task_0', STUCK);
			await child.check(waitingTask(0));
			await child.check();
			await child.check();
			expect(child.polled).toEqual(['task_0', 'task_0', 'other task_0', 'task_0']);
			child.elsewhere.set('task_0', DONE);
			child.stored = {};
			const [item] = await child.check(waitingTask(0, { task: seen }));
			expect(item?.json).toMatchObject({ status: 'completed', video_url: LINK });
		});
	});

	test('is asked once, also where the other route is no wiser', async () => {
		await inChild(async (child) => {
			child.tasks.set('task_0', STUCK);
			child.elsewhere.set('task_0', { status: 'IN_PROGRESS' });
			await child.check(waitingTask(0, { task: seen }));
			for (let check = 0; check < 3; check += 1) await child.check();
			expect(child.polled.filter((asked) => asked.startsWith('other'))).toHaveLength(1);
			expect(child.pauses).toHaveLength(4);
		});
	});

	test('is asked for the reason of a failure', async () => {
		await inChild(async (child) => {
			child.tasks.set('task_0', status('failed'));
			child.elsewhere.set('task_0', { status: 'FAILURE', fail_reason: 'Blocked' });
			const [item] = await child.check(waitingTask(0));
			expect(JSON.stringify(item?.json.error)).toContain('Blocked');
		});
	});
});

describe('when the time is up', () => {
	const late = { giveUpAt: START };

	test('the older route is asked a last time', async () => {
		await inChild(async (child) => {
			child.tasks.set('task_0', status('running'));
			child.elsewhere.set('task_0', DONE);
			const [item] = await child.check(waitingTask(0, late));
			expect(item?.json).toMatchObject({ status: 'completed' });
			expect(child.polled).toEqual(['task_0', 'other task_0']);
		});
	});

	test('a task that has just ended is not asked for elsewhere', async () => {
		await inChild(async (child) => {
			child.tasks.set('task_0', DONE);
			const [item] = await child.check(waitingTask(0, late));
			expect(item?.json).toMatchObject({ status: 'completed', video_url: LINK });
			expect(child.polled).toEqual(['task_0']);
		});
	});

	test('the wait fails, with the last trouble', async () => {
		await inChild(async (child) => {
			child.tasks.set('task_0', status('running', { progress: 5 }));
			child.tasks.set('task_1', DOWN);
			const items = await child.check(waitingTask(0, late), waitingTask(1, late));
			expect(items[0]?.json).toMatchObject({ status: 'pending', progress: 5, error: {} });
			const [first, second] = items.map(({ json }) => JSON.stringify(json.error));
			expect(first).toContain('did not finish within');
			expect(first).not.toContain('502');
			expect(second).toContain('502');
			expect(child.polled).toContain('other task_0');
			expect(child.polled).not.toContain('other task_1');
		});
	});

	test('or goes on with the task as last seen', async () => {
		await inChild(async (child) => {
			child.tasks.set('task_0', status('running', { progress: 5 }));
			const goOn = { ...late, onTimeout: 'returnStatus' as const };
			const [item] = await child.check(waitingTask(0, goOn));
			expect(item?.json).toEqual({
				task_id: 'task_0',
				status: 'pending',
				done: false,
				progress: 5,
			});
		});
	});

	test('not a moment before', async () => {
		await inChild(async (child) => {
			child.tasks.set('task_0', status('running'));
			await child.check(waitingTask(0, { giveUpAt: START + 1 }));
			expect(child.pauses).toHaveLength(1);
		});
	});
});

describe('the files', () => {
	const download = { outputField: 'data' };
	const BINARY = { data: { data: '', mimeType: 'video/mp4' } };
	const downloaded = (task: WaitingTask, more: Partial<WaitingTask> = {}): INodeExecutionData => ({
		...{ json: asJson([{ ...task, ...more }]), binary: BINARY },
	});

	test('of completed tasks are downloaded together, in the name of the execution that waits', async () => {
		await inChild(async (child) => {
			for (const id of ['task_0', 'task_1']) child.tasks.set(id, DONE);
			child.tasks.set('task_2', status('failed', { error: { message: 'No' } }));
			child.tasks.set('task_3', DONE);
			child.download = async ([first, second]) => [
				...(first ? [downloaded(first, { facts: { seconds: 5 } })] : []),
				...(second ? [{ json: asJson([{ ...second, error: { code: 'gone' } }]) }] : []),
			];
			const items = await child.check(
				waitingTask(0, { download }),
				waitingTask(1, { download }),
				waitingTask(2, { download }),
				waitingTask(3),
			);
			expect(items).toMatchObject([
				{ json: { task_id: 'task_0', seconds: 5 }, binary: BINARY },
				{ json: { task_id: 'task_1', error: { code: 'gone' } } },
				{ json: { task_id: 'task_2', status: 'failed' } },
				{ json: { task_id: 'task_3' } },
			]);
			expect(items[0]?.json).not.toHaveProperty('error');
			expect(child.called).toMatchObject([
				{
					workflow: { name: 'Kling Video: download videos' },
					tasks: [{ taskId: 'task_0' }, { taskId: 'task_1' }],
					options: {
						parentExecution: { executionId: '17', workflowId: 'abc', shouldResume: false },
						executionMode: 'trigger',
					},
				},
			]);
			const [, caller] = child.called[0]?.workflow.nodes ?? [];
			expect(caller?.parameters.requestOptions).toEqual({ timeout: 9_000 });
		});
	});

	test.each<[string, () => Promise<INodeExecutionData[]>, string]>([
		['that n8n cannot download', async () => await Promise.reject(new Error('locked')), 'locked'],
		// What is thrown may be anything.
		['that n8n cannot download either', async () => await Promise.reject('odd' as unknown), 'odd'],
		['of which nothing comes back', async () => [], 'n8n did not run the download'],
		['of which nothing readable comes back', async () => [{ json: {} }], 'did not run'],
	])('%s leave the task with an error', async (_, work, words) => {
		await inChild(async (child) => {
			child.tasks.set('task_0', DONE);
			child.download = work;
			const [item] = await child.check(waitingTask(0, { download }));
			expect(item?.json).toMatchObject({ task_id: 'task_0', status: 'completed' });
			expect(JSON.stringify(item?.json.error)).toContain(words);
			expect(child.pauses).toEqual([]);
		});
	});

	test('hold up nobody: the others are checked every minute meanwhile', async () => {
		await inChild(async (child) => {
			child.tasks.set('task_0', DONE);
			child.tasks.set('task_1', status('running'));
			child.download = async ([first]) => {
				await child.time.sleep(150 * S);
				return first ? [downloaded(first)] : [];
			};
			await child.check(waitingTask(0, { download }), waitingTask(1, { download }));
			expect(child.polled).toEqual(['task_0', 'task_1', 'task_1', 'task_1']);
			expect(child.called).toHaveLength(1);
			expect(child.time.elapsed() / S).toBeLessThan(152);
			expect(child.pauses).toHaveLength(1);
			expect(child.kept).toMatchObject([{ isOver: true, binary: BINARY }, { taskId: 'task_1' }]);
		});
	});

	test('are waited for where they are all that is left', async () => {
		await inChild(async (child) => {
			child.tasks.set('task_0', DONE);
			child.download = async ([first]) => {
				await child.time.sleep(150 * S);
				return first ? [downloaded(first)] : [];
			};
			const [item] = await child.check(waitingTask(0, { download }));
			expect(item?.binary).toEqual(BINARY);
			expect(child.polled).toEqual(['task_0']);
		});
	});
});
