import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import { bearerKey, gatewayOrigin } from '../../../credentials/gatewayAccess';
import type { NodeContext } from '../run/nodeContext';
import type { RunItem } from '../run/nodeRun';
import { ExecutionCancelled } from '../run/runClock';
import type { Answer, Failure } from '../shared/failure';
import { readAnswer, readNetworkFailure } from './readAnswer';
import type { Task } from '../shared/task';

/** The name of the credential that holds key and gateway. */
export const CREDENTIAL = 'klingVideoApi';

/** The engine's own time-out of a request, in milliseconds; a submission may take that long. */
const ENGINE_TIMEOUT_MS = 300_000;

/** A look at a task that takes longer than this, in milliseconds, is given up and taken again. */
const LOOK_TIMEOUT_MS = 30_000;

/** So much later, in milliseconds, than we do n8n's helper gives up: what it has given up cannot be closed any more. */
const LATER_MS = 1_000;

/** What no request of ours may do: follow a redirect with key and body, or throw n8n's error with both inside. */
const GUARDED = {
	returnFullResponse: true,
	ignoreHttpStatusErrors: true,
	disableFollowRedirect: true,
	sendCredentialsOnCrossOriginRedirect: false,
} as const;

/**
 * The key, to take it out of everything that is shown.
 *
 * @throws Error when the credential cannot be used, before anything is sent
 */
export async function usableKey(context: NodeContext, item: RunItem): Promise<string> {
	item.run.key ??= (async () => {
		const { apiKey, baseUrl } = await context.getCredentials(CREDENTIAL);
		gatewayOrigin(baseUrl);
		return bearerKey(apiKey);
	})();
	return await item.run.key;
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
 * The context with another cancel signal. n8n passes the execution's own to every request, and nothing else closes one:
 * n8n 2.8 gives up a request that takes too long, but leaves it open.
 */
function withSignal(context: NodeContext, signal: AbortSignal): NodeContext {
	const limited: NodeContext = Object.create(context, {
		getExecutionCancelSignal: { value: () => signal },
	});
	return limited;
}

async function exchange(
	context: NodeContext,
	item: RunItem,
	request: IHttpRequestOptions,
	timeoutMs: number,
	sending?: () => void,
): Promise<IN8nHttpFullResponse | undefined> {
	const { inFlight, clock } = item.run;
	return await inFlight.run(async () => {
		if (clock.cancelled) throw new ExecutionCancelled();
		sending?.();
		const end = new AbortController();
		const sent: Promise<IN8nHttpFullResponse> = context.helpers.httpRequestWithAuthentication.call(
			withSignal(context, end.signal),
			CREDENTIAL,
			{ ...request, ...GUARDED, timeout: timeoutMs + LATER_MS },
		);
		try {
			return await clock.within(timeoutMs, sent);
		} finally {
			end.abort();
		}
	});
}

async function ask(
	context: NodeContext,
	item: RunItem,
	request: IHttpRequestOptions,
	timeoutMs: number,
	about: { submitted?: boolean; taskId?: string },
	sending?: () => void,
): Promise<Answer<Task>> {
	const secret = await usableKey(context, item);
	const answer = await exchange(context, item, request, timeoutMs, sending).then<
		Answer<Task>,
		Answer<Task>
	>(
		(response) =>
			response === undefined
				? { ok: false, failure: noAnswer(timeoutMs) }
				: readAnswer(response, { ...about, secret, now: item.run.clock.now() }),
		(error: unknown) => ({ ok: false, failure: readNetworkFailure(error, { ...about, secret }) }),
	);
	if (!answer.ok && item.run.clock.cancelled) throw new ExecutionCancelled();
	return answer;
}

/**
 * Sends a submission once.
 *
 * @param sending called just before it is sent, which may be long after, as requests queue
 * @throws ExecutionCancelled when the execution is cancelled meanwhile: whether a task was made is unknown then
 */
export async function askForTask(
	context: NodeContext,
	item: RunItem,
	request: IHttpRequestOptions,
	sending: () => void,
): Promise<Answer<Task>> {
	const timeoutMs = request.timeout ?? ENGINE_TIMEOUT_MS;
	return await ask(context, item, request, timeoutMs, { submitted: true }, sending);
}

/**
 * Asks for the present status of a task, once.
 *
 * @param request the node's request; only its address, proxy and TLS settings are used
 * @throws ExecutionCancelled when the execution is cancelled meanwhile
 */
export async function askForStatus(
	context: NodeContext,
	item: RunItem,
	request: IHttpRequestOptions,
	taskId: string,
): Promise<Answer<Task>> {
	const timeoutMs = Math.min(request.timeout ?? LOOK_TIMEOUT_MS, LOOK_TIMEOUT_MS);
	return await ask(
		context,
		item,
		{ ...request, body: undefined, method: 'GET', url: `/v1/videos/${encodeURIComponent(taskId)}` },
		timeoutMs,
		{ taskId },
	);
}
