import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../shared/json';
import { EXT_INFO, putAt, valueAt } from './bodyPath';

/** `ext_info` is a string of JSON, and the native parameters inside it are a string of JSON again. */
function encodeExtInfo(extInfo: IDataObject): string {
	const { AdditionalParameters: parameters } = extInfo;
	return JSON.stringify(
		isObject(parameters)
			? { ...extInfo, AdditionalParameters: JSON.stringify(parameters) }
			: extInfo,
	);
}

/**
 * The one form of a body, from what the parameters have built: it is what is sent, and what the request is known by.
 * Nothing is left out here, since a parameter that is left empty puts nothing into the body.
 */
export function canonicalBody(built: IDataObject): IDataObject {
	const extInfo = valueAt(built, EXT_INFO);
	const { metadata } = built;
	if (!isObject(extInfo) || !isObject(metadata)) return built;
	const body = { ...built, metadata: { ...metadata } };
	putAt(body, EXT_INFO, encodeExtInfo(extInfo));
	return body;
}
