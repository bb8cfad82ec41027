import type { IDataObject, IExecuteSingleFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { runItem } from '../run/nodeRun';

/**
 * Looks at one parameter of one item before anything is sent, or completes its part of the body.
 *
 * @throws InputError when the user has to change something
 */
export type InputCheck = (this: IExecuteSingleFunctions, body: IDataObject) => void | Promise<void>;

/** n8n's own type of a `preSend` function. */
export type PreSend = (
	this: IExecuteSingleFunctions,
	request: IHttpRequestOptions,
) => Promise<IHttpRequestOptions>;

/** Whether a value is a plain JSON object. */
export function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The JSON body that the declared parameters have built so far. */
export function bodyOf(request: IHttpRequestOptions): IDataObject {
	if (!isObject(request.body)) request.body = {};
	return request.body as IDataObject;
}

/**
 * Makes a check into a `preSend` function. What it finds is noted on the item instead of thrown: the engine would
 * throw away the other items' tasks with it, and the item's place in the output.
 */
export function asPreSend(check: InputCheck): PreSend {
	return async function (request) {
		const item = runItem(this);
		if (item.refusal) return request;
		try {
			await check.call(this, bodyOf(request));
		} catch (error) {
			item.refusal = error instanceof Error ? error : new Error(String(error));
		}
		return request;
	};
}
