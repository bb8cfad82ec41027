import type { IDataObject, IExecuteSingleFunctions } from 'n8n-workflow';

import type { BodyPath } from '../../body/bodyPath';
import { EXT_INFO, EXT_PARAMETERS, isEmpty, putAt, valueAt } from '../../body/bodyPath';
import { itemOf } from '../../run/joinTry';
import { InputError } from '../../shared/inputError';
import { isObject } from '../../shared/json';
import { unfoldExtInfo } from '../extInfo';

function isSamePath(one: BodyPath, other: BodyPath): boolean {
	return one.length === other.length && one.every((key, index) => key === other[index]);
}

function isSame(one: unknown, other: unknown): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}

/** A place of the body as errors name it. */
function shownPath(path: BodyPath): string {
	const isParameter = EXT_PARAMETERS.every((key, index) => path[index] === key);
	return isParameter && path.length > EXT_PARAMETERS.length
		? `ext_info → ${path.slice(EXT_PARAMETERS.length).join('.')}`
		: path.join('.');
}

/**
 * Lays what the user wrote over the body: it overrides what the node builds by itself, and must not contradict what the
 * user set in another field.
 *
 * @throws InputError naming both fields
 */
export function overlay(
	context: IExecuteSingleFunctions,
	body: IDataObject,
	addition: unknown,
	path: BodyPath,
	shownName: string,
): void {
	if (isSamePath(path, EXT_INFO)) return overlayExtInfo(context, body, addition, shownName);
	const present = valueAt(body, path);
	if (isObject(addition) && isObject(present)) {
		for (const [key, value] of Object.entries(addition)) {
			overlay(context, body, value, [...path, key], shownName);
		}
		return;
	}
	const { sources } = itemOf(context);
	const source = isEmpty(present) ? undefined : sources.around(path);
	if (source !== undefined && source !== shownName && !isSame(present, addition)) {
		throw new InputError(
			shownName,
			`and '${source}' both set ${shownPath(path)}, to different values`,
			`Remove '${source}', or take the key out of '${shownName}'`,
		);
	}
	putAt(body, path, addition);
	sources.note(path, shownName);
}

/**
 * Lays an `ext_info` over the body. Where the node has nothing to add it is passed on as it was given, JSON or not;
 * else both are put together.
 *
 * @throws InputError when they have to be put together and it is no JSON
 */
export function overlayExtInfo(
	context: IExecuteSingleFunctions,
	body: IDataObject,
	given: unknown,
	shownName: string,
): void {
	const { sources } = itemOf(context);
	const present = valueAt(body, EXT_INFO);
	if (present === given) return;
	if (present === undefined && typeof given === 'string') {
		putAt(body, EXT_INFO, given);
		sources.note(EXT_INFO, shownName);
		return;
	}
	if (typeof present === 'string') {
		const source = sources.around(EXT_INFO) ?? shownName;
		putAt(body, EXT_INFO, unfoldExtInfo(source, present));
	}
	const addition = unfoldExtInfo(shownName, given);
	if (present === undefined) putAt(body, EXT_INFO, {});
	for (const [key, value] of Object.entries(addition)) {
		overlay(context, body, value, [...EXT_INFO, key], shownName);
	}
}
