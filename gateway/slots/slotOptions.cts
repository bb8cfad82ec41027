import type { Settings } from '../settings.cts';
import { isOverLimit, OVER_LIMIT } from './overLimit.cts';

/** The command line's options about slots, for `parseArgs`: every program that starts a gateway can offer them. */
export const SLOT_OPTIONS = { slots: { type: 'string' }, over: { type: 'string' } } as const;

/** Their lines in a program's usage. */
export const SLOT_USAGE = `  --slots N           Tasks that the account may have open at once (default: any number)
  --over FORM         How a submission beyond that is answered: ${OVER_LIMIT.join(', ')} (default: 429)
`;

/** The settings that they ask for. Throws an Error that says what is wrong. */
export function readSlotOptions({
	slots,
	over = '429',
}: {
	slots?: string;
	over?: string;
}): Pick<Settings, 'slots' | 'over'> {
	const limit = slots === undefined ? Number.POSITIVE_INFINITY : Number(slots);
	if (slots !== undefined && !/^[1-9]\d*$/.test(slots)) {
		throw new Error(`--slots must be a whole number from 1 up, not "${slots}"`);
	}
	if (!isOverLimit(over)) {
		throw new Error(`--over must be one of ${OVER_LIMIT.join(', ')}, not "${over}"`);
	}
	return { slots: limit, over };
}
