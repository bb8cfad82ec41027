/** Boxes of the MP4 family, made by hand. */

/** The header of a box. */
export function header(length: number, name: string): Buffer {
	const bytes = Buffer.alloc(8);
	bytes.writeUInt32BE(length, 0);
	bytes.write(name, 4, 'latin1');
	return bytes;
}

/** A header whose length has 64 bits. */
export function longHeader(length: number, name: string): Buffer {
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64BE(BigInt(length));
	return Buffer.concat([header(1, name), bytes]);
}

/** A box around the given content, with a header of 8 bytes or of 16. */
export function box(name: string, content: Buffer | Buffer[], headerBytes: 8 | 16 = 8): Buffer {
	const inside = Array.isArray(content) ? Buffer.concat(content) : content;
	const length = headerBytes + inside.length;
	const start = headerBytes === 8 ? header(length, name) : longHeader(length, name);
	return Buffer.concat([start, inside]);
}

type Field = [bytes: 2 | 4 | 8, value: number];

/** A box's content from its fields, in order; a number alone has four bytes. */
export function content(...fields: Array<number | Field>): Buffer {
	return Buffer.concat(
		fields.map((field) => {
			const [bytes, value] = typeof field === 'number' ? [4, field] : field;
			const written = Buffer.alloc(bytes);
			if (bytes === 8) written.writeBigUInt64BE(BigInt(value));
			else written.writeUIntBE(value, 0, bytes);
			return written;
		}),
	);
}
