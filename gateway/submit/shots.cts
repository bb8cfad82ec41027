import type { Json } from '../json.cts';
import { isJsonObject } from '../json.cts';
import type { Fields } from './fields.cts';
import { readChoice, readText } from './read.cts';
import { refuse, refuseUpstream } from './refusal.cts';

const AT = 'ext_info.AdditionalParameters';

/**
 * Multi-shot needs 1 to 6 shots whose durations add up to the video's; with `intelligence` the model
 * plans them from the prompt.
 */
export function checkShots({ prompt, extras, lengths }: Fields): void {
	if (extras.multi_shot !== true) refuse(`${AT}.multi_shot must be true`);
	readText(extras, 'shot_type', `${AT}.shot_type`);
	readChoice(extras, 'shot_type', ['customize', 'intelligence'], `${AT}.shot_type`);
	const shots = extras.multi_prompt;
	if (extras.shot_type === 'intelligence' && shots === undefined) {
		if (prompt === undefined || prompt.trim() === '') refuse('prompt is required');
		return;
	}
	if (!Array.isArray(shots)) refuse(`${AT}.multi_prompt is required`);
	if (shots.length < 1 || shots.length > 6) refuseUpstream('multi_prompt must hold 1 to 6 shots');
	const total = shots.reduce<number>((sum, shot, index) => sum + shotSeconds(shot, index), 0);
	const other = lengths.find((length) => length !== total);
	if (other !== undefined) {
		refuseUpstream(`The shots take ${total} seconds, the video ${other}`);
	}
}

function shotSeconds(shot: Json, position: number): number {
	const path = `${AT}.multi_prompt[${position}]`;
	if (!isJsonObject(shot)) refuse(`${path} must be an object`);
	if (shot.index !== position + 1) refuse(`${path}.index must be ${position + 1}`);
	const prompt = readText(shot, 'prompt', `${path}.prompt`);
	if ([...prompt].length > 512) refuseUpstream(`${path}.prompt is over 512 characters`);
	const { duration } = shot;
	const wellFormed =
		typeof duration === 'number' || (typeof duration === 'string' && /^\d+$/.test(duration));
	const value = Number(duration);
	if (!wellFormed || !Number.isInteger(value) || value < 1) {
		refuse(`${path}.duration must be a whole number of seconds`);
	}
	return value;
}
