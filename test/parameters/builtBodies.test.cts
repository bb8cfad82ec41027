/** What every parameter puts into the body, what it refuses and what it warns of, without n8n's engine. */
import type { INodeParameters } from 'n8n-workflow';
import { canonicalBody } from '../../nodes/KlingVideo/body/canonicalBody.ts';
import { readDownloadSettings } from '../../nodes/KlingVideo/parameters/downloadOptions.ts';
import { readTransfer } from '../../nodes/KlingVideo/parameters/fileTransfer.ts';
import { readSubmitSettings } from '../../nodes/KlingVideo/parameters/submitSettings.ts';
import { taskId } from '../../nodes/KlingVideo/parameters/taskId.ts';
import { readWaitSettings } from '../../nodes/KlingVideo/parameters/waitOptions.ts';
import type { PreSend } from '../../nodes/KlingVideo/parameters/inputCheck.ts';
import { joinTry } from '../../nodes/KlingVideo/run/joinTry.ts';
import { InputError } from '../../nodes/KlingVideo/shared/inputError.ts';
import { film, png } from '../media/craftedMedia.cts';
import { avatarCases } from '../scenarios/cases/avatar.cts';
import { editVideoCases } from '../scenarios/cases/editVideo.cts';
import { firstLastFrameCases } from '../scenarios/cases/firstLastFrame.cts';
import { imageToVideoCases } from '../scenarios/cases/imageToVideo.cts';
import { lipSyncCases } from '../scenarios/cases/lipSync.cts';
import { motionControlCases } from '../scenarios/cases/motionControl.cts';
import { multiShotCases } from '../scenarios/cases/multiShot.cts';
import { referenceToVideoCases } from '../scenarios/cases/referenceToVideo.cts';
import { templateEffectCases } from '../scenarios/cases/templateEffect.cts';
import { textToVideoCases } from '../scenarios/cases/textToVideo.cts';
import {
	byId,
	everyField,
	fileInfo,
	IMAGE,
	link,
	listed,
	VIDEO,
	VOICE,
} from '../support/parameterValues.cts';
import { readableBody } from '../support/readableBody.cts';
import { build, contextOf, type Given } from './builtBody.cts';

describe.each(
	Object.entries({
		textToVideo: textToVideoCases,
		imageToVideo: imageToVideoCases,
		firstLastFrame: firstLastFrameCases,
		referenceToVideo: referenceToVideoCases,
		multiShot: multiShotCases,
		editVideo: editVideoCases,
		motionControl: motionControlCases,
		avatar: avatarCases,
		lipSync: lipSyncCases,
		templateEffect: templateEffectCases,
	}),
)('%s', (scenario, cases) => {
	test.each(Object.entries(cases))('%s', async (_name, { parameters, body }) => {
		const built = await build(scenario, parameters);
		expect(built.refused).toBeUndefined();
		expect(built.warnings).toEqual([]);
		expect(readableBody(canonicalBody(built.body))).toEqual(body);
	});
});

const shots = (...lengths: unknown[]) => ({
	shot: lengths.map((duration) => ({ prompt: 'A fox', duration })),
});
const images = (count: number) => ({
	reference: Array.from({ length: count }, () => ({ image: link(IMAGE) })),
});
const face = { faceId: '0', audio: link(VOICE), start: 0, end: 3000, insert: 0 };
const session = (...faces: unknown[]) => ({
	options: { sessionId: 's', faces: { face: faces } },
});
const ASK = (field: string) => `Check the parameter '${field}' and run the node again`;
const FILE = "Give a URL, or switch to 'File' and name a file field of the item";
const LIP = "Give a 'Video' and its 'Audio', or a 'Face Session ID' under Options";
const OMNI = listed('Kling-3.0-Omni');

test.each<[string, unknown, string, string]>([
	['textToVideo', {}, "'Prompt' is empty", 'Describe the video in a few words'],
	['textToVideo', { prompt: {} }, "'Prompt' must be text", ASK('Prompt')],
	[
		'textToVideo',
		{ prompt: '狐'.repeat(2501) },
		"'Prompt' has 2501 characters, but the limit is 2500",
		'Shorten the prompt',
	],
	[
		'textToVideo',
		{ prompt: 'a', model: listed('') },
		"'Model' is empty",
		'Choose Automatic, or Kling-3.0-Omni or Kling-2.6 or Kling-2.5',
	],
	[
		'motionControl',
		{ ...everyField, model: listed('Kling-2.5') },
		"'Model' cannot be Kling-2.5 in this scenario",
		'Choose Automatic or Kling-2.6, or give the name of another model by ID',
	],
	[
		'textToVideo',
		{ prompt: 'a', options: { duration: 16 } },
		"'Duration' cannot be 16 seconds with Kling-3.0-Omni",
		'Kling-3.0-Omni makes videos of 3 to 15 seconds',
	],
	[
		'textToVideo',
		{ prompt: 'a', model: listed('Kling-2.6'), duration: 6 },
		"'Duration' cannot be 6 seconds with Kling-2.6",
		'Kling-2.6 makes videos of 5 or 10 seconds',
	],
	[
		'textToVideo',
		{ prompt: 'a', duration: 5, options: { duration: 6 } },
		"'Duration' is '5', but '6' under Options",
		"Remove 'Duration' under Options, or leave the field empty",
	],
	...['7x720', '720x7', '123456x720', 'a720x720', '720x720a', '720 x 720', 'x'].map(
		(size): [string, unknown, string, string] => [
			'textToVideo',
			{ prompt: 'a', options: { size } },
			`'Size' must be width x height in pixels, but is '${size}'`,
			"Write it like '720x1280'",
		],
	),
	[
		'textToVideo',
		{ prompt: 'a', options: { deduplicationId: '狐'.repeat(51) } },
		"'Deduplication ID' has 51 characters, but the limit is 50",
		ASK('Deduplication ID'),
	],
	[
		'textToVideo',
		{ prompt: 'a', options: { offPeak: 'soon' } },
		"'Off-Peak' must be true or false, but is 'soon'",
		ASK('Off-Peak'),
	],
	['imageToVideo', {}, "'Image' is empty", FILE],
	[
		'imageToVideo',
		{ image: link('x') },
		"'Image' must be a link that starts with http:// or https://",
		"To use a file of the item, switch the field to 'File'",
	],
	['firstLastFrame', { image: link(IMAGE) }, "'Last Frame' is empty", FILE],
	['motionControl', { image: link(IMAGE) }, "'Video' is empty", FILE],
	['avatar', { image: link(IMAGE) }, "'Audio' is empty", FILE],
	['templateEffect', { image: link(IMAGE) }, "'Template' is empty", 'Give the name of an effect'],
	['editVideo', { prompt: 'a' }, "'Video' is empty", FILE],
	['referenceToVideo', { prompt: 'a' }, "'Reference Images' is empty", 'Add at least one image'],
	[
		'referenceToVideo',
		{ prompt: 'a', references: { reference: 'x' } },
		"'Reference Images' is empty",
		'Add at least one image',
	],
	[
		'referenceToVideo',
		{ prompt: 'a', references: { reference: [{ image: link(IMAGE) }, {}] } },
		"'Reference Image 2' is empty",
		'Give a URL or a file, or remove the entry',
	],
	[
		'referenceToVideo',
		{ prompt: 'a', references: { reference: ['x'] } },
		"'Reference Image 1' is empty",
		'Give a URL or a file, or remove the entry',
	],
	[
		'referenceToVideo',
		{ prompt: 'a', references: images(8) },
		"'Reference Images' holds 8 images, but the limit is 7",
		ASK('Reference Images'),
	],
	[
		'referenceToVideo',
		{ prompt: 'a', references: images(5), video: link(VIDEO) },
		"'Reference Images' holds 5 images, but the limit is 4 beside a video",
		ASK('Reference Images'),
	],
	[
		'referenceToVideo',
		{ prompt: 'a', references: images(5), options: { metadata: { video_url: VIDEO } } },
		"'Reference Images' holds 5 images, but the limit is 4 beside a video",
		ASK('Reference Images'),
	],
	[
		'multiShot',
		{},
		"'Shots' is empty",
		"Add up to 6 shots, or write a 'Prompt' and let the model plan them",
	],
	[
		'multiShot',
		{ shots: { shot: [{ prompt: ' ', duration: 5 }] } },
		"'Shot 1' has no prompt",
		'Describe the shot, or remove it',
	],
	[
		'multiShot',
		{ shots: { shot: ['x'] } },
		"'Shot 1' has no prompt",
		'Describe the shot, or remove it',
	],
	[
		'multiShot',
		{ shots: shots(5, '') },
		"'Shot 2 → Shot Length' is empty",
		'Say how many seconds it lasts',
	],
	[
		'multiShot',
		{ shots: shots(5, 0) },
		"'Shot 2 → Shot Length' must be a whole number of seconds, at least 1",
		ASK('Shot 2 → Shot Length'),
	],
	[
		'multiShot',
		{ shots: { shot: [{ prompt: {}, duration: 5 }] } },
		"'Shot 1 → Shot Prompt' must be text",
		ASK('Shot 1 → Shot Prompt'),
	],
	[
		'multiShot',
		{ shots: { shot: [{ prompt: '狐'.repeat(513), duration: 5 }] } },
		"'Shot 1' has a prompt of 513 characters, but the limit is 512",
		'Shorten the prompt of the shot',
	],
	[
		'multiShot',
		{ shots: shots(1, 1, 1, 1, 1, 1, 1) },
		"'Shots' holds 7 shots, but the limit is 6",
		ASK('Shots'),
	],
	[
		'multiShot',
		{ shots: shots(1, 1) },
		"'Shots' cannot be 2 seconds with Kling-3.0-Omni",
		'Kling-3.0-Omni makes videos of 3 to 15 seconds',
	],
	[
		'multiShot',
		{ shots: shots(3, 4), duration: 10 },
		"'Shots' adds up to 7 seconds, but 'Duration' asks for 10",
		"Change the shots, or remove 'Duration': the video is then as long as its shots",
	],
	[
		'multiShot',
		{ shots: shots(3, 4), options: { metadata: { output_config: { duration: 10 } } } },
		"'Shots' adds up to 7 seconds, but 'Extra Metadata' asks for 10",
		"Change the shots, or remove 'Extra Metadata': the video is then as long as its shots",
	],
	['lipSync', {}, "'Video' is empty", LIP],
	['lipSync', { audio: link(VOICE) }, "'Video' is empty", LIP],
	['lipSync', { video: link(VIDEO) }, "'Audio' is empty", LIP],
	['lipSync', session(), "'Faces' is empty", 'Say which face of the session speaks what'],
	[
		'lipSync',
		session({ ...face, faceId: ' ' }),
		"'Face 1' has no face ID",
		'Take it from the face session',
	],
	[
		'lipSync',
		session(face, { ...face, audio: link('') }),
		"'Face 2 → Audio' is empty",
		'Give a URL or a file',
	],
	[
		'lipSync',
		session({ ...face, end: 0 }),
		"'Face 1 → Audio End' must be after Audio Start",
		'Give both in milliseconds',
	],
	[
		'lipSync',
		session({ ...face, end: '' }),
		"'Face 1 → Audio End' must be after Audio Start",
		'Give both in milliseconds',
	],
	[
		'lipSync',
		session({ ...face, start: 3000 }),
		"'Face 1 → Audio End' must be after Audio Start",
		'Give both in milliseconds',
	],
	[
		'lipSync',
		session({ ...face, start: -1 }),
		"'Face 1 → Audio Start' must be a whole number of milliseconds, at least 0",
		ASK('Face 1 → Audio Start'),
	],
	[
		'lipSync',
		session({ ...face, end: 1.5 }),
		"'Face 1 → Audio End' must be a whole number of milliseconds, at least 0",
		ASK('Face 1 → Audio End'),
	],
	[
		'lipSync',
		session({ ...face, insert: -1 }),
		"'Face 1 → Insert At' must be a whole number of milliseconds, at least 0",
		ASK('Face 1 → Insert At'),
	],
	[
		'lipSync',
		session({ ...face, faceId: {} }),
		"'Face 1 → Face ID' must be text",
		ASK('Face 1 → Face ID'),
	],
	[
		'lipSync',
		{ video: link(VIDEO), audio: link(VOICE), options: { faces: { face: [face] } } },
		"'Face Session ID' is empty",
		"Give the session of the 'Faces'",
	],
	[
		'lipSync',
		{ video: link(VIDEO), audio: link(VOICE), options: { soundVolume: 2.1 } },
		"'Voice Volume' must be a number from 0 to 2",
		ASK('Voice Volume'),
	],
	[
		'lipSync',
		{ video: link(VIDEO), audio: link(VOICE), options: { originalAudioVolume: -1 } },
		"'Original Volume' must be a number from 0 to 2",
		ASK('Original Volume'),
	],
	[
		'textToVideo',
		{ prompt: 'a', options: { fileInfos: '{}' } },
		"'File Infos' must be a JSON array of objects",
		'Write it like [{"Type": "Url", "Url": "https://…"}]',
	],
	[
		'textToVideo',
		{ prompt: 'a', options: { fileInfos: '[1]' } },
		"'File Infos' must be a JSON array of objects",
		'Write it like [{"Type": "Url", "Url": "https://…"}]',
	],
	[
		'textToVideo',
		{ prompt: 'a', options: { metadata: { ext_info: {} } } },
		"'Extra Metadata' holds an ext_info that is not a string",
		'Gateways take ext_info as a string of JSON',
	],
	[
		'textToVideo',
		{ prompt: 'a', options: { extraBody: { metadata: { ext_info: 1 } } } },
		"'Extra Body' holds an ext_info that is not a string",
		'Gateways take ext_info as a string of JSON',
	],
	[
		'textToVideo',
		{ prompt: 'a', options: { extraBody: { prompt: 'b' } } },
		"'Extra Body' and 'Prompt' both set prompt, to different values",
		"Remove 'Prompt', or take the key out of 'Extra Body'",
	],
	[
		'textToVideo',
		{ prompt: 'a', options: { offPeak: true, metadata: { offpeak: false } } },
		"'Extra Metadata' and 'Off-Peak' both set metadata.offpeak, to different values",
		"Remove 'Off-Peak', or take the key out of 'Extra Metadata'",
	],
	[
		'templateEffect',
		{
			image: link(IMAGE),
			template: 'hug',
			options: { extInfo: '{"AdditionalParameters": "{\\"template\\": \\"kiss\\"}"}' },
		},
		"'Ext Info' and 'Template' both set ext_info → template, to different values",
		"Remove 'Template', or take the key out of 'Ext Info'",
	],
	[
		'templateEffect',
		{ image: link(IMAGE), template: 'hug', options: { extInfo: '[]' } },
		"'Ext Info' must be a JSON object",
		'Write it like {"key": "value"}',
	],
	[
		'templateEffect',
		{ image: link(IMAGE), template: 'hug', options: { extInfo: '{"AdditionalParameters": "[]"}' } },
		"'Ext Info → AdditionalParameters' must be a JSON object",
		'Write it like {"key": "value"}',
	],
	[
		'textToVideo',
		{ prompt: 'a', options: { extInfo: '{"a":1}', metadata: { ext_info: '{"a":2}' } } },
		"'Extra Metadata' and 'Ext Info' both set metadata.ext_info.a, to different values",
		"Remove 'Ext Info', or take the key out of 'Extra Metadata'",
	],
])('%s with %j: %s', async (scenario, parameters, message, advice) => {
	expect((await build(scenario, parameters as INodeParameters)).refused).toEqual([message, advice]);
});

test.each<[string, unknown, object]>([
	['textToVideo', { prompt: '狐'.repeat(2500), options: { deduplicationId: 'x'.repeat(50) } }, {}],
	['textToVideo', { prompt: 'x'.repeat(2501), model: byId('Kling-2.6') }, { model: 'Kling-2.6' }],
	[
		'textToVideo',
		{ prompt: 'a', duration: '5', options: { duration: 5 } },
		{ seconds: '5', duration: 5 },
	],
	['textToVideo', { prompt: 'a', duration: '', options: { duration: 7 } }, { seconds: '7' }],
	[
		'textToVideo',
		{ prompt: 'a', model: byId('other'), duration: 99 },
		{ model: 'other', duration: 99 },
	],
	['textToVideo', { prompt: 'a', model: byId('auto') }, { model: 'auto' }],
	['textToVideo', { prompt: 'a', model: 'Kling-2.5' }, { model: 'Kling-2.5' }],
	['textToVideo', { prompt: 'a', model: 'auto' }, { model: 'Kling-3.0-Omni' }],
	['motionControl', everyField, { model: 'Kling-2.6' }],
	['motionControl', { ...everyField, model: byId('Kling-2.5') }, { model: 'Kling-2.5' }],
	['textToVideo', { prompt: 'a', options: { size: '10x99999' } }, { size: '10x99999' }],
	[
		'textToVideo',
		{ prompt: 'a', options: { generateAudio: false, offPeak: 0 } },
		{
			metadata: {
				output_config: { audio_generation: 'Disabled' },
				audio_generation: 'Disabled',
				offpeak: false,
				off_peak: false,
			},
		},
	],
	[
		'motionControl',
		{ ...everyField, options: { keepOriginalSound: false } },
		{ metadata: { ext_info: { AdditionalParameters: { keep_original_sound: 'no' } } } },
	],
	[
		'editVideo',
		{ prompt: 'a', video: link(VIDEO) },
		{
			metadata: {
				file_infos: [
					{ Type: 'Url', Category: 'Video', Url: VIDEO, Usage: 'Reference', ReferenceType: 'base' },
				],
			},
		},
	],
	[
		'editVideo',
		{ prompt: 'a', video: link(VIDEO), options: { keepOriginalSound: false } },
		{
			metadata: {
				file_infos: [{ ReferenceType: 'base', KeepOriginalSound: 'Disabled' }],
				ext_info: { AdditionalParameters: { keep_original_sound: 'no' } },
			},
		},
	],
	['referenceToVideo', { prompt: 'a', references: images(7) }, {}],
	['referenceToVideo', { prompt: 'a', references: images(4), video: link(VIDEO) }, {}],
	['referenceToVideo', { prompt: 'a', references: images(9), model: byId('x') }, {}],
	[
		'referenceToVideo',
		{ prompt: 'a', options: { fileInfos: [fileInfo(IMAGE, 'Reference')] } },
		{ metadata: { file_infos: [fileInfo(IMAGE, 'Reference')] } },
	],
	['multiShot', { shots: shots(1, 1), model: byId('x') }, { seconds: '2' }],
	['multiShot', { shots: shots(9, 9, 9, 9, 9, 9, 9), model: byId('x') }, { seconds: '63' }],
	['multiShot', { shots: shots(3, 4), duration: 7 }, { seconds: '7', prompt: 'A fox\nA fox' }],
	['multiShot', { shots: shots(3, 4), prompt: 'b' }, { prompt: 'b' }],
	[
		'multiShot',
		{
			prompt: 'b',
			options: { extInfo: '{"AdditionalParameters":"{\\"shot_type\\":\\"customize\\"}"}' },
		},
		{ metadata: { ext_info: { AdditionalParameters: { shot_type: 'customize' } } } },
	],
	[
		'multiShot',
		{ options: { extInfo: '{"AdditionalParameters":"{\\"multi_prompt\\":[1]}"}' } },
		{ metadata: { ext_info: { AdditionalParameters: { multi_prompt: [1] } } } },
	],
	['lipSync', { options: { fileInfos: [fileInfo(IMAGE, 'Reference')] } }, {}],
	[
		'lipSync',
		{
			options: {
				extInfo: '{"AdditionalParameters":"{\\"session_id\\":\\"s\\",\\"face_choose\\":[1]}"}',
			},
		},
		{},
	],
	[
		'lipSync',
		session({ ...face, start: '', insert: '' }),
		{
			metadata: {
				ext_info: {
					AdditionalParameters: {
						face_choose: [{ sound_start_time: 0, sound_insert_time: 0, sound_end_time: 3000 }],
					},
				},
			},
		},
	],
	[
		'textToVideo',
		{ prompt: 'a', options: { extInfo: 'no JSON' } },
		{ metadata: { ext_info: 'no JSON' } },
	],
	['textToVideo', { prompt: 'a', options: { extInfo: ' ' } }, {}],
	[
		'textToVideo',
		{ prompt: 'a', options: { extInfo: '{"a":1}', metadata: { ext_info: '{"b":2}' } } },
		{ metadata: { ext_info: { a: 1, b: 2 } } },
	],
	[
		'textToVideo',
		{ prompt: 'a', options: { extInfo: '{"a":1}', metadata: { ext_info: '{"a":1}' } } },
		{ metadata: { ext_info: '{"a":1}' } },
	],
	[
		'textToVideo',
		{ prompt: 'a', options: { extraBody: { prompt: 'a', metadata: 7 } } },
		{ prompt: 'a', metadata: 7 },
	],
	[
		'textToVideo',
		{
			prompt: 'a',
			options: { metadata: { a: { b: 1 } }, extraBody: { metadata: { a: { c: 2 } } } },
		},
		{ metadata: { a: { b: 1, c: 2 } } },
	],
	['textToVideo', { prompt: 'a', options: { fileInfos: '', metadata: '', extraBody: '' } }, {}],
])('%s with %j sends %j', async (scenario, parameters, body) => {
	const built = await build(scenario, parameters as INodeParameters);
	expect(built.refused).toBeUndefined();
	expect(built.body).toMatchObject(body);
});

test('the prompt of the shots is cut where the model takes no more', async () => {
	const shot = Array.from({ length: 6 }, () => ({ prompt: '狐'.repeat(512), duration: 2 }));
	const { body } = await build('multiShot', { shots: { shot } });
	expect([...String(body.prompt)]).toHaveLength(2500);
});

describe('a file of the item', () => {
	const files = { file: { bytes: png(400, 400), in: 'storage' as const } };
	const field = { __rl: true, mode: 'field', value: 'file' };

	test('goes as a link, known by its content', async () => {
		const { body, item } = await build('imageToVideo', { image: field } as INodeParameters, {
			files,
		});
		const [[address, fingerprint] = []] = [...item.fingerprints];
		expect(body.image).toBe(address);
		expect(address).toMatch(/^https:\/\/n8n\.example\.com\//);
		expect(fingerprint).toMatch(/^sha256:[0-9a-f]{64}$/);
	});

	test('goes as Base64 where the user says so', async () => {
		const parameters = { image: field, options: { fileTransfer: 'base64' } } as INodeParameters;
		const { body } = await build('imageToVideo', parameters, { files });
		expect(body.image).toMatch(/^data:image\/png;base64,/);
	});

	test.each([
		['image', '3 to 10 seconds'],
		['video', undefined],
	])('may be 11 seconds long where the character faces as in the %s: %s', async (faces, limit) => {
		const parameters = {
			image: link(IMAGE),
			video: field,
			options: { characterOrientation: faces },
		} as INodeParameters;
		const long = { file: { bytes: film(11), in: 'storage' as const } };
		const { refused } = await build('motionControl', parameters, { files: long });
		if (limit === undefined) expect(refused).toBeUndefined();
		else expect(refused?.[0]).toContain(limit);
	});
});

describe('an expression that gives nothing', () => {
	const EMPTY = "'{{ $json.a }}'";
	const gives = `Its expression ${EMPTY} gives nothing: check its names against the input of the node`;
	const held = '={{ $json.a }}';
	const rl = { __rl: true, mode: 'url', value: held };

	test.each<[string, unknown, unknown, string]>([
		['textToVideo', { prompt: '' }, { prompt: held }, "'Prompt' is empty"],
		[
			'textToVideo',
			{ prompt: 'a', model: listed('') },
			{ model: { ...rl, mode: 'list' } },
			"'Model' is empty",
		],
		['imageToVideo', { image: link('') }, { image: rl }, "'Image' is empty"],
		['editVideo', { prompt: 'a', video: link('') }, { video: rl }, "'Video' is empty"],
		[
			'templateEffect',
			{ image: link(IMAGE), template: '' },
			{ template: held },
			"'Template' is empty",
		],
		[
			'referenceToVideo',
			{ prompt: 'a', references: { reference: [{ image: link('') }] } },
			{ references: { reference: [{ image: rl }] } },
			"'Reference Image 1' is empty",
		],
		['multiShot', { shots: shots('') }, { shots: shots(held) }, "'Shot 1 → Shot Length' is empty"],
		[
			'multiShot',
			{ shots: { shot: [{ prompt: '', duration: 5 }] } },
			{ shots: { shot: [{ prompt: held }] } },
			"'Shot 1 → Shot Prompt' is empty",
		],
	])('%s with %j is refused', async (scenario, parameters, shown, message) => {
		const given: Given = { held: shown as INodeParameters };
		const { refused } = await build(scenario, parameters as INodeParameters, given);
		expect(refused).toEqual([message, gives]);
	});

	test.each<[string, Record<string, unknown>, string[]]>([
		[
			'=A {{ $json.a }} fox',
			{ '{{ $json.a }}': undefined, 'A {{ $json.a }} fox': 'A  fox' },
			["A part of 'Prompt' is missing: '{{ $json.a }}' gives nothing"],
		],
		[
			'=A {{ $json.a }} {{ $json.a }} {{ b }}',
			{ '{{ $json.a }}': null, '{{ b }}': 'x' },
			[
				"A part of 'Prompt' is missing: '{{ $json.a }}' gives nothing",
				"'Prompt' says 'undefined': its expression puts in a value that is no text",
			],
		],
		[
			'={{ a }} \\{{ b }}',
			{ '{{ a }}': 'x', '{{ a }} \\{{ b }}': 'x [object Object]' },
			["'Prompt' says '[object Object]': its expression puts in a value that is no text"],
		],
		['={{ a\n + 1 }}', { '{{ a\n + 1 }}': 0 }, []],
		['={{ a }}', { '{{ a }}': 'an undefinedx word' }, []],
		['A {{ $json.a }} fox', {}, []],
	])('in a part of %j is told', async (prompt, evaluated, warnings) => {
		const built = await build('textToVideo', { prompt: 'A fox' }, { held: { prompt }, evaluated });
		expect(built.refused).toBeUndefined();
		expect(built.warnings).toEqual(warnings);
	});

	test.each<[string, INodeParameters, INodeParameters, string]>([
		[
			'imageToVideo',
			{ image: link(IMAGE) },
			{ image: { ...rl, value: '=a{{ $json.a }}' } },
			'Image',
		],
		[
			'referenceToVideo',
			{ prompt: 'a', references: images(1) },
			{ references: { reference: [{ image: { ...rl, value: '=a{{ $json.a }}' } }] } },
			'Reference Image 1',
		],
		[
			'multiShot',
			{ shots: shots(5) as INodeParameters },
			{ shots: { shot: [{ prompt: '=a{{ $json.a }}' }] } },
			'Shot 1 → Shot Prompt',
		],
		[
			'textToVideo',
			{ prompt: 'a', options: { size: '720x720' } },
			{ options: { size: '=a{{ $json.a }}' } },
			'Size',
		],
	])('in a part of a field of %s is told', async (scenario, parameters, shown, name) => {
		const evaluated = { 'a{{ $json.a }}': 'a' };
		const built = await build(scenario, parameters, { held: shown, evaluated });
		expect(built.warnings).toEqual([`A part of '${name}' is missing: ${EMPTY} gives nothing`]);
	});
});

function refusal(work: () => unknown): string | undefined {
	try {
		work();
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		return error.message.replace('The value of ', '');
	}
	return undefined;
}

describe('how it is waited', () => {
	const read = (waitOptions: unknown) =>
		readWaitSettings(contextOf({ waitOptions } as INodeParameters));

	test.each([
		[undefined, { timeoutMs: 3_600_000, onTimeout: 'fail', waitIn: 'memory' }],
		['text', { timeoutMs: 3_600_000, onTimeout: 'fail', waitIn: 'memory' }],
		[
			{
				timeout: 0.5,
				onTimeout: 'returnStatus',
				waitIn: 'database',
				pollInterval: 1,
				tasksAtATime: 2,
			},
			{
				timeoutMs: 30_000,
				onTimeout: 'returnStatus',
				waitIn: 'database',
				pollIntervalMs: 1000,
				tasksAtATime: 2,
			},
		],
		[
			{ timeout: 10_080, onTimeout: 'x', waitIn: 'x' },
			{ timeoutMs: 604_800_000, onTimeout: 'fail', waitIn: 'memory' },
		],
	])('%j', (options, settings) => {
		expect(read(options)).toStrictEqual(settings);
	});

	test.each([
		[{ timeout: 0 }, "'Timeout' must be a number of minutes above 0, at most 10080 (a week)"],
		[{ timeout: 10_081 }, "'Timeout' must be a number of minutes above 0, at most 10080 (a week)"],
		[{ pollInterval: 0.9 }, "'Poll Interval' must be at least 1 second"],
		[{ tasksAtATime: 0 }, "'Tasks at a Time' must be a whole number, at least 1"],
	])('%j is refused: %s', (options, message) => {
		expect(refusal(() => read(options))).toBe(message);
	});
});

describe('what is downloaded', () => {
	const read = (parameters: unknown) =>
		readDownloadSettings(contextOf(parameters as INodeParameters));

	test.each([
		[{}, undefined],
		[{ downloadVideo: false }, undefined],
		[{ downloadVideo: '' }, undefined],
		[{ downloadVideo: true }, { outputField: 'data' }],
		[{ downloadVideo: 'true', outputField: ' clip ' }, { outputField: 'clip' }],
		[{ downloadVideo: true, downloadOptions: 'x' }, { outputField: 'data' }],
		[
			{ downloadVideo: true, downloadOptions: { fileName: ' a ', maxSize: 2 } },
			{ outputField: 'data', fileName: 'a', maxSizeMb: 2 },
		],
		[
			{ downloadVideo: true, downloadOptions: { fileName: ' ', maxSize: '' } },
			{ outputField: 'data' },
		],
		[{ downloadVideo: true, downloadOptions: { fileName: 7 } }, { outputField: 'data' }],
	])('%j', (parameters, settings) => {
		expect(read(parameters)).toStrictEqual(settings);
	});

	test.each([
		[{ downloadVideo: 'soon' }, "'Download Video' must be true or false, but is 'soon'"],
		[{ downloadVideo: true, outputField: ' ' }, "'Output Data Field Name' is empty"],
		[{ downloadVideo: true, outputField: 7 }, "'Output Data Field Name' is empty"],
		[
			{ downloadVideo: true, downloadOptions: { maxSize: 0 } },
			"'Max Size' must be a number of megabytes above 0",
		],
	])('%j is refused: %s', (parameters, message) => {
		expect(refusal(() => read(parameters))).toBe(message);
	});

	test('an agent gets the link alone', () => {
		const context = contextOf({ downloadVideo: true });
		const asTool = Object.assign(context, { getNode: () => ({ type: 'klingVideoTool' }) });
		expect(readDownloadSettings(asTool as never)).toBeUndefined();
	});
});

describe('how it is submitted', () => {
	const read = (options: unknown, body = {}) =>
		readSubmitSettings(contextOf({ options } as INodeParameters), body);

	test('with nothing set', () => {
		const plain = { offPeak: false, slotTimeoutMs: 120_000, asked: {} };
		expect(read(undefined)).toStrictEqual(plain);
		expect(read('text', { metadata: { offpeak: 'true' }, seconds: '0', model: ' ' })).toStrictEqual(
			plain,
		);
	});

	test('with everything set', () => {
		const body = {
			model: 'm',
			seconds: '5',
			size: '1x1',
			metadata: { offpeak: true, output_config: { aspect_ratio: '1:1', resolution: '720P' } },
		};
		expect(read({ slotTimeout: 0, maxVideos: 3 }, body)).toStrictEqual({
			offPeak: true,
			slotTimeoutMs: 0,
			maxVideos: 3,
			modelName: 'm',
			asked: { seconds: 5, aspectRatio: '1:1', resolution: '720P', size: '1x1' },
		});
	});

	test.each([
		[{ slotTimeout: -1 }, "'Wait for a Free Slot' must be a number of minutes, 0 or more"],
		[{ maxVideos: 0 }, "'Most Videos' must be a whole number, at least 1"],
	])('%j is refused: %s', (options, message) => {
		expect(refusal(() => read(options))).toBe(message);
	});
});

test.each([
	[{}, { asBase64: false, linkHours: 24 }],
	[
		{ fileTransfer: ' link ', linkLifetime: '2' },
		{ asBase64: false, linkHours: 2 },
	],
	[{ fileTransfer: 'base64' }, { asBase64: true, linkHours: 24 }],
])('files go by %j', (options, transfer) => {
	expect(readTransfer(contextOf({ options }))).toEqual(transfer);
});

test.each([
	[{ fileTransfer: 'fax' }, "'File Transfer' must be link or base64, but is 'fax'"],
	[{ linkLifetime: 0 }, "'Link Lifetime' must be a number of hours above 0"],
])('files do not go by %j', (options, message) => {
	expect(refusal(() => readTransfer(contextOf({ options })))).toBe(message);
});

describe('the ID of a task', () => {
	const read = async (given: unknown) => {
		const context = contextOf({ taskId: given } as INodeParameters);
		const item = joinTry(context);
		const [preSend] = taskId.routing?.send?.preSend as PreSend[];
		await preSend?.call(context, { url: '' });
		return item;
	};

	test.each([
		[' task_1 ', 'task_1'],
		[7, '7'],
		['.a', '.a'],
	])('%j is %s', async (given, id) => {
		expect(await read(given)).toMatchObject({ taskId: id });
	});

	test.each([
		[undefined, 'is empty', 'Give the task_id that Submit returned, e.g. {{ $json.task_id }}'],
		[null, 'is empty', 'Give the task_id that Submit returned, e.g. {{ $json.task_id }}'],
		[' ', 'is empty', 'Give the task_id that Submit returned, e.g. {{ $json.task_id }}'],
		['..', "cannot be '..'", ASK('Task ID')],
		[
			['a'],
			'must be one ID, but is a list',
			'Give the task_id of one task; with several, make an item of each before this node',
		],
		[
			{},
			'must be one ID, but is a value of the type object',
			'Give the task_id of one task; with several, make an item of each before this node',
		],
	])('%j %s', async (given, problem, advice) => {
		const { problem: found, taskId: id } = await read(given);
		expect(found).toMatchObject({
			message: `The value of 'Task ID' ${problem}`,
			description: advice,
		});
		expect(id).toBeUndefined();
	});

	test('is not looked at any more where something is wrong already', async () => {
		const context = contextOf({ taskId: 'task_1' });
		const item = joinTry(context);
		item.isInvalid(new InputError('Prompt', 'is empty'));
		const [preSend] = taskId.routing?.send?.preSend as PreSend[];
		await preSend?.call(context, { url: '' });
		expect(item.taskId).toBeUndefined();
	});
});

test('every scenario takes what it needs', async () => {
	for (const scenario of ['textToVideo', 'imageToVideo', 'avatar', 'lipSync']) {
		expect((await build(scenario, { ...everyField, model: OMNI })).refused).toBeUndefined();
	}
});
