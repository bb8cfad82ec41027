/** What stands where a key, a token or a signature was. */
export const REDACTED = '***';

/** The shortest part of the secret that counts as a leak. */
const SHORTEST_PART = 6;

/** Without `sk-` in front a short part may well be a word of the text, "kling-" say. */
const SHORTEST_BARE_PART = 8;

/** A shorter "secret" is a slip of the keyboard: removing it would shred the text. */
const SHORTEST_SECRET = 4;

/** Everything behind `://` up to white space, a quote or the end of a sentence. */
const LINK_REST = /:\/\/[^\s"'<>`，。；、（）【】「」]*/g;

const BEARER = /\b(bearer|basic)([\s:=]{1,8})([^\s"'<>,;]+)/gi;

/** `sk-…`, masked or not; "task-1" is no key. */
const SK_KEY = /(?<![A-Za-z])sk[-_][\w*.…-]{3,}/gi;

const WORD_RUN = /[\w*-]+/g;

const NAMED_VALUE = new RegExp(
	'(authorization|api[-_ ]?key|access[-_ ]?key|secret|token|signature|sign?|password|passwd|credential|key|令牌|密钥|密码)' +
		'([s"\'\\]]{0,2}(?:[\\s"\'\\\\:=：＝(\\[（]{1,8}(?:is|was|provided|given|value)\\b)?[\\s"\'\\\\:=：＝(\\[（]{1,8})' +
		'([\\w.+/~=-]{8,})',
	'gi',
);

/**
 * Removes what looks like a key from a text, so that the text may be shown and stored: keys that begin with `sk-`,
 * masked keys (`sk-ab***yz`), what follows "Bearer", long values behind words such as token, key or authorization,
 * the query and the user part of links (a signed link is a key), and the secret itself with every part of it,
 * from either end, of at least 6 characters, in any letter case.
 * Takes time in proportion to the text's length. Never throws.
 */
export function redact(text: string, secret?: string): string {
	return removeParts(text, secret)
		.replace(LINK_REST, bareLink)
		.replace(BEARER, (whole, word: string, between: string, value: string) =>
			isPlainWord(value) ? whole : `${word}${between}${REDACTED}`,
		)
		.replace(SK_KEY, REDACTED)
		.replace(WORD_RUN, (run) => (run.includes('**') ? REDACTED : run))
		.replace(NAMED_VALUE, (whole, word: string, between: string, value: string) =>
			looksLikeToken(value) ? `${word}${between}${REDACTED}` : whole,
		);
}

/** Removes only the whole secret, in any letter case, and leaves everything else, signed links too, as it is. */
export function removeSecret(text: string, secret?: string): string {
	return spellingsOf(secret).reduce(
		(rest, spelling) => hide(rest, spelling, spelling.length),
		text,
	);
}

function removeParts(text: string, secret?: string): string {
	return spellingsOf(secret).reduce(
		(rest, spelling, index) =>
			hide(rest, spelling, index === 0 ? SHORTEST_PART : SHORTEST_BARE_PART),
		text,
	);
}

/** Gateways that print the key leave its `sk-` out. */
function spellingsOf(secret: string | undefined): string[] {
	const whole = lowerCase(secret?.trim() ?? '');
	const bare = whole.replace(/^sk-/, '');
	return [...new Set([whole, bare])].filter((spelling) => spelling.length >= SHORTEST_SECRET);
}

function hide(text: string, secret: string, shortestPart: number): string {
	const lower = lowerCase(text);
	const hidden: Array<[number, number]> = [];
	const part = Math.min(shortestPart, secret.length);
	const head = secret.slice(0, part);
	for (let at = lower.indexOf(head); at >= 0; at = lower.indexOf(head, at + 1)) {
		let length = part;
		while (length < secret.length && lower[at + length] === secret[length]) length++;
		hidden.push([at, at + length]);
	}
	const tail = secret.slice(-part);
	for (let at = lower.indexOf(tail); at >= 0; at = lower.indexOf(tail, at + 1)) {
		const end = at + part;
		let length = part;
		while (
			length < Math.min(secret.length, end) &&
			lower[end - 1 - length] === secret[secret.length - 1 - length]
		) {
			length++;
		}
		hidden.push([end - length, end]);
	}
	if (hidden.length === 0) return text;
	hidden.sort(([a], [b]) => a - b);
	let shown = '';
	let from = 0;
	for (const [start, end] of hidden) {
		if (start >= from) shown += text.slice(from, start) + REDACTED;
		from = Math.max(from, end);
	}
	return shown + text.slice(from);
}

/** ASCII only: lower-casing other letters may change the length, and with it every position. */
function lowerCase(text: string): string {
	return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function bareLink(rest: string): string {
	const query = rest.search(/[?#]/);
	const kept = query < 0 ? rest : rest.slice(0, query);
	const path = kept.indexOf('/', 3);
	const authority = path < 0 ? kept : kept.slice(0, path);
	const user = authority.lastIndexOf('@');
	return user < 0 ? kept : `://${kept.slice(user + 1)}`;
}

/** "Bearer authentication", "Basic auth": a word of the language, no token. */
function isPlainWord(value: string): boolean {
	return /^(?:[A-Z]?[a-z]{1,15}|[A-Z]{1,15})[.)]?$/.test(value);
}

/** Letters with digits, or a run too long for a word: "token model_not_found" is no token. */
function looksLikeToken(value: string): boolean {
	return (/\d/.test(value) && /[A-Za-z]/.test(value)) || /[A-Za-z0-9]{20}/.test(value);
}
