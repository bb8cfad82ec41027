import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../shared/inputError';
import { mediaAddress } from '../media/mediaAddress';
import { itemOf } from '../run/joinTry';
import { EXT_PARAMETERS, isEmpty, putAt, valueAt } from '../body/bodyPath';
import { isObject } from '../shared/json';
import { asPreSend } from './inputCheck';
import type { InputCheck } from './inputCheck';
import { mapped } from './mapped';
import { slotLocator } from './media';

const SESSION = `${EXT_PARAMETERS}.session_id`;
const FACES = `${EXT_PARAMETERS}.face_choose`;
/** Beside a video; in a face session each face has its own. */
const VOLUMES = ['sound_volume', 'original_audio_volume'];

export const sessionId = mapped(
	{
		displayName: 'Face Session ID',
		name: 'sessionId',
		type: 'string',
		default: '',
		description: "The gateway's face session to use instead of Video and Audio; valid for 24 hours",
	},
	SESSION,
);

const placeFaces: InputCheck = async function (body) {
	const given = this.getNodeParameter('options.faces.face', []);
	const faces = (Array.isArray(given) ? given : []).filter(isObject);
	const volumes = Object.fromEntries(
		VOLUMES.map((path) => [path, valueAt(body, `${EXT_PARAMETERS}.${path}`)]),
	);
	const entries = [];
	for (const [index, face] of faces.entries()) {
		const shownName = `Face ${index + 1}`;
		if (isEmpty(face.faceId))
			throw new InputError(shownName, 'has no face ID', 'Take it from the face session');
		const voice = await mediaAddress.call(this, face.audio, `${shownName} → Audio`, 'lipVoice');
		if (!voice) throw new InputError(`${shownName} → Audio`, 'is empty', 'Give a URL or a file');
		if (voice.fingerprint) itemOf(this).fingerprints.set(voice.url, voice.fingerprint);
		const start = face.start ?? 0;
		if (!(Number(face.end) > Number(start))) {
			throw new InputError(
				`${shownName} → Audio End`,
				'must be after Audio Start',
				'Give both in milliseconds',
			);
		}
		entries.push({
			face_id: face.faceId,
			sound_file: voice.url,
			sound_start_time: start,
			sound_end_time: face.end,
			sound_insert_time: face.insert ?? 0,
			...volumes,
		});
	}
	if (entries.length === 0) return;
	for (const path of VOLUMES) putAt(body, `${EXT_PARAMETERS}.${path}`, undefined);
	putAt(body, FACES, entries);
	itemOf(this).sources.set(FACES, 'Faces');
};

function milliseconds(displayName: string, name: string, description: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		description,
	};
}

export const faces: INodeProperties = {
	displayName: 'Faces',
	name: 'faces',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Face' },
	placeholder: 'Add Face',
	default: {},
	description: 'Which face of the session says what, and when',
	options: [
		{
			displayName: 'Face',
			name: 'face',
			values: [
				{
					displayName: 'Face ID',
					name: 'faceId',
					type: 'string',
					default: '',
					description: 'The face, as the face session names it',
				},
				slotLocator({
					displayName: 'Audio',
					name: 'audio',
					description:
						'The voice: MP3, WAV, M4A or AAC, 2 to 60 seconds, up to 5 MB. In File mode, the Input Data Field Name of a file of the item.',
					example: 'voice.mp3',
				}),
				milliseconds(
					'Audio Start',
					'start',
					'Where in the audio the voice begins, in milliseconds',
				),
				milliseconds(
					'Audio End',
					'end',
					'Where in the audio the voice ends, in milliseconds, at least 2 seconds after its start',
				),
				milliseconds('Insert At', 'insert', 'Where in the video the voice begins, in milliseconds'),
			],
		},
	],
	routing: { send: { preSend: [asPreSend(placeFaces)] } },
};

function volume(
	displayName: string,
	name: string,
	path: string,
	description: string,
): INodeProperties {
	return mapped(
		{
			displayName,
			name,
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 2, numberPrecision: 1 },
			default: 1,
			description,
		},
		`${EXT_PARAMETERS}.${path}`,
	);
}

export const soundVolume = volume(
	'Voice Volume',
	'soundVolume',
	'sound_volume',
	'How loud the voice is, from 0 to 2; 1 leaves it as it is',
);

export const originalAudioVolume = volume(
	'Original Volume',
	'originalAudioVolume',
	'original_audio_volume',
	"How loud the video's own sound is, from 0 to 2; 1 leaves it as it is",
);

/** A video with its audio, or a face session with its faces, native or not. */
export const checkLipSource: InputCheck = function (body) {
	const hasFaces = valueAt(body, FACES) !== undefined;
	if (!isEmpty(valueAt(body, SESSION))) {
		if (!hasFaces)
			throw new InputError('Faces', 'is empty', 'Say which face of the session speaks what');
		return;
	}
	if (hasFaces)
		throw new InputError('Face Session ID', 'is empty', "Give the session of the 'Faces'");
	const missing = isEmpty(valueAt(body, 'metadata.video_url'))
		? 'Video'
		: isEmpty(valueAt(body, `${EXT_PARAMETERS}.sound_file`))
			? 'Audio'
			: undefined;
	if (missing !== undefined) {
		throw new InputError(
			missing,
			'is empty',
			"Give a 'Video' and its 'Audio', or a 'Face Session ID' under Options",
		);
	}
};
