/** What to do about the codes that the video service itself gives. */
const ADVICE: ReadonlyMap<string, string> = new Map([
	[
		'ContentModerationFailed',
		'The content was refused by moderation: change the prompt or the files and submit it again.',
	],
	[
		'InvalidParameter.MediaFormat',
		'A file has the wrong format, size or length: use JPG or PNG images, MP4 videos, and MP3, WAV, M4A or AAC audio, and submit it again.',
	],
	[
		'ModelGenerateFailed',
		'The model could not make this video: submit it again, or change the prompt or the files.',
	],
	[
		'ResourceInsufficient',
		"The video service is short of capacity: submit it again later, or with 'Off-Peak' turned on.",
	],
	['TaskTimeout', 'The video service did not finish in time: submit it again.'],
]);

/** The advice for a code of the video service, if it is a known one. */
export function upstreamAdvice(code: string | undefined): string | undefined {
	return code === undefined ? undefined : ADVICE.get(code);
}
