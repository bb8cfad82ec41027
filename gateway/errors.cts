import { randomBytes } from 'node:crypto';
import type { JsonAnswer, RawAnswer } from './answer.cts';
import { json } from './answer.cts';
import type { Json } from './json.cts';

/** The language of the gateway's messages: real ones answer in Chinese whatever is asked. */
export type Language = 'en' | 'zh';

/** A new request id, as gateways print it in messages. */
export function newRequestId(): string {
	return `2026${randomBytes(14).toString('hex')}`;
}

/** E1: `{"error":{"message","type","code"}}`, with a request id at the message's end. */
export function e1(status: number, message: string, code = '', type = 'new_api_error'): JsonAnswer {
	const requestId = newRequestId();
	return json(
		status,
		{ error: { message: `${message} (request id: ${requestId})`, type, code } },
		{ 'x-oneapi-request-id': requestId },
	);
}

/** E2: `{"code","message","data":null}`. */
export function e2(status: number, code: string, message: string): JsonAnswer {
	return json(status, { code, message, data: null });
}

/** 401: the key is bad, expired, disabled or exhausted. `shown` is what an older gateway prints of the key. */
export function invalidToken(language: Language, shown?: string): JsonAnswer {
	const text = language === 'zh' ? '无效的令牌' : 'Invalid token';
	return e1(401, shown === undefined ? text : `${text}: ${shown}`);
}

/** 403: the key may not use this model. */
export function modelForbidden(language: Language, model: string): JsonAnswer {
	return e1(
		403,
		language === 'zh'
			? `该令牌无权访问模型 ${model}`
			: `This token has no access to model ${model}`,
	);
}

/** 403: the user behind the key is banned. */
export function bannedUser(language: Language): JsonAnswer {
	return e1(403, language === 'zh' ? '用户已被封禁' : 'User has been banned');
}

/** 403: the key may be used from other addresses only; gateways say so in Chinese. */
export function addressNotAllowed(): JsonAnswer {
	return e1(403, '您的 IP 不在令牌允许访问的列表中', 'access_denied');
}

/** 403: the key's group does not exist for this user; gateways say so in Chinese. */
export function groupForbidden(): JsonAnswer {
	return e1(403, '无权访问 vip 分组');
}

/** 503: no channel serves a model of this name. */
export function modelNotFound(language: Language, model: string): JsonAnswer {
	return e1(
		503,
		language === 'zh'
			? `分组 default 下模型 ${model} 无可用渠道(distributor)`
			: `No available channel for model ${model} under group default (distributor)`,
		'model_not_found',
	);
}

/** 403: the account is out of credit. */
export function noAccountCredit(language: Language): JsonAnswer {
	return e2(
		403,
		'insufficient_user_quota',
		language === 'zh'
			? '用户额度不足, 剩余额度: $0.000000'
			: 'User quota is not enough, remaining quota: $0.000000',
	);
}

/** 403: the key's own budget does not cover the task. */
export function noKeyCredit(language: Language): JsonAnswer {
	return e2(
		403,
		'pre_consume_token_quota_failed',
		language === 'zh'
			? '令牌额度不足, 令牌剩余额度: $0.010000, 需要预扣费额度: $0.350000'
			: 'Token quota is not enough, token remain quota: $0.010000, need quota: $0.350000',
	);
}

/** 403: the account is out of credit, as older gateways word it. */
export function quotaNotEnough(): JsonAnswer {
	return e2(403, 'quota_not_enough', 'user quota is not enough');
}

/** 400: the request's shape or content is refused by the gateway itself. */
export function invalidRequest(message: string): JsonAnswer {
	return e2(400, 'invalid_request', message);
}

/** 400: upstream refuses the request, with its own code. */
export function upstreamRefusal(message: string, code = 'InvalidParameterValue'): JsonAnswer {
	return e2(400, code, message);
}

/** 400 E1: what is wrong with a request before its channel is known: no JSON, no model. */
export function invalidBody(message: string): JsonAnswer {
	return e1(400, message);
}

/**
 * What a gateway makes of its supplier's refusal: the supplier's own status, and its body as the message. Any 429
 * becomes the same sentence, whatever the supplier said.
 */
export function supplierRefused(status: number, body: Json): JsonAnswer {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return e2(status, 'fail_to_fetch_task', status === 429 ? SATURATED : text);
}

/** What gateways say of a supplier's 429. */
export const SATURATED = '当前分组上游负载已饱和，请稍后再试';

/** 400: no task has this id. */
export function taskNotExist(language: Language): JsonAnswer {
	return e2(400, 'task_not_exist', language === 'zh' ? '任务不存在' : 'task_not_exist');
}

/** 404: no such route. */
export function invalidUrl(method: string, path: string): JsonAnswer {
	return json(404, {
		error: {
			message: `Invalid URL (${method} ${path})`,
			type: 'invalid_request_error',
			param: '',
			code: '',
		},
	});
}

/** 200 with the gateway's web page: any path that is not the API's, whatever the method. */
export function webPage(): RawAnswer {
	return {
		kind: 'raw',
		status: 200,
		headers: { 'content-type': 'text/html; charset=utf-8' },
		body: '<!doctype html><html lang="en"><head><title>Gateway</title></head><body><div id="root"></div></body></html>\n',
	};
}

/** A redirect to the path without its last slash: 301 for GET, 307 otherwise. */
export function withoutSlash(method: string, path: string): RawAnswer {
	const location = path.replace(/\/$/, '');
	return { kind: 'raw', status: method === 'GET' ? 301 : 307, headers: { location }, body: '' };
}

/** 413: the body is over the limit. */
export function bodyTooLarge(): JsonAnswer {
	return e1(413, 'request body too large', 'read_request_body_failed');
}

/** An error of `/content`. */
export function contentError(
	status: number,
	message: string,
	type: 'invalid_request_error' | 'server_error' = 'server_error',
): JsonAnswer {
	return json(status, { error: { message, type } });
}

/** 400: `/content` was asked for before the task completed, or of a task that never will. */
export function notCompletedYet(status: string): JsonAnswer {
	const message = `Task is not completed yet, current status: ${status}`;
	return contentError(400, message, 'invalid_request_error');
}

/** 404: `/content` of a task that the gateway does not know. */
export function contentNotFound(): JsonAnswer {
	return contentError(404, 'Task not found', 'invalid_request_error');
}
