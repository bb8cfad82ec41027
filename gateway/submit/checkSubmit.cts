import {
	invalidBody,
	modelForbidden,
	modelNotFound,
	noAccountCredit,
	noKeyCredit,
	quotaNotEnough,
	type Language,
} from '../errors.cts';
import type { JsonObject } from '../json.cts';
import { isForbidden, type KeyRights } from '../keys.cts';
import { SECONDS_OF, billingName, type GatewayModel } from '../models.cts';
import { readFields, type Fields } from './fields.cts';
import { Refusal, refuse, refuseUpstream } from './refusal.cts';
import { checkScenario } from './scenario.cts';
import type { CheckedSubmit } from './submission.cts';

/** What a submit is held against. */
export interface SubmitRules {
	models: GatewayModel[];
	language: Language;
	promptRequired: boolean;
	acceptDataUris: boolean;
	fileInfosBesideImage: 'accepted' | 'refused';
	templateEffect: 'served' | 'refused';
}

/** The longest prompt that upstream takes, in characters. */
const LONGEST_PROMPT = 2500;

/**
 * Holds a submit against the contract, in a gateway's order: the channel by the model's name, the
 * key's rights, the fields, the credit, upstream. Throws `Refusal`.
 */
export function checkSubmit(
	body: JsonObject,
	rights: KeyRights,
	rules: SubmitRules,
): CheckedSubmit {
	const channel = findChannel(body, rights, rules);
	const { id: model } = channel;
	const fields = readFields(body, rules.acceptDataUris);
	if (rules.promptRequired && isBlank(fields.prompt)) refuse('prompt is required');
	if (rules.fileInfosBesideImage === 'refused' && fields.image && fields.fileInfos.length > 0) {
		refuse('image and metadata.file_infos cannot be used together');
	}
	const { family } = channel;
	const scenario = checkScenario(fields, family);
	// Motion control and lip sync follow their video, so their length is not the model's.
	if (scenario !== 'motionControl' && scenario !== 'lipSync') checkSeconds(fields, channel);
	checkCredit(rights, rules.language);
	if ([...(fields.prompt ?? '')].length > LONGEST_PROMPT) {
		refuseUpstream(`The prompt is over ${LONGEST_PROMPT} characters`);
	}
	if (scenario === 'templateEffect' && rules.templateEffect === 'refused') {
		refuseUpstream(`${family} does not support SceneType template_effect`);
	}
	return {
		body,
		model,
		family,
		scenario,
		billingName: model === family ? billingName(family, traitsOf(fields)) : model,
		mediaUrls: fields.links.urls,
	};
}

/** The channel of a submit's model, before anything else is read. Throws `Refusal`. */
export function findChannel(
	{ model }: JsonObject,
	rights: KeyRights,
	{ models, language }: Pick<SubmitRules, 'models' | 'language'>,
): GatewayModel {
	if (model === undefined || model === null || model === '') {
		throw new Refusal(invalidBody('Model name not specified, model name cannot be empty'));
	}
	if (typeof model !== 'string') {
		throw new Refusal(invalidBody('Invalid request: field model must be a string'));
	}
	const channel = models.find((candidate) => candidate.id === model);
	if (!channel) throw new Refusal(modelNotFound(language, model));
	if (isForbidden(rights, model)) throw new Refusal(modelForbidden(language, model));
	return channel;
}

/** Whether a key can pay. Throws `Refusal`. */
export function checkCredit(rights: KeyRights, language: Language): void {
	if (rights === 'noAccountCredit') throw new Refusal(noAccountCredit(language));
	if (rights === 'noKeyCredit') throw new Refusal(noKeyCredit(language));
	if (rights === 'quotaNotEnough') throw new Refusal(quotaNotEnough());
}

/** Whether a text holds nothing to read. */
export function isBlank(text: string | undefined): boolean {
	return text === undefined || text.trim() === '';
}

function checkSeconds(fields: Fields, { family }: GatewayModel): void {
	const allowed = SECONDS_OF[family];
	const odd = fields.lengths.find((length) => !allowed.includes(length));
	if (odd !== undefined) {
		refuse(`${family} makes videos of ${allowed.join(', ')} seconds, not ${odd}`);
	}
}

function traitsOf(fields: Fields): Parameters<typeof billingName>[1] {
	const motion = fields.sceneType === 'motion_control' ? (fields.motionLevel ?? 'std') : undefined;
	return {
		resolution: fields.resolution === '1080P' ? '1080p' : '720p',
		reference: fields.links.urls.length > 0,
		audio: fields.audio,
		motion,
	};
}
