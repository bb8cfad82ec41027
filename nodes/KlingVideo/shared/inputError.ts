/** A parameter whose value cannot be sent; thrown before anything is, and shown to the user as it stands. */
export class InputError extends Error {
	/** What to do about it. */
	readonly description: string;

	/**
	 * @param parameter the parameter's name as shown in the editor, e.g. `Duration`
	 * @param problem what is wrong, continuing "The value of 'Duration' …", e.g. `must be 5 or 10 seconds`
	 * @param advice what to do next; without it the description asks to check the parameter
	 */
	constructor(
		readonly parameter: string,
		readonly problem: string,
		advice?: string,
	) {
		super(`The value of '${parameter}' ${problem}`);
		this.name = 'InputError';
		this.description = advice ?? `Check the parameter '${parameter}' and run the node again`;
	}
}
