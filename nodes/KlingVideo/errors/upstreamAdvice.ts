/** What a failure of the video service is known by, and what to do about it. */
interface Known {
	/** By code; gateways may also have put the code's name into the text. */
	codes?: readonly string[];
	/** By its words, where it has no code of its own. */
	said?: RegExp;
	advice: string;
}

const KNOWN: readonly Known[] = [
	{
		codes: ['ContentModerationFailed', '1301'],
		said: /risk control|moderation|敏感|违规/i,
		advice:
			'The content was refused by moderation: change the prompt or the files and submit it again.',
	},
	{
		codes: ['InvalidParameter.MediaFormat'],
		advice:
			'A file has the wrong format, size or length: use JPG or PNG images, MP4 videos, and MP3, WAV, M4A or AAC audio, and submit it again.',
	},
	{
		codes: ['ModelGenerateFailed'],
		advice:
			'The model could not make this video: submit it again, or change the prompt or the files.',
	},
	{
		codes: ['ResourceInsufficient'],
		advice:
			"The video service is short of capacity: submit it again later, or with 'Off-Peak' turned on.",
	},
	{
		codes: ['RequestLimitExceeded', 'LimitExceeded', '1302', '1303'],
		said: /parallel task over resource pack limit/i,
		advice:
			'Too many tasks of the account ran at once: submit it again when one of them has ended.',
	},
	{
		codes: ['TaskTimeout'],
		said: /任务超时|\btimed out\b|\btimeout\b/i,
		advice: 'The video service did not finish in time: submit it again.',
	},
	{
		said: /account balance not enough/i,
		advice:
			"The gateway's own account at the video service is out of credit: ask the owner of the gateway.",
	},
	{
		said: /unsupported .{0,40}model/i,
		advice: "Choose another one in 'Model': its list has the names that the gateway offers.",
	},
	{
		said: /prompt is required/i,
		advice: "This gateway wants a prompt with every task: fill in 'Prompt' and run the node again.",
	},
];

/** Trouble with the gateway's own account or key at its supplier, or within the supplier: nothing in the task mends it. */
const SUPPLIERS_OWN: Known = {
	codes: [
		...['AuthFailure', 'UnauthorizedOperation', 'InternalError', 'ResourceUnavailable'],
		...['task_not_exist', 'model_not_found', 'quota_not_enough'],
		...['insufficient_user_quota', 'pre_consume_token_quota_failed'],
		// Kling's about keys, then about the account.
		...['1000', '1001', '1002', '1003', '1004', '1100', '1101', '1102', '1103'],
	],
	said: /\b(?:invalid|expired|disabled|missing|wrong)\b.{0,20}\b(?:token|api[ _-]?key|access[ _-]?key|credentials?|signature)\b|\bunauthori[sz]ed\b|\bauthenticat|\btask[ _](?:not[ _](?:exist|found)|does not exist)|\binsufficient\b.{0,20}\b(?:quota|balance|credits?)\b|no available channel|上游任务查询失败|无效的?(?:令牌|密钥)|余额不足|额度不足|欠费/i,
	advice:
		'This is between the gateway and its supplier, and nothing in the task can mend it: submit it again later, or ask the owner of the gateway.',
};

/**
 * The advice for a failure that the video service itself has given, if it is a known one.
 *
 * @param text what was said: many gateways replace the code by a word of their own, and leave the useful name here
 */
export function upstreamAdvice(
	code: string | undefined,
	text: string | undefined,
): string | undefined {
	return KNOWN.find((known) => isMeant(known, code, text))?.advice;
}

/**
 * What to do about a task that failed for a reason that was told. The reason comes from behind the gateway, so the advice
 * never sends anybody to their own key, address or task ID.
 */
export function failedTaskAdvice(code: string | undefined, text: string | undefined): string {
	const known = upstreamAdvice(code, text);
	if (known !== undefined) return known;
	return isMeant(SUPPLIERS_OWN, code, text)
		? SUPPLIERS_OWN.advice
		: 'If the reason below is about the prompt, a file or a setting, change that. Then submit the task again.';
}

function isMeant({ codes = [], said }: Known, code?: string, text = ''): boolean {
	if (codes.some((name) => code === name || code?.startsWith(`${name}.`))) return true;
	if (said?.test(text) === true) return true;
	// A number may be in a text by chance.
	return codes.some((name) => /\D/.test(name) && text.includes(name));
}
