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
import { usableKey } from './gatewayKey';
import { CREDENTIAL } from './gatewayKey';
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

function noAnswer(ms: number): Failure {
	return {
		reason: 'unreachable',
		acceptance: 'unknown',
		code: 'ETIMEDOUT',
		text: `No answer within ${Math.round(ms / 1000)} seconds`,
	};
}

/**
 * The gateway, as one item talks to it: it knows the item's engine context, its credential, and the address, proxy and
 * TLS settings of its declared request, so that nobody else has to.
 */
export class GatewayClient {
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
		return await this.ask({ ...this.request, body }, timeoutMs, { submitted: true }, sending);
	}

	/**
	 * Asks for the present status of a task, once.
	 *
	 * @throws ExecutionCancelled when the execution is cancelled meanwhile
	 */
	async status(taskId: string): Promise<Answer<Task>> {
		const timeoutMs = Math.min(this.request.timeout ?? POLL_TIMEOUT_MS, POLL_TIMEOUT_MS);
		const url = `/v1/videos/${encodeURIComponent(taskId)}`;
		return await this.ask({ ...this.request, body: undefined, method: 'GET', url }, timeoutMs, {
			taskId,
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
		if (!url.startsWith('/')) return url;
		const { baseUrl } = await this.context.getCredentials(CREDENTIAL);
		return `${gatewayBase(baseUrl)}${url}`;
	}

	/** Puts a stream into n8n's binary storage. @throws what the storage throws */
	async store(
		stream: Parameters<NodeContext['helpers']['prepareBinaryData']>[0],
		name: string,
		mimeType: string,
	): Promise<IBinaryData> {
		return await this.context.helpers.prepareBinaryData(stream, name, mimeType);
	}

	private async ask(
		request: IHttpRequestOptions,
		timeoutMs: number,
		about: { submitted?: boolean; taskId?: string },
		sending?: () => void,
	): Promise<Answer<Task>> {
		const secret = await this.key();
		const answer = await this.exchange(request, timeoutMs, sending).then<
			Answer<Task>,
			Answer<Task>
		>(
			(response) =>
				response === undefined
					? { ok: false, failure: noAnswer(timeoutMs) }
					: readAnswer(response, { ...about, secret, now: Date.now() }),
			(error: unknown) => ({ ok: false, failure: readNetworkFailure(error, { ...about, secret }) }),
		);
		if (!answer.ok && this.clock.cancelled) throw new ExecutionCancelled();
		return answer;
	}

	private async exchange(
		request: IHttpRequestOptions,
		timeoutMs: number,
		sending?: () => void,
	): Promise<IN8nHttpFullResponse | undefined> {
		return await this.item.nodeTry.inFlight.run(async () => {
			if (this.clock.cancelled) throw new ExecutionCancelled();
			sending?.();
			const end = new AbortController();
			const { httpRequestWithAuthentication } = this.context.helpers;
			const sent: Promise<IN8nHttpFullResponse> = httpRequestWithAuthentication.call(
				withSignal(this.context, end.signal),
				CREDENTIAL,
				{ ...request, ...GUARDED, timeout: timeoutMs + LATER_MS },
			);
			try {
				return await this.clock.within(timeoutMs, sent);
			} finally {
				end.abort();
			}
		});
	}
}
