import { isHttpUrl } from '../../nodes/KlingVideo/shared/webLink.ts';

test.each([
	['https://a.example/b.mp4', true],
	['http://a.example', true],
	['HTTPS://a.example', true],
	['ftp://a.example/b.mp4', false],
	['file:///etc/passwd', false],
	['data:video/mp4;base64,AAAA', false],
	['javascript:alert(1)', false],
	['a.example/b.mp4', false],
	['/b.mp4', false],
	['', false],
])('%s may be fetched: %s', (text, expected) => {
	expect(isHttpUrl(text)).toBe(expected);
});
