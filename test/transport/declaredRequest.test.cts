import { declaredRequest } from '../../nodes/KlingVideo/transport/declaredRequest.ts';

const ASKED = { method: 'POST' as const, url: '/v1/videos', body: { prompt: 'A fox' } };

test('what is declared stays as it is', () => {
	expect(declaredRequest(ASKED)).toStrictEqual(ASKED);
	expect(declaredRequest({ method: 'GET' })).toStrictEqual({ method: 'GET', url: '' });
});

test.each<[unknown, number | undefined]>([
	[5000, 5000],
	['5000', 5000],
	[0, undefined],
	['', undefined],
	[-1, undefined],
	['soon', undefined],
	[undefined, undefined],
])('a time-out of %p is %p', (given, timeout) => {
	const declared = { ...ASKED, timeout: given as number };
	expect(declaredRequest(declared)).toStrictEqual({
		...ASKED,
		...(timeout !== undefined && { timeout }),
	});
});

test.each<[unknown, boolean]>([
	[true, true],
	[false, false],
	['true', false],
	[undefined, false],
])('certificates are not checked only where it says so: %p', (given, isSkipped) => {
	const declared = { ...ASKED, skipSslCertificateValidation: given as boolean };
	expect(declaredRequest(declared)).toStrictEqual({
		...ASKED,
		...(isSkipped && { skipSslCertificateValidation: true }),
	});
});
