/** What headers, names, bodies and streams of files say: pure rules. */
import { PassThrough, Readable } from 'node:stream';
import { isByteStream, streamOf } from '../../nodes/KlingVideo/download/byteStream';
import { endFault } from '../../nodes/KlingVideo/download/endFault';
import { FileChanged, fileFault } from '../../nodes/KlingVideo/download/fileFault';
import { readFileHeaders } from '../../nodes/KlingVideo/download/fileHeaders';
import { noVideoText } from '../../nodes/KlingVideo/download/noVideoText';
import { networkFault, readPage, statusFault } from '../../nodes/KlingVideo/download/readFileFault';
import { videoName } from '../../nodes/KlingVideo/download/videoName';
import { VideoReader } from '../../nodes/KlingVideo/download/videoReader';
import type { TryClock } from '../../nodes/KlingVideo/run/tryClock';
import type { FailureReason } from '../../nodes/KlingVideo/shared/failure';
import { sample } from '../support/filmSamples.cts';
import { IdleClock } from './idleClock.cts';

const clock = () => new IdleClock() as unknown as TryClock;

it('reads every header, whatever its letters', () => {
	const headers = {
		'CONTENT-Length': '12',
		'Content-Type': ' Video/MP4 ; charset=x',
		ETag: 'W/"1"',
		'Last-Modified': 'Monday',
		'Content-Range': 'Bytes 5-16/30',
		Location: '/there',
		'Accept-Ranges': 'none',
	};
	expect(readFileHeaders(headers)).toStrictEqual({
		length: 12,
		type: 'video/mp4',
		etag: 'W/"1"',
		modified: 'Monday',
		range: { start: 5, end: 17, total: 30 },
		location: '/there',
		ranges: false,
	});
	expect(readFileHeaders({ 'content-length': 12, 'content-type': ';' })).toStrictEqual({
		length: 12,
		ranges: true,
	});
});

it.each([undefined, null, 'text', [['etag', '"1"']]])('reads nothing in %j', (headers) => {
	expect(readFileHeaders(headers)).toStrictEqual({ ranges: true });
});

it.each([
	['bytes 0-0/1', { start: 0, end: 1, total: 1 }],
	['bytes 0-9/*', { start: 0, end: 10 }],
	['bytes 0-9/9', undefined],
	['bytes 5-4/9', undefined],
	['bytes 5-5/9', { start: 5, end: 6, total: 9 }],
	['xbytes 0-9/10', undefined],
	['bytes 0-9/10x', undefined],
	['bytes -9/10', undefined],
	['bytes 1234567890123456-1234567890123457/*', undefined],
	['bytes */10', undefined],
])('the range %s', (text, range) => {
	expect(readFileHeaders({ 'content-range': text }).range).toStrictEqual(range);
});

it.each(['1234567890123456', '', '12a', 'a12', '1.5'])('the length %s is none', (length) => {
	expect(readFileHeaders({ 'content-length': length }).length).toBeUndefined();
});

it.each([
	['task_1', undefined, 'task_1.mp4'],
	['task_1', '', 'task_1.mp4'],
	['task_1', ' . ', 'task_1.mp4'],
	['', ' ', 'video.mp4'],
	['task_1', 'fox', 'fox.mp4'],
	['task_1', 'fox.MOV', 'fox.MOV'],
	['task_1', 'fox.mpg', 'fox.mpg'],
	['task_1', 'fox.mpeg', 'fox.mpeg'],
	['task_1', 'fox.mp4.txt', 'fox.mp4.txt.mp4'],
	['task_1', 'foxmp4', 'foxmp4.mp4'],
	['task_1', '../a\\b:c*?"<>|\u0000d', '_a_b_c_d.mp4'],
	['task_1', '. .fox. .', 'fox.mp4'],
	['a/b', undefined, 'a_b.mp4'],
	['task_1', 'x'.repeat(300), `${'x'.repeat(200)}.mp4`],
])('the video of %s, wanted as %j, is named %s', (id, wanted, name) => {
	expect(videoName(id, 'mp4', wanted)).toBe(name);
});

describe('a video that passes by', () => {
	it.each([
		['progressive', 'MP4', { seconds: 4, width: 64, height: 48 }, 'whole'],
		['mov', 'MOV', { seconds: 4, width: 64, height: 48 }, 'whole'],
		['webm', 'WebM', {}, 'whole'],
		['mkv', 'MKV', {}, 'whole'],
		['avi', 'AVI', {}, 'unknown'],
	] as const)('%s', (name, format, facts, end) => {
		const reader = new VideoReader(format);
		expect(reader.facts).toEqual({});
		reader.take(sample(name));
		expect(reader.facts).toEqual(facts);
		expect(reader.end().is).toBe(end);
	});

	it('tells its length to a hundredth of a second', () => {
		const reader = new VideoReader('MP4');
		const file = Buffer.from(sample('faststart'));
		const header = file.indexOf('mvhd') + 4;
		file.writeUInt32BE(3000, header + 12);
		file.writeUInt32BE(15_124, header + 16);
		reader.take(file);
		expect(reader.facts.seconds).toBe(5.04);
	});
});

describe('what is no video', () => {
	const shown = (head: Buffer, type?: string) => noVideoText(head, { type, secret: '' });

	it.each([
		[Buffer.from('a\tb\nc\vd\fe\rf'), 'a b c d e f'],
		[Buffer.from('a\u0000b'), 'bytes of no known format: 61 00 62'],
		[Buffer.from('a\u007fb'), 'bytes of no known format: 61 7f 62'],
		[
			Buffer.from('00112233445566778899', 'hex'),
			'bytes of no known format: 00 11 22 33 44 55 66 77',
		],
		[Buffer.from([0xff, 0x41]), 'bytes of no known format: ff 41'],
		[Buffer.from('abc\u00e9').subarray(0, 4), 'abc'],
	])('%j', (head, text) => {
		expect(shown(head, 'text/x')).toBe(`${text} (text/x)`);
		expect(shown(head)).toBe(`${text} (no type)`);
	});

	it('is read as text in its first 16 kB only', () => {
		const head = Buffer.alloc(16_385, 'a');
		head[16_384] = 0;
		expect(shown(head)).toContain('aaa');
		head[16_383] = 0;
		expect(shown(head)).toContain('no known format');
	});
});

describe('streams', () => {
	it.each([
		[new PassThrough(), true],
		[{ pipe: () => 0, on: () => 0, destroy: () => 0 }, true],
		[{ on: () => 0, destroy: () => 0 }, false],
		[{ pipe: () => 0, destroy: () => 0 }, false],
		[{ pipe: () => 0, on: () => 0 }, false],
		['text', false],
		[null, false],
	])('%# are told apart', (value, is) => {
		expect(isByteStream(value)).toBe(is);
	});

	it('are made as the one at hand is', async () => {
		async function* chunks() {
			yield Buffer.from('one ');
			yield Buffer.from('two');
		}
		const made = streamOf(chunks(), new PassThrough());
		const read: Buffer[] = [];
		for await (const chunk of made) read.push(chunk as Buffer);
		expect(Buffer.concat(read).toString()).toBe('one two');
		for (const from of [undefined, () => 'no stream']) {
			const like = Object.assign(new PassThrough(), { constructor: { from } });
			Object.defineProperty(like, 'constructor', { value: Object.assign(() => 0, { from }) });
			expect(() => streamOf(chunks(), like)).toThrow('This version of n8n cannot store a stream');
			Object.defineProperty(like, 'constructor', { value: { from: () => new PassThrough() } });
			expect(() => streamOf(chunks(), like)).toThrow('cannot store');
		}
	});
});

describe('the page of an error', () => {
	it.each([
		['a text', 'text'],
		[Buffer.from('bytes'), 'bytes'],
		[undefined, ''],
		[{ a: 1 }, ''],
	])('%j', async (body, text) => {
		expect(await readPage(body, clock())).toBe(text === 'text' ? body : text);
	});

	it('is read up to 16 kB', async () => {
		const body = Readable.from(Array.from({ length: 9 }, () => Buffer.alloc(4096, 'a')));
		expect(await readPage(body, clock())).toBe('a'.repeat(16_384));
		// The rest was not read.
		expect(body.destroyed).toBe(true);
		let pulled = 0;
		function* chunks() {
			for (; pulled < 20; pulled += 1) yield Buffer.alloc(4096, 'c');
		}
		const counted = Readable.from(chunks(), { highWaterMark: 1 });
		expect(await readPage(counted, clock())).toHaveLength(16_384);
		expect(pulled).toBeLessThan(8);
		const large = Readable.from([Buffer.alloc(20_000, 'b')]);
		expect(await readPage(large, clock())).toBe('b'.repeat(16_384));
	});

	it('is what came before it broke, stopped or became something else', async () => {
		async function* broken() {
			yield Buffer.from('what came');
			throw new Error('gone');
		}
		expect(await readPage(Readable.from(broken()), clock())).toBe('what came');
		const endless = new PassThrough();
		endless.write('first');
		const idle = new IdleClock();
		expect(await readPage(endless, idle as unknown as TryClock)).toBe('first');
		expect(idle.now()).toBe(5000);
		const texts = Readable.from([Buffer.from('one'), 'two', Buffer.from('three')]);
		expect(await readPage(texts, clock())).toBe('one');
	});
});

describe('an error of the network', () => {
	const withCode = (code: string, message = 'it failed') =>
		networkFault(Object.assign(new Error(message), { code }), '');

	it.each([
		['ERR_FR_TOO_MANY_REDIRECTS', 'lasting'],
		['ERR_INVALID_URL', 'lasting'],
		['ERR_BAD_OPTION_VALUE', 'lasting'],
		['ERR_UNESCAPED_CHARACTERS', 'lasting'],
		['ERR_INVALID_URLS', 'passing'],
		['EERR_FR_ODD', 'passing'],
		['ECONNRESET', 'passing'],
	])('%s is %s', (code, hope) => {
		expect(withCode(code)).toMatchObject({
			hope,
			failure: { reason: 'fileUnavailable', code, text: 'it failed' },
		});
	});

	it('is read once', () => {
		const fault = fileFault('final', 'fileTooLarge');
		expect(networkFault(fault, '')).toBe(fault);
		expect(fault.message).toBe('fileTooLarge');
	});

	it('of a certificate says so, with or without words of its own', () => {
		const words = "The certificate of the file's server could not be verified";
		expect(withCode('CERT_HAS_EXPIRED', '').failure).toMatchObject({
			text: words,
			code: 'CERT_HAS_EXPIRED',
		});
	});

	it('without a code may pass, unless n8n itself has refused the address', () => {
		expect(networkFault(new Error('odd'), '').hope).toBe('passing');
		const answered = Object.assign(new Error('odd'), { response: { status: 400, data: '' } });
		expect(networkFault(answered, '')).toMatchObject({ hope: 'passing', failure: { status: 400 } });
		const blocked = Object.assign(new Error('closed'), { name: 'SsrfBlockedIpError' });
		expect(networkFault(blocked, '').hope).toBe('lasting');
	});
});

it('nothing is told with the key in it', async () => {
	const secret = 'velvet-orchid-lantern';
	expect(networkFault(new Error(`bad ${secret}`), secret).failure.text).toBe('bad ***');
	const body = JSON.stringify({ error: { message: `bad ${secret}` } });
	for (const withKey of [true, false]) {
		const response = { statusCode: 404, headers: {}, body };
		const fault = await statusFault(response, { withKey, secret, now: 0 }, clock());
		expect(fault.failure.text).toBe('bad ***');
	}
});

it('a Retry-After that is a date counts from now', async () => {
	const headers = { 'retry-after': new Date(65_000).toUTCString() };
	const response = { statusCode: 503, headers, body: '' };
	const about = { withKey: false, secret: '', now: 60_000 };
	expect((await statusFault(response, about, clock())).failure.retryAfterMs).toBe(5000);
});

describe('the words of the file route', () => {
	const hopeOf = async (statusCode: number, message: string, code?: string) => {
		const error = { message, ...(code !== undefined && { code }) };
		const response = { statusCode, headers: {}, body: JSON.stringify({ error }) };
		const about = { withKey: true, secret: '', now: 0 };
		return (await statusFault(response, about, clock())).hope;
	};

	it.each([
		...['failure', 'failed', 'error', 'canceled', 'cancelled', 'expired'].flatMap((word) => [
			[400, `current status: ${word}`, 'lasting'],
			[409, `status ${word.toUpperCase()}`, 'lasting'],
			[400, `status:${word}`, 'lasting'],
			[400, `status: ${word}x`, 'passing'],
			[400, `xstatus: ${word}`, 'passing'],
		]),
		...[401, 403, 404, 410].flatMap((status) => [
			[502, `status ${status}`, 'lasting'],
			[502, `status:${status}`, 'lasting'],
			[502, `Status code: ${status}`, 'lasting'],
			[500, `status: ${status}.`, 'lasting'],
			[500, `status ${status}0`, 'passing'],
			[500, `xstatus ${status}`, 'passing'],
		]),
		[400, 'status 404', 'passing'],
		[500, 'status: failed', 'passing'],
		[500, 'status 405', 'passing'],
	] as Array<[number, string, string]>)('%i "%s" is %s', async (status, message, hope) => {
		expect(await hopeOf(status, message)).toBe(hope);
	});

	it.each<[number, object, FailureReason]>([
		[422, {}, 'fileRefused'],
		[403, {}, 'fileRefused'],
		[404, {}, 'fileRefused'],
		[503, {}, 'fileRefused'],
		[502, { code: 'fail_to_fetch_task', message: 'get_task_failed' }, 'fileRefused'],
		[503, { code: 'model_not_found' }, 'fileRefused'],
		[401, {}, 'badKey'],
		[429, {}, 'saturated'],
		[400, { message: 'Task is not completed yet' }, 'taskNotReady'],
	])('%i %j is told as %s', async (statusCode, error, reason) => {
		const response = { statusCode, headers: {}, body: JSON.stringify({ error }) };
		const about = { withKey: true, secret: '', now: 0 };
		expect((await statusFault(response, about, clock())).failure.reason).toBe(reason);
	});

	it('keep what the gateway said', async () => {
		const body = JSON.stringify({ error: { message: 'no such task', code: 'task_not_exist' } });
		const response = { statusCode: 404, headers: { 'Retry-After': '3' }, body };
		const about = { withKey: true, secret: '', now: 0 };
		expect((await statusFault(response, about, clock())).failure).toMatchObject({
			status: 404,
			code: 'task_not_exist',
			text: 'no such task',
			retryAfterMs: 3000,
		});
	});
});

it.each([
	['noVideo', true, 'lasting', 'fileInvalid', 'a file of 10 bytes that is odd'],
	['noVideo', false, 'passing', 'fileInvalid', 'a file of 10 bytes that is odd'],
	[
		'damaged',
		false,
		'passing',
		'fileUnavailable',
		'The file is damaged: it has 10 bytes and is odd',
	],
	[
		'unknown',
		false,
		'lasting',
		'fileUnavailable',
		'10 bytes came, and neither the server nor the file says how many there are',
	],
] as const)('the end %s, promised %s', (is, isPromised, hope, reason, text) => {
	const end = is === 'unknown' ? { is } : { is, why: 'is odd' };
	expect(endFault(end, 10, isPromised)).toMatchObject({ hope, failure: { reason, text } });
});

it('a changed file is asked for again', () => {
	expect(new FileChanged('other', { status: 416 })).toMatchObject({
		hope: 'passing',
		failure: { acceptance: 'unknown', status: 416, text: 'other', reason: 'fileUnavailable' },
	});
});
