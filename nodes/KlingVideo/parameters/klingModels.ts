/** What a documented model is not known to go beyond. Who else documents it stands at each line of the table below. */
export interface ModelLimits {
	/** The lengths it can make, in whole seconds. */
	seconds: readonly number[];
	/** The longest prompt, in characters. */
	promptCharacters: number;
	/** Scenarios that it does not do, by their stored values. */
	lacks: readonly string[];
	/** Reference pictures of a video, and beside a reference video. */
	references?: number;
	referencesBesideVideo?: number;
	/** Shots of a video, and the longest prompt of one, in characters. */
	shots?: number;
	shotCharacters?: number;
}

/** Where a limit is from. */
export type LimitSources = Record<keyof ModelLimits, string>;

/** A documented model of the gateway. The gateway picks by this very spelling. */
export interface KlingModel extends ModelLimits {
	name: string;
}

const from = (least: number, most: number): number[] =>
	Array.from({ length: most - least + 1 }, (_, index) => least + index);

/** Where each limit of the table is from; `docs/models.md` shows them. */
export const LIMIT_SOURCES: LimitSources = {
	seconds:
		"the gateway's page (5 to 15; 5 or 10), and Kling's API for 3 and 4 seconds with 3.0 Omni",
	promptCharacters: "Kling's API: prompt",
	lacks: "Tencent Cloud VOD's and Kling's APIs: which version serves what",
	references: "Kling's API: image_list, without a video",
	referencesBesideVideo: "Kling's API: image_list, beside a video",
	shots: "Kling's API: multi_prompt",
	shotCharacters: "Kling's API: multi_prompt → prompt",
};

export const OMNI: KlingModel = {
	name: 'Kling-3.0-Omni',
	seconds: from(3, 15),
	promptCharacters: 2500,
	lacks: ['motionControl'],
	references: 7,
	referencesBesideVideo: 4,
	shots: 6,
	shotCharacters: 512,
};

export const KLING_2_6: KlingModel = {
	name: 'Kling-2.6',
	seconds: [5, 10],
	promptCharacters: 2500,
	lacks: ['referenceToVideo', 'multiShot', 'editVideo'],
};

export const KLING_2_5: KlingModel = {
	name: 'Kling-2.5',
	seconds: [5, 10],
	promptCharacters: 2500,
	lacks: ['referenceToVideo', 'multiShot', 'editVideo', 'motionControl'],
};

/** Every documented model, the newest first: a new one is an entry here. */
export const KLING_MODELS: readonly KlingModel[] = [OMNI, KLING_2_6, KLING_2_5];

/** The documented model of that name, if it is one. */
export function modelNamed(name: unknown): KlingModel | undefined {
	return KLING_MODELS.find((model) => model.name === name);
}

/** The documented models that can do a scenario, the default first. */
export function modelsFor(scenario: string): KlingModel[] {
	return KLING_MODELS.filter(({ lacks }) => !lacks.includes(scenario));
}

/** Whole seconds as a person would say them: "3 to 15 seconds", "5 or 10 seconds". */
export function lengthText(seconds: readonly number[]): string {
	const least = Math.min(...seconds);
	const most = Math.max(...seconds);
	const isRange = seconds.length > 2 && seconds.length === most - least + 1;
	return isRange ? `${least} to ${most} seconds` : `${seconds.join(' or ')} seconds`;
}

/** A number as the panel shows it: "2,500". */
export function shownNumber(value: number): string {
	return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** The highest of a limit over the documented models. */
export function highest(
	limit: 'promptCharacters' | 'references' | 'referencesBesideVideo' | 'shots' | 'shotCharacters',
): number {
	return Math.max(...KLING_MODELS.map((model) => model[limit] ?? 0));
}
