/** What a download asks for, stores and says, answer by answer, without n8n. */
import { FileDownload } from '../../nodes/KlingVideo/download/fileDownload';
import { ExecutionCancelled } from '../../nodes/KlingVideo/run/tryClock';
import { sample } from '../support/filmSamples.cts';
import { chunked, cut, good, part, whole } from './fileReplies.cts';
import { IdleClock } from './idleClock.cts';
import { GATEWAY, LINK, playDownload, type Answered, type AskedFile } from './playedDownload.cts';

const film = sample('faststart');

/** A film that goes on with nothing, up to a size. */
function long(bytes: number): Buffer {
	const rest = Buffer.alloc(bytes - film.length);
	rest.writeUInt32BE(rest.length, 0);
	rest.write('free', 4, 'latin1');
	return Buffer.concat([film, rest]);
}

const gone: Answered = { status: 404 };
const OWN_ROUTE = '/v1/videos/task_1/content';

/** The link answers so, the gateway's own route has nothing. */
const byLink = (answer: (asked: AskedFile) => Answered) => (asked: AskedFile) =>
	asked.withKey ? gone : answer(asked);

const goodLink = (file: Buffer) =>
	byLink(({ from, ifRange, before }) =>
		good(file)({
			before,
			...(from !== undefined && { from }),
			...(ifRange !== undefined && { ifRange }),
		}),
	);

const urls = (asked: AskedFile[]) => asked.map(({ url, withKey }) => [url, withKey]);

describe('a good file', () => {
	it('is stored as what it is, with what its header tells', async () => {
		const { stored, asked, clock, log } = await playDownload(goodLink(film));
		expect(stored?.bytes.equals(film)).toBe(true);
		expect(stored).toMatchObject({
			name: 'task_1.mp4',
			mime: 'video/mp4',
			facts: { seconds: 4, width: 64, height: 48 },
		});
		expect(urls(asked)).toEqual([[LINK, false]]);
		expect(asked[0]).toMatchObject({
			timeoutMs: 120_000,
			headers: {
				Accept: 'video/*, application/octet-stream;q=0.9, */*;q=0.8',
				'Accept-Encoding': 'identity',
			},
		});
		expect([clock.slept, log]).toEqual([[], []]);
	});

	it.each([
		['webm', 'task_1.webm', 'video/webm'],
		['mkv', 'task_1.mkv', 'video/x-matroska'],
		['avi', 'task_1.avi', 'video/x-msvideo'],
	] as const)('%s tells no sides here', async (name, file, mime) => {
		const { stored } = await playDownload(goodLink(sample(name)));
		expect(stored).toMatchObject({ name: file, mime });
		expect(stored?.facts).toEqual({});
	});

	it('has the name that the user gave', async () => {
		const options = { fileName: 'fox' };
		const { stored } = await playDownload(goodLink(film), { options });
		expect(stored?.name).toBe('fox.mp4');
	});

	it('is handed on in blocks of a quarter of a megabyte, not in chunks of the network', async () => {
		const file = long(3_000_000);
		const { stored } = await playDownload(goodLink(file));
		const [last = 0, ...others] = [...(stored?.blocks ?? [])].reverse();
		expect(others.length).toBeGreaterThan(2);
		for (const size of others) expect(size).toBe(256 * 1024);
		expect(last).toBeGreaterThan(0);
	});
});

describe('the addresses', () => {
	it('are the link, then the own route with the key', async () => {
		const { asked, failure, log } = await playDownload(() => gone);
		expect(urls(asked)).toEqual([
			[LINK, false],
			[OWN_ROUTE, true],
		]);
		expect(failure).toMatchObject({ reason: 'fileUnavailable', status: 404 });
		expect(log).toEqual([
			'Kling Video: no file of task task_1 (fileUnavailable)',
			'Kling Video: no file of task task_1 (fileRefused)',
		]);
	});

	it('are the own route alone where there is no link', async () => {
		const { asked, stored } = await playDownload(() => whole(film), { link: null });
		expect(urls(asked)).toEqual([[OWN_ROUTE, true]]);
		expect(stored?.bytes.equals(film)).toBe(true);
	});

	it('are told by the first that failed, unless a later one is final', async () => {
		const two = await playDownload(({ withKey }) => ({ status: withKey ? 410 : 404 }));
		expect(two.failure?.status).toBe(404);
		const options = { maxSizeMb: 0.001 };
		const late = await playDownload(({ withKey }) => (withKey ? whole(film) : gone), { options });
		expect(late.failure?.reason).toBe('fileTooLarge');
		const early = await playDownload(({ withKey }) => (withKey ? gone : whole(film)), { options });
		expect(early.failure?.reason).toBe('fileTooLarge');
		expect(urls(early.asked)).toEqual([[LINK, false]]);
	});

	it('are not asked any more once the execution is cancelled', async () => {
		const clock = new IdleClock();
		const cancel = (answered: Answered) => {
			clock.cancelled = true;
			return answered;
		};
		const between = await playDownload(() => cancel(gone), { clock });
		expect(between.thrown).toBeInstanceOf(ExecutionCancelled);
		expect(urls(between.asked)).toEqual([[LINK, false]]);
		const before = await playDownload(() => gone, { clock });
		expect(before.thrown).toBeInstanceOf(ExecutionCancelled);
		expect(before.asked).toEqual([]);
		clock.cancelled = false;
		const during = await playDownload(() => cancel({ error: new Error('canceled') }), { clock });
		expect(during.thrown).toBeInstanceOf(ExecutionCancelled);
		expect(during.asked[0]?.isEnded()).toBe(true);
	});
});

describe('a redirect of the own route', () => {
	/** Whether the body of the redirect was closed when the next address was asked. */
	const closed: boolean[] = [];
	const from = async (location: string | undefined, status: number) => {
		const first: AskedFile[] = [];
		return await playDownload(
			(asked) => {
				if (asked.url !== OWN_ROUTE) {
					closed.push(first[0]?.body?.destroyed === true);
					return whole(film);
				}
				first.push(asked);
				return { status, headers: { ...(location !== undefined && { location }) }, body: film };
			},
			{ link: null },
		);
	};

	it.each([300, 301, 302, 303, 307, 308, 399])('%i is followed without the key', async (status) => {
		const { asked, stored } = await from('https://cdn.example.com/v.mp4', status);
		expect(urls(asked)).toEqual([
			[OWN_ROUTE, true],
			['https://cdn.example.com/v.mp4', false],
		]);
		expect(closed.splice(0)).toEqual([true]);
		expect(stored?.bytes.equals(film)).toBe(true);
	});

	it('has the key where it leads to a file route of the gateway', async () => {
		const { asked, stored } = await from('/v1/videos/task_2/content', 302);
		expect(urls(asked)[1]).toEqual([`${GATEWAY.origin}/v1/videos/task_2/content`, true]);
		expect(stored?.bytes.equals(film)).toBe(true);
	});

	it.each([undefined, '', 'ftp://example.com/v.mp4', 'https://', '/v1/models'])(
		'to %s is none, or leads nowhere with the key',
		async (location) => {
			const { asked, failure } = await from(location, 302);
			if (location === '/v1/models') {
				expect(urls(asked)[1]).toEqual([`${GATEWAY.origin}/v1/models`, false]);
			} else if (location === undefined || location === '') {
				expect(failure).toMatchObject({ reason: 'fileUnavailable', code: 'badRedirect' });
			} else {
				expect(failure?.code).toBe('badRedirect');
				expect(asked).toHaveLength(1);
			}
		},
	);

	it('is followed five times', async () => {
		const times = async (count: number) =>
			await playDownload(
				({ before }) =>
					before < count
						? { status: 302, headers: { location: `/v1/videos/task_${before}/content` } }
						: whole(film),
				{ link: null },
			);
		expect((await times(5)).stored?.bytes.equals(film)).toBe(true);
		const { asked, failure } = await times(6);
		expect(asked).toHaveLength(6);
		expect(failure).toMatchObject({ reason: 'fileUnavailable', code: 'tooManyRedirects' });
	});

	it('of a link was followed by n8n already: one more is an error', async () => {
		const { asked, failure } = await playDownload(
			byLink(() => ({ status: 302, headers: { location: 'https://cdn.example.com/v.mp4' } })),
		);
		expect(urls(asked)).toEqual([
			[LINK, false],
			[OWN_ROUTE, true],
		]);
		expect(failure).toMatchObject({ reason: 'fileUnavailable', status: 302 });
	});
});

describe('an answer that is no file', () => {
	it.each([
		['a text', 'what is this'],
		['a status that is no number', { statusCode: '200', headers: {}, body: '' }],
		['no headers', { statusCode: 200, body: '' }],
	])('is refused: %s', async (_name, other) => {
		const { failure, asked } = await playDownload(byLink(() => ({ other })));
		expect(failure?.reason).toBe('fileInvalid');
		expect(urls(asked)).toHaveLength(2);
	});

	it.each([200, 206])('is refused: %i with a text where a stream was asked for', async (status) => {
		const { failure } = await playDownload(
			byLink(() => ({ other: { statusCode: status, headers: {}, body: 'text' } })),
		);
		expect(failure).toMatchObject({ reason: 'fileUnavailable', status });
	});

	it.each([201, 204, 304])('is refused: a file with status %i', async (status) => {
		const { failure } = await playDownload(byLink(() => ({ ...whole(film), status })));
		expect(failure).toMatchObject({ reason: 'fileUnavailable', status });
	});

	it('416 for a whole file is no reason to begin anew', async () => {
		const { failure, clock } = await playDownload(byLink(() => ({ status: 416 })));
		expect(failure).toMatchObject({ status: 416 });
		expect(clock.slept).toEqual([]);
	});

	it('is told with what it says, without the key, and its request is ended', async () => {
		const page = Buffer.from(`<html><body>no access for ${GATEWAY.key}</body></html>`);
		const { failure, asked } = await playDownload(byLink(() => ({ status: 403, body: page })));
		expect(failure).toMatchObject({ reason: 'fileUnavailable', status: 403 });
		expect(failure?.text).toBe('no access for ***');
		expect(asked[0]?.isEnded()).toBe(true);
	});

	it('is an error of the network, in its own words', async () => {
		const error = Object.assign(new Error('it failed'), { code: 'ERR_INVALID_URL' });
		const { failure, asked } = await playDownload(byLink(() => ({ error })));
		expect(failure).toMatchObject({ code: 'ERR_INVALID_URL', text: 'it failed' });
		expect(asked[0]?.isEnded()).toBe(true);
	});

	it('400 of the own route is no redirect', async () => {
		const body = Buffer.from('{"error":{"message":"odd","code":"odd"}}');
		const { failure, asked } = await playDownload(
			() => ({ status: 400, headers: { location: '/x' }, body }),
			{ link: null },
		);
		expect(failure).toMatchObject({ status: 400, code: 'odd' });
		expect(asked).toHaveLength(1);
	});

	it('does not come at all: a minute is waited, then it is asked again', async () => {
		const { failure, clock, asked } = await playDownload(byLink(() => 'never'));
		expect(failure).toMatchObject({
			reason: 'fileUnavailable',
			code: 'ETIMEDOUT',
			text: 'No answer within 60 seconds',
		});
		expect(clock.slept).toEqual([1000, 2000, 4000, 8000, 16_000]);
		expect(clock.now()).toBe(6 * 60_000 + 31_000);
		for (const { isEnded } of asked) expect(isEnded()).toBe(true);
	});

	it.each([
		['is empty', Buffer.alloc(0), 'fileEmpty', undefined],
		['is a text', Buffer.from('Sign in'), 'fileInvalid', 'Sign in (text/html)'],
		['is a picture', Buffer.from('GIF89a;'), 'fileInvalid', 'the bytes of a GIF file (text/html)'],
	])('%s', async (_name, body, reason, text) => {
		const { failure, asked } = await playDownload(
			byLink(() => ({ headers: { 'content-type': 'text/html' }, body })),
		);
		expect(failure).toEqual({ acceptance: 'unknown', reason, ...(text !== undefined && { text }) });
		expect(asked[0]?.isEnded()).toBe(true);
	});
});

describe('an interrupted file', () => {
	const file = long(3_000_000);
	const HALF = 1_500_000;

	it('is asked for from where it stopped, of the same file only', async () => {
		const { asked, stored, clock } = await playDownload(
			byLink(({ before, from = 0 }) => (before === 0 ? cut(whole(file), HALF) : part(file, from))),
		);
		expect(stored?.bytes.equals(file)).toBe(true);
		expect(asked.map(({ from, ifRange }) => [from, ifRange])).toStrictEqual([
			[undefined, undefined],
			[HALF, '"one"'],
		]);
		expect(clock.slept).toEqual([1000]);
	});

	it.each([
		[65_536, 0],
		[65_535, 4],
	])('parts of %i bytes are gone on with at once, or after a pause', async (bytes, pauses) => {
		const size = 4 * 65_536;
		const small = long(size);
		const { stored, clock } = await playDownload(
			byLink(({ from = 0 }) => part(small, from, Math.min(size, from + bytes))),
		);
		expect(stored?.bytes.equals(small)).toBe(true);
		expect(clock.slept).toHaveLength(pauses);
	});

	it.each([
		['its length known', whole(file), '1500000 of 3000000 bytes came: aborted'],
		['its length unknown', chunked(file), '1500000 of an unknown number of bytes came: aborted'],
	])('tells how far it came, %s', async (_name, reply, text) => {
		const { failure } = await playDownload(
			byLink(({ before }) => (before === 0 ? cut(reply, HALF) : { status: 503 })),
			{ until: 100 },
		);
		expect(failure?.text).toBe(text);
	});

	it('that only says it is short tells how far it came too', async () => {
		const { failure } = await playDownload(
			byLink(() => part(file, 0, 1000)),
			{ until: 100 },
		);
		expect(failure).toEqual({
			acceptance: 'unknown',
			reason: 'fileUnavailable',
			text: '1000 of 3000000 bytes came',
		});
	});

	it.each([404, 503])('is told by what the server said: %i', async (status) => {
		const { failure } = await playDownload(
			byLink(({ before }) => (before === 0 ? cut(whole(file), HALF) : { status })),
		);
		expect(failure).toMatchObject({ reason: 'fileUnavailable', status });
		expect(failure?.text).toBeUndefined();
	});

	it('is told by an error that stays', async () => {
		const error = Object.assign(new Error('odd'), { code: 'ERR_INVALID_URL' });
		const { failure, clock } = await playDownload(
			byLink(({ before }) => (before === 0 ? cut(whole(file), HALF) : { error })),
		);
		expect(failure).toMatchObject({ code: 'ERR_INVALID_URL', text: 'odd' });
		expect(clock.slept).toEqual([1000]);
	});

	it.each([
		['without a length', chunked(file)],
		['without parts', whole(file, { 'accept-ranges': 'none' })],
	])('%s is asked for anew, and whole', async (_name, reply) => {
		const { asked, stored } = await playDownload(
			byLink(({ before }) => (before === 0 ? cut(reply, HALF) : reply)),
		);
		expect(stored?.bytes.equals(file)).toBe(true);
		expect(asked.map(({ from }) => from)).toStrictEqual([undefined, undefined]);
	});

	it.each<[string, (from: number) => Answered, string]>([
		['416', () => ({ status: 416 }), 'The server has no file of more than 1500000 bytes'],
		[
			'another part',
			(from) => part(file, from - 100),
			'1500000 of 3000000 bytes came: The server sent the file from byte 1499900, not 1500000',
		],
	])('is begun anew after %s, and says why', async (_name, answer, why) => {
		const { failure, asked } = await playDownload(
			byLink(({ from, before }) => {
				if (before === 0) return cut(whole(file), HALF);
				return from === undefined ? 'never' : answer(from);
			}),
			{ until: 1500 },
		);
		expect(failure?.text).toBe(why);
		expect(asked.filter(({ withKey }) => !withKey)).toHaveLength(2);
	});

	it('may hold what looks like the beginning of another file', async () => {
		const odd = Buffer.from(file);
		for (let at = 65_536; at < odd.length - 12; at += 65_536) {
			odd.write('\0\0\0\x18ftypisom', at, 'latin1');
		}
		const { stored } = await playDownload(byLink(() => whole(odd)));
		expect(stored?.bytes.equals(odd)).toBe(true);
	});

	it('that was packed may be shorter than its length says', async () => {
		const { stored } = await playDownload(
			byLink(() => whole(film, { 'content-length': film.length + 1000, 'content-encoding': 'br' })),
		);
		expect(stored?.bytes.equals(film)).toBe(true);
	});

	it('that was packed is asked for anew, and whole', async () => {
		const reply = whole(film, { 'content-length': 1000, 'content-encoding': 'br' });
		const { asked, stored } = await playDownload(
			byLink(({ before }) => (before === 0 ? cut(reply, 20_000) : reply)),
		);
		expect(stored?.bytes.equals(film)).toBe(true);
		expect(asked.map(({ from }) => from)).toStrictEqual([undefined, undefined]);
	});

	it('is gone on with where its first bytes came alone', async () => {
		const { asked, stored } = await playDownload(
			byLink(({ before, from = 0 }) => (before === 0 ? cut(whole(film), 64) : part(film, from))),
		);
		expect(stored?.bytes.equals(film)).toBe(true);
		expect(asked.map(({ from }) => from)).toStrictEqual([undefined, 64]);
	});

	it('is gone on with after a server that was busy in between', async () => {
		const { asked, stored } = await playDownload(
			byLink(({ before, from = 0 }) => {
				if (before === 0) return cut(whole(file), HALF);
				return before === 1 ? { status: 503 } : part(file, from);
			}),
		);
		expect(stored?.bytes.equals(file)).toBe(true);
		expect(asked.map(({ from }) => from)).toStrictEqual([undefined, HALF, HALF]);
	});

	it('is whole with its last byte, when nothing comes behind it until the time is up', async () => {
		const { stored } = await playDownload(
			byLink(() => ({ ...whole(file), ending: 'never' })),
			{ until: 20_000 },
		);
		expect(stored?.bytes.equals(file)).toBe(true);
	});

	describe('that has changed', () => {
		const changed = (size: number) => whole(size === film.length ? film : file, { etag: '"two"' });

		it('is gone on with in parts from then on', async () => {
			const { asked, stored } = await playDownload(
				byLink(({ before, from = 0 }) => {
					if (before === 0) return cut(whole(long(2_000_000)), HALF);
					if (before === 1) return changed(file.length);
					if (before === 2) return cut(changed(file.length), HALF);
					return part(file, from, file.length, { etag: '"two"' });
				}),
			);
			expect(stored?.bytes.equals(file)).toBe(true);
			expect(asked.map(({ from, ifRange }) => [from, ifRange])).toStrictEqual([
				[undefined, undefined],
				[HALF, '"one"'],
				[undefined, undefined],
				[HALF, '"two"'],
			]);
		});

		it('is taken as it comes where nothing of it was stored', async () => {
			const { asked, stored } = await playDownload(
				byLink(({ before }) =>
					before === 0 ? cut(whole(sample('upright')), 10_000) : changed(film.length),
				),
			);
			expect(stored?.bytes.equals(film)).toBe(true);
			expect(asked.map(({ from }) => from)).toStrictEqual([undefined, 10_000]);
		});

		it('again and again is given up, and says how far it came', async () => {
			const { asked, failure } = await playDownload(
				byLink(({ before, from }) => {
					const reply = whole(file, { etag: `"${before}"` });
					return from === undefined ? cut(reply, HALF) : reply;
				}),
			);
			expect(failure).toEqual({
				acceptance: 'unknown',
				reason: 'fileUnavailable',
				text: '1500000 of 3000000 bytes came',
			});
			expect(asked.filter(({ from }) => from !== undefined)).toHaveLength(4);
		});
	});

	it('does not end with more than belongs to its last part but one', async () => {
		const { asked, stored } = await playDownload(
			byLink(({ before, from = 0 }) => {
				if (before === 0) return cut(whole(file), file.length - 40_000);
				if (before > 1) return whole(file);
				return { ...part(file, from, from + 1000), body: Buffer.alloc(40_000) };
			}),
		);
		expect(stored?.bytes.equals(file)).toBe(true);
		expect(asked.map(({ from }) => from)).toStrictEqual([
			undefined,
			file.length - 40_000,
			undefined,
		]);
	});

	it('is begun anew where more comes than belongs to the part', async () => {
		const { failure, asked } = await playDownload(
			byLink(({ before, from = 0 }) => {
				if (before === 0) return cut(whole(file), HALF);
				return { ...part(file, from, from + 1000), body: file.subarray(from) };
			}),
			{ until: 1100 },
		);
		expect(failure?.text).toBe(
			'1565536 of 3000000 bytes came: More bytes came than the 1501000 that belong to the part',
		);
		expect(asked).toHaveLength(3);
	});

	it.each([
		['nothing', { ending: 'never' as const }, 'Nothing came for 60 seconds'],
		['too little', { trickle: { bytes: 100, everyMs: 5_000 } }, / bytes came in a minute/],
	])('is given up where it brings %s', async (_name, how, text) => {
		const { failure, asked } = await playDownload(
			byLink(() => ({ ...cut(whole(file), 5000), ...how })),
			{ until: 130_000 },
		);
		expect(failure?.code).toBe('ETIMEDOUT');
		expect(failure?.text).toMatch(text);
		expect(asked[0]?.isEnded()).toBe(true);
	});

	it('is given up for good when the time is up', async () => {
		const { failure, asked, clock } = await playDownload(
			byLink(() => ({ ...cut(whole(file), 5000), ending: 'never' })),
			{ until: 20_000 },
		);
		expect(failure?.text).toContain('The time for the download was up');
		expect(clock.now()).toBe(20_000);
		expect(asked).toHaveLength(1);
	});
});

describe('the size limit', () => {
	const file = long(2_000_000);

	it.each([
		[
			'the length that the server says',
			() => whole(file),
			'it has 2.0 MB, the limit is 1.999999 MB',
		],
		['the bytes that come', () => chunked(file), 'it has more than 1.999999 MB'],
	])('is held against %s', async (_name, reply, text) => {
		const exact = await playDownload(byLink(reply), { options: { maxSizeMb: 2 } });
		expect(exact.stored?.bytes.equals(file)).toBe(true);
		const options = { maxSizeMb: 1.999_999 };
		const { failure } = await playDownload(byLink(reply), { options });
		expect(failure).toEqual({ acceptance: 'unknown', reason: 'fileTooLarge', text });
	});

	it('is held against the length before anything comes', async () => {
		const { failure, clock } = await playDownload(
			byLink(() => ({ ...cut(whole(file), 0), ending: 'never' })),
			{ options: { maxSizeMb: 1 } },
		);
		expect(failure?.reason).toBe('fileTooLarge');
		expect(clock.now()).toBe(0);
	});
});

describe("n8n's storage", () => {
	const play = async (error: unknown, afterBlocks: number) =>
		await playDownload(() => whole(long(3_000_000)), { storeFails: { error, afterBlocks } });

	it.each([
		[
			'with an error',
			new Error(`ENOSPC: no space left ${GATEWAY.key}`),
			'ENOSPC: no space left ***',
		],
		['with a text', 'it is full', 'it is full'],
		['without a word', new Error(''), undefined],
	])('fails %s', async (_how, error, text) => {
		for (const afterBlocks of [0, 1]) {
			const { failure, asked } = await play(error, afterBlocks);
			expect(failure).toEqual({
				acceptance: 'unknown',
				reason: 'fileNotStored',
				...(text !== undefined && { text }),
			});
			expect(urls(asked)).toEqual([[LINK, false]]);
			expect(asked[0]?.isEnded()).toBe(true);
		}
	});
});

it('is never handed on before it is opened', () => {
	const order = {} as ConstructorParameters<typeof FileDownload>[0];
	expect(() => new FileDownload(order).storable()).toThrow('The file was not opened');
	expect(new FileDownload(order).facts).toEqual({});
});
