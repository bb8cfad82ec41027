/** A copy of `base` with what `over` sets; a key that holds `undefined` sets nothing. */
export function overlay<T extends object>(base: T, over: Partial<T>): T {
	const result = { ...base };
	for (const key of Object.keys(over) as Array<keyof T>) {
		const value = over[key];
		if (value !== undefined) result[key] = value;
	}
	return result;
}
