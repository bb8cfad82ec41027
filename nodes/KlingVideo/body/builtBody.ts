import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { isObject } from '../shared/json';

/** The JSON body that the declared parameters have built so far; made where there is none yet. */
export function builtBody(request: IHttpRequestOptions): IDataObject {
	const { body } = request;
	if (isObject(body)) return body;
	const made: IDataObject = {};
	request.body = made;
	return made;
}
