import type { INode } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';
import { failureError, type FailureContext } from '../../nodes/KlingVideo/errors/failureError.ts';
import { taskFailure } from '../../nodes/KlingVideo/waiting/taskFailure.ts';
import type { Failure, FailureReason } from '../../nodes/KlingVideo/shared/failure.ts';

const node: INode = {
	id: '1',
	name: 'Kling Video',
	type: 'n8n-nodes-kling-video.klingVideo',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const SUBMITTING: FailureContext = { itemIndex: 0, several: false, submitting: true };
const LOOKING: FailureContext = {
	itemIndex: 0,
	several: false,
	submitting: false,
	taskId: 'task_1',
};

function worded(failure: Partial<Failure> & { reason: FailureReason }, context: FailureContext) {
	return failureError(node, { acceptance: 'refused', ...failure }, context);
}

describe('what happened and what to do', () => {
	test.each<[FailureReason, Partial<Failure>, FailureContext, string, RegExp]>([
		[
			'badKey',
			{ status: 401 },
			SUBMITTING,
			'The gateway refused the API key',
			/^Check 'API Key' and 'Base URL' in the credential/,
		],
		[
			'noCredit',
			{ status: 403 },
			SUBMITTING,
			'The gateway account or the API key is out of credit',
			/^Top up/,
		],
		[
			'modelUnavailable',
			{ status: 403, text: 'This token has no access to model Kling-2.6' },
			{ ...SUBMITTING, modelName: 'Kling-2.6' },
			"The API key may not use the model 'Kling-2.6'",
			/made no task\. Allow the model/,
		],
		[
			'modelUnavailable',
			{ status: 403 },
			{ ...SUBMITTING, modelName: 'Kling-2.6' },
			'The gateway does not allow the API key to submit this task',
			/made no task\. Check at the gateway which models, groups and IP addresses/,
		],
		[
			'modelUnavailable',
			{ status: 403, text: 'This token has no access to model kling-a' },
			LOOKING,
			'The API key may not use the model (task ID: task_1)',
			/^Allow the model/,
		],
		[
			'modelUnavailable',
			{ status: 400, code: 'model_price_error' },
			SUBMITTING,
			'There is no price at the gateway for the model',
			/^Choose another one in 'Model'/,
		],
		[
			'taskUnknown',
			{ status: 403 },
			LOOKING,
			'The gateway does not know the task (task ID: task_1)',
			/older gateways answer like this for each of its tasks/,
		],
		[
			'keyUsedUp',
			{ status: 401 },
			LOOKING,
			'The API key is used up, by this task perhaps, so the gateway does not show the task (task ID: task_1)',
			/^The task itself goes on and is paid for\. Top up/,
		],
		[
			'supplierTrouble',
			{ status: 401, text: 'bad key' },
			SUBMITTING,
			"The gateway's own supplier did not take the task",
			/made no task\. Nothing is wrong with your API key.*The supplier said: "bad key"/,
		],
		[
			'supplierTrouble',
			{ status: 500 },
			LOOKING,
			"The gateway's own supplier did not answer (task ID: task_1)",
			/^Nothing is wrong with.*The task itself is not affected/,
		],
		[
			'noRoom',
			{ status: 500, code: '1303' },
			SUBMITTING,
			'The gateway account has no room for another task just now',
			/when a task of the account has ended/,
		],
		[
			'unknownOutcome',
			{ status: 200, isPage: true, acceptance: 'unknown' },
			SUBMITTING,
			'It is not known whether the gateway accepted the task: a web page answered instead',
			/^Check 'Base URL' in the credential: .* Look for the task in the gateway's task log/,
		],
		[
			'unknownOutcome',
			{ status: 502, isPage: true, acceptance: 'unknown' },
			SUBMITTING,
			'It is not known whether the gateway accepted the task',
			/^Look for the task/,
		],
		[
			'gatewayTrouble',
			{ status: 200, isPage: true, acceptance: 'unknown' },
			LOOKING,
			'A web page answered instead of the gateway (task ID: task_1)',
			/^Check 'Base URL'.*The task itself is not affected/,
		],
		[
			'gatewayTrouble',
			{ status: 501, acceptance: 'unknown' },
			LOOKING,
			'The gateway does not offer this (501) (task ID: task_1)',
			/^Check 'Base URL'/,
		],
		[
			'gatewayTrouble',
			{ status: 500, acceptance: 'refused' },
			SUBMITTING,
			'The gateway could not take the task',
			/^The gateway says that it made no task\. Run the node again later/,
		],
		[
			'modelUnavailable',
			{ status: 503, code: 'model_not_found' },
			{ ...SUBMITTING, modelName: 'Kling-9' },
			"The gateway does not offer the model 'Kling-9'",
			/^Choose another one in 'Model'/,
		],
		[
			'modelUnavailable',
			{ status: 503, code: 'model_not_found' },
			SUBMITTING,
			'The gateway does not offer the model',
			/^Choose/,
		],
		[
			'modelUnavailable',
			{ status: 403 },
			LOOKING,
			'The gateway does not allow the API key to do this (task ID: task_1)',
			/belongs to its account/,
		],
		[
			'refusedInput',
			{ status: 400 },
			SUBMITTING,
			'The gateway refused the request',
			/^The gateway says that it made no task\. Change what/,
		],
		[
			'refusedInput',
			{ status: 400, code: 'ContentModerationFailed' },
			SUBMITTING,
			'The gateway refused the request',
			/^The content was refused by moderation/,
		],
		[
			'refusedInput',
			{ status: 404 },
			SUBMITTING,
			'The gateway has no such address (404)',
			/^Check 'Base URL'/,
		],
		[
			'refusedInput',
			{ status: 413 },
			SUBMITTING,
			'The request is too large for the gateway',
			/^Send files as links/,
		],
		[
			'noRoom',
			{ status: 429 },
			SUBMITTING,
			'The gateway account has no room for another task just now',
			/^The gateway says that it made no task\. .*'Tasks at a Time'/,
		],
		[
			'noRoom',
			{ status: 429, code: 'fail_to_fetch_task', text: '当前分组上游负载已饱和，请稍后再试' },
			SUBMITTING,
			'The gateway account has no room for another task just now',
			/if no task of the account is open, ask the owner of the gateway\. The gateway said: "/,
		],
		[
			'saturated',
			{ status: 429 },
			LOOKING,
			'The gateway is receiving too many requests (task ID: task_1)',
			/Wait or Get Status/,
		],
		[
			'gatewayTrouble',
			{ status: 502, acceptance: 'unknown' },
			{ ...LOOKING, taskId: undefined },
			'The gateway gave no usable answer',
			/^Run the node again later/,
		],
		[
			'gatewayTrouble',
			{ status: 502, acceptance: 'unknown' },
			LOOKING,
			'The gateway gave no usable answer (task ID: task_1)',
			/^The task itself is not affected/,
		],
		[
			'taskUnknown',
			{ status: 400 },
			LOOKING,
			'The gateway does not know the task (task ID: task_1)',
			/^Check the task ID/,
		],
		[
			'taskUnknown',
			{ status: 404 },
			LOOKING,
			'The gateway does not know the task (task ID: task_1)',
			/'Base URL'/,
		],
		[
			'taskNotReady',
			{ status: 400 },
			LOOKING,
			'The video of the task is not ready yet (task ID: task_1)',
			/operation Wait/,
		],
		[
			'redirected',
			{ status: 302 },
			SUBMITTING,
			'The gateway answered with a redirect',
			/'Base URL'/,
		],
		[
			'unreachable',
			{ code: 'ECONNREFUSED' },
			SUBMITTING,
			'The gateway could not be reached',
			/^Nothing was sent, so no task was made\. Check 'Base URL'/,
		],
		[
			'unreachable',
			{ code: 'ECONNRESET' },
			LOOKING,
			'The gateway could not be reached (task ID: task_1)',
			/The task itself is not affected/,
		],
		[
			'unreachable',
			{ code: 'CERT_HAS_EXPIRED' },
			SUBMITTING,
			"The gateway's certificate could not be verified",
			/^Nothing was sent, so no task was made/,
		],
		[
			'taskFailed',
			{ acceptance: 'unknown' },
			LOOKING,
			'The task failed (task ID: task_1)',
			/^The gateway does not say why\./,
		],
		[
			'taskFailed',
			{ acceptance: 'unknown', text: 'No' },
			LOOKING,
			'The task failed (task ID: task_1)',
			/^If the reason below is about the prompt, .* Then submit the task again\. Reason: "No"\./,
		],
		[
			'taskCancelled',
			{ acceptance: 'unknown' },
			LOOKING,
			'The task was cancelled (task ID: task_1)',
			/^Submit it again/,
		],
		[
			'timeOut',
			{ acceptance: 'unknown' },
			LOOKING,
			'The task did not finish in time (task ID: task_1)',
			/^The task goes on at the gateway\. Use the operation Wait or Get Status/,
		],
		[
			'timeOut',
			{ acceptance: 'unknown' },
			{ ...LOOKING, waitedMinutes: 60 },
			'The task did not finish within 60 minutes (task ID: task_1)',
			/^The task goes on/,
		],
		[
			'timeOut',
			{ acceptance: 'unknown' },
			{ ...LOOKING, waitedMinutes: 1 },
			'The task did not finish within 1 minute (task ID: task_1)',
			/^The task goes on/,
		],
		[
			'unknownOutcome',
			{ acceptance: 'unknown' },
			SUBMITTING,
			'It is not known whether the gateway accepted the task',
			/task log.*retrying this execution by hand sends it again/,
		],
		[
			'refusedInput',
			{ status: 405 },
			SUBMITTING,
			'The gateway has no such address (405)',
			/^Check 'Base URL'/,
		],
		[
			'supplierTrouble',
			{ status: 500, acceptance: 'unknown' },
			{ ...LOOKING, submitting: true },
			"The gateway's own supplier did not take the task (task ID: task_1)",
			/^Nothing is wrong with your API key/,
		],
		[
			'noRoom',
			{ openTasks: 3 },
			SUBMITTING,
			'The gateway account has no room for another task just now',
			/^Run the node again .* of the account\. Open tasks of this node at that moment: 3\.$/,
		],
		[
			'noRoom',
			{ openTasks: 0 },
			SUBMITTING,
			'The gateway account has no room for another task just now',
			/^Run the node again .* is a limit of the account\.$/,
		],
		[
			'unreachable',
			{ code: 'ECONNREFUSED' },
			{ ...LOOKING, submitting: true },
			'The gateway could not be reached (task ID: task_1)',
			/^Nothing was sent, so no task was made\. Check 'Base URL'/,
		],
		[
			'taskFailed',
			{ acceptance: 'unknown', code: 'TaskTimeout' },
			LOOKING,
			'The task failed (task ID: task_1)',
			/^The video service did not finish in time/,
		],
		[
			'unknownOutcome',
			{ status: 300, isPage: true, acceptance: 'unknown' },
			SUBMITTING,
			'It is not known whether the gateway accepted the task',
			/^Look for the task/,
		],
		[
			'gatewayTrouble',
			{ status: 300, isPage: true, acceptance: 'unknown' },
			LOOKING,
			'The gateway gave no usable answer (task ID: task_1)',
			/^The task itself is not affected/,
		],
		[
			'gatewayTrouble',
			{ status: 200, isPage: true, acceptance: 'unknown' },
			{ ...LOOKING, taskId: undefined },
			'A web page answered instead of the gateway',
			/it seems to lead to a website\. The gateway said: HTTP 200\.$/,
		],
		[
			'gatewayTrouble',
			{ status: 501, acceptance: 'unknown' },
			{ ...LOOKING, taskId: undefined },
			'The gateway does not offer this (501)',
			/that the gateway can make videos\. The gateway said: HTTP 501\.$/,
		],
		[
			'gatewayTrouble',
			{ status: 500, acceptance: 'refused' },
			LOOKING,
			'The gateway gave no usable answer (task ID: task_1)',
			/^The task itself is not affected/,
		],
		[
			'gatewayTrouble',
			{ status: 500, acceptance: 'unknown' },
			{ ...LOOKING, submitting: true },
			'The gateway gave no usable answer (task ID: task_1)',
			/^Run the node again later/,
		],
	])('%s %j', (reason, failure, context, message, description) => {
		const error = worded({ reason, ...failure }, context);
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error.message).toBe(message);
		expect(error.description).toMatch(description);
		expect(error.httpCode).toBe(failure.status === undefined ? null : String(failure.status));
	});

	test.each([
		['ContentModerationFailed', /moderation: change the prompt/],
		['InvalidParameter.MediaFormat', /wrong format, size or length/],
		['ModelGenerateFailed', /submit it again, or change the prompt/],
		['ResourceInsufficient', /later, or with 'Off-Peak'/],
		['TaskTimeout', /did not finish in time: submit it again/],
		['SomethingElse', /^If the reason below is about the prompt/],
	])('a failed task with code %s', (code, advice) => {
		const failure = taskFailure({
			id: 'task_1',
			status: 'failed',
			error: { code, message: '失败' },
			raw: {},
		});
		const error = failureError(node, failure, LOOKING);
		expect(error.message).toBe('The task failed (task ID: task_1)');
		expect(error.description).toMatch(advice);
		expect(error.description).toContain(`Reason: "失败" (${code}).`);
	});

	test.each([
		['70000', 'ErrCodeExt: ContentModerationFailed', /moderation: change the prompt/],
		['task_failed', 'tencent: InvalidParameter.MediaFormat', /wrong format, size or length/],
		['1301', 'x', /moderation/],
		['tencent_vod_task_failed', 'The content did not pass moderation.', /by moderation: change/],
		['task_failed', 'Account balance not enough', /ask the owner of the gateway/],
		['x', 'unsupported Tencent VOD Kling model', /^Choose another one in 'Model'/],
		[undefined, 'parallel task over resource pack limit', /when one of them has ended/],
		['1303', 'x', /when one of them has ended/],
		['LimitExceeded.Task', 'x', /when one of them has ended/],
		[undefined, '任务超时（1440分钟）', /did not finish in time: submit it again/],
		['x', 'The task timed out', /did not finish in time: submit it again/],
		['13033', 'code 1303 or so', /^If the reason below is about the prompt/],
		['invalid_request', 'prompt is required', /fill in 'Prompt'/],
	])('a failed task with code %s and text "%s"', (code, text, advice) => {
		const failure = { reason: 'taskFailed', acceptance: 'unknown', code, text } as const;
		expect(failureError(node, failure, LOOKING).description).toMatch(advice);
	});

	/** Reasons of failed tasks that sound like the user's own trouble; they come from behind the gateway. */
	const SUPPLIERS_OWN: Array<[string | undefined, string]> = [
		['task_not_exist', 'task_not_exist'],
		[undefined, 'Invalid token'],
		[undefined, 'Invalid API key provided'],
		[undefined, '无效的令牌'],
		['AuthFailure.SignatureFailure', 'x'],
		['InternalError', 'x'],
		['1102', 'x'],
		['1002', 'access key is wrong'],
		['insufficient_user_quota', '用户额度不足'],
		['task_failed', 'Unauthorized'],
		[undefined, '上游任务查询失败（HTTP 401）'],
		['model_not_found', 'No available channel for model'],
	];

	test.each(SUPPLIERS_OWN)('a failed task with %s: "%s" is the trouble of others', (code, text) => {
		const failure = { reason: 'taskFailed', acceptance: 'unknown', code, text } as const;
		const { description } = failureError(node, failure, LOOKING);
		expect(description).toMatch(/^This is between the gateway and its supplier/);
	});

	test.each<[string | undefined, string]>([
		...SUPPLIERS_OWN,
		['access_denied', 'Your IP is not in the list'],
		['x', 'Invalid URL (GET /v1/videos)'],
		['401', 'The key has been revoked'],
		['bad_gateway', 'base_url is wrong'],
		['x', 'Look into your credential'],
	])('the advice on %s: "%s" leaves key, address and task ID alone', (code, text) => {
		const failure = { reason: 'taskFailed', acceptance: 'unknown', code, text } as const;
		const { description } = failureError(node, failure, LOOKING);
		const [advice = ''] = (description ?? '').split(' Reason: ');
		expect(advice).not.toBe('');
		expect(advice).not.toMatch(/\bkey\b|base url|credential|address|task id|\bIP\b/i);
	});

	test.each([
		['User has been banned', 'The gateway has blocked the user of the API key'],
		['用户已被封禁', 'The gateway has blocked the user of the API key'],
		[
			'您的 IP 不在令牌允许访问的列表中',
			'The API key may not be used from the IP address of this n8n',
		],
		[
			'Your IP is not in the list of the token',
			'The API key may not be used from the IP address of this n8n',
		],
		['无权访问 vip9 分组', 'The API key may not use its group of channels'],
		['You have no access to group vip9', 'The API key may not use its group of channels'],
		['You may not access the group vip9', 'The API key may not use its group of channels'],
		['该令牌无权访问模型 a', 'The API key may not use the model'],
		['无权使用模型 a', 'The API key may not use the model'],
		['This channel has been disabled', 'The channel of the API key is disabled at the gateway'],
		['该渠道已被禁用', 'The channel of the API key is disabled at the gateway'],
		['Something new', 'The gateway does not allow the API key to submit this task'],
	])('403 with "%s"', (text, message) => {
		expect(worded({ reason: 'modelUnavailable', status: 403, text }, SUBMITTING).message).toBe(
			message,
		);
	});

	test('a task is read as failed or cancelled', () => {
		expect(taskFailure({ id: 'a', status: 'failed', raw: {} })).toEqual({
			reason: 'taskFailed',
			acceptance: 'unknown',
		});
		expect(
			taskFailure({ id: 'a', status: 'cancelled', error: { message: 'No' }, raw: {} }),
		).toEqual({
			reason: 'taskCancelled',
			acceptance: 'unknown',
			text: 'No',
		});
	});
});

describe('a submission of unknown outcome', () => {
	test.each<FailureReason>(['gatewayTrouble', 'unreachable', 'noCredit'])(
		'%s says so first',
		(reason) => {
			const error = worded({ reason, acceptance: 'unknown', status: 500, text: 'No' }, SUBMITTING);
			expect(error.message).toBe('It is not known whether the gateway accepted the task');
			expect(error.description).toContain('The gateway said: "No" (HTTP 500).');
			expect(error.context.reason).toBe('unknownOutcome');
		},
	);

	test('names no task where there is none', () => {
		const { context } = worded({ reason: 'badKey' }, { ...SUBMITTING, itemIndex: 2 });
		expect(context).toStrictEqual({ itemIndex: 2, reason: 'badKey', code: 'badKey' });
	});

	test('is none when the task is known or nothing was submitted', () => {
		const failure = { reason: 'gatewayTrouble', acceptance: 'unknown' } as const;
		for (const context of [
			LOOKING,
			{ ...LOOKING, submitting: true },
			{ ...LOOKING, taskId: undefined },
		]) {
			expect(worded(failure, context).context.reason).toBe('gatewayTrouble');
		}
	});
});

describe('the description', () => {
	test.each<[string, Partial<Failure>, string]>([
		[
			'text, status and code',
			{ status: 400, code: 'invalid_request', text: 'Bad seconds' },
			'The gateway said: "Bad seconds" (HTTP 400, invalid_request).',
		],
		[
			'status and code',
			{ status: 400, code: 'invalid_request' },
			'The gateway said: HTTP 400, invalid_request.',
		],
		[
			'a network error',
			{ code: 'ECONNRESET', text: 'socket hang up' },
			'Network error: "socket hang up" (ECONNRESET).',
		],
		[
			'what is known without an answer',
			{ text: 'It was sent at an earlier try' },
			'Reason: "It was sent at an earlier try".',
		],
		[
			'the request id',
			{ status: 400, text: 'No', requestId: 'abc' },
			'The gateway said: "No" (HTTP 400). Request ID: abc.',
		],
	])('tells %s', (_, failure, expected) => {
		const error = worded({ reason: 'refusedInput', ...failure }, SUBMITTING);
		expect(error.description?.endsWith(`again. ${expected}`)).toBe(true);
	});
});

test('names the item as n8n does, when there are several', () => {
	expect(worded({ reason: 'badKey' }, { ...SUBMITTING, itemIndex: 2, several: true }).message).toBe(
		'The gateway refused the API key [item 2]',
	);
	expect(
		worded({ reason: 'taskFailed' }, { ...LOOKING, itemIndex: 2, several: true }).message,
	).toBe('The task failed (task ID: task_1) [item 2]');
});

test('holds what a workflow may read', () => {
	const error = worded(
		{ reason: 'taskFailed', code: 'TaskTimeout', requestId: 'abc' },
		{ ...LOOKING, itemIndex: 2, runIndex: 1 },
	);
	expect(error.context).toEqual({
		itemIndex: 2,
		runIndex: 1,
		reason: 'taskFailed',
		code: 'TaskTimeout',
		taskId: 'task_1',
		requestId: 'abc',
	});
	expect(worded({ reason: 'timeOut' }, LOOKING).context.code).toBe('timeOut');
});

describe('n8n does not word it anew', () => {
	// n8n looks for these names in messages and for these statuses.
	test.each(['ECONNREFUSED', 'ENOENT', 'eperm', 'GETADDRINFO', 'ETIMEDOUT'])(
		'%s in a task ID',
		(name) => {
			const error = worded({ reason: 'taskFailed' }, { ...LOOKING, taskId: `task_${name}` });
			expect(error.message).toBe(`The task failed (task ID: task_${name})`);
			expect(error.messages).toEqual([]);
		},
	);

	test.each([400, 401, 403, 404, 408, 429, 500, 502, 503, 504])('status %i', (status) => {
		const error = worded({ reason: 'badKey', status, code: 'ECONNREFUSED' }, SUBMITTING);
		expect(error.message).toBe('The gateway refused the API key');
	});

	test('wrapped again by the engine', () => {
		const error = worded({ reason: 'saturated', status: 429 }, SUBMITTING);
		expect(new NodeApiError(node, error as never, { message: 'other' })).toBe(error);
		expect(error.message).toBe('The gateway is receiving too many requests');
	});
});

test('refers to no other error, request or answer', () => {
	const error = worded({ reason: 'unreachable', code: 'ECONNREFUSED', text: 'x' }, SUBMITTING);
	expect(error.cause).toBeUndefined();
	const own = Object.fromEntries(
		Object.getOwnPropertyNames(error).map((key) => [key, Reflect.get(error, key)]),
	);
	expect(own.errorResponse ?? {}).toEqual({});
	expect(Object.keys(own)).not.toEqual(expect.arrayContaining(['response', 'config', 'request']));
});
