import type { INodeProperties } from 'n8n-workflow';
import { KlingVideoApi } from '../../credentials/KlingVideoApi.credentials.ts';
import { KlingVideo } from '../../nodes/KlingVideo/KlingVideo.node.ts';

/** One text that n8n shows. */
interface Shown {
	where: string;
	kind: 'name' | 'description' | 'placeholder' | 'action';
	text: string;
	type: string;
}

type Entry = Partial<INodeProperties> & {
	action?: string;
	values?: INodeProperties[];
	value?: unknown;
};

function textsOf(entry: Entry, path: string): Shown[] {
	const where = `${path}/${entry.name ?? ''}`;
	const isChoice = entry.value !== undefined && entry.displayName === undefined;
	const own = (kind: Shown['kind'], text: string | undefined): Shown[] =>
		text === undefined ? [] : [{ where, kind, text, type: entry.type ?? '' }];
	const inner = [...(entry.options ?? []), ...(entry.values ?? []), ...(entry.modes ?? [])];
	return [
		...own('name', isChoice ? entry.name : entry.displayName),
		...own('description', entry.description),
		...own('placeholder', entry.placeholder),
		...own('action', entry.action),
		...inner.flatMap((one) => textsOf(one as Entry, where)),
	];
}

const shown = [
	...new KlingVideo().description.properties.flatMap((property) => textsOf(property, 'node')),
	...new KlingVideoApi().properties.flatMap((property) => textsOf(property, 'credential')),
];

const ofKind = (...kinds: Array<Shown['kind']>): Shown[] =>
	shown.filter(({ kind }) => kinds.includes(kind));

/** Words that stay small within a title. */
const SMALL = new Set([
	'a',
	'and',
	'as',
	'at',
	'by',
	'for',
	'from',
	'in',
	'of',
	'on',
	'or',
	'the',
	'to',
]);

const broken = (texts: Shown[], isRight: (text: Shown) => boolean): string[] =>
	texts.filter((one) => !isRight(one)).map(({ where, text }) => `${where}: ${text}`);

test('there are texts of every kind', () => {
	for (const kind of ['name', 'description', 'placeholder', 'action'] as const) {
		expect(ofKind(kind).length).toBeGreaterThan(3);
	}
});

test('names are in title case', () => {
	const isTitle = ({ text }: Shown): boolean =>
		text
			.split(/[ -]/)
			.every((word, index) => /^[^a-z]/.test(word) || (index > 0 && SMALL.has(word)));
	expect(broken(ofKind('name'), isTitle)).toEqual([]);
});

test('descriptions and actions are in sentence case', () => {
	expect(broken(ofKind('description', 'action'), ({ text }) => /^[A-Z]/.test(text))).toEqual([]);
	const isTitle = (text: string): boolean =>
		text.split(' ').length > 3 && text.split(' ').every((word) => /^[^a-z]/.test(word));
	expect(broken(ofKind('description', 'action'), ({ text }) => !isTitle(text))).toEqual([]);
});

test('one sentence ends without a full stop, several end with one', () => {
	const ends = ({ text }: Shown): boolean => /[.!?] [A-Z]/.test(text) === text.endsWith('.');
	expect(broken(ofKind('description', 'action'), ends)).toEqual([]);
});

test('switches begin with "Whether", and nothing else does', () => {
	const begins = ({ text, type }: Shown): boolean =>
		text.startsWith('Whether') === (type === 'boolean');
	expect(broken(ofKind('description'), begins)).toEqual([]);
});

test('placeholders give an example, or say what is added, or what an empty field stands for', () => {
	const isRight = ({ text, type }: Shown): boolean =>
		/collection/i.test(type) ? /^Add [A-Z]/.test(text) : /^(e\.g\. \S|Model Default$)/.test(text);
	expect(broken(ofKind('placeholder'), isRight)).toEqual([]);
});

test('nothing speaks of binary data', () => {
	expect(broken(shown, ({ text }) => !/binary/i.test(text))).toEqual([]);
});
