import { startGateway, type LocalGateway } from './server.cts';
import { clientOf, extInfo } from './testing/client.cts';

const IMAGE = 'https://example.com/first.png';
const VIDEO = 'https://example.com/reference.mp4';
const VOICE = 'https://example.com/voice.mp3';

let gateway: LocalGateway;

beforeAll(async () => {
	// Each rule by itself: that a prompt must be there has its own tests below.
	gateway = await startGateway({ promptRequired: false });
});
afterEach(() => gateway.reset());
afterAll(async () => await gateway.close());

async function submit(body: unknown) {
	return await clientOf(gateway).post('/v1/videos', body);
}

describe('a submit that is accepted', () => {
	it('answers as documented: ids, queued, the model with its billing suffix, a Unix time', async () => {
		const before = Math.floor(Date.now() / 1000);
		const { status, data } = await submit({ model: 'Kling-2.6', prompt: 'A cat', seconds: '5' });
		expect(status).toBe(200);
		expect(data).toEqual({
			id: expect.stringMatching(/^task_[A-Za-z0-9]{32}$/),
			task_id: data.id,
			object: 'video',
			model: 'kling-2.6-720p-noref-mute',
			status: 'queued',
			progress: 0,
			created_at: expect.any(Number),
		});
		expect(data.created_at).toBeGreaterThanOrEqual(before);
		expect(data.created_at).toBeLessThanOrEqual(before + 60);
	});

	it.each([
		[
			'kling-3.0-omni-1080p-ref-audio',
			{
				model: 'Kling-3.0-Omni',
				image: IMAGE,
				metadata: { output_config: { resolution: '1080P', audio_generation: 'Enabled' } },
			},
		],
		[
			'kling-2.6-motion-pro-720p',
			{
				model: 'Kling-2.6',
				image: IMAGE,
				metadata: { scene_type: 'motion_control', video_url: VIDEO, motion_level: 'pro' },
			},
		],
		['kling-2.6-motion-pro-1080p', { model: 'kling-2.6-motion-pro-1080p', prompt: 'A cat' }],
	])('bills as %s', async (name, body) => {
		const { data } = await submit(body);
		expect(data).toMatchObject({ model: name, status: 'queued' });
	});

	it('is a new task each time: there is no idempotency key', async () => {
		const body = { model: 'Kling-2.6', prompt: 'A cat' };
		const [first, second] = [await submit(body), await submit(body)];
		expect(first.data.id).not.toBe(second.data.id);
		expect(gateway.tasks.map((task) => task.body)).toEqual([body, body]);
	});

	it('may be a form, as n8n sends it with its own OpenAI node', async () => {
		const form = new FormData();
		for (const [name, value] of Object.entries({
			model: 'Kling-2.6',
			prompt: 'A cat',
			seconds: '10',
			size: '720x1280',
		})) {
			form.append(name, value);
		}
		const { status } = await submit(form);
		expect(status).toBe(200);
		expect(gateway.tasks[0]?.body).toEqual({
			model: 'Kling-2.6',
			prompt: 'A cat',
			seconds: '10',
			size: '720x1280',
		});
		gateway.settings.acceptForms = false;
		const second = new FormData();
		second.append('model', 'Kling-2.6');
		expect((await submit(second)).status).toBe(400);
	});
});

const motion = { scene_type: 'motion_control', video_url: VIDEO };
const shots = [
	{ index: 1, prompt: 'A street', duration: 3 },
	{ index: 2, prompt: 'A door', duration: '2' },
];
const multiShot = { multi_shot: true, shot_type: 'customize', multi_prompt: shots };
const face = {
	face_id: '0',
	sound_file: VOICE,
	sound_start_time: 0,
	sound_end_time: 3000,
	sound_insert_time: 500,
};
const references = (count: number) =>
	Array.from({ length: count }, (_, index) => ({
		Type: 'Url',
		Category: 'Image',
		Url: `https://example.com/${index}.png`,
		Usage: 'Reference',
	}));

describe('each scenario', () => {
	it.each([
		['textToVideo', { prompt: 'A cat' }],
		['imageToVideo', { image: IMAGE }],
		['firstLastFrame', { image: IMAGE, metadata: { last_frame_url: IMAGE } }],
		[
			'motionControl',
			{
				image: IMAGE,
				metadata: {
					...motion,
					motion_level: 'std',
					ext_info: extInfo({ keep_original_sound: 'yes', character_orientation: 'video' }),
				},
			},
		],
		[
			'avatar',
			{
				image: IMAGE,
				metadata: { scene_type: 'avatar_i2v', ext_info: extInfo({ sound_file: VOICE }) },
			},
		],
		[
			'lipSync',
			{
				metadata: {
					scene_type: 'lip_sync',
					video_url: VIDEO,
					ext_info: extInfo({ sound_file: VOICE }),
				},
			},
		],
		[
			'lipSync',
			{
				metadata: {
					scene_type: 'lip_sync',
					ext_info: extInfo({ session_id: 's1', face_choose: [face] }),
				},
			},
		],
		[
			'referenceToVideo',
			{
				model: 'Kling-3.0-Omni',
				prompt: '<<<image_1>>> runs',
				metadata: { file_infos: references(7) },
			},
		],
		[
			'multiShot',
			{
				model: 'Kling-3.0-Omni',
				seconds: '5',
				metadata: { output_config: { duration: 5 }, ext_info: extInfo(multiShot) },
			},
		],
	])('%s is taken with what it needs', async (scenario, body) => {
		const { status, data } = await submit({ model: 'Kling-2.6', ...body });
		expect(data).toMatchObject({ status: 'queued' });
		expect(status).toBe(200);
		expect(gateway.tasks[0]?.submission.scenario).toBe(scenario);
	});

	it('template effect is refused by upstream, unless it is said to serve it', async () => {
		const body = {
			model: 'Kling-2.6',
			image: IMAGE,
			metadata: { scene_type: 'template_effect', ext_info: extInfo({ template: 'hug' }) },
		};
		const refused = await submit(body);
		expect(refused.status).toBe(400);
		expect(refused.data).toMatchObject({ code: 'InvalidParameterValue', data: null });
		gateway.settings.templateEffect = 'served';
		expect((await submit(body)).status).toBe(200);
	});
});

const output = (config: object) => ({ prompt: 'A cat', metadata: { output_config: config } });
const ext = (parameters: object, more: object = {}) => ({
	image: IMAGE,
	metadata: { ext_info: extInfo(parameters), ...more },
});
const session = (change: object) => ({
	metadata: {
		scene_type: 'lip_sync',
		ext_info: extInfo({ session_id: 's1', face_choose: [{ ...face, ...change }] }),
	},
});

describe('a submit that the gateway refuses: 400 E2 invalid_request, and no task', () => {
	it.each<[string, unknown]>([
		['no prompt for text to video', {}],
		['an empty prompt for text to video', { prompt: ' ' }],
		['a prompt that is no string', { prompt: 5 }],
		['seconds as a number', { prompt: 'A cat', seconds: 5 }],
		['seconds that are no number', { prompt: 'A cat', seconds: 'five' }],
		['seconds that Kling-2.6 does not have', { prompt: 'A cat', seconds: '7' }],
		['a duration that Kling-2.6 does not have', output({ duration: 15 })],
		[
			'seconds that Kling-3.0-Omni does not have',
			{ model: 'Kling-3.0-Omni', prompt: 'A cat', seconds: '16' },
		],
		[
			'seconds that Kling-2.5 does not have',
			{ model: 'Kling-2.5', prompt: 'A cat', seconds: '15' },
		],
		['a duration out of range beside good seconds', { seconds: '5', ...output({ duration: 7 }) }],
		['a duration as a string', output({ duration: '5' })],
		['an unknown resolution', output({ resolution: '480P' })],
		['a resolution in other letters', output({ resolution: '720p' })],
		['an unknown ratio', output({ aspect_ratio: 'wide' })],
		['audio as a boolean', output({ audio_generation: true })],
		['an unknown audio', output({ audio_generation: 'On' })],
		['an unknown scene', { prompt: 'A cat', metadata: { scene_type: 'dance' } }],
		['an unknown level', { image: IMAGE, metadata: { ...motion, motion_level: 'best' } }],
		['off-peak as a string', { prompt: 'A cat', metadata: { offpeak: 'true' } }],
		['a size that is none', { prompt: 'A cat', size: 'large' }],
		['metadata that is no object', { prompt: 'A cat', metadata: '{}' }],
		['output_config that is no object', { prompt: 'A cat', metadata: { output_config: [] } }],
		['ext_info as an object', { prompt: 'A cat', metadata: { ext_info: {} } }],
		['ext_info that is no JSON', { prompt: 'A cat', metadata: { ext_info: '{' } }],
		['ext_info that is no object', { prompt: 'A cat', metadata: { ext_info: '[]' } }],
		[
			'AdditionalParameters as an object',
			{ prompt: 'A cat', metadata: { ext_info: '{"AdditionalParameters":{}}' } },
		],
		[
			'AdditionalParameters that are no JSON',
			{ prompt: 'A cat', metadata: { ext_info: '{"AdditionalParameters":"{"}' } },
		],
		['an image that is no URL', { image: 'first.png' }],
		['an image by ftp', { image: 'ftp://example.com/first.png' }],
		['an image that is an object', { image: { url: IMAGE } }],
		['an image as a data URI', { image: 'data:image/png;base64,iVBORw0KGgo=' }],
		['a last frame without a first', { prompt: 'A cat', metadata: { last_frame_url: IMAGE } }],
		['motion control without image', { metadata: motion }],
		['motion control without video', { image: IMAGE, metadata: { scene_type: 'motion_control' } }],
		['an unknown sound choice', ext({ keep_original_sound: true }, motion)],
		['an unknown orientation', ext({ character_orientation: 'left' }, motion)],
		[
			'a digital human without image',
			{ metadata: { scene_type: 'avatar_i2v', ext_info: extInfo({ sound_file: VOICE }) } },
		],
		['a digital human without audio', { image: IMAGE, metadata: { scene_type: 'avatar_i2v' } }],
		['a digital human with no link', ext({ sound_file: 'voice' }, { scene_type: 'avatar_i2v' })],
		['lip sync without video', ext({ sound_file: VOICE }, { scene_type: 'lip_sync' })],
		['lip sync without audio', { metadata: { scene_type: 'lip_sync', video_url: VIDEO } }],
		['a session without faces', ext({ session_id: 's1' }, { scene_type: 'lip_sync' })],
		['a face without its id', session({ face_id: undefined })],
		['a face without audio', session({ sound_file: undefined })],
		['a face with times as strings', session({ sound_start_time: '0' })],
		['a template effect without template', ext({}, { scene_type: 'template_effect' })],
		[
			'a template effect without image',
			{ metadata: { scene_type: 'template_effect', ext_info: extInfo({ template: 'hug' }) } },
		],
		['file_infos that are no array', { prompt: 'A cat', metadata: { file_infos: {} } }],
		[
			'file_infos in other letters',
			{
				prompt: 'A cat',
				metadata: { file_infos: [{ type: 'Url', category: 'Image', url: IMAGE }] },
			},
		],
		...['Type', 'Category', 'Url', 'Usage'].map((key): [string, unknown] => [
			`file_infos with an unknown ${key}`,
			{ prompt: 'A cat', metadata: { file_infos: [{ ...references(1)[0], [key]: 'Other' }] } },
		]),
		['multi_shot as a string', ext({ ...multiShot, multi_shot: 'true' })],
		['shots of no known type', ext({ ...multiShot, shot_type: 'free' })],
		['shots without multi_prompt', ext({ ...multiShot, multi_prompt: undefined })],
		['a shot out of order', ext({ ...multiShot, multi_prompt: [{ ...shots[0], index: 2 }] })],
		['a shot without prompt', ext({ ...multiShot, multi_prompt: [{ index: 1, duration: 3 }] })],
		['a shot without duration', ext({ ...multiShot, multi_prompt: [{ index: 1, prompt: 'A' }] })],
	])('%s', async (_name, body) => {
		const { status, data } = await submit({ model: 'Kling-2.6', ...Object(body) });
		expect(data).toEqual({ code: 'invalid_request', message: expect.any(String), data: null });
		expect(data.message).toMatchSnapshot();
		expect(status).toBe(400);
		expect(gateway.tasks).toHaveLength(0);
	});

	it('no model, one that is no string, a body that is no JSON object: 400 E1', async () => {
		for (const body of [
			'{"prompt":"A cat"}',
			'{"model":""}',
			'{"model":26}',
			'{"model":',
			'[]',
			'""',
			'',
		]) {
			const { status, data } = await clientOf(gateway).post('/v1/videos', body, {
				headers: { 'content-type': 'application/json' },
			});
			expect([status, data.error?.type, data.error?.code]).toEqual([400, 'new_api_error', '']);
		}
	});

	it('file_infos beside image, where they are not supported', async () => {
		const body = { model: 'Kling-3.0-Omni', image: IMAGE, metadata: { file_infos: references(1) } };
		expect((await submit(body)).status).toBe(200);
		gateway.settings.fileInfosBesideImage = 'refused';
		expect((await submit(body)).data.code).toBe('invalid_request');
	});

	it('a data URI that is no picture, where they are accepted', async () => {
		gateway.settings.acceptDataUris = true;
		const image = async (uri: string) => (await submit({ model: 'Kling-2.6', image: uri })).status;
		expect(await image('data:image/png;base64,iVBORw0KGgo=')).toBe(200);
		expect(await image('data:text/html;base64,PGI+')).toBe(400);
		expect(await image('data:image/png,raw')).toBe(400);
		const video = {
			...motion,
			video_url: 'data:image/png;base64,iVBORw0KGgo=',
		};
		const body = { model: 'Kling-2.6', image: IMAGE, metadata: video };
		expect((await submit(body)).status).toBe(400);
	});
});

describe('a submit that upstream refuses: 400 E2 with its code, and no task', () => {
	it.each<[string, object]>([
		['a prompt over 2500 characters', { prompt: 'a'.repeat(2501) }],
		['motion control with another model', { model: 'Kling-2.5', image: IMAGE, metadata: motion }],
		['references with another model', { prompt: 'A', metadata: { file_infos: references(1) } }],
		[
			'too many references',
			{ model: 'Kling-3.0-Omni', prompt: 'A', metadata: { file_infos: references(8) } },
		],
		[
			'too many references beside a video',
			{
				model: 'Kling-3.0-Omni',
				prompt: 'A',
				metadata: { video_url: VIDEO, file_infos: references(5) },
			},
		],
		['shots with another model', ext(multiShot)],
		['no shots', { model: 'Kling-3.0-Omni', ...ext({ ...multiShot, multi_prompt: [] }) }],
		[
			'seven shots',
			{
				model: 'Kling-3.0-Omni',
				...ext({
					...multiShot,
					multi_prompt: Array.from({ length: 7 }, (_, index) => ({
						index: index + 1,
						prompt: 'A',
						duration: 1,
					})),
				}),
			},
		],
		[
			'a shot with a long prompt',
			{
				model: 'Kling-3.0-Omni',
				...ext({
					...multiShot,
					multi_prompt: [{ index: 1, prompt: 'a'.repeat(513), duration: 5 }],
				}),
			},
		],
		['shots that do not add up', { model: 'Kling-3.0-Omni', seconds: '10', ...ext(multiShot) }],
		[
			'audio with a last frame on Kling-2.6',
			{
				image: IMAGE,
				metadata: { last_frame_url: IMAGE, output_config: { audio_generation: 'Enabled' } },
			},
		],
	])('%s', async (_name, body) => {
		const { status, data } = await submit({ model: 'Kling-2.6', ...body });
		expect(data).toEqual({
			code: 'InvalidParameterValue',
			message: expect.any(String),
			data: null,
		});
		expect(data.message).toMatchSnapshot();
		expect(status).toBe(400);
		expect(gateway.tasks).toHaveLength(0);
	});

	it('takes a prompt of 2500 characters', async () => {
		const { status } = await submit({ model: 'Kling-2.6', prompt: 'a'.repeat(2500) });
		expect(status).toBe(200);
	});
});

describe('upstream that fetches the media', () => {
	it('notes what it got, without a credential', async () => {
		gateway.settings.fetchInputs = true;
		const image = gateway.assetUrl('picture.jpg');
		expect((await submit({ model: 'Kling-2.6', image })).status).toBe(200);
		expect(gateway.task().inputs).toEqual([
			{ url: image, size: 3285, sha256: expect.any(String), contentType: 'image/jpeg' },
		]);
		expect(gateway.requestsTo('asset')).toHaveLength(1);
		expect(gateway.leaks).toEqual([]);
	});

	it('refuses a link that does not answer', async () => {
		gateway.settings.fetchInputs = true;
		const image = `${gateway.resultOrigin}/assets/none.jpg`;
		const { status, data } = await submit({ model: 'Kling-2.6', image });
		expect([status, data.code]).toEqual([400, 'InvalidParameter.MediaFormat']);
		expect(gateway.tasks).toHaveLength(0);
	});
});

describe('the rule that a prompt must be there', () => {
	const sound = extInfo({ sound_file: VOICE });

	it.each<[string, object]>([
		['text to video', { model: 'Kling-2.6' }],
		['image to video', { model: 'Kling-2.6', image: IMAGE }],
		[
			'first and last frame',
			{ model: 'Kling-2.5', image: IMAGE, metadata: { last_frame_url: IMAGE } },
		],
		[
			'motion control',
			{
				model: 'Kling-2.6',
				image: IMAGE,
				metadata: { scene_type: 'motion_control', video_url: VIDEO },
			},
		],
		[
			'avatar',
			{
				model: 'Kling-2.6',
				image: IMAGE,
				metadata: { scene_type: 'avatar_i2v', ext_info: sound },
			},
		],
		[
			'lip sync',
			{
				model: 'Kling-2.6',
				metadata: { scene_type: 'lip_sync', video_url: VIDEO, ext_info: sound },
			},
		],
	])('is on unless it is switched off: %s', async (_name, body) => {
		gateway.settings.promptRequired = true;
		for (const prompt of [undefined, '', ' \n']) {
			const { status, data } = await submit({ ...body, prompt });
			expect([status, data]).toEqual([
				400,
				{ code: 'invalid_request', message: 'prompt is required', data: null },
			]);
		}
		expect((await submit({ ...body, prompt: 'A cat' })).status).toBe(200);
		expect(gateway.tasks).toHaveLength(1);
	});

	it('is on from the start', async () => {
		const other = await startGateway();
		expect(other.settings.promptRequired).toBe(true);
		await other.close();
	});
});
