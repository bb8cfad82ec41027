import type { JsonObject } from '../json.cts';
import type { MadeVideo } from '../files/madeVideo.cts';
import type { Family } from '../models.cts';

/** The scenarios that a body can ask for. */
export type SubmittedScenario =
	| 'textToVideo'
	| 'imageToVideo'
	| 'firstLastFrame'
	| 'motionControl'
	| 'avatar'
	| 'lipSync'
	| 'templateEffect'
	| 'referenceToVideo'
	| 'multiShot';

/** A submit that passed every check. */
export interface Submission {
	/** The body as parsed. */
	body: JsonObject;
	model: string;
	family: Family;
	scenario: SubmittedScenario;
	/** The model's name with its billing suffix, as answers show it. */
	billingName: string;
	/** What the video will be. */
	video: MadeVideo;
	/** Where the body says something that reached no supplier: dropped in silence, and paid for. */
	dropped: string[];
	/** Every media URL in the body, in order of appearance. */
	mediaUrls: string[];
}

/** A submit that passed, before it is known what becomes of it. */
export type CheckedSubmit = Omit<Submission, 'video' | 'dropped'>;
