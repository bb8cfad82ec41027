import type {
	DeclarativeRestApiSettings,
	IBinaryKeyData,
	IDataObject,
	IExecutePaginationFunctions,
	IExecuteSingleFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	INodePropertyOptions,
} from 'n8n-workflow';

import { builtBody } from '../body/builtBody';
import { failedItem, nodeError } from '../errors/itemErrors';
import { taskJson } from '../output/taskItem';
import type { VideoFacts } from '../output/warnings';
import { readDownloadSettings } from '../parameters/downloadOptions';
import type { PreSend } from '../parameters/inputCheck';
import { readBoolean } from '../parameters/reading/readBoolean';
import { readSubmitSettings } from '../parameters/submitSettings';
import { readWaitSettings } from '../parameters/waitOptions';
import { isGivenUp } from '../run/givenUpTry';
import { HeldBack } from '../run/heldBack';
import type { ItemTry } from '../run/itemTry';
import { itemOf, joinTry } from '../run/joinTry';
import type { ItemSettings } from '../shared/settings';
import type { Task } from '../shared/task';
import type { Warning } from '../shared/warning';
import { submissionNotes } from '../submission/submissionNotes';
import { declaredRequest } from '../transport/declaredRequest';
import { GatewayClient } from '../transport/gatewayClient';
import { usableKey } from '../transport/gatewayKey';
import { hideKey, refuseKey } from '../transport/refuseKey';
import { checkDatabaseWait } from '../waiting/database/checkDatabaseWait';

/** What an operation comes to for one item: a task, with its file where there is one; or an output that is ready. */
export type Result =
	| {
			task: Task;
			binary?: IBinaryKeyData;
			facts?: VideoFacts;
			warnings?: Warning[];
			json?: undefined;
	  }
	| INodeExecutionData;

/** One item at work: what it asks for and what the user set, all read and checked. */
export interface ItemWork {
	context: IExecutePaginationFunctions;
	client: GatewayClient;
	item: ItemTry;
	settings: ItemSettings;
	/** The JSON body as the parameters have built it. */
	body: IDataObject;
}

/** An operation: which settings it has, and what it does for one item. */
export interface ItemOperation {
	/** It pays for a task. */
	submits?: true;
	/** It waits for the end of a task. */
	waits?: true;
	/** It can download the video. */
	downloads?: true;
	/** @throws GatewayFailure, InputError or ExecutionCancelled; the user's error is made of them */
	work(work: ItemWork): Promise<Result>;
}

/** n8n's own type of a `pagination` function, but for the number of items: one in, one out. */
type Pagination = (
	this: IExecutePaginationFunctions,
	requestData: DeclarativeRestApiSettings.ResultOptions,
) => Promise<[INodeExecutionData]>;

/** The first `preSend` of every operation: it runs while the engine is still starting the items. */
const enterTry: PreSend = async function (request) {
	joinTry(this);
	return request;
};

function readSettings(
	context: IExecuteSingleFunctions,
	{ submits, waits, downloads }: ItemOperation,
	body: IDataObject,
): ItemSettings {
	const download = downloads && readDownloadSettings(context);
	const wait = waits && readWaitSettings(context);
	if (wait?.waitIn === 'database') checkDatabaseWait(context, wait);
	return {
		...(submits && { submit: readSubmitSettings(context, body) }),
		...(wait && { wait }),
		...(download && { download }),
		simplify: readBoolean(context.getNodeParameter('simplify', true), 'Simplify') !== false,
	};
}

/** The last check of an item's input, once every parameter has had its own. */
async function check(
	context: IExecuteSingleFunctions,
	item: ItemTry,
	operation: ItemOperation,
	request: IHttpRequestOptions,
): Promise<void> {
	const body = builtBody(request);
	try {
		if (!item.problem) {
			for (const finalCheck of item.finalChecks) await finalCheck(body);
			item.settings = readSettings(context, operation, body);
		}
	} catch (error) {
		item.isInvalid(error);
	}
	try {
		// Read in any case: what is told of the input may quote it.
		const key = await usableKey(context, item.nodeTry);
		if (!item.problem) refuseKey(body, item, key);
		hideKey(item, key);
	} catch (error) {
		item.isInvalid(error);
	}
}

function asOutput(item: ItemTry, result: Result): INodeExecutionData {
	if (result.json !== undefined) return result;
	const { settings, earlierTaskIds } = item;
	const { task, binary, facts } = result;
	const warnings = [...item.warnings, ...(result.warnings ?? [])];
	const json = taskJson(task, { ...settings, earlierTaskIds, facts, warnings });
	return { json, ...(binary && { binary }) };
}

/** Stands for an item for which nothing was sent; the engine never shows it, as it fails the node or begins anew. */
function heldBack(item: ItemTry): INodeExecutionData {
	const message = 'Nothing was sent for this item, since the node failed before its turn';
	return { json: { error: { code: 'notSent', message } }, pairedItem: { item: item.index } };
}

/**
 * Makes an operation into the `pagination` function that the engine calls for each item: many polls of a task are pages
 * of one answer. It returns exactly one item for each, whatever happens, or throws.
 *
 * With Continue on Fail a failed item comes out with its task. Without, the error waits until every other item has come
 * to its end, since the engine throws their results away with it: it names their tasks.
 */
function asPagination(operation: ItemOperation): Pagination {
	return async function (requestData) {
		const item = itemOf(this);
		const { nodeTry } = item;
		const request = declaredRequest(requestData.options);
		const notes = (withOthers: boolean) => submissionNotes(this, item, withOthers);
		try {
			await check(this, item, operation, request);
			const complete = await nodeTry.allChecked(item);
			if (await isGivenUp(this, item, complete)) return [heldBack(item)];
			if (item.problem) throw item.problem;
			// The engine fails the whole node for the invalid item: nothing is sent for the others either.
			if (!this.continueOnFail() && nodeTry.firstInvalid) return [heldBack(item)];
			const { settings } = item;
			const client = new GatewayClient(this, item, request);
			const body = builtBody(request);
			const result = await operation.work({ context: this, client, item, settings, body });
			item.end('handedOver');
			item.output = { ...asOutput(item, result), pairedItem: { item: item.index } };
			return [item.output];
		} catch (error) {
			item.end('failed');
			if (error instanceof HeldBack) return [heldBack(item)];
			if (this.continueOnFail()) {
				item.output = failedItem(this.getNode(), item, error, notes(false));
				return [item.output];
			}
			nodeTry.settle(item);
			nodeTry.noteFailed(item);
			await nodeTry.allSettled();
			// The engine shows the error of the first item that failed, and drops the others'.
			throw nodeError(this.getNode(), item, error, notes(nodeTry.firstFailed === item));
		} finally {
			nodeTry.settle(item);
		}
	};
}

/**
 * The routing of an operation.
 *
 * @param request the declared request, where there is more to it than polling
 */
export function itemRouting(
	operation: ItemOperation,
	request?: { method: 'POST'; url: string },
): INodePropertyOptions['routing'] {
	return {
		...(request && { request }),
		send: { paginate: true, preSend: [enterTry] },
		operations: { pagination: asPagination(operation) },
	};
}
