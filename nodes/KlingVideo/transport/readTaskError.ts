import type { IDataObject } from 'n8n-workflow';

import { at, textOf } from '../shared/json';
import { shownText } from '../shared/shownText';
import type { TaskError } from '../shared/task';
import { isNoRoom } from './noRoom';
import { withoutRequestId } from './requestId';
import { codeOf, readWords } from './readWords';
import type { ReadStatus } from './taskStatus';
import { isFileLink } from './videoLink';

/** Where the reason may be; some gateways put it where the link would be. */
const REASON_PLACES: ReadonlyArray<readonly string[]> = [
	['error', 'message'],
	['error'],
	['fail_reason'],
	['metadata', 'url'],
	['task_status_msg'],
	['message'],
];

/** Why a failed or cancelled task ended, where the gateway tells it. */
export function readTaskError(
	body: IDataObject,
	{ word, reason }: ReadStatus,
	secret?: string,
): TaskError | undefined {
	const ownCode = codeOf(at(body, 'error', 'code')) ?? codeOf(at(body, 'code'));
	const told = reason ?? reasonIn(body);
	const words = readWords({ code: ownCode, message: told });
	const ending = word === 'expired' || word === 'aborted' ? `The task is ${word}` : undefined;
	const { code } = words;
	const message = told === undefined ? (code ?? ending) : words.text;
	if (message === undefined) return undefined;
	return {
		message: shownText(withoutRequestId(message), secret),
		...(code !== undefined && { code: shownText(code, secret, 100) }),
		...(isNoRoom(words) && { noRoom: true }),
	};
}

function reasonIn(body: IDataObject): string | undefined {
	return (
		REASON_PLACES.flatMap((place) => textOf(at(body, ...place)) ?? [])
			// A link is no reason, nor is "success".
			.find((text) => !isFileLink(text) && codeOf(text) !== undefined)
	);
}
