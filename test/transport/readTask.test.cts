import * as reader from '../../nodes/KlingVideo/transport/readTask.ts';
import { parseBody } from '../../nodes/KlingVideo/transport/parseBody.ts';
import type { TaskStatus } from '../../nodes/KlingVideo/shared/task.ts';

const ID = 'task_AbCdEfGhIjKlMnOpQrStUvWxYz012345';
const LINK = 'https://cdn.example.com/v/1.mp4?sign=abc&t=1';

const readTask = (body: unknown, taskId?: string, secret?: string) =>
	reader.readTask(body, { taskId, secret });
const readSubmittedTask = (body: unknown) => reader.readSubmittedTask(body);

/** The task read from a body with an id; fails the test when it is none. */
function read(body: Record<string, unknown>) {
	const task = readTask({ id: ID, ...body });
	if (task === undefined) throw new Error('Not read as a task');
	return task;
}

describe('status', () => {
	const spellings: Record<TaskStatus, string[]> = {
		pending: [
			'queued',
			'submitted',
			'pending',
			'not_start',
			'unknown',
			'in_progress',
			'processing',
			'running',
			'paused',
			'a new word',
			'',
		],
		completed: ['completed', 'success', 'succeed', 'succeeded', 'finish', 'finished'],
		failed: ['failed', 'failure', 'fail', 'error', 'aborted', 'expired'],
		cancelled: ['cancelled', 'canceled'],
	};
	const rows = Object.entries(spellings).flatMap(([status, words]) =>
		words.map((word) => [word, status] as const),
	);
	test.each(rows)('%j is %s, in any letter case', (word, status) => {
		const capitalized = word.charAt(0).toUpperCase() + word.slice(1);
		for (const spelling of [word, word.toUpperCase(), capitalized, ` ${word} `]) {
			expect(read({ status: spelling }).status).toBe(status);
		}
	});

	test.each([[undefined], [null], [3], [true], [{}], [['completed']]])(
		'%j is none, so the task is pending',
		(status) => {
			expect(read({ status, video_url: LINK })).toEqual({
				id: ID,
				status: 'pending',
				raw: { id: ID, status: status ?? null, video_url: LINK },
			});
		},
	);
});

describe('progress', () => {
	test.each([
		[50, 50],
		['50%', 50],
		['50', 50],
		[' 30 % ', 30],
		[0, 0],
		['0%', 0],
		[33.4, 33],
		[66.6, 67],
		[-5, 0],
		[250, 100],
		['', undefined],
		['%', undefined],
		['half', undefined],
		[null, undefined],
		[NaN, undefined],
		[[50], undefined],
		[{ value: 50 }, undefined],
	])('%j is %j', (progress, expected) => {
		expect(read({ status: 'processing', progress }).progress).toBe(expected);
	});

	test('100 while processing does not make the task completed', () => {
		expect(read({ status: 'processing', progress: 100, video_url: LINK })).toMatchObject({
			status: 'pending',
			progress: 100,
		});
	});
});

describe('moments', () => {
	test.each([
		[1712697600, '2024-04-09T21:20:00.000Z'],
		['1712697600', '2024-04-09T21:20:00.000Z'],
		[1712697600.25, '2024-04-09T21:20:00.250Z'],
		[1712697600123, '2024-04-09T21:20:00.123Z'],
		['1712697600123', '2024-04-09T21:20:00.123Z'],
		['2024-04-09T21:20:00Z', '2024-04-09T21:20:00.000Z'],
		['2024-04-10T05:20:00+08:00', '2024-04-09T21:20:00.000Z'],
		['2024-04-10T05:20:00.123456789+0800', '2024-04-09T21:20:00.123Z'],
		['2024-04-09 21:20:00', '2024-04-09T21:20:00.000Z'],
		['2024-04-09t21:20z', '2024-04-09T21:20:00.000Z'],
		[0, undefined],
		['0', undefined],
		[-1, undefined],
		[NaN, undefined],
		[Infinity, undefined],
		[1e300, undefined],
		['0001-01-01T00:00:00Z', undefined],
		['2024-13-45T99:99:99Z', undefined],
		['yesterday', undefined],
		['2024', '1970-01-01T00:33:44.000Z'],
		['', undefined],
		[null, undefined],
		[{}, undefined],
		[[1712697600], undefined],
	])('%j is %j', (moment, expected) => {
		const task = read({ status: 'completed', created_at: moment, completed_at: moment });
		expect(task.createdAt).toBe(expected);
		expect(task.completedAt).toBe(expected);
	});

	test('those of the second opinion serve where there are no others', () => {
		const times = { submit_time: 1712697600, finish_time: 1712697700 };
		expect(read({ status: 'SUCCESS', ...times })).toMatchObject({
			createdAt: '2024-04-09T21:20:00.000Z',
			completedAt: '2024-04-09T21:21:40.000Z',
		});
		const own = { created_at: 1712697500, completed_at: 1712697800 };
		expect(read({ status: 'SUCCESS', ...times, ...own })).toMatchObject({
			createdAt: '2024-04-09T21:18:20.000Z',
			completedAt: '2024-04-09T21:23:20.000Z',
		});
	});

	test('completed_at counts only when the task has ended', () => {
		const moment = { created_at: 1712697600, completed_at: 1712697700 };
		expect(read({ ...moment, status: 'in_progress' })).not.toHaveProperty('completedAt');
		for (const status of ['completed', 'failed', 'cancelled']) {
			expect(read({ ...moment, status }).completedAt).toBe('2024-04-09T21:21:40.000Z');
		}
	});
});

describe('the link to the result', () => {
	test.each([
		['video_url', { video_url: LINK }],
		['metadata.url', { metadata: { url: LINK } }],
		['metadata.video_url', { metadata: { video_url: LINK } }],
		['metadata.result_url', { metadata: { result_url: LINK } }],
		['url', { url: LINK }],
		['result_url', { result_url: LINK }],
		['output_url', { output_url: LINK }],
		['output.video_url', { output: { video_url: LINK } }],
		['output.url', { output: { url: LINK } }],
		['video.url', { video: { url: LINK } }],
		['data.result_url', { data: { result_url: LINK } }],
		['data.video_url', { data: { video_url: LINK } }],
		['data.url', { data: { url: LINK } }],
		['fail_reason', { fail_reason: LINK }],
		['task_result.videos', { task_result: { videos: [{ id: '1', url: LINK }] } }],
	])('is read at %s, only of a completed task', (_, place) => {
		expect(read({ status: 'completed', ...place }).videoUrl).toBe(LINK);
		for (const status of ['processing', 'failed', 'cancelled']) {
			expect(read({ status, ...place })).not.toHaveProperty('videoUrl');
		}
	});

	test('the first valid one wins', () => {
		const places = {
			video_url: 'https://a.example/1',
			metadata: {
				url: 'https://a.example/2',
				video_url: 'https://a.example/3',
				result_url: 'https://a.example/4',
			},
			url: 'https://a.example/5',
		};
		const { metadata } = places;
		const garbage = [
			'',
			'the file is gone',
			'ftp://a.example/x',
			'data:video/mp4;base64,AAAA',
			'/v/1.mp4',
			'http://',
			'https://a b/c',
			null,
			7,
			['https://a.example/x'],
			{ url: 'x' },
		];
		for (const none of garbage) {
			const steps = [
				places,
				{ ...places, video_url: none },
				{ ...places, video_url: none, metadata: { ...metadata, url: none } },
				{ ...places, video_url: none, metadata: { ...metadata, url: none, video_url: none } },
				{ ...places, video_url: none, metadata: none },
			];
			const found = steps.map((step) => read({ status: 'completed', ...step }).videoUrl);
			expect(found).toEqual([1, 2, 3, 4, 5].map((n) => `https://a.example/${n}`));
			const nothing = { video_url: none, metadata: { url: none }, url: none };
			expect(read({ status: 'completed', ...nothing })).not.toHaveProperty('videoUrl');
		}
	});

	test.each(['http://cdn.example.com/1.mp4', 'HTTPS://CDN.example.com/1.mp4', `  ${LINK}  `])(
		'%j is one',
		(link) => {
			expect(read({ status: 'completed', video_url: link }).videoUrl).toBe(link.trim());
		},
	);

	describe('to the file route of this very task on another host means our own', () => {
		const base = 'https://gateway.example/kling';
		const own = `${base}/v1/videos/${ID}/content`;
		const linkOf = (link: string, id = ID) =>
			reader.readTask({ id, status: 'completed', video_url: link }, { taskId: id, base })?.videoUrl;

		test.each([
			`http://localhost:3000/v1/videos/${ID}/content`,
			`https://other.example/api/v1/videos/${ID}/content/?a=1`,
			`/v1/videos/${ID}/content`,
		])('%s', (link) => {
			expect(linkOf(link)).toBe(own);
		});

		test.each([
			'http://localhost:3000/v1/videos/task_2/content',
			`https://other.example/v1/videos/${ID}/content/more`,
			`https://other.example/videos/${ID}/content`,
			LINK,
		])('not %s', (link) => {
			expect(linkOf(link)).toBe(link);
		});

		test('an id is encoded', () => {
			expect(linkOf('http://localhost/v1/videos/a%2Fb/content', 'a/b')).toBe(
				`${base}/v1/videos/a%2Fb/content`,
			);
		});
	});

	test.each(['sk-Qq11Ww22Ee33Rr44', 'Qq11Ww22Ee33Rr44', 'qq11ww22ee33rr44'])(
		'a link that carries the key as %s is passed over',
		(shown) => {
			const body = {
				id: ID,
				status: 'completed',
				video_url: `https://a.example/?key=${shown}`,
				url: LINK,
			};
			expect(readTask(body, ID, 'sk-Qq11Ww22Ee33Rr44')?.videoUrl).toBe(LINK);
		},
	);
});

describe('the error', () => {
	test.each([
		[
			'an object',
			{ error: { message: 'Blocked', code: 'ContentModerationFailed' } },
			{ message: 'Blocked', code: 'ContentModerationFailed' },
		],
		[
			'an object with a number as code',
			{ error: { message: 'No', code: 1301 } },
			{ message: 'No', code: '1301' },
		],
		['only a message', { error: { message: 'No', code: '' } }, { message: 'No' }],
		[
			'only a code',
			{ error: { code: 'TaskTimeout' } },
			{ message: 'TaskTimeout', code: 'TaskTimeout' },
		],
		['a text', { error: 'No' }, { message: 'No' }],
		['text in metadata.url', { metadata: { url: '内容违规' } }, { message: '内容违规' }],
		[
			'text in metadata.url beside a code',
			{ error: { code: 'X' }, metadata: { url: 'No' } },
			{ message: 'No', code: 'X' },
		],
		[
			'the message before metadata.url',
			{ error: { message: 'Yes' }, metadata: { url: 'No' } },
			{ message: 'Yes' },
		],
		['nothing', {}, undefined],
		['null', { error: null, metadata: null }, undefined],
		['a link in metadata.url', { metadata: { url: LINK } }, undefined],
		['fail_reason', { fail_reason: 'No' }, { message: 'No' }],
		['a link as fail_reason', { fail_reason: LINK }, undefined],
		[
			'a message on top',
			{ code: 'TaskTimeout', message: 'No' },
			{ message: 'No', code: 'TaskTimeout' },
		],
		['"success" as a message', { code: 'success', message: 'Success' }, undefined],
		['"0" as a code', { error: { message: 'No', code: '0' } }, { message: 'No' }],
		['a request id', { error: { message: 'No (request id: 2026)' } }, { message: 'No' }],
		['0 as a code alone', { error: { code: 0 } }, undefined],
		[
			"the supplier's answer as a message",
			{ error: { message: 'failed: {"code":1301,"message":"risk control"}', code: 'task_failed' } },
			{ message: 'risk control', code: '1301' },
		],
		['keys nobody named', { reason: 'No', why: 'No' }, undefined],
		['garbage', { error: [1, { message: 'x' }], metadata: [] }, undefined],
		['nested garbage', { error: { message: { text: 'x' }, code: [] } }, undefined],
	])('%s', (_, body, expected) => {
		expect(read({ status: 'failed', ...body }).error).toEqual(expected);
		expect(read({ status: 'cancelled', ...body }).error).toEqual(expected);
		for (const status of ['completed', 'processing']) {
			expect(read({ status, ...body })).not.toHaveProperty('error');
		}
	});

	test.each([
		['failed: too small', 'failed', 'too small'],
		['FAILURE：图片太小', 'failed', '图片太小'],
		['Error:  a: b ', 'failed', 'a: b'],
		['cancelled: by the user', 'cancelled', 'by the user'],
	])('status %j is %s with its reason', (word, status, message) => {
		expect(read({ status: word })).toMatchObject({ status, error: { message } });
	});

	test.each([
		['no room, by its code', { error: { code: 1303, message: 'No' } }, true],
		['no room, by words', { fail_reason: 'parallel task over resource pack limit' }, true],
		['no room, passed on', { error: { message: '{"code":1303,"message":"No"}' } }, true],
		['no room at Tencent', { error: { code: 'LimitExceeded.Task', message: 'No' } }, true],
		['no room, only a code', { error: { code: 'ResourceInsufficient' } }, true],
		['another failure', { error: { code: 1301, message: 'No' } }, undefined],
	])('tells %s', (_, body, noRoom) => {
		expect(read({ status: 'failed', ...body }).error?.noRoom).toBe(noRoom);
	});

	test.each(['expired', 'aborted'])('an %s task says so when nothing else does', (status) => {
		expect(read({ status }).error).toEqual({ message: `The task is ${status}` });
		expect(read({ status, error: 'No' }).error).toEqual({ message: 'No' });
	});

	test('is cleaned of keys and cut', () => {
		const key = 'sk-Qq11Ww22Ee33Rr44';
		const error = { message: `key ${key} ${'x'.repeat(600)}`, code: key };
		const task = readTask({ id: ID, status: 'failed', error }, ID, key);
		expect(task?.error?.message).toMatch(/^key \*\*\* x+…$/);
		expect(task?.error?.message).toHaveLength(500);
		expect(task?.error?.code).toBe('***');
		expect(JSON.stringify(task)).not.toContain('Qq11Ww');
	});
});

describe('the id', () => {
	const queued = { status: 'queued', object: 'video' };

	test.each([
		['task_id', { task_id: 'a', id: 'b' }, 'a'],
		['id', { id: 'b' }, 'b'],
		['id when task_id is empty', { task_id: '', id: 'b' }, 'b'],
	])('is %s', (_, ids, expected) => {
		expect(readTask({ ...ids, ...queued })?.id).toBe(expected);
		expect(readSubmittedTask({ ...ids, ...queued })?.id).toBe(expected);
	});

	test.each([
		['nothing', {}],
		['a row number', { id: 17 }],
		['an id of its own', { task_id: 'a', id: 'b' }],
	])('stays the one that was asked for when the answer has %s', (_, ids) => {
		expect(readTask({ ...ids, ...queued }, 'asked')?.id).toBe('asked');
	});

	test('a number serves when there is nothing else', () => {
		expect(readTask({ id: 17, status: 'queued' })?.id).toBe('17');
		expect(readSubmittedTask({ id: 17 })?.id).toBe('17');
	});
});

describe('what is a task', () => {
	test.each([
		['a status alone', { status: 'queued' }],
		['a failed status with what only a task has', { status: 'error', progress: 30 }],
		['a dead one, whatever its code', { id: ID, code: 'task_not_exist', message: 'x', data: null }],
		['a dead task of a gateway behind the gateway', { id: ID, error: { message: 'No' } }],
		['the same in the other format', { id: ID, code: 'x', message: 'No', data: null }],
		['a completed status alone', { status: 'completed' }],
		['an id alone', { id: ID }],
		['an error of a task without an id', { status: 'failed', message: 'x', progress: '10%' }],
		['a wrapped task', { code: 'success', message: '', data: { task_id: ID, status: 'queued' } }],
	])('%s is one', (_, body) => {
		expect(readTask(body, ID)).toMatchObject({ id: ID });
	});

	test.each([
		['nothing', undefined],
		['null', null],
		['a text', 'completed'],
		['a number', 200],
		['a list', [{ id: ID, status: 'completed' }]],
		['an empty object', {}],
		['an error', { error: { message: 'No', code: '' } }],
		['an error with the id of a request', { id: 'req-1', error: { message: 'No' } }],
		['a status of its own', { status: 'error' }],
		['a status of its own with an error', { status: 'failed', error: { message: 'Busy' } }],
		['a status of its own with an id', { id: 'req-1', status: 'failed', error: 'Busy' }],
		['an envelope that did well', { status: 'success', message: 'ok' }],
		['an envelope without data', { status: 'success', success: true, data: null }],
		['a refusal', { code: 'invalid_request', message: 'No', data: null }],
		['{success:false}', { success: false, message: 'No' }],
		['an envelope that failed', { status: 'error', message: 'Busy' }],
		['an HTTP status', { status: 500, error: 'Internal Server Error' }],
		['a list of models', { object: 'list', data: [{ id: 'Kling-2.6' }] }],
	])('%s is none', (_, body) => {
		expect(readTask(body, ID)).toBeUndefined();
	});

	test('without any id there is none', () => {
		expect(readTask({ status: 'queued' })).toBeUndefined();
		expect(readTask({ status: 'queued' }, '')).toBeUndefined();
	});
});

describe('the second opinion', () => {
	const opinion = (data: Record<string, unknown>) =>
		readTask({ code: 'success', message: '', data }, ID);

	test.each([
		['NOT_START', 'pending'],
		['SUBMITTED', 'pending'],
		['QUEUED', 'pending'],
		['IN_PROGRESS', 'pending'],
		['UNKNOWN', 'pending'],
		['FAILURE', 'failed'],
		['SUCCESS', 'completed'],
	])('%s is %s', (status, expected) => {
		expect(opinion({ status })).toMatchObject({ id: ID, status: expected });
		expect(opinion({ id: 17, task_id: ID, status })).toMatchObject({ id: ID, status: expected });
	});

	test('tells why a task failed', () => {
		const failed = { status: 'FAILURE', fail_reason: 'Blocked', result_url: '', progress: '100%' };
		expect(opinion(failed)).toMatchObject({ status: 'failed', error: { message: 'Blocked' } });
	});

	test('tells where the video is', () => {
		expect(opinion({ status: 'SUCCESS', fail_reason: '', result_url: LINK })).toMatchObject({
			status: 'completed',
			videoUrl: LINK,
		});
	});

	test("the supplier's own answer inside it is not the task", () => {
		const data = { task_id: '1', status: 'succeed', progress: 100 };
		expect(opinion({ task_id: ID, status: 'IN_PROGRESS', data })).toMatchObject({
			status: 'pending',
		});
	});
});

describe('an accepted submission', () => {
	test('reads as documented', () => {
		const body = {
			id: 'video_123',
			task_id: 'video_123',
			object: 'video',
			model: 'kling-3.0-omni-720p-ref-audio',
			status: 'queued',
			progress: 0,
			created_at: 1712697600,
		};
		expect(readSubmittedTask(body)).toEqual({
			id: 'video_123',
			status: 'pending',
			progress: 0,
			model: 'kling-3.0-omni-720p-ref-audio',
			createdAt: '2024-04-09T21:20:00.000Z',
			raw: body,
		});
	});

	test.each([
		['an id alone', { task_id: ID }],
		['a failed status', { id: ID, status: 'failed', error: { message: 'No' } }],
		['an error beside a task', { id: ID, object: 'video', error: { message: 'No', code: '' } }],
		['an error beside a status', { id: ID, status: 'queued', error: { message: 'No' } }],
		['an error beside a task_id', { task_id: ID, error: { message: 'No' } }],
		['a wrapped id', { code: 'success', data: { task_id: ID } }],
		['a bare id', { code: 'success', data: ID }],
		['a bare id without a code', { data: ID }],
		["a request's id beside it", { id: 'req-1', data: { task_id: ID } }],
		[
			"a request's id and status beside it",
			{ id: 'r', status: 'ok', message: '', data: { task_id: ID } },
		],
		[
			"a supplier's id inside",
			{ id: ID, code: 0, data: { task_id: '8612', task_status: 'submitted' } },
		],
		[
			"Kling's own format",
			{ code: 0, message: 'SUCCEED', data: { task_id: ID, task_status: 'submitted' } },
		],
		['twice wrapped', { code: 0, data: { code: 0, data: { task_id: ID } } }],
	])('%s is one: the task has an id', (_, body) => {
		expect(readSubmittedTask(body)?.id).toBe(ID);
	});

	test.each([
		['a status alone', { status: 'queued', object: 'video', progress: 0 }],
		['an empty id', { id: '', task_id: ' ', status: 'queued' }],
		['an id of the wrong type', { id: { value: ID }, task_id: [ID], status: 'queued' }],
		['a refusal', { code: 'invalid_request', message: 'No', data: null }],
		['a refusal with an id', { id: ID, code: 'invalid_request', message: 'No', data: null }],
		['an error with an id', { id: ID, error: { message: 'No' } }],
		['an error as text with an id', { id: ID, error: 'No' }],
		['{success:false} with an id', { id: ID, success: false }],
		['a status of its own', { id: 'req-1', status: 'error' }],
		['words in the place of the id', { code: 'success', data: 'task was made' }],
		['a bare id with a code', { code: 'busy', data: ID }],
		['a bare id with an error', { error: 'No', data: ID }],
	])('%s is none', (_, body) => {
		expect(readSubmittedTask(body)).toBeUndefined();
	});
});

describe('great numbers', () => {
	test.each([
		['{"id":9007199254740993,"status":"queued"}', '9007199254740993'],
		['{"data":{"task_id": 12345678901234567890 }}', '12345678901234567890'],
		['{"code":0,"data":98765432109876543210}', '98765432109876543210'],
		[
			'{"id":"a 9007199254740993 \\" 9007199254740993","status":"queued"}',
			'a 9007199254740993 " 9007199254740993',
		],
		['{"id":9007199254740991,"status":"queued"}', '9007199254740991'],
	])('the id of %s keeps its digits', (json, id) => {
		expect(readSubmittedTask(parseBody(json))?.id).toBe(id);
	});

	test('others keep their value', () => {
		const json = '{"a":0.12345678901234567890,"b":1e300,"c":-9007199254740993,"d":1712697600123}';
		expect(parseBody(json)).toEqual({
			a: 0.12345678901234568,
			b: 1e300,
			c: '-9007199254740993',
			d: 1712697600123,
		});
	});
});

describe('raw', () => {
	test('is the whole body, with keys nobody named, without the key', () => {
		const key = 'sk-Qq11Ww22Ee33Rr44';
		const body = {
			id: ID,
			status: 'queued',
			seed: 7,
			list: [1, null, { a: { b: { c: [true] } } }],
			note: `for ${key}`,
			[key]: 1,
		};
		const task = readTask(body, ID, key);
		expect(task?.raw).toEqual({
			id: ID,
			status: 'queued',
			seed: 7,
			list: [1, null, { a: { b: { c: [true] } } }],
			note: 'for ***',
			'***': 1,
		});
	});

	test('takes a body of any depth and any key', () => {
		const deep = '['.repeat(20_000) + ']'.repeat(20_000);
		const body: unknown = JSON.parse(
			`{"id":"${ID}","deep":${deep},"__proto__":{"status":"completed"}}`,
		);
		const task = readTask(body, ID);
		expect(task?.status).toBe('pending');
		expect(JSON.stringify(task?.raw)).toContain('"__proto__":{"status":"completed"}');
	});
});

test('a task that nobody has asked for by its id is the one that the body names', () => {
	const body = { id: 'a', task_id: 'b', status: 'failed', message: 'No' };
	expect(readTask(body)).toMatchObject({ id: 'b', status: 'failed', error: { message: 'No' } });
});
