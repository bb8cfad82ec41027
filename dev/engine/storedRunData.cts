import type { IRunExecutionData } from 'n8n-workflow';

/** flatted's types are declared for ES modules only, so its two functions are declared here. */
interface Flatted {
	parse(text: string): unknown;
	stringify(value: unknown): string;
}
// eslint-disable-next-line @typescript-eslint/no-require-imports
const flatted = require('flatted') as Flatted;

/** The text that n8n stores in its database for the data of an execution. */
export function toStored(data: IRunExecutionData): string {
	return flatted.stringify(data);
}

/** Reads the data of an execution back from its stored text. */
export function fromStored(text: string): IRunExecutionData {
	return flatted.parse(text) as IRunExecutionData;
}

/** Every property of `value`, nested ones and circles too, as one text to search in. */
export function textOf(value: unknown): string {
	return flatted.stringify(value);
}
