/** Several measurements of the same thing. */
export interface Spread {
	median: number;
	least: number;
	most: number;
	/** How many measurements. */
	n: number;
}

/** Sums measurements up. Throws a RangeError when there are none. */
export function spreadOf(values: readonly number[]): Spread {
	const sorted = [...values].sort((a, b) => a - b);
	const at = (index: number): number => {
		const value = sorted[index];
		if (value === undefined) throw new RangeError('No measurements');
		return value;
	};
	const middle = (sorted.length - 1) / 2;
	return {
		median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
		least: at(0),
		most: at(sorted.length - 1),
		n: sorted.length,
	};
}

/** `3.2 (3.1–3.5)`; without the spread for a single measurement. */
export function spreadText({ median, least, most, n }: Spread, digits = 2): string {
	if (n === 1) return median.toFixed(digits);
	return `${median.toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`;
}
