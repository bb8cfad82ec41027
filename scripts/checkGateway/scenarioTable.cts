import type { SupplierKind } from './dialects.cts';

/** What becomes of a scenario. `as behind`: everything is passed on, the gateway behind decides. */
export type Verdict = 'works' | 'works with' | 'dropped' | 'refused' | 'as behind';

/** What becomes of a scenario at one kind of gateway. */
export interface Cell {
	verdict: Verdict;
	/** What to set, what is lost, or who refuses. */
	note?: string;
	/** On a real gateway of this kind, or on the local gateway only. */
	tried: 'real' | 'local';
}

const tried =
	(where: Cell['tried']) =>
	(verdict: Verdict, note?: string): Cell => ({ verdict, note, tried: where });

const real = tried('real');
const local = tried('local');

/** Settings that a native Kling channel has no place for. */
const NATIVE_LOSES = 'Resolution, audio and off-peak are dropped';

const chain = real('as behind');

/** One scenario at every kind of gateway. */
export interface ScenarioRow extends Record<SupplierKind, Cell> {
	/** As the panel shows it; a test holds it against the node, whose parts take a second to load. */
	name: string;
}

/** Every scenario by its stored value, in the order of the panel. */
export const SCENARIO_TABLE: Record<string, ScenarioRow> = {
	textToVideo: {
		name: 'Text to Video',
		documented: local('works'),
		nativeKling: real(
			'works with',
			`\`duration\` at the top, \`aspect_ratio\` at the top of the metadata. ${NATIVE_LOSES}`,
		),
		chain,
		tencentVod: real(
			'works with',
			'resolution, aspect ratio, audio and `off_peak` at the top of the metadata. At most 1,000 characters',
		),
	},
	imageToVideo: {
		name: 'Image to Video',
		documented: local('works'),
		nativeKling: real('works with', `\`duration\` at the top. ${NATIVE_LOSES}`),
		chain,
		tencentVod: real(
			'works with',
			'resolution and audio at the top of the metadata. File Infos beside an Image are refused',
		),
	},
	firstLastFrame: {
		name: 'First and Last Frame',
		documented: local('works'),
		nativeKling: real(
			'works with',
			'`image_tail` in the metadata; otherwise the last frame is dropped',
		),
		chain,
		tencentVod: real(
			'refused',
			'except with the model 2.1 and `resolution` 1080P at the top of the metadata',
		),
	},
	referenceToVideo: {
		name: 'References to Video',
		documented: local('works'),
		nativeKling: real('dropped', 'the pictures: a video of the prompt alone'),
		chain,
		tencentVod: real('works with', 'aspect ratio at the top of the metadata'),
	},
	multiShot: {
		name: 'Multi-Shot',
		documented: local('works'),
		nativeKling: real('dropped', 'the shots: a video of the prompt alone'),
		chain,
		tencentVod: real('works with', 'a Prompt beside the shots'),
	},
	motionControl: {
		name: 'Motion Control',
		documented: local('works'),
		nativeKling: real('dropped', 'the movement: a plain image to video'),
		chain,
		tencentVod: real(
			'dropped',
			'the reference video, unless both files are given as File Infos and none as Image or Video',
		),
	},
	avatar: {
		name: 'Digital Human',
		documented: local('works'),
		nativeKling: real('dropped', 'the voice: a plain image to video'),
		chain,
		tencentVod: real('works with', 'a Prompt'),
	},
	lipSync: {
		name: 'Lip Sync',
		documented: local('works'),
		nativeKling: real('dropped', 'video and voice: a video of the prompt alone'),
		chain,
		tencentVod: real('dropped', 'the video, unless it is given as File Infos; a Prompt is needed'),
	},
	templateEffect: {
		name: 'Template Effect',
		documented: local('refused', 'by the service behind the gateway'),
		nativeKling: real('dropped', 'the effect: a plain image to video'),
		chain,
		tencentVod: real(
			'works with',
			'a Prompt; the gateway passes it on, Tencent serves it for other models',
		),
	},
};

/** One cell as text, e.g. "works with a Prompt". */
export function cellText({ verdict, note }: Cell): string {
	if (verdict === 'as behind') return 'passed on whole: as the gateway behind it';
	if (note === undefined) return verdict;
	if (verdict === 'works with') return `works with ${note}`;
	return verdict === 'refused' ? `refused ${note}` : `${verdict}: ${note}`;
}
