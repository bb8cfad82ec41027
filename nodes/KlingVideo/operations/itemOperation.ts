import type {
	DeclarativeRestApiSettings,
	IExecutePaginationFunctions,
	IExecuteSingleFunctions,
	IHttpRequestOptions,
	IBinaryKeyData,
	INodeExecutionData,
} from 'n8n-workflow';

import { GatewayClient } from '../transport/gatewayClient';
import { usableKey } from '../transport/gatewayKey';
import type { Task } from '../shared/task';
import { taskJson } from '../output/taskItem';
import type { VideoFacts } from '../output/warnings';
import { builtBody } from '../body/builtBody';
import type { PreSend } from '../parameters/inputCheck';
import { isGivenUp } from '../run/givenUpTry';
import type { ItemTry } from '../run/itemTry';
import { itemOf, joinTry } from '../run/joinTry';
import { scenarioNamed } from '../scenarios';
import { makesVideo } from '../scenarios/making';
import { failedItem, nodeError } from '../errors/itemErrors';

/** What an operation comes to for one item: a task, with its file where there is one; or an output that is ready. */
export type Result =
	| { task: Task; binary?: IBinaryKeyData; facts?: VideoFacts; json?: undefined }
	| INodeExecutionData;

/**
 * What one operation does for one item, from its request to its output.
 *
 * @throws GatewayFailure, InputError or ExecutionCancelled; `conversation` makes the user's error of them
 */
export type Conversation = (
	context: IExecutePaginationFunctions,
	client: GatewayClient,
	request: IHttpRequestOptions,
) => Promise<Result>;

/** n8n's own type of a `pagination` function. */
type Pagination = (
	this: IExecutePaginationFunctions,
	requestData: DeclarativeRestApiSettings.ResultOptions,
) => Promise<INodeExecutionData[]>;

/** The first `preSend` of every operation: it runs while the engine is still starting the items. */
export const enterRun: PreSend = async function (request) {
	joinTry(this);
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
	item: ItemTry,
	request: IHttpRequestOptions,
): Promise<void> {
	if (item.problem) return;
	try {
		if (makesVideo(context)) {
			const scenario = scenarioNamed(context.getNodeParameter('scenario', ''));
			await scenario?.check?.call(context, builtBody(request));
		}
		await usableKey(context, item.nodeTry);
	} catch (error) {
		item.isInvalid(error);
	}
}

function asOutput(context: IExecuteSingleFunctions, result: Result): INodeExecutionData {
	if (result.json !== undefined) return result;
	const { task, binary, facts } = result;
	const json = taskJson(task, context.getNodeParameter('simplify', true) !== false, facts);
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
		const item = itemOf(this);
		const { nodeTry } = item;
		const request = asRequest(requestData.options);
		try {
			await lookOver(this, item, request);
			const complete = await nodeTry.allChecked(item);
			if (await isGivenUp(this, item, complete)) return [];
			if (item.problem) throw item.problem;
			// The engine fails the whole node for the refused item: nothing is sent for the others either.
			if (!this.continueOnFail() && nodeTry.firstInvalid) return [];
			const result = await converse(this, new GatewayClient(this, item, request), request);
			item.handOver?.();
			return [{ ...asOutput(this, result), pairedItem: { item: item.index } }];
		} catch (error) {
			nodeTry.settle(item);
			if (this.continueOnFail()) return [failedItem(this, item, error)];
			await nodeTry.allSettled();
			throw nodeError(this, item, error);
		} finally {
			nodeTry.settle(item);
		}
	};
}
