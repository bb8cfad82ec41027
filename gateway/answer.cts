import type { Json } from './json.cts';
import type { ResultFile } from './files/resultFile.cts';

/** An answer with a JSON body. */
export interface JsonAnswer {
	kind: 'json';
	status: number;
	headers?: Record<string, string>;
	body: Json;
}

/** An answer whose body is sent as it stands: HTML, an empty body, JSON cut short. */
export interface RawAnswer {
	kind: 'raw';
	status: number;
	headers?: Record<string, string>;
	body: string | Buffer;
}

/** A file, with or without support for Range requests. */
export interface FileAnswer {
	kind: 'file';
	file: ResultFile;
	/** `claimed`: it says that it knows ranges and sends everything. */
	ranges: boolean | 'claimed';
	/** Asked before each chunk; false cuts the connection. */
	mayContinue?: () => boolean;
}

/** What a route answers. */
export type Answer = JsonAnswer | RawAnswer | FileAnswer;

/** A JSON answer in few words. */
export function json(status: number, body: Json, headers?: Record<string, string>): JsonAnswer {
	return { kind: 'json', status, body, headers };
}
