import type { INodeParameters, INodeParameterResourceLocator } from 'n8n-workflow';

/** A file slot that holds a link, as the editor stores it. */
export function link(value: string): INodeParameterResourceLocator {
	return { __rl: true, mode: 'url', value };
}

/** A model chosen from the list. */
export function listed(value: string): INodeParameterResourceLocator {
	return { __rl: true, mode: 'list', value };
}

/** A model given by its name. */
export function byId(value: string): INodeParameterResourceLocator {
	return { __rl: true, mode: 'id', value };
}

/** Links as a person would give them. */
export const IMAGE = 'https://example.com/first.png';
export const LAST = 'https://example.com/last.png';
export const VIDEO = 'https://example.com/reference.mp4';
export const VOICE = 'https://example.com/voice.mp3';

/** What any scenario needs, with the names of the fields as keys. */
export const everyField: INodeParameters = {
	prompt: 'A fox',
	image: link(IMAGE),
	lastFrame: link(LAST),
	video: link(VIDEO),
	audio: link(VOICE),
	references: { reference: [{ image: link(IMAGE) }] },
	shots: { shot: [{ prompt: 'A fox', duration: 5 }] },
	template: 'hug',
};

/** An entry of `file_infos`, in the gateway's own spelling. */
export function fileInfo(url: string, usage: 'FirstFrame' | 'Reference') {
	return { Type: 'Url', Category: 'Image', Url: url, Usage: usage };
}

/** The native entry of a video among the references, by what it is for. */
export function videoInfo(url: string, type: 'base' | 'feature') {
	return { Type: 'Url', Category: 'Video', Url: url, Usage: 'Reference', ReferenceType: type };
}

/** The options of every scenario in which the model makes the whole video, all of them set. */
export const videoOptions: INodeParameters = {
	duration: 8,
	resolution: '1080P',
	aspectRatio: '1:1',
	generateAudio: true,
	size: '960x960',
	offPeak: true,
};

/** What `videoOptions` become, by where they go. */
export const video = {
	body: { seconds: '8', duration: 8, size: '960x960' },
	outputConfig: {
		duration: 8,
		resolution: '1080P',
		aspect_ratio: '1:1',
		audio_generation: 'Enabled',
	},
	metadata: {
		resolution: '1080P',
		aspect_ratio: '1:1',
		audio_generation: 'Enabled',
		offpeak: true,
		off_peak: true,
	},
};

/** The last options of every scenario but File Infos, all of them set. */
export const commonOptions: INodeParameters = {
	deduplicationId: 'order-4711',
	slotTimeout: 1,
	maxVideos: 5,
	extInfo: '{"AdditionalParameters": "{\\"negative_prompt\\": \\"rain\\"}", "trace": "a1"}',
	metadata: '{"seed": 7, "output_config": {"fps": 30}}',
	extraBody: '{"mode": "pro", "metadata": {"watermark": false}}',
};

/** What `commonOptions` become, by where they go. */
export const common = {
	body: { mode: 'pro' },
	outputConfig: { fps: 30 },
	metadata: {
		session_id: 'order-4711',
		external_task_id: 'order-4711',
		seed: 7,
		watermark: false,
	},
	extInfo: { trace: 'a1' },
	parameters: { negative_prompt: 'rain' },
};

/** The last options of every scenario, all of them set. */
export const nativeOptions: INodeParameters = {
	...commonOptions,
	fileInfos: JSON.stringify([fileInfo('https://example.com/style.png', 'FirstFrame')]),
};

/** What `nativeOptions` become, by where they go. */
export const native = {
	...common,
	metadata: {
		...common.metadata,
		file_infos: [fileInfo('https://example.com/style.png', 'FirstFrame')],
	},
};

/** Options about files of the item: nothing of them is sent. */
export const transferOptions: INodeParameters = { fileTransfer: 'link', linkLifetime: 2 };
