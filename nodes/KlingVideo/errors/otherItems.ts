import type { NodeApiError } from 'n8n-workflow';

/** Another item's accepted task, listed in an error that throws that item's result away. */
export interface AcceptedTask {
	itemIndex: number;
	taskId: string;
}

/** What became of the run's other items, whose results the engine throws away with an error. */
export interface OtherItems {
	accepted: readonly AcceptedTask[];
	/** The items of which it is not known whether a task was made for them. */
	unknown: readonly number[];
}

/** Names every accepted task with its item; nothing where there is none. */
function acceptedList(tasks: readonly AcceptedTask[]): string {
	if (tasks.length === 0) return '';
	const list = tasks.map(({ itemIndex, taskId }) => `[item ${itemIndex}] ${taskId}`).join(', ');
	return `Accepted tasks of other items: ${list}.`;
}

function unknownList(items: readonly number[]): string {
	if (items.length === 0) return '';
	const list = items.map((index) => `[item ${index}]`).join(', ');
	return `For other items it is not known whether the gateway accepted their task, look for it in the gateway's task log: ${list}.`;
}

function tell(error: NodeApiError, ...sentences: string[]): void {
	error.description = [error.description ?? '', ...sentences]
		.filter((part) => part !== '')
		.join(' ');
}

/** Adds the tasks that were accepted for the same item before: each was paid for, also one that failed. */
export function tellOfEarlier(error: NodeApiError, taskIds: readonly string[]): NodeApiError {
	if (taskIds.length === 0) return error;
	tell(error, `Earlier tasks of this item: ${taskIds.join(', ')}.`);
	error.context.earlierTasks = [...taskIds];
	return error;
}

/** Adds to an error what would be lost with it. */
export function tellOfOthers(error: NodeApiError, { accepted, unknown }: OtherItems): NodeApiError {
	tell(error, acceptedList(accepted), unknownList(unknown));
	if (accepted.length > 0) error.context.acceptedTasks = accepted.map((task) => ({ ...task }));
	if (unknown.length > 0) error.context.unknownItems = [...unknown];
	return error;
}
