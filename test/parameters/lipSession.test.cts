import type { INodeParameters } from 'n8n-workflow';
import { useGateway } from '../support/localGateway.cts';
import { link, VIDEO, VOICE } from '../support/parameterValues.cts';

const gateway = useGateway();
const face = { faceId: '0', audio: link(VOICE), start: 0, end: 3000, insert: 0 };
const session = (faces: INodeParameters[]) => ({
	scenario: 'lipSync',
	options: { sessionId: 'session-1', faces: { face: faces } },
});
const ADVICE = "Give a 'Video' and its 'Audio', or a 'Face Session ID' under Options";

test.each([
	['neither a video nor a session', {}, 'Video'],
	['a video without its audio', { video: link(VIDEO) }, 'Audio'],
	['an audio without its video', { audio: link(VOICE) }, 'Video'],
	['an empty session', { options: { sessionId: ' ' } }, 'Video'],
])('%s is refused', async (_name, parameters, shownName) => {
	expect(await gateway.refusal({ scenario: 'lipSync', ...parameters })).toEqual({
		message: `The value of '${shownName}' is empty`,
		description: ADVICE,
	});
});

test.each([
	['a session without faces', [], 'Faces', 'is empty'],
	['a face without its ID', [{ ...face, faceId: '' }], 'Face 1', 'has no face ID'],
	['a face without audio', [face, { ...face, audio: link('') }], 'Face 2 → Audio', 'is empty'],
	[
		'an end that is left out',
		[{ ...face, end: 0 }],
		'Face 1 → Audio End',
		'must be after Audio Start',
	],
	[
		'an end before its start',
		[face, { ...face, start: 3000 }],
		'Face 2 → Audio End',
		'must be after Audio Start',
	],
])('%s is refused', async (_name, faces, shownName, problem) => {
	const { message } = await gateway.refusal(session(faces));
	expect(message).toBe(`The value of '${shownName}' ${problem}`);
});

test('a face whose audio is no link is named', async () => {
	const { message } = await gateway.refusal(session([{ ...face, audio: link('voice.mp3') }]));
	expect(message).toMatch(/^The value of 'Face 1 → Audio' must be a link/);
});

test('faces without a session are refused', async () => {
	const { message } = await gateway.refusal({
		scenario: 'lipSync',
		video: link(VIDEO),
		audio: link(VOICE),
		options: { faces: { face: [face] } },
	});
	expect(message).toBe("The value of 'Face Session ID' is empty");
});

test('a native session stands for the fields', async () => {
	const faces = [
		{
			face_id: '0',
			sound_file: VOICE,
			sound_start_time: 0,
			sound_end_time: 2000,
			sound_insert_time: 0,
		},
	];
	const parameters = { session_id: 'session-1', face_choose: faces };
	const extInfo = JSON.stringify({ AdditionalParameters: JSON.stringify(parameters) });
	await gateway.submit({ scenario: 'lipSync', options: { extInfo } });
	expect(gateway.bodies()).toEqual([
		{ model: 'Kling-3.0-Omni', metadata: { scene_type: 'lip_sync', ext_info: extInfo } },
	]);
});
