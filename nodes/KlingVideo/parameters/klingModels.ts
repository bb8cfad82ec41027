/** A documented model of the gateway. The gateway picks by this very spelling. */
export interface KlingModel {
	name: string;
	/** The lengths it can make, in whole seconds. */
	durations: readonly number[];
	/** The lengths as a person would say them. */
	durationText: string;
}

export const OMNI: KlingModel = {
	name: 'Kling-3.0-Omni',
	durations: [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
	durationText: '5 to 15 seconds',
};

export const KLING_2_6: KlingModel = {
	name: 'Kling-2.6',
	durations: [5, 10],
	durationText: '5 or 10 seconds',
};

export const KLING_2_5: KlingModel = {
	name: 'Kling-2.5',
	durations: [5, 10],
	durationText: '5 or 10 seconds',
};

/** Every documented model, the newest first. */
export const KLING_MODELS = [OMNI, KLING_2_6, KLING_2_5] as const;

/** The documented model of that name, if it is one. */
export function modelNamed(name: unknown): KlingModel | undefined {
	return KLING_MODELS.find((model) => model.name === name);
}
