import {
	modelForbidden,
	modelNotFound,
	noAccountCredit,
	noKeyCredit,
	type Language,
} from '../errors.cts';
import type { JsonObject } from '../json.cts';
import type { KeyRights } from '../keys.cts';
import { SECONDS_OF, billingName, type GatewayModel } from '../models.cts';
import { readFields, type Fields } from './fields.cts';
import { readText } from './read.cts';
import { Refusal, refuse, refuseUpstream } from './refusal.cts';
import { checkScenario } from './scenario.cts';
import type { Submission } from './submission.cts';

/** What a submit is held against. */
export interface SubmitRules {
	models: GatewayModel[];
	language: Language;
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
export function checkSubmit(body: JsonObject, rights: KeyRights, rules: SubmitRules): Submission {
	const model = readText(body, 'model');
	const channel = rules.models.find((candidate) => candidate.id === model);
	if (!channel) throw new Refusal(modelNotFound(rules.language, model));
	if (typeof rights === 'object' && rights.forbiddenModels.includes(model)) {
		throw new Refusal(modelForbidden(rules.language, model));
	}
	const fields = readFields(body, rules.acceptDataUris);
	if (rules.fileInfosBesideImage === 'refused' && fields.image && fields.fileInfos.length > 0) {
		refuse('image and metadata.file_infos cannot be used together');
	}
	const { family } = channel;
	const scenario = checkScenario(fields, family);
	// Motion control and lip sync follow their video, so their length is not the model's.
	if (scenario !== 'motionControl' && scenario !== 'lipSync') checkSeconds(fields, channel);
	if (rights === 'noAccountCredit') throw new Refusal(noAccountCredit(rules.language));
	if (rights === 'noKeyCredit') throw new Refusal(noKeyCredit(rules.language));
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
