import { limitsOf } from '../../nodes/KlingVideo/media/mediaLimits.ts';
import type { MediaKind } from '../../nodes/KlingVideo/media/mediaKind.ts';
import { expectSection, table } from './page.cts';

/** The fields that take a file, as the user knows them. */
const FIELDS: Record<MediaKind, string> = {
	image: '**Image**, **Reference Images**',
	lastFrame: '**Last Frame**',
	motionVideo: '**Video** of Motion Control',
	motionVideoAsInImage: '**Video** of Motion Control, Character Orientation *As in Image*',
	referenceVideo: '**Video** of Edit Video, **Reference Video**',
	lipVideo: '**Video** of Lip Sync',
	voice: '**Audio** of Digital Human',
	lipVoice: '**Audio** of Lip Sync',
};

function row(kind: MediaKind): string[] {
	const { formats, mostShown, seconds, sides } = limitsOf(kind);
	return [
		FIELDS[kind],
		formats.join(', '),
		mostShown,
		seconds ? `${seconds[0]} to ${seconds[1]} seconds` : '',
		sides
			? `each side at least ${sides.least} pixels, none more than ${sides.ratio} times the other`
			: '',
	];
}

test('the page on files has the limits that are checked', () => {
	const head = ['field', 'formats', 'size', 'playing time', 'picture'];
	const kinds = Object.keys(FIELDS) as MediaKind[];
	expectSection('docs/files.md', 'limits', table(head, kinds.map(row)));
});
