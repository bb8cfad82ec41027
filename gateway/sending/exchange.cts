import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestEntry } from '../requestLog.cts';

/** A request, its answer's connection and its entry in the log. */
export interface Exchange {
	request: IncomingMessage;
	response: ServerResponse;
	entry: RequestEntry;
}
