/** What a person writes in the native fields, laid over the body that the node builds: pure rules. */
import type { INodeParameters } from 'n8n-workflow';
import { canonicalBody } from '../../nodes/KlingVideo/body/canonicalBody.ts';
import { IMAGE, link, VIDEO } from '../support/parameterValues.cts';
import { build, type Built } from './builtBody.cts';

type Scenario = (options: INodeParameters) => Promise<Built>;
const text: Scenario = async (options) => await build('textToVideo', { prompt: 'A fox', options });
const motion: Scenario = async (options) =>
	await build('motionControl', { image: link(IMAGE), video: link(VIDEO), options });
const bodyOf = ({ body, refused }: Built) => {
	expect(refused).toBeUndefined();
	return canonicalBody(body);
};
const metadata = (value: object) => ({ metadata: JSON.stringify(value) });
const extraBody = (value: object) => ({ extraBody: JSON.stringify(value) });

test('only the metadata of Extra Body is the metadata of the request', async () => {
	const inner = { a: 1 };
	const own = bodyOf(await text(metadata({ metadata: inner, seed: 7 })));
	expect(own).toMatchObject({ metadata: { metadata: inner, seed: 7 } });
	const top = bodyOf(await text(extraBody({ metadata: { seed: 7 }, mode: inner })));
	expect(top).toMatchObject({ metadata: { seed: 7 }, mode: inner });
	expect(bodyOf(await text(extraBody({ metadata: 'none' })))).toMatchObject({ metadata: 'none' });
});

test('only the ext_info of the metadata has to be a string', async () => {
	const value = { a: 1 };
	for (const options of [
		extraBody({ ext_info: value }),
		extraBody({ other: { ext_info: value } }),
	]) {
		expect(bodyOf(await text(options))).toMatchObject(JSON.parse(options.extraBody));
	}
	expect(bodyOf(await text(metadata({ other: { ext_info: value } })))).toMatchObject({
		metadata: { other: { ext_info: value } },
	});
	for (const options of [metadata({ ext_info: value }), extraBody({ metadata: { ext_info: 7 } })]) {
		expect((await text(options)).refused?.[0]).toMatch(/holds an ext_info that is not a string$/);
	}
});

test('File Infos is a list of objects, each of them', async () => {
	const entry = { Type: 'Url', Url: IMAGE };
	expect(bodyOf(await text({ fileInfos: JSON.stringify([entry]) }))).toMatchObject({
		metadata: { file_infos: [entry] },
	});
	for (const given of [[entry, IMAGE], [entry, null], entry]) {
		const { refused } = await text({ fileInfos: JSON.stringify(given) });
		expect(refused?.[0]).toBe("'File Infos' must be a JSON array of objects");
	}
});

describe('a contradiction names both fields and the place', () => {
	const ext = (parameters: object) =>
		JSON.stringify({ AdditionalParameters: JSON.stringify(parameters) });
	test.each<[Scenario, INodeParameters, string, string, string]>([
		[
			text,
			{ resolution: '720P', ...metadata({ output_config: { resolution: '1080P' } }) },
			'Extra Metadata',
			'Resolution',
			'metadata.output_config.resolution',
		],
		[
			text,
			{ aspectRatio: '1:1', ...metadata({ output_config: [] }) },
			'Extra Metadata',
			'Aspect Ratio',
			'metadata.output_config',
		],
		[
			motion,
			{ keepOriginalSound: true, extInfo: ext({ keep_original_sound: 'no' }) },
			'Ext Info',
			'Keep Original Sound',
			'ext_info → keep_original_sound',
		],
		[
			motion,
			{ extInfo: '{"Trace": 1}', ...metadata({ ext_info: '{"Trace": 2}' }) },
			'Extra Metadata',
			'Ext Info',
			'metadata.ext_info.Trace',
		],
	])('%#', async (scenario, options, one, other, place) => {
		expect((await scenario(options)).refused).toEqual([
			`'${one}' and '${other}' both set ${place}, to different values`,
			`Remove '${other}', or take the key out of '${one}'`,
		]);
	});
});

test('what the node builds by itself gives way, and what is equal is no contradiction', async () => {
	expect(bodyOf(await motion(metadata({ scene_type: 'lip_sync' })))).toMatchObject({
		metadata: { scene_type: 'lip_sync' },
	});
	const options = { offPeak: true, ...metadata({ offpeak: true, fps: 30 }) };
	expect(bodyOf(await text(options))).toMatchObject({ metadata: { offpeak: true, fps: 30 } });
});

describe('an Ext Info', () => {
	test('that comes as an object is written as the wire wants it', async () => {
		const given = { AdditionalParameters: { template: 'hug' } };
		expect(bodyOf(await text({ extInfo: given }))).toMatchObject({
			metadata: { ext_info: String.raw`{"AdditionalParameters":"{\"template\":\"hug\"}"}` },
		});
		expect(bodyOf(await text({ extInfo: {} }))).toMatchObject({ metadata: { ext_info: '{}' } });
	});

	test('in two fields is put together, and an unreadable one is named by its field', async () => {
		const second = metadata({ ext_info: '{"b":2}' });
		expect(bodyOf(await text({ extInfo: '{"a":1}', ...second }))).toMatchObject({
			metadata: { ext_info: '{"a":1,"b":2}' },
		});
		const unreadable = await text({ extInfo: 'template=hug', ...second });
		expect(unreadable.refused?.[0]).toMatch(/^'Ext Info' is not valid JSON/);
		const other = await text({ extInfo: '{"a":1}', ...metadata({ ext_info: 'template=hug' }) });
		expect(other.refused?.[0]).toMatch(/^'Extra Metadata' is not valid JSON/);
	});

	test('that two fields hold alike is passed on unchanged', async () => {
		const given = 'template=hug';
		const built = await text({ extInfo: given, ...metadata({ ext_info: given }) });
		expect(bodyOf(built)).toMatchObject({ metadata: { ext_info: given } });
	});
});
