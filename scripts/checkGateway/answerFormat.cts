import { at, isObject, labelOf, textOf } from '../../nodes/KlingVideo/shared/json.ts';
import { shorten } from '../../nodes/KlingVideo/shared/readableText.ts';
import { parseBody } from '../../nodes/KlingVideo/transport/parseBody.ts';
import type { Reply } from './gatewayUnderCheck.cts';

/** The formats in which gateways answer. E1 and E2 are the two of new-api. */
export type AnswerFormat = 'none' | 'empty' | 'web page' | 'text' | 'JSON' | 'E1' | 'E2';

/** What an answer is, before anybody judges it. */
export interface ReadAnswer {
	format: AnswerFormat;
	body: unknown;
	/** The error's own code, where it has one. */
	code?: string;
	/** The error's text. */
	message?: string;
}

/** Tells an answer's format, and its code and text where it is an error. Never throws. */
export function readFormat({ status, text }: Reply): ReadAnswer {
	if (status === 0) return { format: 'none', body: undefined, message: text };
	if (text.trim() === '') return { format: 'empty', body: undefined };
	const body = parseBody(text);
	if (typeof body === 'string') {
		return {
			format: /<(?:!doctype|html)\b/i.test(body) ? 'web page' : 'text',
			body,
			message: body,
		};
	}
	if (!isObject(body)) return { format: 'JSON', body };
	if (isObject(body.error) && textOf(body.error.message) !== undefined) {
		const { code, message } = body.error;
		return { format: 'E1', body, code: labelOf(code), message: textOf(message) };
	}
	if (typeof body.code === 'string' && body.data === null && textOf(body.message) !== undefined) {
		return { format: 'E2', body, code: textOf(body.code), message: textOf(body.message) };
	}
	return { format: 'JSON', body };
}

/** The answer in a few words, e.g. `400 E2 task_not_exist`; still with whatever the gateway said. */
export function answerInWords(reply: Reply): string {
	const { format, code, message, body } = readFormat(reply);
	if (format === 'none') return `no answer: ${shorten(message ?? '', 120)}`;
	const type = labelOf(at(body, 'error', 'type'));
	const label = format === 'E1' ? `E1 ${[type, code].filter(Boolean).join(', ')}` : format;
	const named = format === 'E2' ? `E2 ${code ?? ''}` : label;
	const said = format === 'E1' || format === 'E2' ? `: ${shorten(withoutId(message), 120)}` : '';
	const target = reply.headers.location === undefined ? '' : ', a redirect';
	return `${reply.status} ${named.trim()}${target}${said}`;
}

function withoutId(message = ''): string {
	return message.replace(/\s?[(（]request id[:：][^)）]*[)）]/i, '');
}
