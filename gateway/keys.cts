import { randomBytes } from 'node:crypto';

/**
 * What a key may do.
 * - `ok`: everything.
 * - `disabled`: nothing, 401.
 * - `noAccountCredit`, `noKeyCredit`: everything but submitting, 403.
 * - `{ forbiddenModels }`: everything but submitting with these models, 403.
 */
export type KeyRights =
	'ok' | 'disabled' | 'noAccountCredit' | 'noKeyCredit' | { forbiddenModels: string[] };

/** The keys that every gateway makes for itself, new at each start. */
export interface GatewayKeys {
	ok: string;
	disabled: string;
	noAccountCredit: string;
	noKeyCredit: string;
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
