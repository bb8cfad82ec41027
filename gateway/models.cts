/** The documented models. */
export type Family = 'Kling-3.0-Omni' | 'Kling-2.6' | 'Kling-2.5';

/** A model name that the gateway has a channel for. */
export interface GatewayModel {
	id: string;
	family: Family;
}

/** The whole seconds that each documented model can make. */
export const SECONDS_OF: Record<Family, number[]> = {
	'Kling-3.0-Omni': [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
	'Kling-2.6': [5, 10],
	'Kling-2.5': [5, 10],
};

/** What the price depends on. */
export interface BillingTraits {
	resolution: '720p' | '1080p';
	/** A picture or video goes in. */
	reference: boolean;
	audio: boolean;
	/** The level of motion control; undefined in other scenarios. */
	motion?: 'std' | 'pro';
}

/** The longer name that a task is billed under, e.g. `kling-2.6-720p-noref-mute`. */
export function billingName(family: Family, traits: BillingTraits): string {
	const name = family.toLowerCase();
	if (traits.motion) return `${name}-motion-${traits.motion}-${traits.resolution}`;
	const reference = traits.reference ? 'ref' : 'noref';
	return `${name}-${traits.resolution}-${reference}-${traits.audio ? 'audio' : 'mute'}`;
}

/** Every name that a submit may use: the documented ones and their billing names. */
export function allModels(): GatewayModel[] {
	const families: Family[] = ['Kling-3.0-Omni', 'Kling-2.6', 'Kling-2.5'];
	const models = families.map((family): GatewayModel => ({ id: family, family }));
	for (const family of families) {
		for (const resolution of ['720p', '1080p'] as const) {
			for (const reference of [true, false]) {
				for (const audio of [true, false]) {
					models.push({ id: billingName(family, { resolution, reference, audio }), family });
				}
			}
		}
	}
	for (const motion of ['std', 'pro'] as const) {
		for (const resolution of ['720p', '1080p'] as const) {
			const traits = { resolution, reference: true, audio: false, motion };
			models.push({ id: billingName('Kling-2.6', traits), family: 'Kling-2.6' });
		}
	}
	return models;
}
