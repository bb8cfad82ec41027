import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyOptions,
} from 'n8n-workflow';
import { KlingVideoApi } from '../credentials/KlingVideoApi.credentials.ts';
import { KlingVideo } from '../nodes/KlingVideo/KlingVideo.node.ts';

/** What saved workflows hold. A line may be added here; none may be changed or taken away. */

const { description } = new KlingVideo();
const node: INode = {
	id: 'node',
	name: 'Kling Video',
	type: 'n8n-nodes-kling-video.klingVideo',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const VERSIONS = [1, 1.1];

/** Those of them that a person sees with these values, in a version of the node; in their order. */
function shownOf(
	properties: INodeProperties[],
	values: INodeParameters,
	typeVersion: number,
): INodeProperties[] {
	return properties.filter(
		(property) =>
			property.type !== 'hidden' &&
			NodeHelpers.displayParameter(values, property, { ...node, typeVersion }, description, values),
	);
}

/** The fields that a person sees with these values, in the order of the panel. */
const shown = (values: INodeParameters, typeVersion = 1): INodeProperties[] =>
	shownOf(description.properties, values, typeVersion);

const words = (text: string) => text.split(' ');
const names = (properties: Array<{ name: string }>) => properties.map(({ name }) => name);
const values = (property: INodeProperties) =>
	(property.options as INodePropertyOptions[]).map(({ value }) => value);

function field(name: string, parameters: INodeParameters, typeVersion = 1): INodeProperties {
	const found = shown(parameters, typeVersion).find((property) => property.name === name);
	if (found === undefined) throw new Error(`${name} is not shown`);
	return found;
}

test('the node, the credential and its fields', () => {
	const credential = new KlingVideoApi();
	expect([KlingVideo.name, description.name, description.displayName, description.version]).toEqual(
		['KlingVideo', 'klingVideo', 'Kling Video', VERSIONS],
	);
	expect([KlingVideoApi.name, credential.name, credential.displayName]).toEqual([
		'KlingVideoApi',
		'klingVideoApi',
		'Kling Video API',
	]);
	expect(description.credentials).toEqual([{ name: 'klingVideoApi', required: true }]);
	expect(credential.properties.map(({ name, default: value }) => [name, value])).toEqual([
		['apiKey', ''],
		['baseUrl', 'https://octopusx.ai'],
	]);
	expect(description.usableAsTool).toBe(true);
});

test('the operations and scenarios', () => {
	const operation = field('operation', {});
	expect(values(operation)).toEqual(words('generate submit getStatus wait'));
	expect(operation.default).toBe('generate');
	for (const making of ['generate', 'submit']) {
		const scenario = field('scenario', { operation: making });
		expect(values(scenario)).toEqual(
			words(
				'textToVideo imageToVideo firstLastFrame referenceToVideo multiShot editVideo motionControl avatar lipSync templateEffect',
			),
		);
		expect(scenario.default).toBe('textToVideo');
	}
});

const shape = 'duration resolution aspectRatio';
const output = 'generateAudio size offPeak';
const files = 'fileTransfer linkLifetime';
const native = 'deduplicationId slotTimeout maxVideos fileInfos extInfo metadata extraBody';
/** `options` as version 1 has them; those of `inSight` are fields in version 1.1. */
const scenarios: Array<[scenario: string, fields: string, inSight: string, options: string]> = [
	['textToVideo', 'prompt', shape, `${shape} ${output} ${native}`],
	['imageToVideo', 'image prompt', shape, `${shape} ${output} ${files} ${native}`],
	['firstLastFrame', 'image lastFrame prompt', shape, `${shape} ${output} ${files} ${native}`],
	[
		'referenceToVideo',
		'references prompt video',
		shape,
		`${shape} ${output} keepOriginalSound ${files} ${native}`,
	],
	['multiShot', 'shots prompt references', shape, `${shape} ${output} ${files} ${native}`],
	[
		'editVideo',
		'video prompt references',
		'resolution',
		`resolution keepOriginalSound generateAudio size offPeak ${files} ${native}`,
	],
	[
		'motionControl',
		'image video prompt',
		'motionLevel resolution',
		`motionLevel characterOrientation keepOriginalSound resolution size offPeak ${files} ${native}`,
	],
	['avatar', 'image audio prompt', 'resolution', `resolution size offPeak ${files} ${native}`],
	[
		'lipSync',
		'video audio prompt',
		'',
		`soundVolume originalAudioVolume sessionId faces offPeak ${files} ${native}`,
	],
	[
		'templateEffect',
		'image template prompt',
		'duration resolution',
		`duration resolution size offPeak ${files} ${native}`,
	],
];

describe.each(scenarios)('%s', (scenario, fields, inSight, options) => {
	const submit = { operation: 'submit', scenario };
	const optionsShown = (typeVersion: number) => {
		const all = field('options', submit, typeVersion).options as INodeProperties[];
		return names(shownOf(all, submit, typeVersion));
	};

	test.each([
		[1, ''],
		[1.1, inSight],
	])('has its fields, in this order, in version %d', (typeVersion, seen) => {
		const first = `operation scenario ${fields} model ${seen} options`.replace('  ', ' ');
		expect(names(shown(submit, typeVersion))).toEqual(words(`${first} simplify`));
		expect(
			names(shown({ operation: 'generate', scenario, downloadVideo: true }, typeVersion)),
		).toEqual(words(`${first} waitOptions downloadVideo outputField downloadOptions simplify`));
	});

	test('has its options in version 1', () => {
		expect(optionsShown(1)).toEqual(words(options));
	});

	test('has those of them that are not in sight in version 1.1', () => {
		const seen = words(inSight);
		expect(optionsShown(1.1)).toEqual(words(options).filter((name) => !seen.includes(name)));
	});
});

test.each([
	['getStatus', 'operation taskId downloadVideo simplify'],
	['wait', 'operation taskId waitOptions downloadVideo simplify'],
])('%s has its fields', (operation, fields) => {
	expect(names(shown({ operation }))).toEqual(words(fields));
	expect(field('taskId', { operation }).default).toBe('={{ $json.task_id }}');
	expect(field('downloadVideo', { operation }).default).toBe(false);
});

test("the hidden field of the panel's actions", () => {
	const mode = description.properties.find(({ name }) => name === 'mode');
	expect(mode).toMatchObject({ type: 'hidden', default: '' });
	expect(field('scenario', { operation: 'generate', mode: 'avatar' }).default).toBe('avatar');
});

test('the defaults of the other fields', () => {
	const generate = { operation: 'generate', downloadVideo: true };
	expect(
		['downloadVideo', 'outputField', 'downloadOptions', 'waitOptions', 'simplify'].map(
			(name) => field(name, generate).default,
		),
	).toEqual([true, 'data', {}, {}, true]);
});

describe('what a field holds', () => {
	const everything = scenarios.flatMap(([scenario]) => shown({ operation: 'submit', scenario }));
	const all = (name: string) => everything.filter((property) => property.name === name);
	const optionsNamed = (name: string) =>
		all('options').flatMap(({ options }) =>
			shownOf(options as INodeProperties[], { operation: 'submit' }, 1).filter(
				(option) => option.name === name,
			),
		);
	const kinds = (properties: INodeProperties[]) => [
		...new Set(
			properties.map(({ type, modes }) => `${type} ${names(modes ?? []).join(' ')}`.trim()),
		),
	];

	test.each([
		['model', 'resourceLocator list id'],
		['image', 'resourceLocator url field'],
		['lastFrame', 'resourceLocator url field'],
		['video', 'resourceLocator url field'],
		['audio', 'resourceLocator url field'],
		['prompt', 'string'],
		['template', 'string'],
		['references', 'fixedCollection'],
		['shots', 'fixedCollection'],
		['options', 'collection'],
	])('%s is a %s in every scenario', (name, kind) => {
		expect(kinds(all(name))).toEqual([kind]);
	});

	test.each([
		['references', 'reference', 'image'],
		['shots', 'shot', 'prompt duration'],
	])('%s holds %s with %s', (name, group, fields) => {
		for (const { options, typeOptions } of all(name)) {
			const [only] = options as Array<{ name: string; values: INodeProperties[] }>;
			expect([only?.name, names(only?.values ?? [])]).toEqual([group, words(fields)]);
			expect(typeOptions?.multipleValues).toBe(true);
		}
	});

	test('faces hold face with its fields', () => {
		const [faces] = optionsNamed('faces');
		const [face] = faces?.options as Array<{ name: string; values: INodeProperties[] }>;
		expect([face?.name, names(face?.values ?? [])]).toEqual([
			'face',
			words('faceId audio start end insert'),
		]);
	});

	test.each([
		['resolution', '720P 1080P 4K'],
		['aspectRatio', '16:9 9:16 1:1'],
		['motionLevel', 'std pro'],
		['characterOrientation', 'image video'],
		['fileTransfer', 'link base64'],
	])('%s is one of %s', (name, choices) => {
		for (const option of optionsNamed(name)) expect(values(option)).toEqual(words(choices));
		expect(optionsNamed(name)).not.toEqual([]);
	});

	const seen = scenarios.flatMap(([scenario]) => shown({ operation: 'submit', scenario }, 1.1));
	const fieldsNamed = (name: string) => seen.filter((property) => property.name === name);

	test.each([
		['resolution', '720P 1080P 4K'],
		['aspectRatio', '16:9 9:16 1:1'],
		['motionLevel', 'std pro'],
	])('in version 1.1 %s is nothing, or one of %s', (name, choices) => {
		for (const property of fieldsNamed(name)) {
			expect([property.default, values(property)]).toEqual(['', ['', ...words(choices)]]);
		}
		expect(fieldsNamed(name)).not.toEqual([]);
	});

	test('in version 1.1 duration is nothing, or a number', () => {
		expect(kinds(fieldsNamed('duration'))).toEqual(['number']);
		for (const property of fieldsNamed('duration')) expect(property.default).toBeNull();
	});

	test.each([
		['duration', 'number'],
		['generateAudio', 'boolean'],
		['size', 'string'],
		['offPeak', 'boolean'],
		['keepOriginalSound', 'boolean'],
		['linkLifetime', 'number'],
		['deduplicationId', 'string'],
		['slotTimeout', 'number'],
		['maxVideos', 'number'],
		['fileInfos', 'json'],
		['extInfo', 'string'],
		['metadata', 'json'],
		['extraBody', 'json'],
		['soundVolume', 'number'],
		['originalAudioVolume', 'number'],
		['sessionId', 'string'],
	])('%s is a %s', (name, kind) => {
		expect(kinds(optionsNamed(name))).toEqual([kind]);
	});

	test('the options of waiting and downloading', () => {
		const generate = { operation: 'generate', downloadVideo: true };
		const optionsOf = (name: string) => field(name, generate).options as INodeProperties[];
		expect(names(optionsOf('waitOptions')).sort()).toEqual(
			words('onTimeout pollInterval tasksAtATime timeout waitIn'),
		);
		expect(names(optionsOf('downloadOptions'))).toEqual(words('fileName maxSize'));
		const onTimeout = optionsOf('waitOptions').find(({ name }) => name === 'onTimeout');
		expect(values(onTimeout as INodeProperties)).toEqual(words('fail returnStatus'));
	});
});
