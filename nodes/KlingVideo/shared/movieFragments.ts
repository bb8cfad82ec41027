import {
	readFragmentHeader,
	readFragmentStart,
	readRunUnits,
	readTrackDefaults,
} from './movieFields';

/** How much of a track has come, in its own units. */
interface Span {
	start: number;
	end: number;
	/** Whether the fragments say where they begin; else they follow what the header holds. */
	isPlaced: boolean;
}

/** The fragments of a film, one after the other: how far they reach in each track. */
export class MovieFragments {
	/** How many have come. */
	count = 0;

	private readonly defaults = new Map<number, number>();

	private readonly spans = new Map<number, Span>();

	/** False as soon as a fragment does not tell how long it is. */
	private isKnown = true;

	private track: { id: number; units: number | undefined } | undefined;

	/** A `moof` has begun. */
	begin(): void {
		this.count += 1;
	}

	/** One of the boxes that speak of fragments. */
	read(name: string, content: Buffer): void {
		if (name === 'trex') {
			const found = readTrackDefaults(content);
			if (found) this.defaults.set(found.id, found.units);
		} else if (name === 'tfhd') {
			const found = readFragmentHeader(content);
			this.track = found && {
				id: found.id,
				units: found.units ?? this.defaults.get(found.id),
			};
		} else if (this.track && name === 'tfdt') this.goTo(this.track.id, readFragmentStart(content));
		else if (this.track && name === 'trun') {
			this.add(this.track.id, readRunUnits(content, this.track.units));
		}
	}

	/**
	 * How long the fragments of a track last together with what the header holds of it, in the track's units.
	 *
	 * @param before the length of what the header holds
	 * @returns undefined when one of them does not tell
	 */
	unitsOf(id: number, before: number): number | undefined {
		const span = this.spans.get(id);
		if (!this.isKnown || !span) return undefined;
		if (!span.isPlaced) return before + span.end;
		// A recording cut out of a longer one does not begin at 0.
		return before > 0 ? Math.max(before, span.end) : span.end - span.start;
	}

	private goTo(id: number, at: number | undefined): void {
		if (at === undefined) return;
		const span = this.spans.get(id);
		if (span) span.end = Math.max(span.end, at);
		else this.spans.set(id, { start: at, end: at, isPlaced: true });
	}

	private add(id: number, units: number | undefined): void {
		const span = this.spans.get(id) ?? { start: 0, end: 0, isPlaced: false };
		this.spans.set(id, span);
		if (units === undefined) this.isKnown = false;
		else span.end += units;
	}
}
