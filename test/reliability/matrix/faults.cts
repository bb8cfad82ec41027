import {
	faults,
	type Fault,
	type LocalGateway,
	type PartialPlan,
} from '../../../gateway/server.cts';

/**
 * What a fault means for a submission.
 * - `refused`: certainly no task; it may be sent again.
 * - `waited`: saturated for a moment; the node waits and gets through.
 * - `saturated`: saturated for good; the node gives up.
 * - `unknown`: no task was made, but the node cannot know.
 * - `hidden`: a task was made, but its id got lost on the way.
 */
export type AtSubmit = 'refused' | 'waited' | 'saturated' | 'unknown' | 'hidden';

/**
 * What a fault means for a look at a task.
 * - `passes`: it is waited out.
 * - `final`: asking again would not help.
 * - `forever`: it would pass, but does not.
 * - `badEnd`: the task itself ended as failed or cancelled.
 */
export type AtStatus = 'passes' | 'final' | 'forever' | 'badEnd';

/** One row of the matrix. */
export interface MatrixFault {
	name: string;
	/** Left out where it cannot happen to a submission; `reason` is what our error calls it. */
	submit?: { means: AtSubmit; reason: string };
	/**
	 * Left out where it cannot happen to a look. `reason` of an error of Get Status, `waitReason` of Wait; `generating`
	 * where Generate knows more, as it has submitted the task itself.
	 */
	status?: { means: AtStatus; reason?: string; waitReason?: string; generating?: AtStatus };
	/** What the gateway does instead of its answer. */
	answer?: (gateway: LocalGateway) => Fault;
	/** What becomes of the struck task instead. */
	plan?: PartialPlan;
	/** Nobody listens at the gateway's address for a while. */
	unreachable?: true;
}

const unknownOutcome = 'unknownOutcome';
const passes = { means: 'passes' } as const;

/** A fault of which it is unknown whether the gateway made a task: once without, once with a task. */
function maybeAccepted(
	name: string,
	answer: (accept: boolean) => Fault,
	status: MatrixFault['status'] = passes,
): MatrixFault[] {
	return [
		{
			name: `${name}, no task made`,
			submit: { means: 'unknown', reason: unknownOutcome },
			status,
			answer: () => answer(false),
		},
		{
			name: `${name}, task made`,
			submit: { means: 'hidden', reason: unknownOutcome },
			answer: () => answer(true),
		},
	];
}

function refused(name: string, reason: string, answer: MatrixFault['answer']): MatrixFault {
	return {
		name,
		submit: { means: 'refused', reason },
		status: { means: 'final', reason },
		answer,
	};
}

function forever(name: string, reason: string, answer: () => Fault): MatrixFault {
	return { name, status: { means: 'forever', reason, waitReason: 'timeOut' }, answer };
}

const inSevenSeconds = () => new Date(Date.now() + 7_000);

/** Every fault of the matrix. */
export const MATRIX_FAULTS: MatrixFault[] = [
	{
		name: 'connection refused',
		submit: { means: 'refused', reason: 'unreachable' },
		status: passes,
		unreachable: true,
	},
	...maybeAccepted('connection closed without an answer', (accept) => faults.dropped({ accept })),
	...maybeAccepted('connection reset', (accept) => faults.dropped({ accept, reset: true })),
	{
		name: 'connection closed within the answer',
		submit: { means: 'hidden', reason: unknownOutcome },
		status: passes,
		answer: () => faults.droppedAfterHeaders(),
	},
	...maybeAccepted('no answer within the time-out', (accept) => faults.hang({ accept })),
	forever('no answer ever', 'unreachable', () => faults.hang()),
	...maybeAccepted('408', (accept) => faults.emptyBody(408, { accept })),
	...maybeAccepted('425', (accept) => faults.emptyBody(425, { accept })),
	...maybeAccepted('499 of a proxy', (accept) => faults.html(499, { accept })),
	{
		name: '429 with an empty body',
		submit: { means: 'waited', reason: 'noRoom' },
		status: passes,
		answer: () => faults.emptyBody(429),
	},
	{
		name: '429 with Retry-After in seconds',
		submit: { means: 'waited', reason: 'noRoom' },
		status: passes,
		answer: () => faults.saturated({ retryAfter: 7 }),
	},
	{
		name: '429 with Retry-After as a date',
		submit: { means: 'waited', reason: 'noRoom' },
		status: passes,
		answer: () => faults.saturated({ retryAfter: inSevenSeconds() }),
	},
	{
		name: '429 for good',
		submit: { means: 'saturated', reason: 'noRoom' },
		status: { means: 'forever', reason: 'saturated', waitReason: 'timeOut' },
		answer: () => faults.saturated(),
	},
	{
		name: '500 since the account has no room',
		submit: { means: 'waited', reason: 'noRoom' },
		status: passes,
		answer: () => faults.upstreamFailed(500, 'ResourceInsufficient'),
	},
	{
		name: "500 in the gateway's own format",
		submit: { means: 'refused', reason: 'gatewayTrouble' },
		status: passes,
		answer: () => faults.e2(500, 'do_request_failed', 'No answer from upstream'),
	},
	{
		name: "401 of the gateway's supplier",
		submit: { means: 'refused', reason: 'supplierTrouble' },
		status: passes,
		answer: () => faults.e2(401, 'fail_to_fetch_task', '{"code":1002,"message":"No such key"}'),
	},
	{
		name: '200 with an error of the gateway',
		submit: { means: 'refused', reason: 'gatewayTrouble' },
		status: passes,
		answer: () => faults.okWithError('upstream is busy', 'busy'),
	},
	...maybeAccepted('502 with HTML', (accept) => faults.html(502, { accept })),
	...maybeAccepted('503 with an empty body', (accept) => faults.emptyBody(503, { accept })),
	...maybeAccepted('504 with HTML', (accept) => faults.html(504, { accept })),
	forever('503 for good', 'gatewayTrouble', () => faults.html(503)),
	...maybeAccepted('200 with HTML', (accept) => faults.html(200, { accept })),
	...maybeAccepted('200 with an empty body', (accept) => faults.emptyBody(200, { accept })),
	...maybeAccepted('200 with an unparsable body', (accept) => faults.unreadable(200, { accept })),
	...maybeAccepted('200 with other JSON', (accept) => faults.json(200, { ok: true }, { accept })),
	...maybeAccepted('200 with an error', (accept) =>
		faults.json(200, { error: { message: 'upstream is busy' } }, { accept }),
	),
	...maybeAccepted('200 with {"success":false}', (accept) =>
		faults.unsuccessful('upstream is busy', 200, { accept }),
	),
	{
		name: 'redirect to another origin',
		submit: { means: 'unknown', reason: unknownOutcome },
		status: { means: 'final', reason: 'redirected' },
		answer: ({ resultOrigin }) => faults.redirect(`${resultOrigin}/elsewhere`, 307),
	},
	{
		name: '401, printing the key',
		submit: { means: 'refused', reason: 'badKey' },
		status: { means: 'final', reason: 'badKey', generating: 'passes' },
		answer: ({ key }) => faults.invalidToken(key),
	},
	refused('403, out of credit', 'noCredit', () => faults.noAccountCredit()),
	refused('403, model not allowed', 'modelUnavailable', () => faults.modelForbidden('Kling-2.6')),
	refused('400, refused input', 'refusedInput', () => faults.invalidRequest()),
	refused('413, too large', 'refusedInput', () => faults.bodyTooLarge()),
	{
		name: '503 model_not_found',
		submit: { means: 'refused', reason: 'modelUnavailable' },
		answer: () => faults.modelNotFound('Kling-2.6'),
	},
	{ name: 'task_not_exist for a moment', status: passes, answer: () => faults.taskNotExist() },
	{
		name: 'task_not_exist for good',
		status: { means: 'forever', reason: 'taskUnknown', waitReason: 'taskUnknown' },
		answer: () => faults.taskNotExist(),
	},
	{
		name: 'progress 100 while processing',
		status: passes,
		plan: { seconds: 60, dialect: { progress: 'hundredEarly' } },
	},
	{
		name: 'completed without a link for a while',
		status: passes,
		plan: { seconds: 5, dialect: { completedWithoutUrlGets: 3 } },
	},
	{
		name: 'completed without a link for good',
		status: passes,
		plan: { seconds: 5, dialect: { completedWithoutUrlGets: 1_000_000 } },
	},
	{
		name: 'task failed',
		status: { means: 'badEnd', waitReason: 'taskFailed' },
		plan: {
			seconds: 5,
			outcome: { status: 'failed', code: 'ModelGenerateFailed', message: 'The model failed.' },
		},
	},
	{
		name: 'task cancelled',
		status: { means: 'badEnd', waitReason: 'taskCancelled' },
		plan: { seconds: 5, outcome: { status: 'cancelled' } },
	},
];
