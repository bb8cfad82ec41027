import type { IDataObject } from 'n8n-workflow';

import { EXT_INFO, isEmpty, putAt, valueAt } from './bodyPath';
import { isObject } from '../shared/json';

/**
 * Leaves out what the user left empty: empty text, and objects without anything in them. Lists stay as they are, since
 * they are whole when they are made.
 */
function withoutEmpty(value: unknown): unknown {
	if (!isObject(value)) return isEmpty(value) ? undefined : value;
	const kept = Object.entries(value)
		.map(([key, entry]) => [key, withoutEmpty(entry)] as const)
		.filter(([, entry]) => entry !== undefined);
	return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

/** `ext_info` is a string of JSON, and the native parameters inside it are a string of JSON again. */
function encodeExtInfo(extInfo: IDataObject): string {
	const { AdditionalParameters: parameters } = extInfo;
	return JSON.stringify(
		isObject(parameters)
			? { ...extInfo, AdditionalParameters: JSON.stringify(parameters) }
			: extInfo,
	);
}

/** The JSON body as it goes out, from the body that the parameters have built. */
export function finishBody(built: IDataObject): IDataObject {
	const body = withoutEmpty(built);
	if (!isObject(body)) return {};
	const extInfo = valueAt(body, EXT_INFO);
	if (isObject(extInfo)) putAt(body, EXT_INFO, encodeExtInfo(extInfo));
	return body;
}
