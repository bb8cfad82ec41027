import type { IDataObject, IExecuteSingleFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { builtBody } from '../body/builtBody';
import { itemOf } from '../run/joinTry';

/**
 * Puts one parameter of one item into the body, or looks at the body, before anything is sent.
 *
 * @throws InputError when the user has to change something
 */
export type InputCheck = (this: IExecuteSingleFunctions, body: IDataObject) => void | Promise<void>;

/** n8n's own type of a `preSend` function. */
export type PreSend = (
	this: IExecuteSingleFunctions,
	request: IHttpRequestOptions,
) => Promise<IHttpRequestOptions>;

/**
 * Makes a check into a `preSend` function. What it finds is noted on the item instead of thrown: the engine would
 * throw away the other items' tasks with it, and the item's place in the output.
 */
export function asPreSend(check: InputCheck): PreSend {
	return async function (request) {
		const item = itemOf(this);
		if (item.problem) return request;
		try {
			await check.call(this, builtBody(request));
		} catch (error) {
			item.isInvalid(error);
		}
		return request;
	};
}

/** Lets a check wait until every parameter has put itself into the body. */
export function atTheEnd(check: InputCheck): PreSend {
	return asPreSend(function () {
		itemOf(this).finalChecks.push((body) => check.call(this, body));
	});
}
