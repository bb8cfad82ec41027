import { modelNamed } from '../../nodes/KlingVideo/parameters/klingModels.ts';
import type { AskedVideo } from '../../nodes/KlingVideo/shared/settings.ts';

/** What gateways take when they have read no length at all. */
const USUAL_SECONDS = 5;

/** The one video that `--paid` makes: what is sent, and what the video should be. */
export interface PaidOrder {
	body: Record<string, unknown>;
	asked: AskedVideo;
}

/**
 * A cheap video that differs from what gateways make when they have read nothing of the settings: not 5 seconds where
 * the model can do otherwise, and neither 16:9 nor 1:1.
 *
 * @param documentedOnly whether the settings stand only where the documentation has them, and not in all the places
 * where gateways look
 */
export function paidOrder(
	model: string,
	{ seconds: wanted, documentedOnly }: { seconds?: number; documentedOnly: boolean },
): PaidOrder {
	const lengths = modelNamed(model)?.seconds ?? [10];
	const seconds = wanted ?? lengths.find((length) => length > USUAL_SECONDS) ?? USUAL_SECONDS;
	const settings = { resolution: '720P', aspect_ratio: '9:16' };
	const documented = { output_config: { duration: seconds, ...settings } };
	return {
		body: {
			model,
			prompt: 'A paper boat drifts slowly across a puddle after the rain',
			seconds: String(seconds),
			...(!documentedOnly && { duration: seconds }),
			metadata: documentedOnly ? documented : { ...documented, ...settings },
		},
		asked: { seconds, resolution: settings.resolution, aspectRatio: settings.aspect_ratio },
	};
}
