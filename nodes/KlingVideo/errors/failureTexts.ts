import type { Failure, FailureReason } from '../shared/failure';
import { isCertificateProblem } from '../transport/networkCodes';
import { upstreamAdvice } from './upstreamAdvice';

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

const GOES_ON =
	'The task itself is not affected. Use the operation Wait or Get Status with its task ID to go on.';

const NOTHING_SUBMITTED = 'No task was made. ';

const TEXTS: Record<FailureReason, Words> = {
	badKey: () => ({
		message: 'The gateway refused the API key',
		advice:
			"Check 'API Key' and 'Base URL' in the credential. The key may be mistyped, expired, disabled or used up.",
	}),
	noCredit: () => ({
		message: 'The gateway account or the API key is out of credit',
		advice:
			'Top up the account or raise the limit of the key at the gateway, then run the node again.',
	}),
	modelUnavailable: ({ code }, { modelName, submitting }) => {
		const model = modelName === undefined ? 'the model' : `the model '${modelName}'`;
		if (code === 'model_not_found') {
			return {
				message: `The gateway does not offer ${model}`,
				advice: "Choose another one in 'Model'. Letter case and version matter in the names.",
			};
		}
		return {
			message: submitting
				? `The API key may not use ${model}`
				: 'The gateway does not allow the API key to do this',
			advice: submitting
				? "Allow the model for the key at the gateway, or choose another one in 'Model'."
				: 'Check at the gateway what the key is allowed to do, and that the task belongs to its account.',
		};
	},
	refusedInput: ({ status, code }, { submitting }) => {
		if (status === 413) {
			return {
				message: 'The request is too large for the gateway',
				advice: 'Send files as links instead of Base64, or use smaller files.',
			};
		}
		if (status === 404 || status === 405) {
			return {
				message: 'The gateway does not know the address of the request',
				advice: "Check 'Base URL' in the credential.",
			};
		}
		return {
			message: 'The gateway refused the request',
			advice:
				upstreamAdvice(code) ??
				`${submitting ? NOTHING_SUBMITTED : ''}Change what the gateway objects to and run the node again.`,
		};
	},
	saturated: (_, { submitting }) => ({
		message: 'The gateway is receiving too many requests',
		advice: submitting
			? `${NOTHING_SUBMITTED}Run the node again later, or space the items with the option 'Batching'.`
			: GOES_ON,
	}),
	gatewayTrouble: (_, { submitting, hasTask }) => ({
		message: 'The gateway gave no usable answer',
		advice:
			hasTask && !submitting
				? GOES_ON
				: 'Run the node again later, and check the state of the gateway.',
	}),
	taskUnknown: ({ status }) => ({
		message: 'The gateway does not know the task',
		advice: `Check the task ID, and that the credential belongs to the account that submitted the task.${
			status === 404 ? " Check 'Base URL' in the credential as well." : ''
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
	unreachable: ({ code, acceptance }, { submitting, hasTask }) => {
		const nothing = submitting && acceptance === 'refused' ? NOTHING_SUBMITTED : '';
		if (code !== undefined && isCertificateProblem(code)) {
			return {
				message: "The gateway's certificate could not be verified",
				advice: `${nothing}Check 'Base URL' in the credential, or have the gateway's certificate repaired.`,
			};
		}
		const check = "Check 'Base URL' in the credential, and that n8n can reach the gateway.";
		return {
			message: 'The gateway could not be reached',
			advice: hasTask && !submitting ? `${check} ${GOES_ON}` : `${nothing}${check}`,
		};
	},
	taskFailed: ({ code }) => ({
		message: 'The task failed',
		advice: upstreamAdvice(code) ?? 'Change what the reason below asks for and submit it again.',
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
	unknownOutcome: () => ({
		message: 'It is not known whether the gateway accepted the task',
		advice:
			"Look for the task in the gateway's task log before sending it again: it may exist and cost money. It is not sent again automatically; retrying this execution by hand sends it again.",
	}),
	fileUnavailable: ({ status }) =>
		status !== undefined && EXPIRED.has(status)
			? {
					message: 'The link to the video has expired or is not valid',
					advice: `Links work for 7 days or less. A new look at the task may bring a fresh one. ${DOWNLOAD_AGAIN}`,
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

/** The table of our words: one row for each reason. */
export function failureTexts(failure: Failure, facts: TextFacts): FailureTexts {
	return TEXTS[failure.reason](failure, facts);
}

function minutes(count: number): string {
	const rounded = Math.round(count * 10) / 10;
	return rounded === 1 ? '1 minute' : `${rounded} minutes`;
}
