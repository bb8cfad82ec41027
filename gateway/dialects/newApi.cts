import { EVERYTHING } from './documented.cts';
import type { FamilyDialect } from './familyDialect.cts';
import { looseCheck } from './looseCheck.cts';

/** The words that the family's base project has for a task, and its habit of naming no task_id on GETs. */
export const BASE_WORDING = {
	words: { fresh: 'unknown', processing: 'in_progress', cancelled: 'failed' },
	progress: 'coarse',
	taskIdOnGet: false,
	sweep: 'noReason',
} as const;

/** The family's base project: it checks little and passes everything on. */
export const newApi: FamilyDialect = {
	description: 'the base project: checks little, passes everything on',
	habits: EVERYTHING,
	check: looseCheck,
	wording: { ...BASE_WORDING, completedAtWhilePending: true, resultAt: ['metadata.url'] },
	settings: { acceptDataUris: true, contentRanges: 'claimed' },
};
