/**
 * How long a WAV file plays, in seconds: the length of its data over the bytes a second, both from its header.
 *
 * @param head the first bytes of the file
 * @param size of the whole file in bytes, for headers that were written before the length was known
 * @returns undefined when the header is not within `head` or makes no sense
 */
export function wavSeconds(head: Buffer, size: number): number | undefined {
	let bytesPerSecond = 0;
	let at = 12;
	while (at + 8 <= head.length) {
		const chunk = head.toString('latin1', at, at + 4);
		const length = head.readUInt32LE(at + 4);
		if (chunk === 'fmt ' && at + 20 <= head.length) bytesPerSecond = head.readUInt32LE(at + 16);
		if (chunk === 'data') {
			if (bytesPerSecond === 0) return undefined;
			const rest = size - at - 8;
			return Math.min(length || rest, rest) / bytesPerSecond;
		}
		at += 8 + length + (length % 2);
	}
	return undefined;
}
