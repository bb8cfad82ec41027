import { useGateway } from '../support/localGateway.cts';
import { fileInfo, IMAGE, LAST, link, VIDEO, VOICE } from '../support/parameterValues.cts';
import { readableBody } from '../support/readableBody.cts';

const gateway = useGateway();
const extInfo = (parameters: object) =>
	JSON.stringify({ AdditionalParameters: JSON.stringify(parameters) });
const text = (options: object) => ({ prompt: 'A fox', options: { ...options } });
const motion = { scenario: 'motionControl', image: link(IMAGE), video: link(VIDEO) };

describe('what cannot be read is refused', () => {
	test.each([
		['File Infos', { fileInfos: '[{"Type": "Url"' }, /^is not valid JSON: ./],
		['File Infos', { fileInfos: '{"Type": "Url"}' }, /^must be a JSON array of objects$/],
		[
			'File Infos',
			{ fileInfos: '["https://example.com/a.png"]' },
			/^must be a JSON array of objects$/,
		],
		['File Infos', { fileInfos: '={{ 7 }}' }, /^must be a JSON array of objects$/],
		['Extra Body', { extraBody: '{mode: "pro"}' }, /^is not valid JSON: ./],
		['Extra Body', { extraBody: '[]' }, /^must be a JSON object$/],
		[
			'Extra Body',
			{ extraBody: '{"metadata": {"ext_info": {}}}' },
			/^holds an ext_info that is not a string$/,
		],
		['Extra Metadata', { metadata: '{seed: 7}' }, /^is not valid JSON: ./],
		['Extra Metadata', { metadata: '[]' }, /^must be a JSON object$/],
		['Extra Metadata', { metadata: '7' }, /^must be a JSON object$/],
		[
			'Extra Metadata',
			{ metadata: '{"ext_info": {}}' },
			/^holds an ext_info that is not a string$/,
		],
	])('%s %j', async (shownName, options, problem) => {
		const { message, description } = await gateway.refusal(text(options));
		const start = `The value of '${shownName}' `;
		expect(message.slice(0, start.length)).toBe(start);
		expect(message.slice(start.length)).toMatch(problem);
		expect(description).toEqual(expect.stringMatching(/./));
	});

	// Motion Control with an option has an ext_info of its own, which both have to be put together for.
	const together = { ...motion, options: { keepOriginalSound: true } };
	test.each([
		['template=hug', 'Ext Info', /^is not valid JSON: ./],
		['["hug"]', 'Ext Info', /^must be a JSON object$/],
		['"hug"', 'Ext Info', /^must be a JSON object$/],
		['{"AdditionalParameters": "{"}', 'Ext Info → AdditionalParameters', /^is not valid JSON: ./],
	])('Ext Info beside one of the node: %s', async (given, shownName, problem) => {
		const options = { ...together.options, extInfo: given };
		const { message } = await gateway.refusal({ ...together, options });
		const start = `The value of '${shownName}' `;
		expect(message.slice(0, start.length)).toBe(start);
		expect(message.slice(start.length)).toMatch(problem);
	});
});

describe('what contradicts another field is refused, naming both', () => {
	const avatar = { scenario: 'avatar', image: link(IMAGE), audio: link(VOICE) };
	const frames = { scenario: 'firstLastFrame', image: link(IMAGE), lastFrame: link(LAST) };
	const references = {
		scenario: 'referenceToVideo',
		prompt: 'The fox of <<<image_1>>>',
		references: { reference: [{ image: link(IMAGE) }] },
	};
	const shots = { scenario: 'multiShot', shots: { shot: [{ prompt: 'A fox', duration: 5 }] } };
	const output = (config: object) => JSON.stringify({ output_config: config });

	test.each([
		[text({ duration: 5, metadata: output({ duration: 10 }) }), 'Extra Metadata', 'Duration'],
		[
			text({ resolution: '720P', metadata: output({ resolution: '1080P' }) }),
			'Extra Metadata',
			'Resolution',
		],
		[
			text({ aspectRatio: '1:1', metadata: '{"output_config": []}' }),
			'Extra Metadata',
			'Aspect Ratio',
		],
		[text({ offPeak: true, metadata: '{"offpeak": false}' }), 'Extra Metadata', 'Off-Peak'],
		[
			text({ generateAudio: true, metadata: output({ audio_generation: 'Disabled' }) }),
			'Extra Metadata',
			'Generate Audio',
		],
		[
			{ ...frames, options: { metadata: '{"last_frame_url": "https://x.y"}' } },
			'Extra Metadata',
			'Last Frame',
		],
		[
			{ ...motion, options: { metadata: '{"video_url": "https://x.y"}' } },
			'Extra Metadata',
			'Video',
		],
		[
			{ ...motion, options: { motionLevel: 'std', metadata: '{"motion_level": "pro"}' } },
			'Extra Metadata',
			'Motion Level',
		],
		[
			{
				...motion,
				options: { keepOriginalSound: true, extInfo: extInfo({ keep_original_sound: 'no' }) },
			},
			'Ext Info',
			'Keep Original Sound',
		],
		[
			{
				...motion,
				options: {
					characterOrientation: 'image',
					extInfo: extInfo({ character_orientation: 'video' }),
				},
			},
			'Ext Info',
			'Character Orientation',
		],
		[
			{ ...avatar, options: { extInfo: extInfo({ sound_file: 'https://x.y' }) } },
			'Ext Info',
			'Audio',
		],
		[
			{
				...avatar,
				options: { metadata: JSON.stringify({ ext_info: extInfo({ sound_file: 'https://x.y' }) }) },
			},
			'Extra Metadata',
			'Audio',
		],
		[
			{
				scenario: 'templateEffect',
				image: link(IMAGE),
				template: 'hug',
				options: { extInfo: extInfo({ template: 'kiss' }) },
			},
			'Ext Info',
			'Template',
		],
		[
			{ ...references, options: { fileInfos: JSON.stringify([fileInfo(LAST, 'Reference')]) } },
			'File Infos',
			'Reference Images',
		],
		[
			{ ...references, options: { metadata: '{"file_infos": []}' } },
			'Extra Metadata',
			'Reference Images',
		],
		[text({ duration: 5, extraBody: '{"seconds": "6"}' }), 'Extra Body', 'Duration'],
		[text({ extraBody: '{"prompt": "A cat"}' }), 'Extra Body', 'Prompt'],
		[
			text({ metadata: '{"seed": 1}', extraBody: '{"metadata": {"seed": 2}}' }),
			'Extra Body',
			'Extra Metadata',
		],
		[{ ...shots, options: { extInfo: extInfo({ multi_prompt: [] }) } }, 'Ext Info', 'Shots'],
		[
			{
				scenario: 'lipSync',
				options: { sessionId: 'session-1', extInfo: extInfo({ session_id: 'session-2' }) },
			},
			'Ext Info',
			'Face Session ID',
		],
		[
			text({ fileInfos: '[]', metadata: '{"file_infos": [{"Type": "Url"}]}' }),
			'Extra Metadata',
			'File Infos',
		],
		[
			text({ extInfo: '{"a": 1}', metadata: JSON.stringify({ ext_info: '{"a": 2}' }) }),
			'Extra Metadata',
			'Ext Info',
		],
	])('%#: %j', async (parameters, shownName, other) => {
		const { message, description } = await gateway.refusal(parameters);
		expect(message).toMatch(
			new RegExp(
				`^The value of '${shownName}' and '${other}' both set [a-z_.→ ]+, to different values$`,
			),
		);
		expect(description).toBe(`Remove '${other}', or take the key out of '${shownName}'`);
	});
});

test('what says the same as another field is no contradiction', async () => {
	await gateway.submit(
		text({
			duration: 5,
			metadata: '{"output_config": {"duration": 5, "fps": 30}, "offpeak": true}',
			offPeak: true,
		}),
	);
	expect(gateway.bodies()).toEqual([
		{
			model: 'Kling-3.0-Omni',
			prompt: 'A fox',
			seconds: '5',
			duration: 5,
			metadata: { output_config: { duration: 5, fps: 30 }, offpeak: true, off_peak: true },
		},
	]);
});

test('what the node builds by itself gives way', async () => {
	await gateway.submit({ ...motion, options: { metadata: '{"scene_type": "lip_sync"}' } });
	expect(gateway.bodies()).toMatchObject([{ metadata: { scene_type: 'lip_sync' } }]);
});

test('everything is passed on as it is', async () => {
	const metadata = { list: [1, [], { a: '' }], deep: { yes: true, no: false, zero: 0 } };
	const fileInfos = [{ ...fileInfo(IMAGE, 'FirstFrame'), Text: '', Extra: { a: [null] } }];
	const parameters = { camera: { zoom: -1 }, list: ['', null] };
	const options = {
		metadata: JSON.stringify(metadata),
		fileInfos: JSON.stringify(fileInfos),
		extInfo: JSON.stringify({
			AdditionalParameters: JSON.stringify(parameters),
			Trace: 'é "quoted"',
		}),
	};
	await gateway.submit(text(options));
	expect(gateway.bodies().map(readableBody)).toEqual([
		{
			model: 'Kling-3.0-Omni',
			prompt: 'A fox',
			metadata: {
				...metadata,
				file_infos: fileInfos,
				ext_info: { AdditionalParameters: parameters, Trace: 'é "quoted"' },
			},
		},
	]);
});

test('expressions may give values instead of text', async () => {
	const value = { seed: 7 };
	const options = {
		metadata: '={{ $json.metadata }}',
		fileInfos: '={{ $json.fileInfos }}',
		extInfo: '={{ { AdditionalParameters: { template: "hug" } } }}',
	};
	const fileInfos = [fileInfo(IMAGE, 'FirstFrame')];
	await gateway.submit(text(options), { items: [{ json: { metadata: value, fileInfos } }] });
	expect(gateway.bodies().map(readableBody)).toEqual([
		{
			model: 'Kling-3.0-Omni',
			prompt: 'A fox',
			metadata: {
				...value,
				file_infos: fileInfos,
				ext_info: { AdditionalParameters: { template: 'hug' } },
			},
		},
	]);
});

test('ext_info goes out as a string of JSON that holds a string of JSON', async () => {
	const options = { scenario: 'avatar', image: link(IMAGE), audio: link(VOICE) };
	await gateway.submit(options);
	expect(gateway.bodies()).toMatchObject([
		{
			metadata: {
				ext_info: String.raw`{"AdditionalParameters":"{\"sound_file\":\"https://example.com/voice.mp3\"}"}`,
			},
		},
	]);
});

test.each([
	'template=hug',
	' {"AdditionalParameters" : "{ }",  "Trace":1 } ',
	'{"AdditionalParameters":"{\\"element_list\\":[{\\"element_id\\":9007199254740993}]}"}',
])('an Ext Info that the node has nothing to add to is passed on unchanged: %s', async (given) => {
	for (const options of [
		{ extInfo: given },
		{ metadata: JSON.stringify({ ext_info: given }) },
		{ extraBody: JSON.stringify({ metadata: { ext_info: given } }) },
		{ extInfo: given, metadata: JSON.stringify({ ext_info: given }) },
	]) {
		gateway.server.reset();
		await gateway.submit(text(options));
		expect(gateway.bodies()).toMatchObject([{ metadata: { ext_info: given } }]);
	}
});

test('what a person wrote as empty is sent as empty', async () => {
	const metadata = {
		text: '',
		nothing: null,
		object: {},
		list: [],
		deep: { text: '', object: {} },
	};
	await gateway.submit(text({ metadata: JSON.stringify(metadata), extraBody: '{"note": ""}' }));
	expect(gateway.bodies()).toEqual([
		{ model: 'Kling-3.0-Omni', prompt: 'A fox', note: '', metadata },
	]);
});
