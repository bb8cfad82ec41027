import fc from 'fast-check';
import {
	isTransient,
	readAnswer,
	readFileFailure,
	readNetworkFailure,
} from '../../nodes/KlingVideo/transport/readAnswer.ts';
import type { Failure } from '../../nodes/KlingVideo/shared/failure.ts';
import { readSubmittedTask, readTask } from '../../nodes/KlingVideo/transport/readTask.ts';
import type { Task } from '../../nodes/KlingVideo/shared/task.ts';

const KEY = 'sk-Zq8Wn3Rt6Yp1Lk5Jh9Gf2Ds7';

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** What every task has to be, whatever it was read from. */
function expectValid(task: Task): void {
	const { id, status, progress, videoUrl, model, createdAt, completedAt, error, raw } = task;
	expect(id.trim()).not.toBe('');
	expect(['pending', 'completed', 'failed', 'cancelled']).toContain(status);
	if (progress !== undefined) {
		expect(Number.isInteger(progress) && progress >= 0 && progress <= 100).toBe(true);
	}
	if (videoUrl !== undefined) {
		expect(status).toBe('completed');
		expect(new URL(videoUrl).protocol).toMatch(/^https?:$/);
	}
	if (model !== undefined) expect(model).not.toBe('');
	if (createdAt !== undefined) expect(createdAt).toMatch(ISO);
	if (completedAt !== undefined) {
		expect(completedAt).toMatch(ISO);
		expect(status).not.toBe('pending');
	}
	if (error !== undefined) {
		expect(['failed', 'cancelled']).toContain(status);
		expect(error.message.length).toBeLessThanOrEqual(500);
	}
	expect(typeof raw).toBe('object');
	for (const [key, value] of Object.entries(task))
		expect([key, value]).not.toEqual([key, undefined]);
}

const garbage = fc.oneof(
	fc.constantFrom(null, '', ' ', 0, -1, NaN, true, [], {}, KEY, `https://a.example/?k=${KEY}`),
	fc.string({ unit: 'grapheme' }),
	fc.double(),
	fc.jsonValue({ maxDepth: 3 }),
);

/** Mostly what gateways send, sometimes anything at all. */
const mostly = (usual: fc.Arbitrary<unknown>) =>
	fc.oneof({ weight: 4, arbitrary: usual }, { weight: 1, arbitrary: garbage });

const id = mostly(fc.constantFrom('task_AbCdEfGhIjKlMnOpQrStUvWxYz012345', 'video_123'));
const link = mostly(
	fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.constantFrom('', 'the upstream failed')),
);
const moment = mostly(
	fc.oneof(
		fc.integer({ min: 0, max: 4_000_000_000 }),
		fc.integer({ min: 0, max: 4_000_000_000 }).map(String),
		fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
		fc.constantFrom('2026-01-31T12:00:00+08:00', '0001-01-01T00:00:00Z'),
	),
);
const status = mostly(
	fc
		.constantFrom(
			'queued',
			'submitted',
			'pending',
			'not_start',
			'unknown',
			'in_progress',
			'processing',
			'running',
			'completed',
			'success',
			'succeed',
			'succeeded',
			'finish',
			'finished',
			'failed',
			'failure',
			'fail',
			'error',
			'aborted',
			'cancelled',
			'canceled',
			'expired',
		)
		.chain((word) => fc.constantFrom(word, word.toUpperCase())),
);
const error = mostly(
	fc.oneof(
		fc.string(),
		fc.constant(`Invalid key ${KEY}`),
		fc.record(
			{ message: fc.string(), code: fc.oneof(fc.string(), fc.integer()) },
			{ requiredKeys: [] },
		),
	),
);
const taskBody = fc.record(
	{
		id,
		task_id: id,
		object: fc.constant('video'),
		model: mostly(fc.constant('kling-3.0-omni-720p-ref-audio')),
		status,
		progress: mostly(
			fc.oneof(
				fc.integer({ min: 0, max: 100 }),
				fc.integer({ min: 0, max: 100 }).map((n) => `${n}%`),
			),
		),
		created_at: moment,
		completed_at: moment,
		video_url: link,
		url: link,
		metadata: mostly(
			fc.record({ url: link, video_url: link, result_url: link }, { requiredKeys: [] }),
		),
		error,
		seed: garbage,
	},
	{ requiredKeys: [] },
);
const errorBody = fc.oneof(
	fc.record({
		error: fc.record({ message: garbage, type: garbage, code: garbage }, { requiredKeys: [] }),
	}),
	fc.record({ code: garbage, message: garbage, data: garbage }, { requiredKeys: ['message'] }),
	fc.record({ success: fc.constant(false), message: garbage }),
	fc.constant('<html><title>502 Bad Gateway</title></html>'),
	garbage,
);
const body = fc
	.oneof(taskBody, errorBody)
	.chain((value) =>
		fc.constantFrom(value, JSON.stringify(value), Buffer.from(JSON.stringify(value) ?? '')),
	);
const headers = fc.dictionary(
	fc.constantFrom('Retry-After', 'x-request-id', 'X-Oneapi-Request-Id', 'content-type'),
	garbage,
);
const response = fc.record({
	statusCode: fc.oneof(
		fc.constantFrom(200, 201, 204, 302, 400, 401, 403, 404, 408, 413, 425, 429, 500, 502, 503),
		fc.integer({ min: 100, max: 599 }),
	),
	headers,
	body,
});

test('any body of the tolerated shapes reads as a valid task or as none', () => {
	fc.assert(
		fc.property(
			taskBody,
			fc.option(
				id.filter((value) => typeof value === 'string'),
				{ nil: undefined },
			),
			(value, asked) => {
				const tasks = [
					readTask(value, {
						taskId: asked === undefined ? undefined : String(asked),
						secret: KEY,
					}),
					readSubmittedTask(value, { secret: KEY }),
				];
				for (const task of tasks) if (task !== undefined) expectValid(task);
			},
		),
		{ numRuns: 600 },
	);
});

test('a body with a documented id and status always reads as a task', () => {
	fc.assert(
		fc.property(taskBody, fc.constantFrom('queued', 'completed', 'failed'), (value, word) => {
			const told = { ...value, task_id: 'video_123', status: word };
			expect(readTask(told, { taskId: 'asked' })).toMatchObject({ id: 'asked' });
			expect(readTask(told)).toMatchObject({ id: 'video_123' });
			expect(readSubmittedTask(told)).toMatchObject({ id: 'video_123' });
		}),
		{ numRuns: 300 },
	);
});

function expectSafe(failure: Failure): void {
	const { status: code, text, retryAfterMs } = failure;
	expect(JSON.stringify(failure)).not.toContain(KEY.slice(3));
	if (text !== undefined) expect(text.length).toBeLessThanOrEqual(500);
	if (retryAfterMs !== undefined) expect(retryAfterMs).toBeGreaterThanOrEqual(0);
	if (failure.reason === 'badKey' || failure.reason === 'modelUnavailable') {
		expect(isTransient(failure)).toBe((code ?? 0) >= 500);
	}
}

test('any answer reads as a valid task or as a failure without the key', () => {
	fc.assert(
		fc.property(
			response,
			fc.boolean(),
			fc.integer({ min: 0, max: 4e12 }),
			(answer, submitted, now) => {
				const read = readAnswer(answer, { submitted, taskId: 'task_1', secret: KEY, now });
				if (read.ok) {
					expectValid(read.value);
					expect(answer.statusCode >= 200 && answer.statusCode < 300).toBe(true);
					expect(JSON.stringify({ ...read.value, id: '' })).not.toContain(KEY);
				} else {
					expectSafe(read.failure);
				}
				expectSafe(readFileFailure(answer, { taskId: 'task_1', secret: KEY, now }));
			},
		),
		{ numRuns: 600 },
	);
});

test('any thrown value reads as a failure without the key', () => {
	fc.assert(
		fc.property(
			fc.oneof(
				fc.anything(),
				fc.record(
					{ code: garbage, message: garbage, cause: garbage, response: garbage },
					{ requiredKeys: [] },
				),
			),
			(thrown) => {
				expectSafe(readNetworkFailure(thrown, { secret: KEY, submitted: true }));
			},
		),
		{ numRuns: 500 },
	);
});

describe('hostile keys', () => {
	const KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'a.b'];
	const hostile: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
		value: fc.oneof(
			{ depthSize: 'small' },
			fc.constantFrom<unknown>('completed', 'task_1', 'https://a.example/1.mp4', 7, true, null),
			fc.array(tie('value'), { maxLength: 2 }),
			tie('object'),
		),
		object: fc
			.array(
				fc.tuple(
					fc.constantFrom(
						...KEYS,
						...['id', 'task_id', 'status', 'error', 'message', 'code', 'data', 'metadata', 'url'],
						...['video_url', 'output', 'video', 'fail_reason', 'Response', 'task_result', 'videos'],
					),
					tie('value'),
				),
				{ maxLength: 5 },
			)
			// As JSON.parse does it: a key named __proto__ is a plain key.
			.map((entries) => Object.fromEntries(entries)),
	})).object;

	const before = Reflect.ownKeys(Object.prototype);

	test('in any answer write into no prototype, and are read from none', () => {
		fc.assert(
			fc.property(
				hostile,
				fc.constantFrom(200, 201, 400, 429, 500),
				fc.boolean(),
				(told, statusCode, submitted) => {
					const json = JSON.stringify(told);
					const answer = { statusCode, headers: {}, body: json };
					const read = readAnswer(answer, { submitted, taskId: 'task_1', secret: KEY, now: 0 });
					if (read.ok) {
						expectValid(read.value);
						expect(Object.getPrototypeOf(read.value.raw)).toBe(Object.prototype);
					} else {
						expectSafe(read.failure);
					}
					readNetworkFailure({ response: { status: statusCode, data: told } }, { secret: KEY });
					expect(Reflect.ownKeys(Object.prototype)).toEqual(before);
				},
			),
			{ numRuns: 600 },
		);
	});

	test('inherited from a prototype say nothing', () => {
		const inherited = (own: object, more: object) => Object.setPrototypeOf(own, more) as object;
		const task = { task_id: 'task_9', status: 'completed', url: 'https://a.example/9.mp4' };
		expect(readTask(inherited({}, task), { taskId: 'task_1' })).toBeUndefined();
		expect(readSubmittedTask(inherited({}, task))).toBeUndefined();
		expect(readTask(inherited({ status: 'completed' }, task), { taskId: 'task_1' })).toEqual({
			id: 'task_1',
			status: 'completed',
			raw: { status: 'completed' },
		});
		const refusal = inherited({}, { code: 'x', message: 'No', data: null });
		const answer = { statusCode: 500, headers: {}, body: refusal };
		expect(readAnswer(answer, { submitted: true, now: 0 })).toMatchObject({
			failure: { acceptance: 'unknown' },
		});
	});

	test('stay plain keys in what an item holds', () => {
		const body: unknown = JSON.parse(
			'{"id":"task_1","status":"queued","__proto__":{"polluted":1},"constructor":{"prototype":{"a":1}}}',
		);
		const raw = readTask(body, { taskId: 'task_1' })?.raw ?? {};
		expect(Object.keys(raw)).toEqual(['id', 'status', '__proto__', 'constructor']);
		expect(Object.getPrototypeOf(raw)).toBe(Object.prototype);
		expect(Reflect.get({}, 'polluted')).toBeUndefined();
	});
});
