/** A box begins with its length and name; 16 bytes hold the long form too. */
const BOX_BYTES = 16;

/** The length and the name of the movie header in its long form, and its fields up to the duration. */
const MOVIE_HEADER_BYTES = 16 + 32;

/**
 * Finds how long an MP4, MOV or M4A plays while the file passes by: from the movie header (`mvhd` in `moov`), which may
 * stand at either end. Holds a few bytes of the file at a time.
 */
export class MovieSeconds {
	/** In seconds; undefined as long as it is unknown, and for files that are written in fragments. */
	seconds?: number;

	/** How much of the file has passed. */
	private passed = 0;

	/** Where the box under the eye begins, and what has been seen of it. */
	private boxAt = 0;

	private seen = Buffer.alloc(0);

	private wanted = BOX_BYTES;

	private isDone = false;

	/** The next chunk of the file. */
	take(chunk: Buffer): void {
		while (!this.isDone) {
			const from = this.boxAt + this.seen.length - this.passed;
			if (from >= chunk.length) break;
			const missing = this.wanted - this.seen.length;
			this.seen = Buffer.concat([this.seen, chunk.subarray(from, from + missing)]);
			if (this.seen.length < this.wanted) break;
			this.lookAtBox(this.seen);
		}
		this.passed += chunk.length;
	}

	private lookAtBox(box: Buffer): void {
		const name = box.toString('latin1', 4, 8);
		const short = box.readUInt32BE(0);
		const header = short === 1 ? 16 : 8;
		const length = short === 1 ? Number(box.readBigUInt64BE(8)) : short;
		if (name === 'moov') this.goTo(this.boxAt + header);
		else if (name !== 'mvhd') {
			// Length 0 means up to the end of the file.
			if (length < header) this.isDone = true;
			else this.goTo(this.boxAt + length);
		} else if (box.length < MOVIE_HEADER_BYTES) this.wanted = MOVIE_HEADER_BYTES;
		else {
			this.seconds = durationOf(box.subarray(header));
			this.isDone = true;
		}
	}

	private goTo(boxAt: number): void {
		this.boxAt = boxAt;
		this.seen = Buffer.alloc(0);
		this.wanted = BOX_BYTES;
	}
}

/** Version 1 has times of 64 bits; a duration of 0 or of ones only is unknown. */
function durationOf(fields: Buffer): number | undefined {
	const isLong = fields[0] === 1;
	const scale = fields.readUInt32BE(isLong ? 20 : 12);
	const duration = isLong ? Number(fields.readBigUInt64BE(24)) : fields.readUInt32BE(16);
	const isKnown = scale > 0 && duration > 0 && duration !== 0xffffffff && duration < 2 ** 63;
	return isKnown ? duration / scale : undefined;
}
