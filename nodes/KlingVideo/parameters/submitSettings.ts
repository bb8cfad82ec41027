import type { IDataObject, IExecuteSingleFunctions } from 'n8n-workflow';

import { InputError } from '../shared/inputError';
import { at, isObject, textOf } from '../shared/json';
import type { AskedVideo, SubmitSettings } from '../shared/settings';

/** How long a Submit offers its task to a full account, in minutes. */
const DEFAULT_SLOT_MINUTES = 2;

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
	const minutes =
		slotTimeout === undefined || slotTimeout === '' ? DEFAULT_SLOT_MINUTES : Number(slotTimeout);
	if (!(minutes >= 0 && Number.isFinite(minutes)))
		throw new InputError('Wait for a Free Slot', 'must be a number of minutes, 0 or more');
	const most = maxVideos === undefined || maxVideos === '' ? undefined : Number(maxVideos);
	if (most !== undefined && !(Number.isInteger(most) && most >= 1))
		throw new InputError('Most Videos', 'must be a whole number, at least 1');
	const modelName = textOf(body.model);
	return {
		offPeak: at(body, 'metadata', 'offpeak') === true,
		slotTimeoutMs: minutes * 60_000,
		asked: askedOf(body),
		...(modelName !== undefined && { modelName }),
		...(most !== undefined && { maxVideos: most }),
	};
}
