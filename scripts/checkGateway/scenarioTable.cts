import type { SupplierKind } from './dialects.cts';

/** What becomes of a scenario. `dropped`: a plain video is made and paid for instead. */
export type Verdict = 'works' | 'dropped' | 'refused' | 'as the gateway behind it';

/** What becomes of a scenario at one kind of gateway. */
export interface Cell {
	verdict: Verdict;
	/** What a person has to give for it to work. */
	needs?: string;
	/** What the node sends besides the documented places, and the gateway reads. */
	reads?: string;
	/** What of the request is dropped in silence. */
	lost?: string;
	/** Whether the node says so: it compares the file's length, shape and resolution with what was asked for. */
	told?: 'yes' | 'no' | 'only the resolution';
	/** When it is refused and by whom, what arrives another way, or what else should be known. */
	note?: string;
	/** On a real gateway of this kind, or on the local gateway only. */
	tried: 'real' | 'local';
}

/** One scenario at every kind of gateway. */
export interface ScenarioRow extends Record<SupplierKind, Cell> {
	/** As the panel shows it; a test holds it against the node, whose parts take a second to load. */
	name: string;
}

const asDocumented: Cell = { verdict: 'works', tried: 'local' };

const chain: Cell = { verdict: 'as the gateway behind it', tried: 'real' };

/** A scenario that a native Kling channel has a place for. */
const native = (reads: string, needs?: string): Cell => ({
	verdict: 'works',
	needs,
	reads,
	lost: 'resolution, audio, off-peak',
	told: 'only the resolution',
	tried: 'real',
});

/** One that it has no place for. */
const notNative = (lost: string): Cell => ({ verdict: 'dropped', lost, told: 'no', tried: 'real' });

/** A scenario that the Tencent VOD channel passes on. */
const tencent = (needs?: string, note?: string): Cell => ({
	verdict: 'works',
	needs,
	reads: 'the settings at the top of `metadata`',
	note,
	tried: 'real',
});

/** One whose video stands where the Tencent VOD channel does not read it. */
const tencentWithoutVideo = (lost: string): Cell => ({
	verdict: 'dropped',
	lost,
	told: 'no',
	note: 'arrives as Text to Video with File Infos, see below',
	tried: 'real',
});

/** Every scenario by its stored value, in the order of the panel. */
export const SCENARIO_TABLE: Record<string, ScenarioRow> = {
	textToVideo: {
		name: 'Text to Video',
		documented: asDocumented,
		nativeKling: native('`duration`, `metadata.aspect_ratio`'),
		chain,
		tencentVod: tencent('a Prompt of at most 1,000 characters'),
	},
	imageToVideo: {
		name: 'Image to Video',
		documented: asDocumented,
		nativeKling: native('`duration`', 'a Prompt'),
		chain,
		tencentVod: tencent('a Prompt, and no File Infos beside the Image'),
	},
	firstLastFrame: {
		name: 'First and Last Frame',
		documented: asDocumented,
		nativeKling: native('`duration`, `metadata.image_tail`', 'a Prompt'),
		chain,
		tencentVod: {
			verdict: 'refused',
			note: 'unless the model is version 2.1 and the Resolution 1080P',
			tried: 'real',
		},
	},
	referenceToVideo: {
		name: 'References to Video',
		documented: asDocumented,
		nativeKling: notNative('the pictures: a video of the prompt alone'),
		chain,
		tencentVod: tencent(),
	},
	multiShot: {
		name: 'Multi-Shot',
		documented: asDocumented,
		nativeKling: notNative('the shots: one video of all their texts'),
		chain,
		tencentVod: tencent(),
	},
	editVideo: {
		name: 'Edit Video',
		documented: asDocumented,
		nativeKling: notNative('the video: a new one of the prompt alone'),
		chain,
		tencentVod: tencent(undefined, 'the gateway adds a length of 5 seconds by itself'),
	},
	motionControl: {
		name: 'Motion Control',
		documented: asDocumented,
		nativeKling: notNative('the movement: a plain image to video'),
		chain,
		tencentVod: tencentWithoutVideo('the reference video and the level'),
	},
	avatar: {
		name: 'Digital Human',
		documented: asDocumented,
		nativeKling: notNative('the voice: a plain image to video'),
		chain,
		tencentVod: tencent('a Prompt'),
	},
	lipSync: {
		name: 'Lip Sync',
		documented: asDocumented,
		nativeKling: notNative('video and voice: a video of the prompt alone'),
		chain,
		tencentVod: tencentWithoutVideo('the video that should speak'),
	},
	templateEffect: {
		name: 'Template Effect',
		documented: { verdict: 'refused', note: 'by the service behind the gateway', tried: 'local' },
		nativeKling: notNative('the effect: a plain image to video'),
		chain,
		tencentVod: tencent('a Prompt', 'passed on, but Tencent serves it for other models'),
	},
};

/** One cell as text, e.g. "dropped: the shots (the node does not say so)". */
export function cellText({ verdict, needs, reads, lost, told, note }: Cell): string {
	if (verdict === 'refused') return `refused ${note ?? ''}`.trim();
	const parts = [
		verdict === 'dropped' ? undefined : needs === undefined ? verdict : `${verdict} with ${needs}`,
		reads === undefined ? undefined : `reads ${reads}`,
		lost === undefined ? undefined : `dropped: ${lost} (${toldText(told)})`,
		note,
	];
	return parts.filter((part) => part !== undefined).join('; ');
}

function toldText(told: Cell['told']): string {
	if (told === 'yes') return 'the node says so';
	return told === 'only the resolution'
		? 'the node says so of the resolution'
		: 'the node does not say so';
}
