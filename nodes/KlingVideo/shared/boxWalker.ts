/** A box of the MP4 family (ISO 14496-12, QuickTime): where it stands in the file. */
export interface Box {
	name: string;
	/** Its first byte, counted from the file's start. */
	at: number;
	/** The byte behind it; Infinity for one that goes to the file's end. */
	end: number;
	/** The name of the box around it; none at the top. */
	parent?: string;
}

/** What is done with what the walker meets. */
export interface BoxVisitor {
	/** A box has begun. */
	begin(box: Box): void;
	/** The content of a box that is read, without its header; cut where it is very long. */
	read(box: Box, content: Buffer): void;
}

/** Boxes that hold boxes which somebody reads. */
const ENTERED = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'mvex', 'moof', 'traf']);

/** Boxes that somebody reads. */
const READ = new Set([
	...['mvhd', 'tkhd', 'mdhd', 'hdlr', 'stsd', 'stco', 'co64'],
	...['mehd', 'trex', 'tfhd', 'tfdt', 'trun', 'sidx'],
]);

/** More of one box is not held, in bytes. */
const MOST_CONTENT = 64 * 1024;

const SHORT_HEADER = 8;

/** A header whose length has 64 bits. */
const LONG_HEADER = 16;

/** What stands in no box's name; QuickTime has names that begin with a ©. */
const NO_LETTER = /[^\x20-\x7e\xa9]/;

/**
 * Walks through the boxes of an MP4, MOV or M4A while the file passes by, without holding more of it than the headers
 * and the few boxes that are read. Never throws for what a file holds.
 */
export class BoxWalker {
	/** How much of the file has passed, in bytes. */
	passed = 0;

	/** Where the last box at the top ends; Infinity for one that goes to the file's end. */
	topEnd = 0;

	/** Whether something that is no box follows the last box at the top. */
	hasJunk = false;

	/** The boxes around the present place, outermost first. */
	private readonly around: Box[] = [];

	/** The box whose content is read at present. */
	private reading: Box | undefined;

	/** What has been seen of the present header or content, and how much of it is wanted. */
	private held: Buffer = Buffer.alloc(0);

	private wanted = SHORT_HEADER;

	/** The first byte of what is held. */
	private at = 0;

	constructor(private readonly visitor: BoxVisitor) {}

	/** Bytes of a header that have come, where the file ends within one. */
	get started(): number {
		return this.reading || this.hasJunk ? 0 : this.held.length;
	}

	/** The next chunk of the file. */
	take(chunk: Buffer): void {
		while (!this.hasJunk) {
			const from = this.at + this.held.length - this.passed;
			const piece = chunk.subarray(from, from + this.wanted - this.held.length);
			// A copy: a piece of a chunk would keep all of it.
			this.held = Buffer.concat([this.held, piece]);
			if (this.held.length < this.wanted) break;
			if (this.reading) this.endReading(this.reading);
			else this.meetBox();
		}
		this.passed += chunk.length;
	}

	private meetBox(): void {
		const { held, at } = this;
		const parent = this.around.at(-1);
		const room = parent?.end ?? Infinity;
		const short = held.readUInt32BE(0);
		const header = short === 1 ? LONG_HEADER : SHORT_HEADER;
		if (at + header > room) return this.meetJunk(parent);
		if (held.length < header) {
			this.wanted = header;
			return;
		}
		const length = short === 1 ? Number(held.readBigUInt64BE(8)) : short;
		// Length 0 means up to the end of the file, or of what is around.
		const end = length === 0 ? room : at + length;
		const name = held.toString('latin1', 4, 8);
		if (NO_LETTER.test(name) || end < at + header || end > room) return this.meetJunk(parent);
		const box: Box = { name, at, end, ...(parent && { parent: parent.name }) };
		if (!parent) this.topEnd = end;
		this.visitor.begin(box);
		if (ENTERED.has(name)) {
			this.around.push(box);
			this.goTo(at + header);
		} else if (READ.has(name)) {
			this.reading = box;
			this.goTo(at + header, Math.min(end - at - header, MOST_CONTENT));
		} else this.goTo(end);
	}

	/** What is no box at the top ends the walk; inside a box, only that box. */
	private meetJunk(parent: Box | undefined): void {
		if (parent) this.goTo(parent.end);
		else this.hasJunk = true;
	}

	private endReading(box: Box): void {
		this.visitor.read(box, this.held);
		this.reading = undefined;
		this.goTo(box.end);
	}

	private goTo(at: number, wanted = SHORT_HEADER): void {
		this.at = at;
		this.held = Buffer.alloc(0);
		this.wanted = wanted;
		if (this.reading) return;
		for (let inner = this.around.at(-1); inner && this.at + SHORT_HEADER > inner.end;) {
			// QuickTime ends some boxes with four zeros.
			this.at = inner.end;
			this.around.pop();
			inner = this.around.at(-1);
		}
	}
}
