import type { Family } from '../models.cts';
import type { Fields } from './fields.cts';
import { refuse, refuseUpstream } from './refusal.cts';
import { checkLipSync } from './lipSync.cts';
import { checkShots } from './shots.cts';
import type { SubmittedScenario } from './submission.cts';

/** The documented models that upstream serves a scenario with; left out: all of them. */
const SERVED_BY: Partial<Record<SubmittedScenario, Family[]>> = {
	motionControl: ['Kling-2.6'],
	referenceToVideo: ['Kling-3.0-Omni'],
	multiShot: ['Kling-3.0-Omni'],
};

const CHECKS: Record<SubmittedScenario, (fields: Fields) => void> = {
	textToVideo: needPrompt,
	imageToVideo: () => {},
	firstLastFrame: () => {},
	motionControl: checkMotionControl,
	avatar(fields) {
		needFirstFrame(fields, 'avatar_i2v');
		needExtraUrl(fields, 'sound_file', 'avatar_i2v');
	},
	lipSync: checkLipSync,
	templateEffect(fields) {
		needFirstFrame(fields, 'template_effect');
		const { template } = fields.extras;
		if (typeof template !== 'string' || template === '') {
			refuse('template_effect needs template in ext_info.AdditionalParameters');
		}
	},
	referenceToVideo: checkReferences,
	multiShot: checkShots,
};

/** Which scenario a body asks for; refused when it lacks what the scenario needs or the model cannot do it. */
export function checkScenario(fields: Fields, family: Family): SubmittedScenario {
	const scenario = scenarioOf(fields);
	if (fields.lastFrame !== undefined && !hasFirstFrame(fields)) {
		refuse('metadata.last_frame_url needs image: a last frame goes with a first one');
	}
	CHECKS[scenario](fields);
	const families = SERVED_BY[scenario];
	if (families && !families.includes(family)) {
		refuseUpstream(`${family} does not support this scenario`);
	}
	if (scenario === 'firstLastFrame' && family === 'Kling-2.6' && fields.audio) {
		refuseUpstream('Kling-2.6 makes no audio with a last frame');
	}
	return scenario;
}

function scenarioOf(fields: Fields): SubmittedScenario {
	if (fields.sceneType === 'motion_control') return 'motionControl';
	if (fields.sceneType === 'avatar_i2v') return 'avatar';
	if (fields.sceneType === 'lip_sync') return 'lipSync';
	if (fields.sceneType === 'template_effect') return 'templateEffect';
	if (fields.extras.multi_shot !== undefined) return 'multiShot';
	if (fields.fileInfos.some((file) => file.usage === 'Reference')) return 'referenceToVideo';
	if (fields.lastFrame !== undefined) return 'firstLastFrame';
	return hasFirstFrame(fields) ? 'imageToVideo' : 'textToVideo';
}

function hasFirstFrame(fields: Fields): boolean {
	return (
		fields.image !== undefined ||
		fields.fileInfos.some((file) => file.category === 'Image' && file.usage !== 'Reference')
	);
}

function needPrompt(fields: Fields): void {
	if (fields.prompt === undefined || fields.prompt.trim() === '') refuse('prompt is required');
}

function needFirstFrame(fields: Fields, scene: string): void {
	if (!hasFirstFrame(fields)) refuse(`${scene} needs image`);
}

function needExtraUrl(fields: Fields, key: string, scene: string): void {
	const path = `ext_info.AdditionalParameters.${key}`;
	if (fields.links.read(fields.extras, key, path) === undefined) {
		refuse(`${scene} needs ${key} in ext_info.AdditionalParameters`);
	}
}

function checkMotionControl(fields: Fields): void {
	needFirstFrame(fields, 'motion_control');
	if (fields.video === undefined) refuse('motion_control needs metadata.video_url');
	const { keep_original_sound: sound, character_orientation: orientation } = fields.extras;
	if (sound !== undefined && sound !== 'yes' && sound !== 'no') {
		refuse('keep_original_sound must be yes or no');
	}
	if (orientation !== undefined && orientation !== 'image' && orientation !== 'video') {
		refuse('character_orientation must be image or video');
	}
}

function checkReferences(fields: Fields): void {
	const images = fields.fileInfos.filter((file) => file.category === 'Image').length;
	const beside = fields.video !== undefined || fields.fileInfos.some((f) => f.category === 'Video');
	const most = beside ? 4 : 7;
	if (images > most) refuseUpstream(`At most ${most} reference images are supported`);
}
