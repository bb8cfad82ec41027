import type { Json, JsonObject } from '../json.cts';
import { isJsonObject } from '../json.cts';
import type { KeyRights } from '../keys.cts';
import { checkCredit, findChannel, isBlank, type SubmitRules } from '../submit/checkSubmit.cts';
import { refuse } from '../submit/refusal.cts';
import type { CheckedSubmit, SubmittedScenario } from '../submit/submission.cts';

/**
 * What real gateways check of a submit before it goes to their supplier: the model, a prompt, the types of four
 * fields. Everything else they pass on, or drop. Throws `Refusal`.
 */
export function looseCheck(body: JsonObject, rights: KeyRights, rules: SubmitRules): CheckedSubmit {
	const channel = findChannel(body, rights, rules);
	for (const field of ['prompt', 'seconds', 'image', 'size']) needText(body, field);
	const { prompt } = body;
	const isMissing = typeof prompt !== 'string' || isBlank(prompt);
	if (rules.promptRequired && isMissing) refuse('prompt is required');
	checkCredit(rights, rules.language);
	return {
		body,
		model: channel.id,
		family: channel.family,
		scenario: scenarioOf(body),
		billingName: channel.id,
		mediaUrls: linksIn(body),
	};
}

/** The `metadata` of a body; real gateways take anything but an object for an empty one. */
export function metadataOf({ metadata }: JsonObject): JsonObject {
	return isJsonObject(metadata) ? metadata : {};
}

/** The name of a JSON value's type, as Go words it. */
export function goType(value: Json): string {
	if (Array.isArray(value)) return 'array';
	if (typeof value === 'boolean') return 'bool';
	return isJsonObject(value) ? 'object' : typeof value;
}

function needText(body: JsonObject, field: string): void {
	const value = body[field];
	if (value === undefined || value === null || typeof value === 'string') return;
	refuse(
		`json: cannot unmarshal ${goType(value)} into Go struct field .Alias.${field} of type string`,
	);
}

const SCENES: Record<string, SubmittedScenario> = {
	motion_control: 'motionControl',
	avatar_i2v: 'avatar',
	lip_sync: 'lipSync',
	template_effect: 'templateEffect',
};

function scenarioOf(body: JsonObject): SubmittedScenario {
	const metadata = metadataOf(body);
	const scene = SCENES[String(metadata.scene_type)];
	if (scene) return scene;
	if (String(metadata.ext_info).includes('multi_shot')) return 'multiShot';
	if (Array.isArray(metadata.file_infos)) return 'referenceToVideo';
	if (metadata.last_frame_url !== undefined || metadata.image_tail !== undefined) {
		return 'firstLastFrame';
	}
	return body.image === undefined ? 'textToVideo' : 'imageToVideo';
}

function linksIn(value: Json | undefined): string[] {
	if (typeof value === 'string') return /^https?:\/\//.test(value) ? [value] : [];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(linksIn);
}
