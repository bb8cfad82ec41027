import type { IDataObject } from 'n8n-workflow';

import { at, isObject } from '../shared/json';

/**
 * What became of one submission: an accepted task, or `unknown` from the moment it is sent until a definite answer.
 * A refused one is remembered only for the tasks before it.
 */
export interface Submission {
	outcome: 'accepted' | 'unknown' | 'refused';
	/** Only of an accepted one. */
	taskId?: string;
	/** The tasks of the same item that ended without a video before this submission, oldest first. */
	earlier: string[];
	/** The execution that sent it, or took it up: a person's Retry is another execution. */
	executionId: string;
	itemIndex: number;
	runIndex: number;
	/** Of the body that was sent. */
	digest: string;
	/** Of what the body came from: the parameters as they stand, and the input item. Version 0.1 has none. */
	origin: string;
	/** Its task has come out of the node. */
	handedOver: boolean;
	/** A website answered it: the Base URL may be wrong. */
	isWebsite?: true;
}

const OUTCOMES = ['accepted', 'unknown', 'refused'] as const;

function isText(value: unknown): value is string {
	return typeof value === 'string';
}

/** Version 0.1 has the digest at the end of the key alone. */
function digestIn(key: string): string {
	return key.split('/')[2] ?? '';
}

/** A submission as n8n stored it under a key; `undefined` for anything else. */
export function readSubmission(key: string, stored: unknown): Submission | undefined {
	const outcome = OUTCOMES.find((one) => one === at(stored, 'outcome'));
	const executionId = at(stored, 'executionId');
	const itemIndex = at(stored, 'itemIndex');
	const runIndex = at(stored, 'runIndex');
	if (!isObject(stored) || !outcome || !isText(executionId)) return undefined;
	if (typeof itemIndex !== 'number' || typeof runIndex !== 'number') return undefined;
	const taskId = at(stored, 'taskId');
	const earlier = at(stored, 'earlier');
	const digest = at(stored, 'digest');
	const origin = at(stored, 'origin');
	return {
		outcome,
		executionId,
		itemIndex,
		runIndex,
		earlier: Array.isArray(earlier) ? earlier.filter(isText) : [],
		digest: isText(digest) ? digest : digestIn(key),
		origin: isText(origin) ? origin : '',
		handedOver: at(stored, 'handedOver') === true,
		...(isText(taskId) && { taskId }),
		...(at(stored, 'isWebsite') === true && { isWebsite: true }),
	};
}

/** The submission as n8n stores it. */
export function asStored({ earlier, handedOver, ...others }: Submission): IDataObject {
	return {
		...others,
		...(earlier.length > 0 && { earlier }),
		...(handedOver && { handedOver }),
	};
}

/** Every task of one submission, oldest first. */
export function tasksOf({ earlier, taskId }: Submission): string[] {
	return taskId === undefined ? earlier : [...earlier, taskId];
}
