import type { IDataObject, IExecuteSingleFunctions } from 'n8n-workflow';

import type { BodyPath } from '../body/bodyPath';
import { EXT_PARAMETERS, putAt } from '../body/bodyPath';
import { itemOf } from '../run/joinTry';

/** One place of the body that a parameter fills: gateways differ in which they read. */
export interface Place<T> {
	path: BodyPath;
	/** The form that the value has there; the value itself where there is none. */
	as?: (value: T) => unknown;
}

/** A key at the top of the body. */
export const top = (key: string): BodyPath => [key];

/** A key at the top of `metadata`. */
export const metadata = (key: string): BodyPath => ['metadata', key];

/** A key of `metadata.output_config`. */
export const outputConfig = (key: string): BodyPath => ['metadata', 'output_config', key];

/** A native parameter inside `ext_info`. */
export const native = (key: string): BodyPath => [...EXT_PARAMETERS, key];

/** Puts a parameter's value at each of its places, and notes that they are taken. */
export function fill<T>(
	context: IExecuteSingleFunctions,
	body: IDataObject,
	shownName: string,
	places: ReadonlyArray<Place<T>>,
	value: T,
): void {
	for (const { path, as } of places) {
		putAt(body, path, as ? as(value) : value);
		itemOf(context).sources.note(path, shownName);
	}
}
