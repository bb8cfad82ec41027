/** What is wrong with a file, by an error, an answer or its own end: pure rules. */
import { endFault } from '../../nodes/KlingVideo/download/endFault';
import { noVideoText } from '../../nodes/KlingVideo/download/noVideoText';
import { openFile } from '../../nodes/KlingVideo/download/openFile';
import { networkFault, statusFault } from '../../nodes/KlingVideo/download/readFileFault';
import type { TryClock } from '../../nodes/KlingVideo/run/tryClock';
import type { FileRequest, GatewayClient } from '../../nodes/KlingVideo/transport/gatewayClient';

/** Time does not pass here: a real clock would keep a timer. */
const clock = {
	cancelled: false,
	within: async (_ms: number, work: Promise<unknown>) => await work,
} as unknown as TryClock;

function errorWith(code: string, message = 'it failed'): Error {
	return Object.assign(new Error(message), { code });
}

describe('an error of the network', () => {
	it.each(['ECONNRESET', 'ETIMEDOUT', 'ENOTFOUND', 'ECONNREFUSED', 'EPIPE'])(
		'%s may pass',
		(code) => {
			expect(networkFault(errorWith(code), '').hope).toBe('passing');
		},
	);

	it.each([
		'CERT_HAS_EXPIRED',
		'DEPTH_ZERO_SELF_SIGNED_CERT',
		'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
		'ERR_TLS_CERT_ALTNAME_INVALID',
	])('%s stays, and is told as the certificate of the file server', (code) => {
		const { hope, failure } = networkFault(errorWith(code, 'bad certificate'), '');
		expect(hope).toBe('lasting');
		expect(failure.reason).toBe('fileUnavailable');
		expect(failure.text).toBe(
			"The certificate of the file's server could not be verified: bad certificate",
		);
	});

	it.each(['ERR_FR_TOO_MANY_REDIRECTS', 'ERR_INVALID_URL'])('%s stays', (code) => {
		expect(networkFault(errorWith(code), '').hope).toBe('lasting');
	});

	it.each(['SsrfBlockedIpError', 'SsrfBlockedHostnameError'])(
		'an address that n8n itself has closed stays: %s',
		(name) => {
			const blocked = Object.assign(new Error('IP address is blocked'), { name });
			const fault = networkFault(Object.assign(new Error('failed'), { cause: blocked }), '');
			expect(fault.hope).toBe('lasting');
			expect(fault.failure.text).toContain('blocked');
		},
	);
});

describe('an answer of the file route', () => {
	it.each<[number, string, 'passing' | 'lasting']>([
		[400, 'Task is not completed yet, current status: processing', 'passing'],
		[400, 'Task is not completed yet, current status: FAILURE', 'lasting'],
		[403, 'request blocked: address not allowed', 'lasting'],
		[410, 'Video expired', 'lasting'],
		[502, 'Upstream service returned status 403', 'lasting'],
		[502, 'Upstream service returned status 404', 'lasting'],
		[502, 'Upstream service returned status 500', 'passing'],
		[502, 'Bad Gateway', 'passing'],
		[503, '', 'passing'],
		[429, 'too many', 'passing'],
	])('%i "%s" is %s', async (statusCode, message, hope) => {
		const response = { statusCode, headers: {}, body: JSON.stringify({ error: { message } }) };
		const fault = await statusFault(response, { withKey: true, secret: '', now: 0 }, clock);
		expect(fault.hope).toBe(hope);
	});
});

it.each<[number, 'passing' | 'lasting']>([
	[401, 'lasting'],
	[403, 'lasting'],
	[404, 'lasting'],
	[408, 'passing'],
	[410, 'lasting'],
	[425, 'passing'],
	[429, 'passing'],
	[500, 'passing'],
	[503, 'passing'],
])('an answer of a file server: %i is %s', async (statusCode, hope) => {
	const response = { statusCode, headers: {}, body: 'no' };
	const fault = await statusFault(response, { withKey: false, secret: '', now: 0 }, clock);
	expect(fault.hope).toBe(hope);
	expect(fault.failure.reason).toBe('fileUnavailable');
});

describe('the end of a file', () => {
	const damaged = { is: 'damaged', why: 'ends 7 bytes too early' } as const;
	const noVideo = { is: 'noVideo', why: 'has sound, but no picture' } as const;

	it('is good where the file says so', () => {
		expect(endFault({ is: 'whole' }, 10, false)).toBeUndefined();
		expect(endFault({ is: 'whole' }, 10, true)).toBeUndefined();
	});

	it('is believed where the server says so and the file does not', () => {
		expect(endFault({ is: 'unknown' }, 10, true)).toBeUndefined();
		expect(endFault({ is: 'unknown' }, 10, false)).toMatchObject({ hope: 'lasting' });
	});

	it('of a damaged file may be that of the connection, where nothing was promised', () => {
		expect(endFault(damaged, 10, true)).toMatchObject({ hope: 'lasting' });
		expect(endFault(damaged, 10, false)).toMatchObject({ hope: 'passing' });
		expect(endFault(damaged, 10, true)?.failure).toMatchObject({
			reason: 'fileUnavailable',
			text: 'The file is damaged: it has 10 bytes and ends 7 bytes too early',
		});
		expect(endFault(noVideo, 10, true)?.failure.reason).toBe('fileInvalid');
	});
});

describe('what is no video is shown', () => {
	const shown = (head: Buffer | string, type?: string) =>
		noVideoText(Buffer.from(head), { type, secret: 'sk-secret-key-12345' });

	it.each<[string, Buffer | string, string | undefined, string]>([
		['a text', 'The link\nhas expired', 'text/plain', 'The link has expired (text/plain)'],
		['Chinese', '链接已过期', undefined, '链接已过期 (no type)'],
		['a text that is cut in a letter', Buffer.from('链接').subarray(0, 5), undefined, '链'],
		['bytes', Buffer.from('00ff10', 'hex'), 'video/mp4', 'bytes of no known format: 00 ff 10'],
		['bytes behind letters', 'abc\0def', undefined, 'bytes of no known format: 61 62 63 00'],
	])('%s', (_name, head, type, text) => {
		expect(shown(head, type)).toContain(text);
	});

	it('without the key', () => {
		expect(shown('Bearer sk-secret-key-12345 is not valid')).not.toContain('secret-key');
	});
});

it('asks for the file as it is, for the part that is missing, and of the same file only', async () => {
	const asked: FileRequest[] = [];
	const client = {
		clock,
		key: async () => await Promise.resolve('sk-1'),
		file: async (request: FileRequest) => {
			asked.push(request);
			return await Promise.resolve({ statusCode: 404, headers: {}, body: '' });
		},
	} as unknown as GatewayClient;
	const source = { url: 'https://example.com/v.mp4', withKey: false };
	const ask = async (from: number, validator?: string) =>
		await openFile(client, source, { from, validator, stop: new AbortController() }).catch(
			() => undefined,
		);
	await ask(0, '"one"');
	await ask(500, '"one"');
	await ask(500);
	const accept = { Accept: expect.stringContaining('video/*') as string };
	const identity = { ...accept, 'Accept-Encoding': 'identity' };
	expect(asked.map(({ headers }) => headers)).toStrictEqual([
		identity,
		{ ...identity, Range: 'bytes=500-', 'If-Range': '"one"' },
		{ ...identity, Range: 'bytes=500-' },
	]);
});

it.each([
	['an answer without a status', 'what is this', { reason: 'fileInvalid' }],
	['a redirect to nowhere', { statusCode: 302, headers: {}, body: '' }, { code: 'badRedirect' }],
	[
		'a redirect to itself',
		{ statusCode: 302, headers: { location: '/v1/videos/task_1/content' }, body: '' },
		{ code: 'tooManyRedirects' },
	],
])('%s is not mended by asking again', async (_name, answer, failure) => {
	const origin = 'https://gateway.example.com';
	const client = {
		clock,
		key: async () => await Promise.resolve('sk-1'),
		origin: async () => await Promise.resolve(origin),
		absolute: async (url: string) => await Promise.resolve(new URL(url, origin).href),
		file: async () => await Promise.resolve(answer),
	} as unknown as GatewayClient;
	const source = { url: '/v1/videos/task_1/content', withKey: true };
	const wanted = { from: 0, validator: undefined, stop: new AbortController() };
	await expect(openFile(client, source, wanted)).rejects.toMatchObject({
		hope: 'lasting',
		failure,
	});
});
