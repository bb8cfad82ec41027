/** Greater numbers are milliseconds: as seconds they would lie 30,000 years ahead. */
const LEAST_MILLISECONDS = 1e12;

const LAST_MOMENT = Date.UTC(9999, 11, 31);

const RFC_3339 =
	/^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}(?::\d{2})?(?:\.\d{1,9})?)([Zz]|[+-]\d{2}:?\d{2})?$/;

/**
 * A moment as gateways write it, as ISO 8601: Unix seconds or milliseconds, as a number or as digits, or RFC 3339
 * (without an offset it means UTC). Zero, moments before 1970 and anything unreadable are nothing.
 */
export function readMoment(value: unknown): string | undefined {
	const milliseconds = millisecondsOf(typeof value === 'string' ? value.trim() : value);
	const isMoment = milliseconds > 0 && milliseconds < LAST_MOMENT;
	return isMoment ? new Date(milliseconds).toISOString() : undefined;
}

function millisecondsOf(value: unknown): number {
	if (typeof value === 'number') {
		return Math.round(value >= LEAST_MILLISECONDS ? value : value * 1000);
	}
	if (typeof value !== 'string') return NaN;
	if (/^\d{1,16}(?:\.\d{1,9})?$/.test(value)) return millisecondsOf(Number(value));
	const parts = RFC_3339.exec(value);
	if (parts === null) return NaN;
	return Date.parse(`${parts[1]}T${parts[2]}${parts[3] ?? 'Z'}`);
}
