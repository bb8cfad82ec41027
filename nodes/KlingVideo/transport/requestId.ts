/** With or without the width of Chinese parentheses. */
const REQUEST_ID = /\s?[(（]request id[:：]\s?([\w.:-]{1,100})[)）]/i;

/** The request's id that gateways of the new-api family put behind their texts. */
export function requestIdIn(text: string | undefined): string | undefined {
	return text?.match(REQUEST_ID)?.[1];
}

/** A text of the gateway without it. */
export function withoutRequestId(text: string): string {
	return text.replace(REQUEST_ID, '');
}
