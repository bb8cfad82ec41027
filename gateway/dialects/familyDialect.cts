import type { JsonAnswer, RawAnswer } from '../answer.cts';
import type { JsonObject } from '../json.cts';
import type { KeyRights } from '../keys.cts';
import type { Settings } from '../settings.cts';
import type { SubmitRules } from '../submit/checkSubmit.cts';
import type { CheckedSubmit } from '../submit/submission.cts';
import type { Dialect } from '../tasks/dialect.cts';
import type { Habits } from './habits.cts';

/** How one kind of gateway of this family behaves: what it reads, refuses and answers. */
export interface FamilyDialect {
	/** For the command line's usage. */
	description: string;
	/** What it reads from a submit. */
	habits: Habits;
	/** Holds a submit against its rules. Throws `Refusal`. */
	check(body: JsonObject, rights: KeyRights, rules: SubmitRules): CheckedSubmit;
	/** How its tasks' answers are worded; a plan's own dialect comes on top. */
	wording: Dialect;
	/** The settings that are its own. */
	settings?: Partial<Settings>;
	/** What it makes of its supplier's refusal; default: it is passed on as it came. */
	refusal?(answer: JsonAnswer | RawAnswer): JsonAnswer | RawAnswer;
}
