import type { FailureReason } from '../../nodes/KlingVideo/shared/failure.ts';
import type { Failure } from '../../nodes/KlingVideo/shared/failure.ts';
import type { TextFacts } from '../../nodes/KlingVideo/errors/failureTexts.ts';

/** One way to meet a failure: what caused it, and what the texts are made from. */
export interface ErrorCase {
	cause: string;
	failure?: Partial<Failure>;
	facts?: Partial<TextFacts>;
}

const SUBMITTING = { submitting: true };
const LATER = { submitting: false, hasTask: true };
const MODEL = { modelName: 'Kling-2.6' };

/** Every reason, in the order in which a user may meet them. */
export const ERROR_CASES: Record<FailureReason, ErrorCase[]> = {
	badKey: [{ cause: 'The gateway answers 401' }],
	keyUsedUp: [
		{
			cause:
				'The gateway answers 401 to a check of a task that this very key submitted, still after some minutes',
			facts: LATER,
		},
	],
	noCredit: [
		{
			cause:
				'402, or the code `insufficient_user_quota`, `pre_consume_token_quota_failed` or `quota_not_enough` with any status',
		},
	],
	modelUnavailable: [
		{
			cause: 'The code `model_not_found`, usually with 503',
			failure: { code: 'model_not_found' },
			facts: { ...SUBMITTING, ...MODEL },
		},
		{
			cause: 'The code `model_price_error`',
			failure: { code: 'model_price_error' },
			facts: { ...SUBMITTING, ...MODEL },
		},
		{
			cause: '403 to a submission, and the gateway names the model',
			failure: { text: 'This token has no access to model Kling-2.6' },
			facts: { ...SUBMITTING, ...MODEL },
		},
		{
			cause: '403, and the gateway says that the user is banned',
			failure: { text: 'User has been banned' },
			facts: SUBMITTING,
		},
		{
			cause: "403, and the gateway names the key's list of IP addresses",
			failure: { text: 'Your IP is not in the list' },
			facts: SUBMITTING,
		},
		{
			cause: '403, and the gateway names a group',
			failure: { text: 'No access to group vip' },
			facts: SUBMITTING,
		},
		{
			cause: '403, and the gateway says that the channel is disabled',
			failure: { text: 'This channel has been disabled' },
			facts: SUBMITTING,
		},
		{ cause: '403 to a submission, with other words', facts: { ...SUBMITTING, ...MODEL } },
		{ cause: '403 to a check of a task', facts: LATER },
	],
	refusedInput: [
		{ cause: '413', failure: { status: 413 }, facts: SUBMITTING },
		{ cause: '404 or 405 to a submission', failure: { status: 404 }, facts: SUBMITTING },
		{ cause: '400, 422 and the like to a submission', failure: { status: 400 }, facts: SUBMITTING },
		{ cause: 'The same to a check of a task', failure: { status: 400 }, facts: LATER },
	],
	noRoom: [
		{
			cause:
				"429 to a submission, or a code or text that means it with any status: Kling's `1303` and `1302`, Tencent's `RequestLimitExceeded`, `LimitExceeded`, `ResourceInsufficient`, the gateway's own `concurrency…`; still so after the node has offered the task again for a while",
			failure: { status: 429, acceptance: 'refused' },
			facts: SUBMITTING,
		},
		{
			cause:
				"429 with the code `fail_to_fetch_task`: the gateway's supplier answered 429, which may also mean that the gateway's own account there is out of credit",
			failure: { status: 429, code: 'fail_to_fetch_task', acceptance: 'refused' },
			facts: SUBMITTING,
		},
	],
	saturated: [
		{
			cause: '429 to a check of a task, until the time is up',
			failure: { status: 429 },
			facts: LATER,
		},
	],
	supplierTrouble: [
		{
			cause:
				"To a submission: the code `fail_to_fetch_task`, or the supplier's own answer as the message, with any status but 400, 413, 422 and 429; a code that means the supplier's own failure (`InternalError`, `AuthFailure…`)",
			failure: { status: 401, acceptance: 'refused' },
			facts: SUBMITTING,
		},
		{ cause: 'The same to a check of a task', failure: { status: 500 }, facts: LATER },
	],
	gatewayTrouble: [
		{
			cause: "5xx to a submission in one of the gateway's own error formats",
			failure: { status: 500, acceptance: 'refused' },
			facts: SUBMITTING,
		},
		{
			cause: '5xx, HTML or unreadable JSON to a check of a task, until the time is up',
			facts: LATER,
		},
		{
			cause: 'A web page with 200 to a check of a task',
			failure: { status: 200, isPage: true },
			facts: LATER,
		},
		{ cause: '501 or 505', failure: { status: 501 }, facts: LATER },
	],
	taskUnknown: [
		{ cause: 'The code `task_not_exist`, still after a minute', failure: { status: 400 } },
		{
			cause:
				'403 to a check of a task, with the words for a model and no name, still after a minute',
			failure: { status: 403 },
		},
		{ cause: '404 to a check of a task', failure: { status: 404 } },
	],
	taskNotReady: [{ cause: 'The file is asked for before the task is completed' }],
	redirected: [{ cause: 'Any 3xx from the gateway' }],
	unreachable: [
		{
			cause: 'No connection for a submission: nothing was sent',
			failure: { code: 'ECONNREFUSED', acceptance: 'refused' },
			facts: SUBMITTING,
		},
		{
			cause: 'No connection for a check of a task',
			failure: { code: 'ECONNREFUSED' },
			facts: LATER,
		},
		{
			cause: 'The certificate is expired, self-signed or of another host',
			failure: { code: 'CERT_HAS_EXPIRED', acceptance: 'refused' },
			facts: SUBMITTING,
		},
	],
	unknownOutcome: [
		{
			cause:
				"A submission was sent and no definite answer came: time-out, lost connection, a redirect, 408, 409, 423, 425 or 499, 5xx in another format than the gateway's own, an answer without a task ID; or an earlier try of this execution ended so",
			facts: SUBMITTING,
		},
		{
			cause: 'A web page with 200 to a submission',
			failure: { status: 200, isPage: true },
			facts: SUBMITTING,
		},
	],
	taskFailed: [
		{ cause: 'The task ended with a failure; any reason', failure: { text: 'No' }, facts: LATER },
		{ cause: 'The task ended with a failure, without a reason', facts: LATER },
		{
			cause: "The task ended with a reason that is about the gateway's own account at its supplier",
			failure: { text: 'Invalid token' },
			facts: LATER,
		},
		...[
			'ContentModerationFailed',
			'InvalidParameter.MediaFormat',
			'ModelGenerateFailed',
			'ResourceInsufficient',
			'TaskTimeout',
			'LimitExceeded',
		].map((code) => ({
			cause: `With the code \`${code}\``,
			failure: { code, text: 'No' },
			facts: LATER,
		})),
	],
	taskCancelled: [{ cause: 'The task was cancelled at the gateway' }],
	timeOut: [
		{
			cause: 'The time of **Timeout** in *Wait Options* is up',
			facts: { ...LATER, waitedMinutes: 60 },
		},
		{ cause: 'The same, where it is not known how long the node has waited', facts: LATER },
	],
	fileRefused: [
		{
			cause:
				"The gateway's own file route refuses the video of a completed task: 403, 404, 410, or 5xx after some tries",
			failure: { status: 403 },
		},
	],
	fileUnavailable: [
		{ cause: 'The host of the video answers 401, 403, 404 or 410', failure: { status: 403 } },
		{ cause: 'The host of the video cannot be reached, or answers something else' },
	],
	fileEmpty: [{ cause: 'The file has no bytes' }],
	fileInvalid: [{ cause: 'The file is a page, JSON, XML or a picture' }],
	fileTooLarge: [{ cause: 'The video is larger than **Max Size** in *Download Options*' }],
	fileNotStored: [{ cause: "n8n's disk is full, or the file is larger than its storage takes" }],
};
