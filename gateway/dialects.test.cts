import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playable } from '../demo/playable.cts';
import type { MadeVideo } from './files/madeVideo.cts';
import { DIALECTS, failure, startGateway, type DialectName, type LocalGateway } from './server.cts';
import { clientOf, extInfo, TestClock } from './testing/client.cts';

const IMAGE = 'https://example.com/first.png';
const clock = new TestClock();
let gateway: LocalGateway;

beforeAll(async () => {
	gateway = await startGateway({ clock, plan: { seconds: 60, queueShare: 0 } });
});
afterEach(() => gateway.reset());
afterAll(async () => await gateway.close());

const MODEL: Record<DialectName, string> = {
	documented: 'Kling-2.6',
	'new-api': 'Kling-2.6',
	'native-kling': 'Kling-2.6',
	'tencent-vod': 'kling-vod-2.6',
	chain: 'Kling-2.6',
};

async function submit(dialect: DialectName, body: object) {
	gateway.speak(dialect);
	const whole = { model: MODEL[dialect], prompt: 'A cat', ...body };
	return await clientOf(gateway).post('/v1/videos', whole);
}

const get = async (path: string) => (await clientOf(gateway).get(path)).data;

/** 10 s, 1080P, 9:16 and sound, in the spelling of the API page. */
const DOCUMENTED = {
	seconds: '10',
	metadata: {
		offpeak: true,
		output_config: {
			duration: 10,
			resolution: '1080P',
			aspect_ratio: '9:16',
			audio_generation: 'Enabled',
		},
	},
};
/** The same in every spelling that some gateway reads. */
const EVERYWHERE = {
	...DOCUMENTED,
	duration: 10,
	metadata: {
		...DOCUMENTED.metadata,
		resolution: '1080P',
		aspect_ratio: '9:16',
		audio_generation: 'Enabled',
		off_peak: true,
	},
};
const ASKED: MadeVideo = { seconds: 10, aspectRatio: '9:16', resolution: '1080P', audio: true };
const PLAIN: MadeVideo = { seconds: 5, aspectRatio: '16:9', resolution: '720P', audio: false };

describe('what a gateway makes of a body', () => {
	it.each<[DialectName, MadeVideo, MadeVideo]>([
		['documented', ASKED, ASKED],
		['new-api', ASKED, ASKED],
		['chain', ASKED, ASKED],
		[
			'native-kling',
			{ ...PLAIN, aspectRatio: '1:1' },
			{ ...ASKED, resolution: '720P', audio: false },
		],
		['tencent-vod', { ...PLAIN, seconds: 10 }, ASKED],
	])('%s: as documented, and in every spelling', async (dialect, plainly, everywhere) => {
		expect((await submit(dialect, DOCUMENTED)).status).toBe(200);
		expect(gateway.task().video).toEqual(plainly);
		expect((await submit(dialect, EVERYWHERE)).status).toBe(200);
		expect(gateway.task().video).toEqual(everywhere);
	});

	it('native-kling drops what makes a scenario, and takes size and mode', async () => {
		const body = {
			image: IMAGE,
			size: '720x1280',
			metadata: {
				mode: 'pro',
				scene_type: 'avatar_i2v',
				ext_info: extInfo({ sound_file: 'https://example.com/voice.mp3' }),
				image_tail: IMAGE,
				duration: '10',
			},
		};
		expect((await submit('native-kling', body)).status).toBe(200);
		const { submission, video } = gateway.task();
		expect(submission.scenario).toBe('imageToVideo');
		expect(submission.dropped).toEqual(['metadata.scene_type', 'metadata.ext_info']);
		expect(video).toEqual({ ...ASKED, audio: false });
	});

	it('tencent-vod drops the video and the level of motion control', async () => {
		const metadata = {
			scene_type: 'motion_control',
			video_url: 'https://example.com/dance.mp4',
			motion_level: 'pro',
		};
		await submit('tencent-vod', { image: IMAGE, metadata });
		expect(gateway.task().submission.dropped).toEqual([
			'metadata.video_url',
			'metadata.motion_level',
		]);
	});

	it('nothing is dropped by the others', async () => {
		for (const dialect of ['documented', 'new-api', 'chain'] as const) {
			await submit(dialect, EVERYWHERE);
			expect(gateway.task().submission.dropped).toEqual([]);
		}
	});
});

describe('the file is the video that was made', () => {
	it.each<[string, object, [number, number, number]]>([
		['5 s wide', {}, [1280, 720, 5]],
		['10 s tall, 1080P', EVERYWHERE, [1080, 1920, 10]],
		['7 s', { model: 'Kling-3.0-Omni', seconds: '7' }, [1280, 720, 7]],
		['square', { size: '960x960' }, [960, 960, 5]],
	])('%s', async (_name, body, expected) => {
		expect((await submit('documented', body)).status).toBe(200);
		gateway.task().finish();
		const url = gateway.resultUrl(gateway.task());
		const { data } = await clientOf(gateway).get(url, { responseType: 'arraybuffer' });
		expect(probed(data)).toEqual(expected);
	});

	it('whatever was asked', async () => {
		await submit('native-kling', DOCUMENTED);
		gateway.task().finish();
		const { id } = gateway.task();
		const path = `/v1/videos/${id}/content`;
		const { data } = await clientOf(gateway).get(path, { responseType: 'arraybuffer' });
		expect(probed(data)).toEqual([960, 960, 5]);
	});
});

/** Width, height and length, as FFmpeg's own reader tells them. */
function probed(file: Buffer): number[] {
	const folder = mkdtempSync(join(tmpdir(), 'made-video-'));
	try {
		const path = join(folder, 'video.mp4');
		writeFileSync(path, file);
		const told = playable(path);
		return ['width', 'height', 'duration'].map((name) =>
			Math.round(Number(new RegExp(`${name}=([\\d.]+)`).exec(told)?.[1])),
		);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

describe('what a gateway refuses', () => {
	const DIALECT_NAMES = Object.keys(DIALECTS).map((name) => [name]);

	it.each(DIALECT_NAMES as Array<[DialectName]>)('%s: no prompt', async (dialect) => {
		for (const prompt of [undefined, null, ' ', 5]) {
			const { status, data } = await submit(dialect, { prompt });
			expect([status, data.code, data.data]).toEqual([400, 'invalid_request', null]);
		}
		expect(gateway.tasks).toHaveLength(0);
	});

	it.each(['new-api', 'native-kling', 'chain'] as const)(
		'%s: a wrong type in the words of Go, an unknown model, no model',
		async (dialect) => {
			const number = await submit(dialect, { seconds: 5 });
			expect(number.data.message).toBe(
				'json: cannot unmarshal number into Go struct field .Alias.seconds of type string',
			);
			expect((await submit(dialect, { model: 'Kling-9' })).status).toBe(503);
			const none = await submit(dialect, { model: undefined });
			expect([none.status, none.data.error.type]).toEqual([400, 'new_api_error']);
		},
	);

	it.each(['new-api', 'native-kling', 'tencent-vod'] as const)(
		'%s: takes metadata that is no object for none at all',
		async (dialect) => {
			expect((await submit(dialect, { metadata: [] })).status).toBe(200);
		},
	);

	it('native-kling: a number in metadata.duration, 500', async () => {
		const { status, data } = await submit('native-kling', { metadata: { duration: 10 } });
		expect([status, data.code, data.data]).toEqual([500, 'build_request_failed', null]);
		expect(gateway.tasks).toHaveLength(0);
	});

	it.each<[string, object, RegExp]>([
		[
			'a documented name',
			{ model: 'Kling-2.6' },
			/^unsupported Tencent VOD Kling model "Kling-2.6"/,
		],
		['2 seconds', { seconds: '2' }, /between 3 and 15 seconds/],
		['a long prompt', { prompt: 'a'.repeat(1001) }, /must not exceed 1000 characters/],
		['4:3', { metadata: { aspect_ratio: '4:3' } }, /aspect ratio must be/],
		['an image and file_infos', { image: IMAGE, metadata: { file_infos: [] } }, /^cannot combine/],
		[
			'a last frame',
			{ image: IMAGE, metadata: { last_frame_url: IMAGE } },
			/requires model version 2.1/,
		],
		['ext_info as an object', { metadata: { ext_info: {} } }, /ext_info of type string$/],
		['file_infos as a text', { metadata: { file_infos: 'x' } }, /cannot unmarshal string/],
	])('tencent-vod: %s', async (_name, body, message) => {
		const { status, data } = await submit('tencent-vod', body);
		expect([status, data.code, data.message]).toEqual([
			400,
			'invalid_request',
			expect.stringMatching(message),
		]);
	});

	it('tencent-vod: a last frame passes with version 2.1 at 1080P', async () => {
		const metadata = { last_frame_url: IMAGE, resolution: '1080P' };
		const body = { model: 'kling-vod-2.1', image: IMAGE, metadata };
		expect((await submit('tencent-vod', body)).status).toBe(200);
	});

	it("chain: its supplier's refusal with its status, as the message", async () => {
		const { status, data } = await submit('chain', { metadata: { scene_type: 'dance' } });
		expect([status, data.code, data.data]).toEqual([400, 'fail_to_fetch_task', null]);
		expect(JSON.parse(data.message)).toMatchObject({ code: 'invalid_request', data: null });
	});

	it('chain: no room at the supplier, of which nothing is left but a sentence', async () => {
		Object.assign(gateway.settings, { slots: 0 });
		const { status, data } = await submit('chain', {});
		expect([status, data.message]).toEqual([429, '当前分组上游负载已饱和，请稍后再试']);
		gateway.settings.over = 'concurrency';
		const own = (await submit('chain', {})).data;
		expect(own.code ?? own.error.code).toMatch(/^concurrency/);
	});
});

describe('what a gateway answers', () => {
	const ALL_LINKS = (url: string) => ({
		url,
		video_url: url,
		result_url: url,
		metadata: { url, video_url: url, result_url: url },
	});

	async function life(dialect: DialectName, outcome?: ReturnType<typeof failure>) {
		gateway.settings.plan = { seconds: 60, queueShare: 0, ...(outcome && { outcome }) };
		gateway.settings.refreshSeconds = 15;
		clock.advance(1);
		const submitted = (await submit(dialect, {})).data;
		const { id, acceptedAt } = gateway.task();
		const fresh = await get(`/v1/videos/${id}`);
		clock.advance(30);
		const pending = await get(`/v1/videos/${id}`);
		clock.advance(60);
		const ended = await get(`/v1/videos/${id}`);
		const row = (await get(`/v1/video/generations/${id}`)).data;
		return { id, acceptedAt, submitted, fresh, pending, ended, row };
	}

	it('new-api: unknown at first, no task_id on GETs, metadata.url', async () => {
		const { id, submitted, fresh, pending, ended } = await life('new-api');
		expect(submitted).toMatchObject({ id, task_id: id, status: 'queued', progress: 0 });
		expect(fresh).toMatchObject({ id, status: 'unknown', progress: 0 });
		expect(pending).toMatchObject({ status: 'in_progress', completed_at: fresh.created_at });
		expect(ended).toMatchObject({ status: 'completed', progress: 100 });
		expect(ended.metadata).toEqual({ url: gateway.resultUrl(gateway.task()) });
		for (const answer of [fresh, pending, ended]) {
			expect(answer).not.toHaveProperty('task_id');
			expect(answer).not.toHaveProperty('video_url');
		}
	});

	it('native-kling: milliseconds on GETs, no model, a failure without a code', async () => {
		const { acceptedAt, submitted, fresh, ended, row } = await life(
			'native-kling',
			failure('ContentModerationFailed'),
		);
		expect(submitted).toMatchObject({
			model: 'Kling-2.6',
			created_at: Math.floor(acceptedAt / 1000),
		});
		expect(fresh).toMatchObject({ model: '', created_at: acceptedAt, completed_at: acceptedAt });
		const text = 'The content did not pass moderation.';
		expect(ended.error).toEqual({ code: '', message: text });
		const supplier = { task_status: 'failed', task_status_msg: text };
		expect(row).toMatchObject({ platform: '50', data: { code: 0, data: supplier } });
	});

	it('tencent-vod: a link at six places, or the text of the failure', async () => {
		const good = await life('tencent-vod');
		expect(good.pending.metadata).toEqual({ url: '' });
		expect(good.ended).toMatchObject(ALL_LINKS(gateway.resultUrl(gateway.task())));
		const bad = await life('tencent-vod', failure('ContentModerationFailed'));
		const text = 'The content did not pass moderation.';
		expect(bad.ended).toMatchObject({
			...ALL_LINKS(text),
			error: { code: 'tencent_vod_task_failed', message: text },
		});
		expect(bad.row).toMatchObject({ status: 'FAILURE', platform: '63', result_url: text });
		expect(bad.row.data.Response.AigcVideoTask).toMatchObject({
			Status: 'FINISH',
			ErrCode: 70000,
			ErrCodeExt: 'ContentModerationFailed',
			Message: text,
		});
		const [file] = good.row.data.Response.AigcVideoTask.Output.FileInfos;
		expect(file.FileUrl).toMatch(/^http/);
	});

	it("chain: the supplier's task_id, links to localhost, on a failed task as well", async () => {
		const { id, fresh, ended } = await life('chain', failure('ModelGenerateFailed'));
		const link = `http://localhost:3000/v1/videos/${id}/content`;
		expect(fresh.status).toBe('queued');
		expect(fresh.task_id).not.toBe(id);
		expect(ended).toMatchObject({ status: 'failed', ...ALL_LINKS(link), output: [link] });
		const good = await life('chain');
		expect(good.row.result_url).toBe(`http://localhost:3000/v1/videos/${good.id}/content`);
	});

	it("a plan's own wording comes on top", async () => {
		gateway.speak('native-kling');
		gateway.settings.plan = { dialect: { words: { queued: 'SUBMITTED' } } };
		expect((await submit('native-kling', {})).data.status).toBe('SUBMITTED');
		expect(gateway.task().plan.dialect).toMatchObject({ modelOnGet: 'empty' });
	});

	it('each sets what else belongs to it, until the reset', async () => {
		gateway.speak('tencent-vod');
		expect(gateway.settings).toMatchObject({ contentPublic: true, limitedKeys: 'byModel' });
		gateway.reset();
		expect(gateway.settings).toMatchObject({ dialect: 'documented', contentPublic: false });
		const other = await startGateway({ dialect: 'tencent-vod', contentPublic: false });
		expect(other.settings).toMatchObject({ limitedKeys: 'byModel', contentPublic: false });
		await other.close();
	});
});
