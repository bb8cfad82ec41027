import { checkSubmit } from '../submit/checkSubmit.cts';
import type { FamilyDialect } from './familyDialect.cts';
import type { Habits } from './habits.cts';

/** A gateway that reads every spelling. */
export const EVERYTHING: Habits = {
	seconds: ['seconds', 'duration', 'metadata.output_config.duration', 'metadata.duration'],
	aspectRatio: ['metadata.output_config.aspect_ratio', 'metadata.aspect_ratio', 'size'],
	resolution: ['metadata.output_config.resolution', 'metadata.resolution', 'size'],
	audio: ['metadata.output_config.audio_generation', 'metadata.audio_generation'],
	others: 'everything',
	otherwise: { aspectRatio: '16:9' },
};

/** The gateway of the API page, strict about all that is documented. */
export const documented: FamilyDialect = {
	description: 'as the API page says, strict about every field',
	habits: EVERYTHING,
	check: checkSubmit,
	wording: {},
};
