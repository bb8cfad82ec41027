import type { Failure, FailureReason } from '../shared/failure';
import { isCertificateProblem } from '../transport/networkCodes';
import { PASSED_ON_CODE } from '../transport/readWords';
import { refusalWords } from './refusalWords';
import { failedTaskAdvice, upstreamAdvice } from './upstreamAdvice';

/** What the texts may speak of. */
export interface TextFacts {
	/** The failed request was a submission. */
	submitting: boolean;
	hasTask: boolean;
	modelName?: string;
	/** How long the node has waited. */
	waitedMinutes?: number;
}

/** What happened (no full stop) and what to do next (whole sentences). */
export interface FailureTexts {
	message: string;
	advice: string;
}

/** The failed download never touches the task. */
const DOWNLOAD_AGAIN =
	"The task itself is completed and nothing has to be paid again: retry the execution, or use the operation Get Status with the task ID and 'Download Video' turned on.";

type Words = (failure: Failure, facts: TextFacts) => FailureTexts;

/** What a file server answers for a link that it does not, or no longer, serve. */
const EXPIRED = new Set([401, 403, 404, 410]);

/** A server never does what it answers so. */
const NOT_OFFERED = new Set([501, 505]);

const GOES_ON =
	'The task itself is not affected. Use the operation Wait or Get Status with its task ID to go on.';

const NOTHING_SENT = 'Nothing was sent, so no task was made. ';

/** Not in our own name: a gateway may be another than we know. */
const NOTHING_MADE = 'The gateway says that it made no task. ';

/** Gateways of the new-api family answer every 429 of their supplier with one and the same text. */
const REASON_IS_HIDDEN =
	" The gateway does not pass on its supplier's reason: if no task of the account is open, ask the owner of the gateway.";

const CHECK_ADDRESS = "Check 'Base URL' in the credential";

const LOOK_FOR_TASK =
	"Look for the task in the gateway's task log before sending it again: it may exist and cost money. It is not sent again automatically; retrying this execution by hand sends it again.";

/** What else may be the matter with a task that is not known, by status. */
const UNKNOWN_TOO: Readonly<Record<number, string>> = {
	403: ' The key is limited to certain models: older gateways answer like this for each of its tasks. Remove the limit at the gateway, or use another key of the account.',
	404: ` ${CHECK_ADDRESS} as well.`,
};

/** What a submission that was certainly refused has left behind. */
function madeNothing({ acceptance, status }: Failure, { submitting }: TextFacts): string {
	if (!submitting || acceptance !== 'refused') return '';
	return status === undefined ? NOTHING_SENT : NOTHING_MADE;
}

const TEXTS: Record<FailureReason, Words> = {
	badKey: () => ({
		message: 'The gateway refused the API key',
		advice:
			"Check 'API Key' and 'Base URL' in the credential. The key may be mistyped, expired, disabled or used up.",
	}),
	keyUsedUp: () => ({
		message: 'The API key is used up, by this task perhaps, so the gateway does not show the task',
		advice:
			'The task itself goes on and is paid for. Top up the key at the gateway (or raise its limit), then use the operation Wait or Get Status with the task ID to get the video.',
	}),
	noCredit: () => ({
		message: 'The gateway account or the API key is out of credit',
		advice:
			'Top up the account or raise the limit of the key at the gateway, then run the node again.',
	}),
	modelUnavailable: (failure, facts) => modelTexts(failure, facts),
	refusedInput: (failure, { submitting }) => {
		const { status, code, text } = failure;
		if (status === 413) {
			return {
				message: 'The request is too large for the gateway',
				advice: 'Send files as links instead of Base64, or use smaller files.',
			};
		}
		if (status === 404 || status === 405) {
			return {
				message: `The gateway has no such address (${status})`,
				advice: `${CHECK_ADDRESS}.`,
			};
		}
		return {
			message: 'The gateway refused the request',
			advice:
				upstreamAdvice(code, text) ??
				`${submitting ? NOTHING_MADE : ''}Change what the gateway objects to and run the node again.`,
		};
	},
	noRoom: ({ status, code, openTasks = 0 }) => ({
		message: 'The gateway account has no room for another task just now',
		advice: `${status === undefined ? '' : NOTHING_MADE}Run the node again when a task of the account has ended, or let fewer run at once: 'Tasks at a Time' under Wait Options of Generate, or the option 'Batching'. The number of tasks at a time is a limit of the account.${
			openTasks === 0 ? '' : ` Open tasks of this node at that moment: ${openTasks}.`
		}${code === PASSED_ON_CODE ? REASON_IS_HIDDEN : ''}`,
	}),
	saturated: () => ({
		message: 'The gateway is receiving too many requests',
		advice: GOES_ON,
	}),
	supplierTrouble: (failure, facts) => ({
		message: facts.submitting
			? "The gateway's own supplier did not take the task"
			: "The gateway's own supplier did not answer",
		advice: `${madeNothing(failure, facts)}Nothing is wrong with your API key, 'Model' or 'Base URL': this is between the gateway and its supplier. ${
			facts.submitting ? 'Run the node again later, or ask the owner of the gateway.' : GOES_ON
		}`,
	}),
	gatewayTrouble: (failure, facts) => troubleTexts(failure, facts),
	taskUnknown: ({ status }) => ({
		message: 'The gateway does not know the task',
		advice: `Check the task ID, and that the credential belongs to the account that submitted the task.${
			UNKNOWN_TOO[status ?? 0] ?? ''
		}`,
	}),
	taskNotReady: () => ({
		message: 'The video of the task is not ready yet',
		advice: 'Use the operation Wait with the task ID to get the video when it is ready.',
	}),
	redirected: () => ({
		message: 'The gateway answered with a redirect',
		advice:
			"The API key is never sent along a redirect. Enter the gateway's final address as 'Base URL' in the credential, e.g. with https instead of http.",
	}),
	unreachable: (failure, facts) => {
		const nothing = madeNothing(failure, facts);
		if (isCertificateProblem(failure.code)) {
			return {
				message: "The gateway's certificate could not be verified",
				advice: `${nothing}${CHECK_ADDRESS}, or have the gateway's certificate repaired.`,
			};
		}
		const check = `${CHECK_ADDRESS}, and that n8n can reach the gateway.`;
		return {
			message: 'The gateway could not be reached',
			advice: facts.hasTask && !facts.submitting ? `${check} ${GOES_ON}` : `${nothing}${check}`,
		};
	},
	taskFailed: ({ code, text }) => ({
		message: 'The task failed',
		advice:
			code === undefined && text === undefined
				? 'The gateway does not say why. A task that takes longer than the gateway allows (often 24 hours) ends like this. Submit it again.'
				: failedTaskAdvice(code, text),
	}),
	taskCancelled: () => ({
		message: 'The task was cancelled',
		advice: 'Submit it again if the video is still wanted.',
	}),
	timeOut: (_, { waitedMinutes }) => ({
		message:
			waitedMinutes === undefined
				? 'The task did not finish in time'
				: `The task did not finish within ${minutes(waitedMinutes)}`,
		advice:
			'The task goes on at the gateway. Use the operation Wait or Get Status with its task ID to go on, or wait longer next time.',
	}),
	unknownOutcome: ({ status = 0, isPage }) => {
		const unknown = 'It is not known whether the gateway accepted the task';
		return isPage === true && status < 300
			? {
					message: `${unknown}: a web page answered instead`,
					advice: `${CHECK_ADDRESS}: it seems to lead to a website, where no task is made. If it is right, something between n8n and the gateway answered. ${LOOK_FOR_TASK}`,
				}
			: { message: unknown, advice: LOOK_FOR_TASK };
	},
	fileRefused: () => ({
		message: 'The gateway did not hand over the video',
		advice: `Ask the owner of the gateway: the video may be gone, or where the gateway may not fetch it. ${DOWNLOAD_AGAIN}`,
	}),
	fileUnavailable: ({ status = 0 }) =>
		EXPIRED.has(status)
			? {
					message: 'The link to the video has expired or is not valid',
					advice: `Links work for 7 days or less. Asking for the task again may bring a fresh one. ${DOWNLOAD_AGAIN}`,
				}
			: {
					message: 'The video could not be downloaded',
					advice: `Check that n8n can reach the address of the video. ${DOWNLOAD_AGAIN}`,
				},
	fileEmpty: () => ({
		message: 'The file at the address of the video is empty',
		advice: DOWNLOAD_AGAIN,
	}),
	fileInvalid: () => ({
		message: 'The file at the address of the video is not a video',
		advice: `Open the address of the video in a browser to see what is there. ${DOWNLOAD_AGAIN}`,
	}),
	fileTooLarge: () => ({
		message: "The video is larger than 'Max Size' allows",
		advice: `Raise 'Max Size' or turn off 'Download Video'. ${DOWNLOAD_AGAIN}`,
	}),
	fileNotStored: () => ({
		message: 'n8n could not store the video',
		advice: `Check the disk space of n8n and the limits of its binary data storage. ${DOWNLOAD_AGAIN}`,
	}),
};

/** The key, the user or the account may not do it, or no channel of the gateway has the model. */
function modelTexts({ code, text }: Failure, { modelName, submitting }: TextFacts): FailureTexts {
	const model = modelName === undefined ? 'the model' : `the model '${modelName}'`;
	if (code === 'model_not_found') {
		return {
			message: `The gateway does not offer ${model}`,
			advice:
				"Choose another one in 'Model': its list has the names that the gateway offers. Letter case and version matter in the names.",
		};
	}
	if (code === 'model_price_error') {
		return {
			message: `There is no price at the gateway for ${model}`,
			advice: "Choose another one in 'Model', or ask the owner of the gateway.",
		};
	}
	const about = refusalWords(text, model);
	if (submitting) {
		return {
			message: about?.message ?? 'The gateway does not allow the API key to submit this task',
			advice: `${NOTHING_MADE}${
				about?.advice ??
				'Check at the gateway which models, groups and IP addresses the key is allowed to use, and that its user is not blocked.'
			}`,
		};
	}
	return {
		message: about?.message ?? 'The gateway does not allow the API key to do this',
		advice: `${
			about?.advice ??
			'Check at the gateway what the key is allowed to do, and that the task belongs to its account.'
		}`,
	};
}

/** No usable answer: a refusal of the gateway itself, a page, or nothing that can be read. */
function troubleTexts(failure: Failure, facts: TextFacts): FailureTexts {
	const { status = 0, isPage } = failure;
	if (isPage === true && status < 300) {
		return {
			message: 'A web page answered instead of the gateway',
			advice: `${CHECK_ADDRESS}: it seems to lead to a website.${facts.hasTask ? ` ${GOES_ON}` : ''}`,
		};
	}
	if (NOT_OFFERED.has(status)) {
		return {
			message: `The gateway does not offer this (${status})`,
			advice: `${CHECK_ADDRESS}, and that the gateway can make videos.${facts.hasTask ? ` ${GOES_ON}` : ''}`,
		};
	}
	if (facts.submitting && failure.acceptance === 'refused') {
		return {
			message: 'The gateway could not take the task',
			advice: `${madeNothing(failure, facts)}Run the node again later, and check the state of the gateway.`,
		};
	}
	return {
		message: 'The gateway gave no usable answer',
		advice:
			facts.hasTask && !facts.submitting
				? GOES_ON
				: 'Run the node again later, and check the state of the gateway.',
	};
}

/** The table of our words: one row for each reason. */
export function failureTexts(failure: Failure, facts: TextFacts): FailureTexts {
	return TEXTS[failure.reason](failure, facts);
}

function minutes(count: number): string {
	const rounded = Math.round(count * 10) / 10;
	return rounded === 1 ? '1 minute' : `${rounded} minutes`;
}
