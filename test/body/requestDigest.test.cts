import { requestDigest } from '../../nodes/KlingVideo/body/requestDigest.ts';

const none = new Map<string, string>();

test('is the SHA-256 of the JSON', () => {
	expect(requestDigest({ prompt: 'A fox' }, none)).toBe(
		'ae43923fbda0b191012dbf8691c7483d01da504f74000e0d11e76702d9c78b79',
	);
	expect(requestDigest({ prompt: 'A hare' }, none)).not.toBe(
		requestDigest({ prompt: 'A fox' }, none),
	);
});

test('an address that differs at every try counts as what it stands for', () => {
	const body = (link: string) => ({ metadata: { files: [link] }, seconds: 5 });
	const stands = new Map([
		['https://a.example/1?sign=x', 'sha256 of the file'],
		['https://a.example/2?sign=y', 'sha256 of the file'],
	]);
	const first = requestDigest(body('https://a.example/1?sign=x'), stands);
	expect(requestDigest(body('https://a.example/2?sign=y'), stands)).toBe(first);
	expect(requestDigest(body('https://a.example/3'), stands)).not.toBe(first);
	expect(requestDigest(body('sha256 of the file'), none)).toBe(first);
});

test('an address counts as what it stands for inside ext_info too, and where one begins with another', () => {
	const body = (link: string) => ({
		metadata: {
			ext_info: JSON.stringify({ AdditionalParameters: JSON.stringify({ sound_file: link }) }),
		},
	});
	const stands = new Map([
		['https://a.example/1', 'another file'],
		['https://a.example/1?sign=x', 'the file'],
		['https://a.example/2?sign=y', 'the file'],
	]);
	const first = requestDigest(body('https://a.example/1?sign=x'), stands);
	expect(requestDigest(body('https://a.example/2?sign=y'), stands)).toBe(first);
	expect(requestDigest(body('https://a.example/1'), stands)).not.toBe(first);
	expect(requestDigest(body('the file'), none)).toBe(first);
});
