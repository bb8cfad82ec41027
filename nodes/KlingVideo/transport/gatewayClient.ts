import type {
	IBinaryData,
	IDataObject,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
	Logger,
} from 'n8n-workflow';

import { gatewayBase, gatewayOrigin } from '../../../credentials/gatewayAccess';
import type { ItemTry } from '../run/itemTry';
import type { NodeContext } from '../run/nodeContext';
import type { TryClock } from '../run/tryClock';
import { ExecutionCancelled } from '../run/tryClock';
import type { Answer, Failure } from '../shared/failure';
import type { Task } from '../shared/task';

import { CREDENTIAL, usableKey } from './gatewayKey';
import { readAnswer, readNetworkFailure } from './readAnswer';
import { withSignal } from './withSignal';

/** The engine's own time-out of a request, in milliseconds; a submission may take that long. */
const ENGINE_TIMEOUT_MS = 300_000;

/** A poll of a task that takes longer than this, in milliseconds, is given up and taken again. */
const POLL_TIMEOUT_MS = 30_000;

/** So much later, in milliseconds, than we do n8n's helper gives up: what it has given up cannot be closed any more. */
const LATER_MS = 1_000;

/** What no request of ours may do: follow a redirect with key and body, or throw n8n's error with both inside. */
const GUARDED = {
	returnFullResponse: true,
	ignoreHttpStatusErrors: true,
	disableFollowRedirect: true,
	sendCredentialsOnCrossOriginRedirect: false,
	// As text: n8n's own JSON would round great numbers, and task ids are such at some gateways.
	encoding: 'text',
} as const;

/** One request for a file, at the gateway or anywhere. */
export interface FileRequest {
	/** Absolute, or a path at the gateway. */
	url: string;
	/** Whether the key goes along: only for the gateway's own file route. */
	withKey: boolean;
	headers: IDataObject;
	/** When n8n's helper gives up, in milliseconds. */
	timeoutMs: number;
	/** Ends the request, wherever it is. */
	signal: AbortSignal;
}

/** How a task is asked for. */
export interface PollOptions {
	/**
	 * The moment of the clock, in milliseconds, at which the caller wants to go on without an answer. A poll that is given
	 * up while it queues is never sent.
	 */
	untilMs?: number;
	/** The task is known to have been submitted with this key, at an earlier try perhaps. */
	ownTask?: boolean;
}

function noAnswer(ms: number): Failure {
	return {
		reason: 'unreachable',
		acceptance: 'unknown',
		code: 'ETIMEDOUT',
		text: `No answer within ${Math.round(ms / 1000)} seconds`,
	};
}

/** One request about a task. */
interface AskedRequest {
	request: IHttpRequestOptions;
	timeoutMs: number;
	about: { submitted?: boolean; taskId?: string; ownTask?: boolean };
	/** When the caller goes on without an answer, as a moment of the clock. */
	untilMs?: number;
	/** Called just before it is sent. */
	sending?: () => void;
}

/**
 * The gateway, as one item talks to it: it knows the item's engine context, its credential, and the address, proxy and
 * TLS settings of its declared request, so that nobody else has to.
 */
export class GatewayClient {
	/** The tasks that this client submitted. */
	private readonly submitted = new Set<string>();

	constructor(
		private readonly context: NodeContext,
		readonly item: ItemTry,
		private readonly request: IHttpRequestOptions,
	) {}

	get clock(): TryClock {
		return this.item.nodeTry.clock;
	}

	get logger(): Logger {
		return this.context.logger;
	}

	/** The key, to take it out of everything that is shown. @throws Error when the credential cannot be used */
	async key(): Promise<string> {
		return await usableKey(this.context, this.item.nodeTry);
	}

	/** The one origin that gets the key. @throws Error when the credential cannot be used */
	async origin(): Promise<string> {
		const { baseUrl } = await this.context.getCredentials(CREDENTIAL);
		return gatewayOrigin(baseUrl);
	}

	/**
	 * Sends a submission once.
	 *
	 * @param sending called just before it is sent, which may be long after, as requests queue
	 * @throws ExecutionCancelled when the execution is cancelled meanwhile: whether a task was made is unknown then
	 */
	async submit(body: IDataObject, sending: () => void): Promise<Answer<Task>> {
		const timeoutMs = this.request.timeout ?? ENGINE_TIMEOUT_MS;
		// As text: the HTTP client copies an object, and drops keys that it fears.
		const request = {
			...this.request,
			headers: { ...this.request.headers, 'Content-Type': 'application/json' },
			body: JSON.stringify(body),
		};
		const answer = await this.ask({ request, timeoutMs, about: { submitted: true }, sending });
		if (answer.ok) this.submitted.add(answer.value.id);
		return answer;
	}

	/**
	 * Asks for the present status of a task, once.
	 *
	 * @throws ExecutionCancelled when the execution is cancelled meanwhile
	 */
	async status(taskId: string, options: PollOptions = {}): Promise<Answer<Task>> {
		return await this.poll(`/v1/videos/${encodeURIComponent(taskId)}`, taskId, options);
	}

	/**
	 * Asks for a task at the older route that gateways of the new-api family have too, once: it tells the end, and the
	 * reason, of tasks for which the first route says "in progress" or "failed" for ever. Any failure means: no opinion.
	 *
	 * @throws ExecutionCancelled when the execution is cancelled meanwhile
	 */
	async secondOpinion(taskId: string, options: PollOptions = {}): Promise<Answer<Task>> {
		return await this.poll(`/v1/video/generations/${encodeURIComponent(taskId)}`, taskId, options);
	}

	private async poll(
		url: string,
		taskId: string,
		{ untilMs, ownTask }: PollOptions,
	): Promise<Answer<Task>> {
		return await this.ask({
			request: { ...this.request, body: undefined, method: 'GET', url },
			timeoutMs: Math.min(this.request.timeout ?? POLL_TIMEOUT_MS, POLL_TIMEOUT_MS),
			about: { taskId, ownTask: ownTask === true || this.submitted.has(taskId) },
			untilMs,
		});
	}

	/** Asks for a file as a stream; the answer is n8n's full response, whatever its status. @throws n8n's network errors */
	async file({ url, withKey, headers, timeoutMs, signal }: FileRequest): Promise<unknown> {
		const { proxy, skipSslCertificateValidation } = this.request;
		const options: IHttpRequestOptions = {
			method: 'GET',
			url,
			...(proxy !== undefined && { proxy }),
			...(skipSslCertificateValidation !== undefined && { skipSslCertificateValidation }),
			headers,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			sendCredentialsOnCrossOriginRedirect: false,
			timeout: timeoutMs,
			abortSignal: signal,
		};
		const { helpers } = this.context;
		if (!withKey) return await helpers.httpRequest(options);
		return await helpers.httpRequestWithAuthentication.call(
			withSignal(this.context, signal),
			CREDENTIAL,
			{ ...options, url: await this.absolute(url), disableFollowRedirect: true },
		);
	}

	/** The absolute address of a path at the gateway; absolute ones stay. */
	async absolute(url: string): Promise<string> {
		return url.startsWith('/') ? `${await this.base()}${url}` : url;
	}

	/** The gateway's address, in front of `/v1`. */
	private async base(): Promise<string> {
		const { baseUrl } = await this.context.getCredentials(CREDENTIAL);
		return gatewayBase(baseUrl);
	}

	/** Puts a stream into n8n's binary storage. @throws what the storage throws */
	async store(
		stream: Parameters<NodeContext['helpers']['prepareBinaryData']>[0],
		name: string,
		mimeType: string,
	): Promise<IBinaryData> {
		return await this.context.helpers.prepareBinaryData(stream, name, mimeType);
	}

	private async ask(asked: AskedRequest): Promise<Answer<Task>> {
		const secret = await this.key();
		const about = { ...asked.about, secret, base: await this.base(), now: Date.now() };
		const patienceMs = Math.min(asked.timeoutMs, (asked.untilMs ?? Infinity) - this.clock.now());
		const answer = await this.inTurn(asked).then<Answer<Task>, Answer<Task>>(
			(response) =>
				response === undefined
					? { ok: false, failure: noAnswer(Math.max(0, patienceMs)) }
					: readAnswer(response, about),
			(error: unknown) => ({ ok: false, failure: readNetworkFailure(error, about) }),
		);
		if (!answer.ok && this.clock.cancelled) throw new ExecutionCancelled();
		return answer;
	}

	/** The answer, or nothing when the time is up, be it in the queue or at the gateway. */
	private async inTurn(asked: AskedRequest): Promise<IN8nHttpFullResponse | undefined> {
		const { untilMs } = asked;
		const answer = this.item.nodeTry.inFlight.run(async () => {
			if (this.clock.cancelled) throw new ExecutionCancelled();
			return await this.exchange(asked);
		});
		if (untilMs === undefined) return await answer;
		return await this.clock.within(Math.max(0, untilMs - this.clock.now()), answer);
	}

	private async exchange({
		request,
		timeoutMs,
		untilMs = Infinity,
		sending,
	}: AskedRequest): Promise<IN8nHttpFullResponse | undefined> {
		const leftMs = Math.min(timeoutMs, untilMs - this.clock.now());
		if (leftMs <= 0) return undefined;
		sending?.();
		const end = new AbortController();
		const { httpRequestWithAuthentication } = this.context.helpers;
		const sent: Promise<IN8nHttpFullResponse> = httpRequestWithAuthentication.call(
			withSignal(this.context, end.signal),
			CREDENTIAL,
			{ ...request, ...GUARDED, timeout: leftMs + LATER_MS },
		);
		try {
			return await this.clock.within(leftMs, sent);
		} finally {
			end.abort();
		}
	}
}
