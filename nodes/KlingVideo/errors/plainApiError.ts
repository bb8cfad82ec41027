import type { IDataObject, INode } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

/** What an error shows and holds: plain data only. */
export interface ErrorContent {
	message: string;
	description: string;
	/** HTTP status, where an answer came. */
	status?: number;
	itemIndex: number;
	runIndex?: number;
	/** What a workflow may read from the error: ids, reason, code. */
	details: IDataObject;
}

/**
 * A NodeApiError with exactly our words. It refers to no other error, request or answer, so it holds no key.
 * This class, because the declarative engine wraps every other one and then words the message anew.
 */
export function plainApiError(node: INode, content: ErrorContent): NodeApiError {
	const { message, description, status, itemIndex, runIndex } = content;
	const error = new NodeApiError(
		node,
		{},
		{
			message,
			description,
			httpCode: status === undefined ? undefined : String(status),
			itemIndex,
			runIndex,
		},
	);
	// The constructor replaces messages in which it finds ENOENT, EPERM and the like, in a task ID too.
	error.message = message;
	error.description = description;
	error.messages = [];
	Object.assign(error.context, content.details);
	return error;
}
