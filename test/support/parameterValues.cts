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
	body: { seconds: '8', size: '960x960' },
	outputConfig: {
		duration: 8,
		resolution: '1080P',
		aspect_ratio: '1:1',
		audio_generation: 'Enabled',
	},
	metadata: { offpeak: true },
};

/** The native fields of every scenario's options, all of them set. */
export const nativeOptions: INodeParameters = {
	fileInfos: JSON.stringify([fileInfo('https://example.com/style.png', 'FirstFrame')]),
	extInfo: '{"AdditionalParameters": "{\\"negative_prompt\\": \\"rain\\"}", "trace": "a1"}',
	metadata: '{"seed": 7, "output_config": {"fps": 30}}',
};

/** What `nativeOptions` become, by where they go. */
export const native = {
	outputConfig: { fps: 30 },
	metadata: { seed: 7, file_infos: [fileInfo('https://example.com/style.png', 'FirstFrame')] },
	extInfo: { trace: 'a1' },
	parameters: { negative_prompt: 'rain' },
};

/** Options about files of the item: nothing of them is sent. */
export const transferOptions: INodeParameters = { fileTransfer: 'link', linkLifetime: 2 };
