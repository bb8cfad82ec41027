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
	noCredit: [
		{
			cause:
				'402, or the code `insufficient_user_quota` or `pre_consume_token_quota_failed` with any status',
		},
	],
	modelUnavailable: [
		{
			cause: 'The code `model_not_found`, usually with 503',
			failure: { code: 'model_not_found' },
			facts: { ...SUBMITTING, ...MODEL },
		},
		{ cause: '403 to a submission', facts: { ...SUBMITTING, ...MODEL } },
		{ cause: '403 to a look at a task', facts: LATER },
	],
	refusedInput: [
		{ cause: '413', failure: { status: 413 }, facts: SUBMITTING },
		{ cause: '404 or 405 to a submission', failure: { status: 404 }, facts: SUBMITTING },
		{ cause: '400, 422 and the like to a submission', failure: { status: 400 }, facts: SUBMITTING },
		{ cause: 'The same to a look at a task', failure: { status: 400 }, facts: LATER },
	],
	saturated: [
		{
			cause: '429 to a submission, still after 5 more tries within 2 minutes',
			failure: { status: 429 },
			facts: SUBMITTING,
		},
		{
			cause: '429 to a look at a task, until the patience ends',
			failure: { status: 429 },
			facts: LATER,
		},
	],
	gatewayTrouble: [
		{
			cause: '408 or 425 to a submission, which certainly made no task',
			facts: SUBMITTING,
		},
		{
			cause: '5xx, HTML or unreadable JSON to a look at a task, until the patience ends',
			facts: LATER,
		},
	],
	taskUnknown: [
		{ cause: 'The code `task_not_exist`, still after a minute', failure: { status: 400 } },
		{ cause: '404 to a look at a task', failure: { status: 404 } },
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
			cause: 'No connection for a look at a task',
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
				'A submission was sent and no definite answer came: time-out, lost connection, 5xx, an answer without a task ID; or an earlier try of this execution ended so',
			facts: SUBMITTING,
		},
	],
	taskFailed: [
		{ cause: 'The task ended with a failure; any reason', facts: LATER },
		...[
			'ContentModerationFailed',
			'InvalidParameter.MediaFormat',
			'ModelGenerateFailed',
			'ResourceInsufficient',
			'TaskTimeout',
		].map((code) => ({ cause: `With the code \`${code}\``, failure: { code }, facts: LATER })),
	],
	taskCancelled: [{ cause: 'The task was cancelled at the gateway' }],
	timeOut: [
		{
			cause: 'The time of **Timeout** in *Wait Options* is up',
			facts: { ...LATER, waitedMinutes: 60 },
		},
		{ cause: 'The same, where it is not known how long the node has waited', facts: LATER },
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
