import type { FileEnd } from './fileEnd';

/** The element that holds all of a WebM or MKV but its header (RFC 9559). */
const SEGMENT_ID = Buffer.from('18538067', 'hex');

/** The header and the start of the segment stand within so many bytes. */
const HEAD_BYTES = 4096;

/** A number of variable length (RFC 8794) and its bytes; undefined where it means "unknown". */
function readVint(head: Buffer, at: number): { value: number; bytes: number } | undefined {
	const first = head[at] ?? 0;
	const bytes = Math.clz32(first) - 23;
	if (bytes > 8 || at + bytes > head.length) return undefined;
	let value = first & (0xff >> bytes);
	let ones = value === 0xff >> bytes;
	for (let place = 1; place < bytes; place += 1) {
		const byte = head[at + place] ?? 0;
		value = value * 256 + byte;
		ones &&= byte === 0xff;
	}
	return ones ? undefined : { value, bytes };
}

/** Where the segment ends, from the file's start; undefined where the file does not say. */
function segmentEnd(head: Buffer): number | undefined {
	const header = readVint(head, 4);
	if (!header) return undefined;
	const at = 4 + header.bytes + header.value;
	if (!head.subarray(at, at + 4).equals(SEGMENT_ID)) return undefined;
	const size = readVint(head, at + 4);
	return size && at + 4 + size.bytes + size.value;
}

/** Reads how long a WebM or MKV should be while it passes by. A recording written as a stream does not say. */
export class MatroskaReader {
	private head = Buffer.alloc(0);

	private passed = 0;

	/** The next chunk of the file. */
	take(chunk: Buffer): void {
		this.head = Buffer.concat([this.head, chunk.subarray(0, HEAD_BYTES - this.head.length)]);
		this.passed += chunk.length;
	}

	/** What the file says of its end; only once all of it has passed. */
	end(): FileEnd {
		const end = segmentEnd(this.head);
		if (end === undefined) return { is: 'unknown' };
		if (this.passed >= end) return { is: 'whole' };
		return { is: 'damaged', why: `ends ${end - this.passed} bytes too early` };
	}
}
