import type { JsonAnswer, RawAnswer } from '../answer.cts';

/** An answer as it goes over the wire. */
export interface EncodedAnswer {
	status: number;
	headers: Record<string, string>;
	body: Buffer;
}

/** Turns an answer into status, headers and bytes. */
export function encodeAnswer(answer: JsonAnswer | RawAnswer): EncodedAnswer {
	const { status, headers = {} } = answer;
	if (answer.kind === 'raw') return { status, headers, body: Buffer.from(answer.body) };
	return {
		status,
		headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
		body: Buffer.from(JSON.stringify(answer.body)),
	};
}
