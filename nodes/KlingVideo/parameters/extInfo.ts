import type { IDataObject } from 'n8n-workflow';

import { EXT_INFO, EXT_PARAMETERS, isEmpty, valueAt } from '../body/bodyPath';
import { isObject } from '../shared/json';
import { readJsonObject } from './reading/readJson';

/** Where the two strings of JSON inside each other are named in errors. */
const INNER = 'AdditionalParameters';

/**
 * Unfolds the doubly encoded string into the object that the node builds on.
 *
 * @throws InputError when it is no JSON object inside a JSON object
 */
export function unfoldExtInfo(shownName: string, given: unknown): IDataObject {
	const { [INNER]: parameters, ...others } = readJsonObject(given, shownName) ?? {};
	if (isEmpty(parameters)) return others;
	return { ...others, [INNER]: readJsonObject(parameters, `${shownName} → ${INNER}`) };
}

/** The native parameters of a body, whether they were built by the node or are in a string as the user gave it. */
export function extParameters(body: IDataObject): IDataObject {
	const built = valueAt(body, EXT_PARAMETERS);
	if (isObject(built)) return built;
	const given = valueAt(body, EXT_INFO);
	if (typeof given !== 'string') return {};
	try {
		const inner = unfoldExtInfo('Ext Info', given)[INNER];
		return isObject(inner) ? inner : {};
	} catch {
		// It is passed on as it is, so what it holds is the gateway's to judge.
		return {};
	}
}
