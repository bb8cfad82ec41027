import { at, textOf } from '../../nodes/KlingVideo/shared/json.ts';
import { redact } from '../../nodes/KlingVideo/shared/redact.ts';

/** How long one answer may take, in milliseconds: a submission's slowest upstream is not waited for longer. */
const TIMEOUT_MS = 120_000;

/** Longer answers are cut: a model list has some kilobytes. */
const MOST_READ = 2_000_000;

/** One answer, or why there is none. */
export interface Reply {
	/** 0 when no answer came. */
	status: number;
	headers: Record<string, string>;
	/** The body, or what went wrong on the way. */
	text: string;
}

/** One request to the gateway. */
export interface GatewayRequest {
	method: 'GET' | 'POST';
	/** Begins with a slash. */
	path: string;
	body?: unknown;
	/** Left out of requests that need no key. */
	withoutKey?: boolean;
}

/** The gateway, as it is asked here: one request at a time, no redirect followed, the key in no text. */
export class GatewayUnderCheck {
	constructor(
		readonly baseUrl: string,
		readonly key: string,
	) {}

	/** Asks once. Never throws. */
	async ask({ method, path, body, withoutKey }: GatewayRequest): Promise<Reply> {
		try {
			const response = await fetch(`${this.baseUrl}${path}`, {
				method,
				redirect: 'manual',
				signal: AbortSignal.timeout(TIMEOUT_MS),
				headers: {
					accept: 'application/json',
					...(body !== undefined && { 'content-type': 'application/json' }),
					...(!withoutKey && { authorization: `Bearer ${this.key}` }),
				},
				body: body === undefined ? undefined : JSON.stringify(body),
			});
			return {
				status: response.status,
				headers: Object.fromEntries(response.headers),
				text: (await response.text()).slice(0, MOST_READ),
			};
		} catch (error) {
			return { status: 0, headers: {}, text: this.clean(networkText(error)) };
		}
	}

	/** A text without keys, tokens and signatures. */
	clean(text: string): string {
		return redact(text, this.key);
	}
}

/** What went wrong on the way; `fetch` hides it in `cause`. */
export function networkText(error: unknown): string {
	const cause = at(error, 'cause') ?? error;
	return textOf(at(cause, 'message')) ?? textOf(at(cause, 'code')) ?? String(error);
}
