/** What is advised on failures that come from behind the gateway: pure rules. */
import { failedTaskAdvice, upstreamAdvice } from '../../nodes/KlingVideo/errors/upstreamAdvice.ts';

describe("trouble of the gateway's supplier, which nothing in the task can mend", () => {
	const OTHERS = /^This is between the gateway and its supplier/;
	const NAMES = [
		...['AuthFailure', 'UnauthorizedOperation', 'InternalError', 'ResourceUnavailable'],
		...['task_not_exist', 'model_not_found', 'quota_not_enough'],
		...['insufficient_user_quota', 'pre_consume_token_quota_failed'],
	];
	const NUMBERS = ['1000', '1001', '1002', '1003', '1004', '1100', '1101', '1102', '1103'];

	test.each([...NAMES, ...NUMBERS])('is known by the code %s', (code) => {
		expect(failedTaskAdvice(code, undefined)).toMatch(OTHERS);
		expect(failedTaskAdvice(`${code}.Detail`, 'x')).toMatch(OTHERS);
		expect(failedTaskAdvice(`${code}x`, 'x')).not.toMatch(OTHERS);
	});

	test.each(NAMES)('is known by %s in the words', (name) => {
		expect(failedTaskAdvice('70000', `ErrCodeExt: ${name}`)).toMatch(OTHERS);
	});

	test.each(NUMBERS)('is not known by %s in the words: it may be there by chance', (number) => {
		expect(failedTaskAdvice(undefined, `took ${number} ms`)).not.toMatch(OTHERS);
	});

	test.each([
		...['invalid token', 'expired API key', 'disabled apikey', 'missing api_key', 'wrong api-key'],
		...['missing access key', 'wrong accesskey', 'invalid access_key', 'invalid access-key'],
		...['invalid credential', 'invalid credentials', 'invalid signature', 'invalid, or no token'],
		...['unauthorised', 'Unauthorized', 'authentication failed', 'not authenticated'],
		...['task not found', 'task_not_found', 'task not exist', 'task does not exist'],
		...['insufficient quota', 'insufficient balance', 'insufficient credit'],
		...['insufficient account credits', 'No available channel', '上游任务查询失败'],
		...['无效的令牌', '无效令牌', '无效的密钥', '余额不足', '额度不足', '欠费'],
	])('is known by the words "%s"', (words) => {
		expect(failedTaskAdvice(undefined, `x ${words} y`)).toMatch(OTHERS);
	});

	test.each([
		...['invalidated token', 'invalid tokens', 'insufficient light', 'the author', undefined],
		'invalid: of all that was sent no token',
	])('is not known by the words "%s"', (words) => {
		expect(failedTaskAdvice(undefined, words)).not.toMatch(OTHERS);
	});
});

test.each([
	['ContentModerationFailed', /moderation/],
	['1301', /moderation/],
	['InvalidParameter.MediaFormat', /wrong format/],
	['ModelGenerateFailed', /could not make this video/],
	['ResourceInsufficient', /short of capacity/],
	['RequestLimitExceeded', /Too many tasks/],
	['LimitExceeded', /Too many tasks/],
	['1302', /Too many tasks/],
	['1303', /Too many tasks/],
	['TaskTimeout', /did not finish in time/],
])('the code %s has advice of its own', (code, advice) => {
	expect(upstreamAdvice(code, undefined)).toMatch(advice);
	expect(upstreamAdvice(`${code}.Detail`, 'x')).toMatch(advice);
	expect(upstreamAdvice(undefined, `x ${code}`) === undefined).toBe(/^\d+$/.test(code));
	expect(upstreamAdvice('x', undefined)).toBeUndefined();
});
