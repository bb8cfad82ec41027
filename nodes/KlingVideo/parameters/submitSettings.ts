import type { IDataObject, IExecuteSingleFunctions } from 'n8n-workflow';

import { at, isObject, textOf } from '../shared/json';
import type { AskedVideo, SubmitSettings } from '../shared/settings';
import { numberReader, readCount } from './reading/readNumber';

/** How long a Submit offers its task to a full account, in minutes. */
const DEFAULT_SLOT_MINUTES = 2;

const readMinutes = numberReader('a number of minutes, 0 or more', (minutes) => minutes >= 0);

/** What the body asks of the video, wherever the parameters have put it. */
function askedOf(body: IDataObject): AskedVideo {
	const seconds = Number(textOf(body.seconds));
	const aspectRatio = textOf(at(body, 'metadata', 'output_config', 'aspect_ratio'));
	const resolution = textOf(at(body, 'metadata', 'output_config', 'resolution'));
	const size = textOf(body.size);
	return {
		...(seconds > 0 && { seconds }),
		...(aspectRatio !== undefined && { aspectRatio }),
		...(resolution !== undefined && { resolution }),
		...(size !== undefined && { size }),
	};
}

/**
 * Reads and checks what the submission of an item goes by.
 *
 * @param body as the parameters have built it
 * @throws InputError naming the option
 */
export function readSubmitSettings(
	context: IExecuteSingleFunctions,
	body: IDataObject,
): SubmitSettings {
	const given: unknown = context.getNodeParameter('options', {});
	const { slotTimeout, maxVideos } = isObject(given) ? given : {};
	const minutes = readMinutes(slotTimeout, 'Wait for a Free Slot') ?? DEFAULT_SLOT_MINUTES;
	const most = readCount(maxVideos, 'Most Videos');
	const modelName = textOf(body.model);
	return {
		offPeak: at(body, 'metadata', 'offpeak') === true,
		slotTimeoutMs: minutes * 60_000,
		asked: askedOf(body),
		...(modelName !== undefined && { modelName }),
		...(most !== undefined && { maxVideos: most }),
	};
}
