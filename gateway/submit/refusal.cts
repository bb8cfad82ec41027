import type { JsonAnswer, RawAnswer } from '../answer.cts';
import { invalidRequest, upstreamRefusal } from '../errors.cts';

/** Thrown by a check: the request is refused with this answer. */
export class Refusal extends Error {
	constructor(readonly answer: JsonAnswer | RawAnswer) {
		super(JSON.stringify(answer.body));
	}
}

/** Refuses as the gateway itself does: 400 E2 `invalid_request`. */
export function refuse(message: string): never {
	throw new Refusal(invalidRequest(message));
}

/** Refuses as upstream does: 400 E2 with upstream's code. */
export function refuseUpstream(message: string, code?: string): never {
	throw new Refusal(upstreamRefusal(message, code));
}
