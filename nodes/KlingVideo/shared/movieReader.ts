import type { Box, BoxVisitor } from './boxWalker';
import { BoxWalker } from './boxWalker';
import type { FileEnd } from './fileEnd';
import type { Timing } from './movieFields';
import {
	readFragmentedUnits,
	readFurthestChunk,
	readHandler,
	readIndexedBytes,
	readSampleSides,
	readTiming,
	readTrackHeader,
} from './movieFields';
import { MovieFragments } from './movieFragments';

/** One track, as its header tells. */
interface Track {
	id: number;
	/** `vide`, `soun` or another; undefined where it is not read. */
	kind?: string;
	timing?: Timing;
	width: number;
	height: number;
}

/** Rounding of times between a track and its film, in seconds. */
const LENGTH_TOLERANCE = 0.1;

function secondsOf(timing: Timing | undefined): number | undefined {
	return timing?.units === undefined ? undefined : timing.units / timing.scale;
}

function longest(all: Array<number | undefined>): number | undefined {
	const known = all.filter((seconds) => seconds !== undefined);
	return known.length === 0 ? undefined : Math.max(...known);
}

/**
 * Reads an MP4, MOV or M4A while it passes by: how long it plays, the sides of its picture, and whether all of it came.
 * Progressive files and those in fragments, with the header at either end. Holds a few bytes of the file.
 */
export class MovieReader implements BoxVisitor {
	private readonly walker = new BoxWalker(this);

	/** The names of the boxes at the top. */
	private readonly top = new Set<string>();

	private readonly tracks: Track[] = [];

	private movie: Timing | undefined;

	private fragmentedUnits: number | undefined;

	private readonly fragments = new MovieFragments();

	/** Whether fragments came, or the header tells of some to come. */
	private isInFragments = false;

	private furthestChunk = 0;

	/** Where the last index says that the file ends. */
	private indexedEnd: number | undefined;

	private indexes = 0;

	/** The next chunk of the file. */
	take(chunk: Buffer): void {
		this.walker.take(chunk);
	}

	/** The playing time in seconds; undefined where the file does not tell for certain. */
	get seconds(): number | undefined {
		if (this.fragments.count === 0) {
			return secondsOf(this.movie) ?? longest(this.tracks.map(({ timing }) => secondsOf(timing)));
		}
		return this.announced ?? longest(this.tracks.map((track) => this.fragmentedSeconds(track)));
	}

	/** The sides of the picture in pixels, as it is shown; undefined where there is none. */
	get sides(): { width: number; height: number } | undefined {
		const track = this.tracks.find(({ kind, width, height }) => {
			return kind === 'vide' && width > 0 && height > 0;
		});
		return track && { width: track.width, height: track.height };
	}

	/** Whether the file certainly has sound and no picture. */
	get isSound(): boolean {
		const kinds = this.tracks.map(({ kind }) => kind);
		return kinds.includes('soun') && !kinds.includes('vide') && !kinds.includes(undefined);
	}

	/** Whether the file certainly has a picture. */
	get hasPicture(): boolean {
		return this.tracks.some(({ kind }) => kind === 'vide');
	}

	/** What the file says of its end; only once all of it has passed. */
	end(): FileEnd {
		const { top, walker, tracks } = this;
		const missing = walker.topEnd - walker.passed;
		if (missing > 0 && missing < Infinity) {
			return { is: 'damaged', why: `ends ${missing} bytes too early` };
		}
		if (!top.has('moov')) return { is: 'noVideo', why: 'has no header of a video (moov)' };
		if (!top.has('mdat') && !top.has('moof')) {
			return { is: 'noVideo', why: 'has the header of a video, but no pictures (mdat)' };
		}
		if (this.furthestChunk >= walker.passed) {
			return { is: 'damaged', why: `should reach beyond byte ${this.furthestChunk}` };
		}
		if (tracks.length > 0 && tracks.every(({ kind }) => kind !== undefined && kind !== 'vide')) {
			return { is: 'noVideo', why: 'has sound, but no picture' };
		}
		if (missing === Infinity || walker.started > 0) return { is: 'unknown' };
		return !this.isInFragments || this.fragmentsAreWhole() ? { is: 'whole' } : { is: 'unknown' };
	}

	begin({ name, parent }: Box): void {
		if (parent === undefined) this.top.add(name);
		if (name === 'moof') this.fragments.begin();
		if (name === 'moof' || name === 'mvex') this.isInFragments = true;
		if (name === 'trak') this.tracks.push({ id: 0, width: 0, height: 0 });
	}

	read({ name, parent, end }: Box, content: Buffer): void {
		this.fragments.read(name, content);
		if (name === 'mvhd') this.movie = readTiming(content);
		else if (name === 'mehd') this.fragmentedUnits = readFragmentedUnits(content);
		else if (name === 'sidx') this.readIndex(end, content);
		else if (name === 'stco' || name === 'co64') {
			this.furthestChunk = Math.max(this.furthestChunk, readFurthestChunk(name, content));
		}
		const track = this.tracks.at(-1);
		if (!track) return;
		if (name === 'tkhd') Object.assign(track, readTrackHeader(content));
		else if (name === 'mdhd') track.timing = readTiming(content);
		// QuickTime has another one, of the data, in `minf`.
		else if (name === 'hdlr' && parent === 'mdia') track.kind = readHandler(content);
		else if (name === 'stsd' && track.width === 0) {
			Object.assign(track, readSampleSides(content));
		}
	}

	/** The length that the header of a film in fragments says. */
	private get announced(): number | undefined {
		if (this.fragmentedUnits === undefined || !this.movie) return undefined;
		return this.fragmentedUnits / this.movie.scale;
	}

	private fragmentedSeconds({ id, timing }: Track): number | undefined {
		if (!timing) return undefined;
		const units = this.fragments.unitsOf(id, timing.units ?? 0);
		return units === undefined ? undefined : units / timing.scale;
	}

	private readIndex(end: number, content: Buffer): void {
		this.indexes += 1;
		const bytes = readIndexedBytes(content);
		this.indexedEnd = bytes === undefined ? undefined : end + bytes;
	}

	/** A film in fragments may stop behind any of them: an index at either end, or its length, tells. */
	private fragmentsAreWhole(): boolean {
		if (this.top.has('mfra')) return true;
		if (this.indexes === 1 && this.indexedEnd !== undefined) {
			return this.walker.passed >= this.indexedEnd;
		}
		// The sound may have come further than the picture.
		const playing = this.tracks.filter(({ kind }) => kind === 'vide' || kind === 'soun');
		const least = (this.announced ?? Infinity) - LENGTH_TOLERANCE;
		const isLong = (track: Track) => (this.fragmentedSeconds(track) ?? 0) >= least;
		return this.hasPicture && playing.every(isLong);
	}
}
