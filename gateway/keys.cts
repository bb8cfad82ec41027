import { randomBytes } from 'node:crypto';

/**
 * What a key may do.
 * - `ok`: everything.
 * - `disabled`: nothing, 401; an expired or used up key is answered in the same way.
 * - `banned`, `otherAddress`, `otherGroup`: nothing, 403.
 * - `noAccountCredit`, `noKeyCredit`, `quotaNotEnough` (in the words of older gateways): all but submitting, 403.
 * - `{ forbiddenModels }`: all but submitting with these models, 403; see the setting `limitedKeys` for the rest.
 * - `{ tasks }`: pays for so many tasks; then nothing, 401, not even their status.
 */
export type KeyRights =
	| 'ok'
	| 'disabled'
	| 'banned'
	| 'otherAddress'
	| 'otherGroup'
	| 'noAccountCredit'
	| 'noKeyCredit'
	| 'quotaNotEnough'
	| { forbiddenModels: string[] }
	| { tasks: number };

/** The keys that every gateway makes for itself, new at each start. */
export interface GatewayKeys {
	ok: string;
	disabled: string;
	noAccountCredit: string;
	noKeyCredit: string;
	quotaNotEnough: string;
	banned: string;
	otherAddress: string;
	otherGroup: string;
	/** Pays for one task and is used up by it. */
	oneTask: string;
	/** May do everything, for another account: it knows none of the other keys' tasks. */
	otherAccount: string;
	/** May use every model but Kling-2.6 (its billing names included). */
	withoutKling26: string;
}

/** A random key in the usual shape: `sk-` and 48 letters and digits. */
export function newKey(): string {
	return `sk-${randomBytes(24).toString('hex')}`;
}

/** The key of an `Authorization: Bearer …` header; undefined when there is none. */
export function bearerKey(header: string | undefined): string | undefined {
	return /^Bearer (\S+)$/i.exec(header ?? '')?.[1];
}

/** Part of a key, as older gateways print it. */
export function partOfKey(key: string): string {
	return `${key.slice(0, 12)}***${key.slice(-6)}`;
}

/** Whether a key may use some models only. */
export function isLimited(rights: KeyRights): rights is { forbiddenModels: string[] } {
	return typeof rights === 'object' && 'forbiddenModels' in rights;
}

/** Whether a key may not use a model. */
export function isForbidden(rights: KeyRights, model: string): boolean {
	return isLimited(rights) && rights.forbiddenModels.includes(model);
}
