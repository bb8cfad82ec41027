import type { IBinaryData, IExecuteSingleFunctions } from 'n8n-workflow';

import { InputError } from '../shared/inputError';
import { imageSize } from './imageSize';
import type { InspectedFile } from './inspectFile';
import { fileSize, inspectFile } from './inspectFile';
import type { MediaKind } from './mediaKind';
import type { MediaLimits } from './mediaLimits';
import { limitsOf, secondsProblem, sidesProblem, sizeProblem } from './mediaLimits';
import type { MediaFormat } from './takenFormat';
import { formatFor, isTaken } from './takenFormat';
import { wavSeconds } from './wavSeconds';

/** A file that the field takes. */
export interface CheckedMedia {
	format: MediaFormat;
	/** Of the content, in hexadecimal. */
	sha256: string;
}

const ADVICE = 'Use another file, or change this one before this node';

/**
 * Looks at a file of the item before anything is sent: its format by its content, its size, the sides of a picture,
 * and the playing time where a header tells it.
 *
 * @throws InputError naming the field, the limit and what was found
 */
export async function checkMedia(
	context: IExecuteSingleFunctions,
	binary: IBinaryData,
	shownName: string,
	kind: MediaKind,
): Promise<CheckedMedia> {
	const limits = limitsOf(kind);
	const refuseIf = (problem: string | undefined): void => {
		if (problem !== undefined) throw new InputError(shownName, problem, ADVICE);
	};
	const told = await fileSize(context, binary);
	if (told !== undefined) refuseIf(sizeProblem(told, limits));
	const file = await inspectFile(context, binary);
	refuseIf(sizeProblem(file.size, limits));
	const format = formatFor(file, limits);
	if (!isTaken(format, limits)) {
		const found = format ?? (binary.mimeType || 'unknown');
		throw new InputError(
			shownName,
			`holds a file of the type ${found}, but must be ${orList(limits)}`,
			ADVICE,
		);
	}
	const size = imageSize(file.head, format);
	if (size) refuseIf(sidesProblem(size, limits));
	const seconds = secondsOf(file, format);
	if (seconds !== undefined) refuseIf(secondsProblem(seconds, limits));
	return { format, sha256: file.sha256 };
}

function orList({ formats }: MediaLimits): string {
	return `${formats.slice(0, -1).join(', ')} or ${formats.slice(-1).join('')}`;
}

/** MP3 and AAC do not tell without being read frame by frame. */
function secondsOf({ head, size, movie }: InspectedFile, format: MediaFormat): number | undefined {
	return format === 'WAV' ? wavSeconds(head, size) : movie.seconds;
}
