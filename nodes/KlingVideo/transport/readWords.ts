import type { IDataObject } from 'n8n-workflow';

import { at, isObject, labelOf, textOf } from '../shared/json';
import { isWebPage } from '../shared/readableText';
import { parseBody } from './parseBody';

/** What the body of a refusal says, unpacked. */
export interface Words {
	/** Every code in it, the gateway's own first. */
	codes: readonly string[];
	/** The most telling code: that of the supplier where its answer was passed on. */
	code?: string;
	text?: string;
	/** The text is an answer of the gateway's supplier, passed on: it is not about the user's key, model or address. */
	isPassedOn?: true;
	/** It was a web page. */
	isPage?: true;
}

/** A supplier's answer may hold its own supplier's. */
const DEEPEST = 3;

/** The supplier's JSON, behind a few words at the most. */
const JSON_BEHIND_WORDS = /^[^{]{0,100}(\{.*)/s;

/** "The task could not be had from the supplier", with the supplier's answer as the message. */
export const PASSED_ON_CODE = 'fail_to_fetch_task';

/** These mean that all is well, so they name no failure. */
const NO_CODES = new Set(['0', '200', 'success', 'succeed', 'ok']);

/** A failure's code: a text or a number; "0" and "success" are none. */
export function codeOf(value: unknown): string | undefined {
	const label = labelOf(value);
	return label === undefined || NO_CODES.has(label.toLowerCase()) ? undefined : label;
}

/** Reads what a body says of a failure, in E1, E2, Tencent's format and others. Never throws. */
export function readWords(body: unknown): Words {
	const words = unpack(body, 0);
	if (typeof body === 'string' && isWebPage(body)) return { ...words, isPage: true };
	if (words.text !== undefined || !isObject(body) || Object.keys(body).length === 0) return words;
	// Nobody named its keys: show the body as it is.
	const text = toJson(body);
	return text === undefined ? words : { ...words, text };
}

function unpack(body: unknown, depth: number): Words {
	const code = ownCode(body);
	const text = isObject(body) ? ownText(body) : textOf(body);
	const inner = depth < DEEPEST ? passedOn(text, depth) : undefined;
	const telling = inner?.code ?? code;
	const words = inner?.text ?? text;
	return {
		codes: [...(code === undefined ? [] : [code]), ...(inner?.codes ?? [])],
		...(telling !== undefined && { code: telling }),
		...(words !== undefined && { text: words }),
		...((inner !== undefined || code === PASSED_ON_CODE) && { isPassedOn: true }),
	};
}

/** What the supplier's JSON says, where it is the message, alone or behind a few words. */
function passedOn(text: string | undefined, depth: number): Words | undefined {
	const parsed = parseBody(text?.match(JSON_BEHIND_WORDS)?.[1]);
	if (!isObject(parsed)) return undefined;
	const inner = unpack(parsed, depth + 1);
	return inner.code === undefined && inner.text === undefined ? undefined : inner;
}

/** E1 has it inside `error`, E2 on top, Tencent inside `Response.Error`. */
function ownCode(body: unknown): string | undefined {
	return (
		codeOf(at(body, 'error', 'code')) ??
		codeOf(at(body, 'code')) ??
		codeOf(at(body, 'Response', 'Error', 'Code'))
	);
}

function ownText(body: IDataObject): string | undefined {
	return (
		textOf(at(body, 'error', 'message')) ??
		textOf(at(body, 'error')) ??
		textOf(at(body, 'message')) ??
		textOf(at(body, 'Response', 'Error', 'Message'))
	);
}

function toJson(body: unknown): string | undefined {
	try {
		return JSON.stringify(body);
	} catch {
		return undefined;
	}
}
