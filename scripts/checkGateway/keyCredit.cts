import { at } from '../../nodes/KlingVideo/shared/json.ts';

/** What a key may still spend, as new-api tells the key itself. */
export interface KeyCredit {
	/** In the gateway's own unit; 500,000 are a dollar unless it was changed. */
	available: number;
	used: number;
	isUnlimited: boolean;
	/** Unix seconds. */
	expiresAt?: number;
	isLimitedToModels: boolean;
}

/** Reads `GET /api/usage/token/`; undefined where the gateway does not tell. */
export function readCredit(body: unknown): KeyCredit | undefined {
	const available = at(body, 'data', 'total_available');
	const used = at(body, 'data', 'total_used');
	if (typeof available !== 'number' || typeof used !== 'number') return undefined;
	const expiresAt = at(body, 'data', 'expires_at');
	return {
		available,
		used,
		isUnlimited: at(body, 'data', 'unlimited_quota') === true,
		expiresAt: typeof expiresAt === 'number' && expiresAt > 0 ? expiresAt : undefined,
		isLimitedToModels: at(body, 'data', 'model_limits_enabled') === true,
	};
}
