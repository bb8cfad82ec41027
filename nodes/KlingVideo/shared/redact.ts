/** What stands where a key, a token or a signature was. */
export const REDACTED = '***';

/** So many characters of the secret's beginning or end are a leak. */
const SHORTEST_END = 6;

/** From elsewhere in it so many: fewer may well be a word of the text, "kling-" say. */
const SHORTEST_ROW = 8;

/** A shorter "secret" is a slip of the keyboard: removing it would shred the text. */
const SHORTEST_SECRET = 4;

/** White space, a quote or the end of a sentence: no link goes on there. */
const LINK_END = '\\s"\'<>`，。；、（）【】「」';

/** From `://` on, as JSON may spell it too: the user, then what may be shown, then query and fragment. */
const LINK = new RegExp(
	`(:\\\\?/\\\\?/)(?:[^${LINK_END}/?#]*@)?([^${LINK_END}?#]*)[^${LINK_END}]*`,
	'g',
);

const BEARER = /\b(bearer|basic)([\s:=]{1,8})([^\s"'<>,;]+)/gi;

/** `sk-…`, masked or not; "task-1" is no key. */
const SK_KEY = /(?<![A-Za-z])sk[-_][\w*＊•●.…-]{3,}/gi;

const WORD_RUN = /[\w*＊•●-]+/g;

/** What a gateway puts in the place of a key's middle. */
const MASK = /[*＊•●]{2}/;

/** A word with dots in it, as a key of which both ends are shown: "AbCd...StUv". */
const DOTTED = /(?<![\w-])([\w-]{2,64})(?:\.{2,}|…)([\w-]{2,64})/g;

const NAMED_VALUE = new RegExp(
	'(authorization|api[-_ ]?key|access[-_ ]?key|secret|token|signature|sign?|password|passwd|credential|key|令牌|密钥|密码)' +
		'([s"\'\\]]{0,2}(?:[\\s"\'\\\\:=：＝(\\[（]{1,8}(?:is|was|provided|given|value)\\b)?[\\s"\'\\\\:=：＝(\\[（]{1,8})' +
		'([\\w.+/~=-]{8,})',
	'gi',
);

/**
 * Removes what looks like a key from a text, so that the text may be shown and stored: keys that begin with `sk-`,
 * masked keys (`sk-ab***yz`), what follows "Bearer", long values behind words such as token, key or authorization,
 * the query and the user part of links (a signed link is a key), and the secret itself: its ends from 6 characters on,
 * any part of it from 8 on, in any letter case, also as links and JSON spell it.
 * Takes time in proportion to the text's length. Never throws.
 */
export function redact(text: string, secret?: string): string {
	return hide(removeDotted(text, secret), [...partsOf(secret), ...endsOf(secret)])
		.replace(LINK, '$1$2')
		.replace(BEARER, (whole, word: string, between: string, value: string) =>
			isPlainWord(value) ? whole : `${word}${between}${REDACTED}`,
		)
		.replace(SK_KEY, REDACTED)
		.replace(WORD_RUN, (run) => (MASK.test(run) ? REDACTED : run))
		.replace(NAMED_VALUE, (whole, word: string, between: string, value: string) =>
			looksLikeToken(value) ? `${word}${between}${REDACTED}` : whole,
		);
}

/** Removes the secret and every part of it that is no chance, and leaves everything else as it is. */
export function removeParts(text: string, secret?: string): string {
	return hide(text, partsOf(secret));
}

/** Removes only the whole secret, in any spelling, and leaves everything else, signed links too, as it is. */
export function removeSecret(text: string, secret?: string): string {
	return hide(text, wholes(secret));
}

/** The secret, also as links and JSON spell it, in lower case. */
function spellings(secret: string | undefined): string[] {
	const whole = secret && lowerCase(secret.trim());
	if (!whole || whole.length < SHORTEST_SECRET) return [];
	const inLink = whole.replace(/[^\w.!~*'()-]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
	return [...new Set([whole, inLink, whole.replaceAll('/', '\\/')])];
}

/** Gateways that print the key leave its `sk-` out. */
function wholes(secret?: string): string[] {
	const all = spellings(secret);
	return [...all, ...all.map(withoutSk)].filter(({ length }) => length >= SHORTEST_SECRET);
}

function withoutSk(key: string): string {
	return key.replace(/^sk-/, '');
}

function partsOf(secret?: string): string[] {
	const rows = spellings(secret).flatMap((spelling) =>
		spelling.split('').map((_, at) => spelling.slice(at, at + SHORTEST_ROW)),
	);
	return [...wholes(secret), ...rows.filter(({ length }) => length === SHORTEST_ROW)];
}

function endsOf(secret?: string): string[] {
	return spellings(secret).flatMap((spelling) => [
		spelling.slice(0, SHORTEST_END),
		spelling.slice(-SHORTEST_END),
	]);
}

function removeDotted(text: string, secret?: string): string {
	const [whole] = spellings(secret);
	if (whole === undefined) return text;
	const bare = withoutSk(whole);
	return text.replace(DOTTED, (run, start: string, end: string) =>
		bare.startsWith(lowerCase(start)) && bare.endsWith(lowerCase(end)) ? REDACTED : run,
	);
}

/** Puts one mark in the place of each stretch that the parts, in lower case, cover in a text. */
function hide(text: string, parts: readonly string[]): string {
	const lower = lowerCase(text);
	const hidden = new Uint8Array(text.length);
	for (const part of new Set(parts)) {
		for (let at = lower.indexOf(part); at >= 0; at = lower.indexOf(part, at + 1)) {
			hidden.fill(1, at, at + part.length);
		}
	}
	// Stryker disable next-line ConditionalExpression: it only saves time
	if (!hidden.includes(1)) return text;
	let shown = '';
	for (let at = 0; at < text.length; at += 1) {
		// Stryker disable next-line ArithmeticOperator: the mark may as well stand for the last one of the stretch
		const isFirst = hidden[at - 1] !== 1;
		if (hidden[at] === 0) shown += text.charAt(at);
		else if (isFirst) shown += REDACTED;
	}
	return shown;
}

/** Of equal length: "İ" is the one letter that grows in lower case, and every position behind it would be wrong. */
function lowerCase(text: string): string {
	return text.replaceAll('İ', 'i').toLowerCase();
}

/** "Bearer authentication", "Basic auth": a word of the language, no token. */
function isPlainWord(value: string): boolean {
	return /^(?:[A-Z]?[a-z]{1,15}|[A-Z]{1,15})[.)]?$/.test(value);
}

/** Letters with digits, or a run too long for a word: "token model_not_found" is no token. */
function looksLikeToken(value: string): boolean {
	return (/\d/.test(value) && /[A-Za-z]/.test(value)) || /[A-Za-z0-9]{20}/.test(value);
}
