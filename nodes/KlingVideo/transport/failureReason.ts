import type { FailureReason } from '../shared/failure';
import { isNoRoom } from './noRoom';
import type { Words } from './readWords';

/** What a failed request was for. */
export interface Asked {
	/** It was a submission; otherwise it asked for a task or its file. */
	submitted?: boolean;
	/** It asked for a task that this very key submitted. */
	ownTask?: boolean;
}

/** No channel knows the model; the model has no price. */
const MODEL_CODES = new Set<string | undefined>(['model_not_found', 'model_price_error']);

const NO_CREDIT_CODES = new Set<string | undefined>([
	'insufficient_user_quota',
	'pre_consume_token_quota_failed',
	'quota_not_enough',
]);

/** The supplier's account of the gateway is empty or locked: Kling's numbers, and the words of gateways in a chain. */
const SUPPLIER_NO_CREDIT = new Set([...NO_CREDIT_CODES, '1100', '1101', '1102', '1103']);

/** Tencent's codes for its own failures and for the gateway's account there; some gateways mask the first word. */
const SUPPLIER_FAILED =
	/^(?:(?:AuthFailure|UnauthorizedOperation|InternalError|ResourceUnavailable)(?:\.|$)|\*+\.)/;

/** Answers about the request itself, also when the supplier gave them; all others are the supplier's own trouble. */
const ABOUT_THE_INPUT = new Set([400, 413, 422]);

/** Why a request failed, by status and codes. */
export function failureReason(status: number, words: Words, asked: Asked): FailureReason {
	const [code] = words.codes;
	// Nobody was asked for the video.
	if (MODEL_CODES.has(code)) return 'modelUnavailable';
	if (NO_CREDIT_CODES.has(code)) return 'noCredit';
	if (asked.submitted === true) return ofSubmission(status, words);
	if (code === 'task_not_exist' || isUnknownToLimitedKey(status, words)) return 'taskUnknown';
	if (words.isPassedOn === true && status !== 429) return 'supplierTrouble';
	if (status === 401 && asked.ownTask === true) return 'keyUsedUp';
	if (status === 404) return 'taskUnknown';
	if (status === 429) return 'saturated';
	return byStatus(status);
}

function ofSubmission(status: number, words: Words): FailureReason {
	if (words.codes.some((code) => SUPPLIER_NO_CREDIT.has(code))) return 'supplierTrouble';
	if (status === 429 || isNoRoom(words)) return 'noRoom';
	if (words.codes.some((code) => SUPPLIER_FAILED.test(code))) return 'supplierTrouble';
	if (words.isPassedOn === true && !ABOUT_THE_INPUT.has(status)) return 'supplierTrouble';
	return byStatus(status);
}

/**
 * What a key that is limited to models hears of a task that the gateway does not know, or not yet; at older gateways of
 * any task. The name of the model is missing, as there is none.
 */
function isUnknownToLimitedKey(status: number, { text = '' }: Words): boolean {
	return status === 403 && /no access to model\W*(?:request id|$)|无权访问模型\W*$/i.test(text);
}

function byStatus(status: number): FailureReason {
	if (status >= 300 && status < 400) return 'redirected';
	if (status < 400 || status >= 500) return 'gatewayTrouble';
	switch (status) {
		case 401:
			return 'badKey';
		case 402:
			return 'noCredit';
		case 403:
			return 'modelUnavailable';
		case 408:
		case 409:
		case 423:
		case 425:
		case 499:
			return 'gatewayTrouble';
		default:
			return 'refusedInput';
	}
}
