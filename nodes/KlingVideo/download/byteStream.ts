import type { IExecuteSingleFunctions } from 'n8n-workflow';

import { isObject } from '../shared/json';

/** What n8n's binary storage takes: bytes, or Node's own stream. */
export type Storable = Parameters<IExecuteSingleFunctions['helpers']['prepareBinaryData']>[0];

type NodeStream = Exclude<Storable, Buffer>;

/** The body of an answer that was asked for as a stream. */
export function isByteStream(value: unknown): value is NodeStream {
	return (
		isObject(value) &&
		typeof value.pipe === 'function' &&
		typeof value.on === 'function' &&
		typeof value.destroy === 'function'
	);
}

/**
 * Chunks as a stream that n8n stores in every binary mode, with back-pressure: n8n takes Node's streams only, and a
 * node may not import them, so the class of a stream at hand makes it.
 *
 * @param like any stream; every stream class of Node inherits `from`
 * @throws Error when the class cannot make streams, which no known engine does
 */
export function streamOf(chunks: AsyncIterable<Buffer>, like: NodeStream): NodeStream {
	const { constructor }: { constructor: unknown } = like;
	const make: unknown =
		typeof constructor === 'function' ? Reflect.get(constructor, 'from') : undefined;
	const made: unknown =
		typeof make === 'function' ? Reflect.apply(make, constructor, [chunks]) : undefined;
	if (!isByteStream(made)) throw new Error('This version of n8n cannot store a stream');
	return made;
}
