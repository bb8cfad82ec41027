import { formatOf } from '../shared/fileFormat';
import type { FileFormat } from '../shared/fileFormat';
import type { InspectedFile } from './inspectFile';

/** A file format that the video service takes somewhere. */
export type MediaFormat = 'JPG' | 'PNG' | 'WebP' | 'MP4' | 'MOV' | 'MP3' | 'WAV' | 'M4A' | 'AAC';

/** The formats that a file field takes. */
export interface TakenFormats {
	formats: readonly MediaFormat[];
}

/** Whether a format is one that the field takes. */
export function isTaken(
	format: string | undefined,
	{ formats }: TakenFormats,
): format is MediaFormat {
	return formats.some((taken) => taken === format);
}

/**
 * The format of a file for a field. An MP4 is a film or a sound by the tracks in it, whatever its name and type say; where
 * these cannot be read, it is what the field takes.
 */
export function formatFor(
	{ head, movie }: Pick<InspectedFile, 'head' | 'movie'>,
	limits: TakenFormats,
): FileFormat | undefined {
	const format = formatOf(head);
	if (format !== 'MP4' && format !== 'M4A') return format;
	if (movie.isSound) return 'M4A';
	if (movie.hasPicture) return 'MP4';
	return isTaken('M4A', limits) ? 'M4A' : 'MP4';
}
