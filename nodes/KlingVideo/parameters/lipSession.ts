import type { IDataObject, IExecuteSingleFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../shared/inputError';
import { isEmpty, removeAt, valueAt } from '../body/bodyPath';
import { isObject } from '../shared/json';
import { refuseEmptyExpression } from './emptyExpression';
import { asPreSend } from './inputCheck';
import type { InputCheck } from './inputCheck';
import { mappedOption } from './mapped';
import { addressOf, fileLocator } from './media';
import { extParameters } from './extInfo';
import { fill, metadata, native } from './places';
import { numberFrom, readMilliseconds } from './reading/readNumber';
import { readName } from './reading/readText';

const FACES = [{ path: native('face_choose') }];
/** Beside a video; in a face session each face has its own. */
const VOLUMES = ['sound_volume', 'original_audio_volume'];

export const sessionId = mappedOption(
	{
		displayName: 'Face Session ID',
		name: 'sessionId',
		type: 'string',
		default: '',
		description: "The gateway's face session to use instead of Video and Audio; valid for 24 hours",
	},
	{ read: readName, to: [{ path: native('session_id') }] },
);

/** The native entry of a face. @throws InputError naming the face and its field */
async function faceEntry(
	context: IExecuteSingleFunctions,
	face: IDataObject,
	shownName: string,
): Promise<IDataObject> {
	const faceId = readName(face.faceId, `${shownName} → Face ID`);
	if (faceId === undefined)
		throw new InputError(shownName, 'has no face ID', 'Take it from the face session');
	const voice = await addressOf(context, face.audio, `${shownName} → Audio`, 'lipVoice');
	if (voice === undefined)
		throw new InputError(`${shownName} → Audio`, 'is empty', 'Give a URL or a file');
	const start = readMilliseconds(face.start, `${shownName} → Audio Start`) ?? 0;
	const end = readMilliseconds(face.end, `${shownName} → Audio End`) ?? 0;
	if (end <= start) {
		throw new InputError(
			`${shownName} → Audio End`,
			'must be after Audio Start',
			'Give both in milliseconds',
		);
	}
	return {
		face_id: faceId,
		sound_file: voice,
		sound_start_time: start,
		sound_end_time: end,
		sound_insert_time: readMilliseconds(face.insert, `${shownName} → Insert At`) ?? 0,
	};
}

const placeFaces: InputCheck = async function (body) {
	const given = this.getNodeParameter('options.faces.face', []);
	const faces = (Array.isArray(given) ? given : []).filter(isObject);
	if (faces.length === 0) return;
	const entries: IDataObject[] = [];
	for (const [index, face] of faces.entries()) {
		entries.push(await faceEntry(this, face, `Face ${index + 1}`));
	}
	for (const volume of VOLUMES) {
		const value = valueAt(body, native(volume));
		removeAt(body, native(volume));
		if (typeof value === 'number') for (const entry of entries) entry[volume] = value;
	}
	fill(this, body, 'Faces', FACES, entries);
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
				fileLocator({
					displayName: 'Audio',
					name: 'audio',
					description: 'The voice: MP3, WAV, M4A or AAC, 2 to 60 seconds, up to 5 MB',
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
	parameter: string,
	description: string,
): INodeProperties {
	return mappedOption(
		{
			displayName,
			name,
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 2, numberPrecision: 1 },
			default: 1,
			description,
		},
		{ read: numberFrom(0, 2), to: [{ path: native(parameter) }] },
	);
}

export const soundVolume = volume(
	'Voice Volume',
	'soundVolume',
	'sound_volume',
	'How loud the voice is, from 0 to 2; 1 leaves it unchanged',
);

export const originalAudioVolume = volume(
	'Original Volume',
	'originalAudioVolume',
	'original_audio_volume',
	"How loud the video's own sound is, from 0 to 2; 1 leaves it unchanged",
);

/** A video with its audio, or a face session with its faces, native or not. */
export const checkLipSource: InputCheck = function (body) {
	const { session_id: session, face_choose: chosen, sound_file: sound } = extParameters(body);
	if (!isEmpty(session)) {
		if (chosen !== undefined) return;
		throw new InputError('Faces', 'is empty', 'Say which face of the session speaks what');
	}
	if (chosen !== undefined)
		throw new InputError('Face Session ID', 'is empty', "Give the session of the 'Faces'");
	const infos = valueAt(body, metadata('file_infos'));
	const hasNativeFiles = Array.isArray(infos) && infos.length > 0;
	if (hasNativeFiles) return;
	const missing = isEmpty(valueAt(body, metadata('video_url')))
		? 'Video'
		: isEmpty(sound)
			? 'Audio'
			: undefined;
	if (missing === undefined) return;
	refuseEmptyExpression(this, [missing.toLowerCase()], missing);
	throw new InputError(
		missing,
		'is empty',
		"Give a 'Video' and its 'Audio', or a 'Face Session ID' under Options",
	);
};
