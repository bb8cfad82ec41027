import type { VideoFacts } from '../output/warnings';
import type { FileEnd } from '../shared/fileEnd';
import type { FileFormat } from '../shared/fileFormat';
import { MatroskaReader } from '../shared/matroskaReader';
import { MovieReader } from '../shared/movieReader';

/** Reads a video while it streams by: what its header tells, and whether it came whole. */
export class VideoReader {
	private readonly movie?: MovieReader;

	private readonly reader: { take(chunk: Buffer): void; end(): FileEnd };

	/** @param format as its first bytes tell */
	constructor(format: FileFormat) {
		if (format === 'MP4' || format === 'MOV') {
			this.movie = new MovieReader();
			this.reader = this.movie;
		} else {
			// Of anything but WebM and MKV it says that it does not know.
			this.reader = new MatroskaReader();
		}
	}

	/** The next chunk of the file, from its first byte on. */
	take(chunk: Buffer): void {
		this.reader.take(chunk);
	}

	/** What the file says of its end; only once all of it has passed. */
	end(): FileEnd {
		return this.reader.end();
	}

	/** What the header told so far. */
	get facts(): VideoFacts {
		const seconds = this.movie?.seconds;
		return {
			...(seconds !== undefined && { seconds: Math.round(seconds * 100) / 100 }),
			...this.movie?.sides,
		};
	}
}
