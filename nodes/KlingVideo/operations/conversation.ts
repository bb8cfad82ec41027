import type {
	DeclarativeRestApiSettings,
	IExecutePaginationFunctions,
	IExecuteSingleFunctions,
	IHttpRequestOptions,
	IBinaryKeyData,
	INodeExecutionData,
} from 'n8n-workflow';

import { usableKey } from '../transport/askGateway';
import type { Task } from '../shared/task';
import { taskJson } from '../output/taskItem';
import { bodyOf } from '../parameters/inputCheck';
import type { PreSend } from '../parameters/inputCheck';
import { isAbandoned } from '../run/givenUpTry';
import type { RunItem } from '../run/nodeRun';
import { joinRun, runItem } from '../run/nodeRun';
import { scenarioNamed } from '../scenarios';
import { makesVideo } from '../scenarios/making';
import { failedItem, nodeError } from '../errors/itemErrors';

/** What an operation comes to for one item: a task, with its file where there is one; or an output that is ready. */
export type Result = { task: Task; binary?: IBinaryKeyData; json?: undefined } | INodeExecutionData;

/**
 * What one operation does for one item, from its request to its output.
 *
 * @throws GatewayFailure, InputError or ExecutionCancelled; `conversation` makes the user's error of them
 */
export type Conversation = (
	context: IExecutePaginationFunctions,
	item: RunItem,
	request: IHttpRequestOptions,
) => Promise<Result>;

/** n8n's own type of a `pagination` function. */
type Pagination = (
	this: IExecutePaginationFunctions,
	requestData: DeclarativeRestApiSettings.ResultOptions,
) => Promise<INodeExecutionData[]>;

/** The first `preSend` of every operation: it runs while the engine is still starting the items. */
export const enterRun: PreSend = async function (request) {
	joinRun(this);
	return request;
};

/** The declared request in the stricter type of n8n's request helper. */
function asRequest(declared: DeclarativeRestApiSettings.HttpRequestOptions): IHttpRequestOptions {
	const { url = '', skipSslCertificateValidation, ...others } = declared;
	return {
		...others,
		url,
		...(skipSslCertificateValidation === true && { skipSslCertificateValidation }),
	};
}

/** The last look at an item's input. Sets `refusal` like the checks of the parameters. */
async function lookOver(
	context: IExecuteSingleFunctions,
	item: RunItem,
	request: IHttpRequestOptions,
): Promise<void> {
	if (item.refusal) return;
	try {
		if (makesVideo(context)) {
			const scenario = scenarioNamed(context.getNodeParameter('scenario', ''));
			await scenario?.check?.call(context, bodyOf(request));
		}
		await usableKey(context, item);
	} catch (error) {
		item.refusal = error instanceof Error ? error : new Error(String(error));
	}
}

function asOutput(context: IExecuteSingleFunctions, result: Result): INodeExecutionData {
	if (result.json !== undefined) return result;
	const { task, binary } = result;
	const json = taskJson(task, context.getNodeParameter('simplify', true) !== false);
	return { json, ...(binary && { binary }) };
}

/**
 * Makes an operation's conversation into the `pagination` function that the engine calls for each item: many looks at a
 * task are pages of one answer.
 *
 * With Continue on Fail a failed item comes out with its task. Without, the error waits until every other item has come
 * to its end, since the engine throws their results away with it: it names their tasks.
 */
export function conversation(converse: Conversation): Pagination {
	return async function (requestData) {
		const item = runItem(this);
		const { run } = item;
		const request = asRequest(requestData.options);
		try {
			await lookOver(this, item, request);
			const complete = await run.allPrepared(item);
			if (await isAbandoned(this, item, complete)) return [];
			if (item.refusal) throw item.refusal;
			// The engine fails the whole node for the refused item: nothing is sent for the others either.
			if (!this.continueOnFail() && run.firstRefused) return [];
			const result = await converse(this, item, request);
			item.handOver?.();
			return [{ ...asOutput(this, result), pairedItem: { item: item.index } }];
		} catch (error) {
			run.settle(item);
			if (this.continueOnFail()) return [failedItem(this, item, error)];
			await run.allSettled();
			throw nodeError(this, item, error);
		} finally {
			run.settle(item);
		}
	};
}
