import type { INode, NodeApiError } from 'n8n-workflow';

import type { Failure } from '../shared/failure';
import { failureTexts } from './failureTexts';
import { itemNumber } from './itemNumber';
import { plainApiError } from './plainApiError';

/** Where a failure happened. */
export interface FailureContext {
	itemIndex: number;
	/** Whether the node has more than one item, so that the item has to be named. */
	several: boolean;
	runIndex?: number;
	/** Whether the failed request was a submission (not the polling after one). */
	submitting: boolean;
	taskId?: string;
	/** As sent. */
	modelName?: string;
	/** How long the node has waited, for a time-out. */
	waitedMinutes?: number;
	/** Where the video of the task is; named when its download failed. */
	videoUrl?: string;
}

/**
 * Words a failure for the user: what happened, to which task and item, what to do next, and what the gateway said.
 * A submission of which it is not known whether it was accepted always says so, whatever the reason.
 * @returns a fresh error of plain data, without the key: it refers to no request, answer or other error
 */
export function failureError(node: INode, failure: Failure, context: FailureContext): NodeApiError {
	const told = settled(failure, context);
	const { message, advice } = failureTexts(told, {
		submitting: context.submitting,
		hasTask: context.taskId !== undefined,
		modelName: context.modelName,
		waitedMinutes: context.waitedMinutes,
	});
	const task = context.taskId === undefined ? '' : ` (task ID: ${context.taskId})`;
	return plainApiError(node, {
		message: `${message}${task}${itemNumber(context.itemIndex, context.several)}`,
		description: [advice, whatWasSaid(told), videoAddress(told, context)]
			.filter((part) => part !== '')
			.join(' '),
		status: told.status,
		itemIndex: context.itemIndex,
		runIndex: context.runIndex,
		details: {
			reason: told.reason,
			code: told.code ?? told.reason,
			...(context.taskId === undefined ? {} : { taskId: context.taskId }),
			...(told.requestId === undefined ? {} : { requestId: told.requestId }),
			...(context.videoUrl === undefined ? {} : { videoUrl: context.videoUrl }),
		},
	});
}

function settled(failure: Failure, context: FailureContext): Failure {
	const isUnknown =
		context.submitting && context.taskId === undefined && failure.acceptance === 'unknown';
	return isUnknown ? { ...failure, reason: 'unknownOutcome' } : failure;
}

function whatWasSaid(failure: Failure): string {
	const { text, code, status, requestId } = failure;
	const sender = senderOf(failure);
	const marks = [status === undefined ? '' : `HTTP ${status}`, code ?? '']
		.filter((mark) => mark !== '')
		.join(', ');
	const parts: string[] = [];
	if (text !== undefined) parts.push(`${sender}: "${text}"${marks === '' ? '' : ` (${marks})`}.`);
	else if (marks !== '') parts.push(`${sender}: ${marks}.`);
	if (requestId !== undefined) parts.push(`Request ID: ${requestId}.`);
	return parts.join(' ');
}

function senderOf({ reason, status, code }: Failure): string {
	if (reason === 'taskFailed' || reason === 'taskCancelled') return 'Reason';
	if (reason === 'fileTooLarge' || reason === 'fileNotStored') return 'Reason';
	if (reason === 'fileInvalid') return 'It begins with';
	if (reason === 'supplierTrouble') return 'The supplier said';
	if (status === undefined) return code === undefined ? 'Reason' : 'Network error';
	return reason === 'fileUnavailable' ? 'The file server said' : 'The gateway said';
}

/** The address is needed for a download by hand; elsewhere the item has it. */
function videoAddress({ reason }: Failure, { videoUrl }: FailureContext): string {
	return reason.startsWith('file') && videoUrl !== undefined ? `Video: ${videoUrl}` : '';
}
