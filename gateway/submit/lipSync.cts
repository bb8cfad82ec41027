import type { Fields } from './fields.cts';
import { isJsonObject } from '../json.cts';
import { readText, readWholeNumber } from './read.cts';
import { refuse } from './refusal.cts';

const AT = 'ext_info.AdditionalParameters';

/** Lip sync needs a video and an audio, or a face session. */
export function checkLipSync(fields: Fields): void {
	if (fields.extras.session_id !== undefined) return checkSession(fields);
	if (fields.video === undefined) refuse('lip_sync needs metadata.video_url or a session_id');
	if (fields.links.read(fields.extras, 'sound_file', `${AT}.sound_file`) === undefined) {
		refuse(`lip_sync needs sound_file in ${AT}`);
	}
}

function checkSession({ extras, links }: Fields): void {
	readText(extras, 'session_id', `${AT}.session_id`);
	const faces = extras.face_choose;
	if (!Array.isArray(faces) || faces.length === 0) refuse(`${AT}.face_choose is required`);
	for (const [index, face] of faces.entries()) {
		const path = `${AT}.face_choose[${index}]`;
		if (!isJsonObject(face)) refuse(`${path} must be an object`);
		readText(face, 'face_id', `${path}.face_id`);
		if (links.read(face, 'sound_file', `${path}.sound_file`) === undefined) {
			refuse(`${path}.sound_file is required`);
		}
		for (const key of ['sound_start_time', 'sound_end_time', 'sound_insert_time']) {
			readWholeNumber(face, key, `${path}.${key}`);
		}
	}
}
