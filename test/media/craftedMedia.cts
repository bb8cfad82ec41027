/** Files that are right in their headers and empty behind them, of any size, length and format. */

/** A PNG's header with the given sides. */
export function png(width: number, height: number, size = 1000): Buffer {
	const file = Buffer.alloc(size);
	file.write('\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR', 'latin1');
	file.writeUInt32BE(width, 16);
	file.writeUInt32BE(height, 20);
	return file;
}

/** A JPG whose size stands behind `cameraData` bytes of other segments. */
export function jpg(width: number, height: number, cameraData = 0, marker = 0xc0): Buffer {
	const segments: Buffer[] = [Buffer.from([0xff, 0xd8])];
	for (let left = cameraData; left > 0; left -= 60_000) {
		const length = Math.min(left, 60_000);
		const segment = Buffer.alloc(length + 4);
		segment.writeUInt16BE(0xffe1, 0);
		segment.writeUInt16BE(length + 2, 2);
		segments.push(segment);
	}
	// A filling byte and a table, as cameras write them.
	segments.push(Buffer.from([0xff, 0xff, 0xc4, 0, 3, 0]));
	const frame = Buffer.from([0xff, marker, 0, 17, 8, 0, 0, 0, 0, 3]);
	frame.writeUInt16BE(height, 5);
	frame.writeUInt16BE(width, 7);
	return Buffer.concat([...segments, frame, Buffer.alloc(100)]);
}

/** A WAV of 1,000 bytes a second; `declared` is the length that its header says, as some recorders write it. */
export function wav(seconds: number, declared?: number): Buffer {
	const data = Buffer.alloc(seconds * 1000);
	const header = Buffer.alloc(58);
	header.write('RIFF\0\0\0\0WAVE', 'latin1');
	header.write('LIST\x06\0\0\0listen', 12, 'latin1');
	header.write('fmt \x10\0\0\0', 26, 'latin1');
	header.writeUInt32LE(1000, 42);
	header.write('data', 50, 'latin1');
	header.writeUInt32LE(declared ?? data.length, 54);
	return Buffer.concat([header, data]);
}

function box(name: string, ...content: Buffer[]): Buffer {
	const body = Buffer.concat(content);
	const header = Buffer.alloc(8);
	header.writeUInt32BE(body.length + 8, 0);
	header.write(name, 4, 'latin1');
	return Buffer.concat([header, body]);
}

/** How a film is written. */
export interface FilmForm {
	/** Default: isom. */
	brand?: string;
	/** Where the movie header stands; default: at the end. */
	headerAt?: 'start' | 'end';
	/** Times of 64 bits. */
	long?: boolean;
	/** Bytes of film; default 300,000. */
	filmBytes?: number;
	/** The box of the film says its length in 64 bits. */
	longBox?: boolean;
	/** The kind of the only track; `none` where its header cannot be read. Default: by the brand. */
	track?: 'vide' | 'soun' | 'none';
}

/** An MP4, MOV or M4A that says it plays so many seconds. */
export function film(seconds: number, form: FilmForm = {}): Buffer {
	const { brand = 'isom', headerAt = 'end', long = false, filmBytes = 300_000 } = form;
	const type = box('ftyp', Buffer.from(`${brand}\0\0\0\0isom`, 'latin1'));
	const kind = form.track ?? (brand === 'M4A ' ? 'soun' : 'vide');
	const handler = kind === 'none' ? [] : [box('hdlr', Buffer.from(`\0\0\0\0\0\0\0\0${kind}`))];
	const track = box('trak', box('mdia', ...handler), box('free', Buffer.alloc(500)));
	const moov = box('moov', box('mvhd', movieHeader(seconds, long)), track);
	const mdat = form.longBox
		? Buffer.concat([longHeader('mdat', filmBytes), Buffer.alloc(filmBytes)])
		: box('mdat', Buffer.alloc(filmBytes));
	return Buffer.concat(headerAt === 'start' ? [type, moov, mdat] : [type, mdat, moov]);
}

function movieHeader(seconds: number, long: boolean): Buffer {
	const header = Buffer.alloc(long ? 112 : 100);
	header.writeUInt8(long ? 1 : 0, 0);
	header.writeUInt32BE(600, long ? 20 : 12);
	if (long) header.writeBigUInt64BE(BigInt(Math.round(seconds * 600)), 24);
	else header.writeUInt32BE(Math.round(seconds * 600), 16);
	return header;
}

function longHeader(name: string, bytes: number): Buffer {
	const header = Buffer.alloc(16);
	header.writeUInt32BE(1, 0);
	header.write(name, 4, 'latin1');
	header.writeBigUInt64BE(BigInt(bytes + 16), 8);
	return header;
}

/** The first frame of a bare MP3 or AAC file, and nothing. */
export function sound(format: 'mp3' | 'aac' | 'id3', size = 1000): Buffer {
	const starts = { mp3: [0xff, 0xfb, 0x90], aac: [0xff, 0xf1, 0x50], id3: [0x49, 0x44, 0x33] };
	return Buffer.concat([Buffer.from(starts[format]), Buffer.alloc(size - 3)]);
}
