import type { SupplierKind } from './dialects.cts';

/** What becomes of a scenario. `dropped`: a plain video is made and paid for instead. */
export type Verdict = 'works' | 'works with' | 'dropped' | 'refused' | 'as the gateway behind it';

/** What becomes of a scenario at one kind of gateway. */
export interface Cell {
	verdict: Verdict;
	/** Where the settings have to stand, or what has to be given besides. */
	extra?: string;
	/** What of the request is dropped in silence. */
	lost?: string;
	/** Whether the node says so: it compares the file's length, shape and resolution with what was asked for. */
	told?: 'yes' | 'no' | 'only the resolution';
	/** When it is refused, and by whom. */
	why?: string;
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

/** A scenario that a native Kling channel has no place for. */
const notNative = (lost: string): Cell => ({ verdict: 'dropped', lost, told: 'no', tried: 'real' });

/** Settings that a native Kling channel has no place for. */
const NATIVE_LOSES = { lost: 'resolution, audio, off-peak', told: 'only the resolution' } as const;

const LENGTH = '`duration` at the top';

const TENCENT_EXTRA = 'the settings at the top of the metadata';

/** Every scenario by its stored value, in the order of the panel. */
export const SCENARIO_TABLE: Record<string, ScenarioRow> = {
	textToVideo: {
		name: 'Text to Video',
		documented: asDocumented,
		nativeKling: {
			verdict: 'works with',
			extra: `${LENGTH}, \`aspect_ratio\` at the top of the metadata`,
			...NATIVE_LOSES,
			tried: 'real',
		},
		chain,
		tencentVod: {
			verdict: 'works with',
			extra: `${TENCENT_EXTRA}, and a Prompt of at most 1,000 characters`,
			tried: 'real',
		},
	},
	imageToVideo: {
		name: 'Image to Video',
		documented: asDocumented,
		nativeKling: {
			verdict: 'works with',
			extra: `${LENGTH}, and a Prompt`,
			...NATIVE_LOSES,
			tried: 'real',
		},
		chain,
		tencentVod: {
			verdict: 'works with',
			extra: `${TENCENT_EXTRA}, a Prompt, and no File Infos beside the Image`,
			tried: 'real',
		},
	},
	firstLastFrame: {
		name: 'First and Last Frame',
		documented: asDocumented,
		nativeKling: {
			verdict: 'works with',
			extra: `${LENGTH}, \`image_tail\` in the metadata, and a Prompt`,
			...NATIVE_LOSES,
			tried: 'real',
		},
		chain,
		tencentVod: {
			verdict: 'refused',
			why: 'unless the model is version 2.1 and `resolution` at the top of the metadata is 1080P',
			tried: 'real',
		},
	},
	referenceToVideo: {
		name: 'References to Video',
		documented: asDocumented,
		nativeKling: notNative('the pictures: a video of the prompt alone'),
		chain,
		tencentVod: { verdict: 'works with', extra: TENCENT_EXTRA, tried: 'real' },
	},
	multiShot: {
		name: 'Multi-Shot',
		documented: asDocumented,
		nativeKling: notNative('the shots: a video of the prompt alone'),
		chain,
		tencentVod: {
			verdict: 'works with',
			extra: `${TENCENT_EXTRA}, and a Prompt beside the shots`,
			tried: 'real',
		},
	},
	motionControl: {
		name: 'Motion Control',
		documented: asDocumented,
		nativeKling: notNative('the movement: a plain image to video'),
		chain,
		tencentVod: {
			verdict: 'dropped',
			lost: 'the reference video and the level',
			told: 'no',
			extra: 'Text to Video and File Infos',
			tried: 'real',
		},
	},
	avatar: {
		name: 'Digital Human',
		documented: asDocumented,
		nativeKling: notNative('the voice: a plain image to video'),
		chain,
		tencentVod: { verdict: 'works with', extra: `${TENCENT_EXTRA}, and a Prompt`, tried: 'real' },
	},
	lipSync: {
		name: 'Lip Sync',
		documented: asDocumented,
		nativeKling: notNative('video and voice: a video of the prompt alone'),
		chain,
		tencentVod: {
			verdict: 'dropped',
			lost: 'the video that should speak',
			told: 'no',
			extra: 'Text to Video and File Infos',
			tried: 'real',
		},
	},
	templateEffect: {
		name: 'Template Effect',
		documented: { verdict: 'refused', why: 'by the service behind the gateway', tried: 'local' },
		nativeKling: notNative('the effect: a plain image to video'),
		chain,
		tencentVod: {
			verdict: 'works with',
			extra: 'a Prompt; passed on, but Tencent serves it for other models',
			tried: 'real',
		},
	},
};

/** One cell as text, e.g. "dropped: the shots (the node does not say so)". */
export function cellText({ verdict, extra, lost, told, why }: Cell): string {
	if (verdict === 'refused') return `refused ${why ?? ''}`.trim();
	const says = { yes: 'the node says so', no: 'the node does not say so' };
	const losing =
		lost === undefined
			? undefined
			: `dropped: ${lost} (${told === 'yes' || told === 'no' ? says[told] : `the node tells ${told ?? 'nothing'}`})`;
	if (verdict === 'dropped') {
		return extra === undefined
			? (losing ?? '')
			: `${losing ?? ''}. All of it arrives with ${extra}`;
	}
	const main = extra === undefined ? verdict : `${verdict} ${extra}`;
	return losing === undefined ? main : `${main}; ${losing}`;
}
