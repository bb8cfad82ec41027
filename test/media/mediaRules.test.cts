/** What is checked of a file going in, where it is found and what is sent for it, without n8n. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { IExecuteSingleFunctions, WorkflowExecuteMode } from 'n8n-workflow';
import { checkMedia } from '../../nodes/KlingVideo/media/checkMedia';
import { imageSize } from '../../nodes/KlingVideo/media/imageSize';
import { fileSize, inspectFile } from '../../nodes/KlingVideo/media/inspectFile';
import { itemFile } from '../../nodes/KlingVideo/media/itemFile';
import { isFileLost } from '../../nodes/KlingVideo/media/lostFile';
import { mediaAddress } from '../../nodes/KlingVideo/media/mediaAddress';
import type { MediaKind } from '../../nodes/KlingVideo/media/mediaKind';
import {
	limitsOf,
	secondsProblem,
	sidesProblem,
	sizeProblem,
} from '../../nodes/KlingVideo/media/mediaLimits';
import { signedLink } from '../../nodes/KlingVideo/media/signedLink';
import { readTransfer } from '../../nodes/KlingVideo/parameters/fileTransfer';
import { formatFor } from '../../nodes/KlingVideo/media/takenFormat';
import { wavSeconds } from '../../nodes/KlingVideo/media/wavSeconds';
import { joinTry } from '../../nodes/KlingVideo/run/joinTry';
import { film, jpg, png, sound, wav } from './craftedMedia.cts';
import { fakeItem, OWN_TYPE, type FakeFile, type FakeItem } from './fakeItem.cts';
import { ADVICE, MEDIA_CASES } from './mediaCases.cts';

const MB = 1024 * 1024;
const photo: FakeFile = { bytes: png(400, 400), in: 'storage', told: { withFile: 1000 } };

/** What a refusal says: message and advice. */
async function refusalOf(work: () => unknown): Promise<[message: string, advice: string]> {
	try {
		await work();
	} catch (error) {
		const { message, description } = error as { message: string; description: string };
		return [message, description];
	}
	throw new Error('Nothing was refused');
}

describe.each(MEDIA_CASES)('the slot %s', (_slot, usual, cases) => {
	it.each(Object.entries(cases))(
		'checks %s',
		async (_name, { file, mimeType, kind = usual, problem }) => {
			const files = {
				file: { bytes: file, in: 'storage' as const, mimeType: mimeType ?? 'image/png' },
			};
			const { context, binary } = fakeItem({ files });
			const check = async () => await checkMedia(context, binary(), 'Image', kind);
			if (problem === undefined) {
				const sha256 = createHash('sha256').update(file).digest('hex');
				expect(await check()).toMatchObject({ sha256 });
			} else expect(await refusalOf(check)).toEqual([`The value of 'Image' ${problem}`, ADVICE]);
		},
	);
});

it.each<[MediaKind, number, string, string, readonly [number, number] | undefined]>([
	['image', 10 * MB, '10 MB', 'JPG, PNG', undefined],
	['lastFrame', 5 * MB - 1, 'below 5 MB', 'JPG, PNG, WebP', undefined],
	['motionVideo', 100 * MB, '100 MB', 'MP4, MOV', [3, 30]],
	['referenceVideo', 200 * MB, '200 MB', 'MP4, MOV', [3, 30]],
	['lipVideo', 100 * MB, '100 MB', 'MP4, MOV', [2, 60]],
	['voice', 5 * MB, '5 MB', 'MP3, WAV, M4A, AAC', [2, 300]],
	['lipVoice', 5 * MB, '5 MB', 'MP3, WAV, M4A, AAC', [2, 60]],
])('the limits of %s', (kind, mostBytes, mostShown, formats, seconds) => {
	const limits = limitsOf(kind);
	expect(limits.formats.join(', ')).toBe(formats);
	expect([limits.seconds, limits.sides]).toEqual([
		seconds,
		kind === 'image' ? { least: 300, ratio: 2.5 } : undefined,
	]);
	expect(sizeProblem(0, limits)).toBe('holds an empty file');
	expect(sizeProblem(1, limits)).toBeUndefined();
	expect(sizeProblem(mostBytes, limits)).toBeUndefined();
	expect(sizeProblem(mostBytes + 1, limits)).toBe(
		`holds a file of ${(mostBytes / MB).toFixed(1)} MB, but the limit is ${mostShown}`,
	);
});

describe('lengths and sides', () => {
	it.each([
		[2.89, 'holds a file of 2.9 seconds, but it must last 3 to 30 seconds'],
		[2.9, undefined],
		[30.1, undefined],
		[30.11, 'holds a file of 30.1 seconds, but it must last 3 to 30 seconds'],
	])('%d seconds', (seconds, problem) => {
		expect(secondsProblem(seconds, limitsOf('motionVideo'))).toBe(problem);
	});

	it('are not judged where there is no limit', () => {
		expect(secondsProblem(1000, limitsOf('image'))).toBeUndefined();
		expect(sidesProblem({ width: 1, height: 900 }, limitsOf('lastFrame'))).toBeUndefined();
	});

	it('10 seconds are the most where the character faces as in the image', () => {
		expect(secondsProblem(10.2, limitsOf('motionVideoAsInImage'))).toBe(
			'holds a file of 10.2 seconds, but it must last 3 to 10 seconds',
		);
	});

	it.each(['referenceVideo', 'motionVideo', 'motionVideoAsInImage'] as const)(
		'%s: whose rule that is',
		async (kind) => {
			const files = { file: { bytes: film(11), in: 'storage' as const } };
			const { context, binary } = fakeItem({ files });
			const checked = checkMedia(context, binary(), 'Video', kind);
			if (kind === 'motionVideoAsInImage') await expect(checked).rejects.toThrow('3 to 10 seconds');
			else await expect(checked).resolves.toMatchObject({ format: 'MP4' });
		},
	);

	it.each([
		[300, 750, undefined],
		[750, 300, undefined],
		[299, 300, 'each side must have at least 300'],
		[300, 751, 'one side may be at most 2.5 times as long as the other'],
		[751, 300, 'one side may be at most 2.5 times as long as the other'],
	])('%i × %i pixels', (width, height, problem) => {
		const found = `holds a picture of ${width} × ${height} pixels, but ${problem}`;
		expect(sidesProblem({ width, height }, limitsOf('image'))).toBe(problem && found);
	});
});

describe('the sides of a picture', () => {
	const frame = (marker: number) => jpg(400, 300, 0, marker);
	const start = [0xff, 0xd8];

	it.each([0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf])(
		'of a JPG stand behind the marker %#x',
		(marker) => expect(imageSize(frame(marker), 'JPG')).toEqual({ width: 400, height: 300 }),
	);

	it.each([0xc4, 0xc8, 0xcc, 0xbf, 0xd9, 0xe0])('do not stand behind the marker %#x', (marker) => {
		expect(imageSize(frame(marker), 'JPG')).toBeUndefined();
	});

	it.each([0x01, 0xd0, 0xd4, 0xd7, 0xd8])('may stand behind the bare marker %#x', (marker) => {
		const head = Buffer.concat([Buffer.from([...start, 0xff, marker]), frame(0xc0).subarray(2)]);
		expect(imageSize(head, 'JPG')).toEqual({ width: 400, height: 300 });
	});

	it('are told by the first nine bytes of the frame, and by no fewer', () => {
		const whole = frame(0xc0);
		const end = whole.indexOf(Buffer.from([0xff, 0xc0])) + 9;
		expect(imageSize(whole.subarray(0, end), 'JPG')).toEqual({ width: 400, height: 300 });
		expect(imageSize(whole.subarray(0, end - 1), 'JPG')).toBeUndefined();
		expect(imageSize(Buffer.from([...start, 0xfe, ...whole.subarray(3)]), 'JPG')).toBeUndefined();
	});

	it('of a PNG stand in its first 24 bytes', () => {
		expect(imageSize(png(1, 2, 24), 'PNG')).toEqual({ width: 1, height: 2 });
		expect(imageSize(png(1, 2).subarray(0, 23), 'PNG')).toBeUndefined();
		const other = png(1, 2);
		other.write('IDAT', 12, 'latin1');
		expect(imageSize(other, 'PNG')).toBeUndefined();
	});

	it.each(['WebP', 'MP4'] as const)('of a %s are not read', (format) => {
		expect(imageSize(png(1, 2), format)).toBeUndefined();
		expect(imageSize(frame(0xc0), format)).toBeUndefined();
	});
});

describe('the length of a WAV', () => {
	it.each<[string, Buffer, number | undefined]>([
		['is that of its data', wav(7), 7],
		['is that of what came where it is said to be more', wav(7, 8000), 7],
		['is what it says where more follows', wav(7, 3000), 3],
		['is that of what came where it says nothing', wav(7, 0), 7],
		['is not told by a header that is cut', wav(7).subarray(0, 57), undefined],
		['is told by a header without a byte of data', wav(7).subarray(0, 58), 7],
		['is not told without the bytes a second', wav(7).fill(0, 42, 46), undefined],
		['is not told where the format is cut', wav(7).subarray(0, 45), undefined],
		['is not told by nothing', Buffer.alloc(0), undefined],
	])('%s', (_name, head, seconds) => {
		expect(wavSeconds(head, 7058)).toBe(seconds);
	});

	it('is found behind chunks of an odd length, which have a byte more', () => {
		const odd = Buffer.from('LIST\x05\0\0\0liste\0', 'latin1');
		const file = wav(7);
		const head = Buffer.concat([file.subarray(0, 12), odd, file.subarray(26)]);
		expect(wavSeconds(head, head.length)).toBe(7);
	});
});

describe('the format', () => {
	const formats = (...names: Array<'MP4' | 'M4A' | 'MOV'>) => ({ formats: names });
	const movie = (isSound: boolean, hasPicture: boolean) => ({ isSound, hasPicture, seconds: 1 });

	it.each([
		[film(1), movie(true, false), formats('MP4'), 'M4A'],
		[film(1), movie(false, true), formats('M4A'), 'MP4'],
		[film(1), movie(false, false), formats('MP4'), 'MP4'],
		[film(1), movie(false, false), formats('M4A'), 'M4A'],
		[film(1, { brand: 'M4A ' }), movie(false, true), formats('M4A'), 'MP4'],
		[film(1, { brand: 'M4A ' }), movie(false, false), formats('MP4'), 'MP4'],
		[film(1, { brand: 'qt  ' }), movie(true, false), formats('M4A'), 'MOV'],
		[Buffer.from('text'), movie(false, false), formats('MP4'), undefined],
	])('%# is by the tracks where these can be read', (head, tracks, limits, format) => {
		expect(formatFor({ head, movie: tracks }, limits)).toBe(format);
	});
});

describe('a file of the item', () => {
	const bytes = png(400, 400, 600_000);

	it.each([
		[{ bytes, in: 'memory' }, bytes.length],
		[{ bytes, in: 'storage', told: { withFile: 7, whenAsked: 8 } }, 7],
		[{ bytes, in: 'storage', told: { whenAsked: 8 } }, 8],
		[{ bytes, in: 'storage' }, undefined],
	] as Array<[FakeFile, number | undefined]>)(
		'%# has the size that n8n tells',
		async (file, size) => {
			const { context, binary, reads } = fakeItem({ files: { file } });
			expect(await fileSize(context, binary())).toBe(size);
			expect(reads).toEqual([]);
		},
	);

	it.each(['memory', 'storage'] as const)('in %s is read once, by blocks', async (where) => {
		const { context, binary, reads } = fakeItem({ files: { file: { bytes, in: where } } });
		const { head, size, sha256 } = await inspectFile(context, binary());
		expect(head.equals(bytes.subarray(0, 256 * 1024))).toBe(true);
		expect(size).toBe(bytes.length);
		expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
		expect(reads).toEqual(where === 'memory' ? [] : [256 * 1024]);
	});

	it('is kept for its header up to 256 kB, however the storage cuts it', async () => {
		const pieces = [bytes.subarray(0, 100_000), bytes.subarray(100_000)];
		const getBinaryStream = async () => await Promise.resolve(Readable.from(pieces));
		const context = { helpers: { getBinaryStream } } as unknown as IExecuteSingleFunctions;
		const { head, size } = await inspectFile(context, { id: '1', data: '', mimeType: 'image/png' });
		expect(head.equals(bytes.subarray(0, 256 * 1024))).toBe(true);
		expect(size).toBe(bytes.length);
	});

	it('is found by its field, in both ways to write it', () => {
		const files = { file: photo, '_files.scan': photo };
		const { context, binary } = fakeItem({ files });
		expect(itemFile(context, 'file', 'Image')).toBe(binary('file'));
		expect(itemFile(context, '_files.file', 'Image')).toBe(binary('file'));
		expect(itemFile(context, 'scan', 'Image')).toBe(binary('_files.scan'));
	});

	it.each<[string, FakeItem, string, string]>([
		[
			'names those that there are',
			{
				files: { photo, scan: photo },
				json: {
					_files: { inner: { mimeType: 'image/png', data: '' }, other: { mimeType: 'a/b' } },
					own: { mimeType: 'image/png', data: '' },
					text: 'data',
					odd: { mimeType: 1, data: '' },
					list: [{ mimeType: 'image/png', data: '' }],
				},
			},
			'no such field',
			"The file fields of the item are 'photo', 'scan', 'inner', 'own'",
		],
		[
			'says that there is none',
			{ json: { _files: 'text' } },
			'no file',
			'Make sure that the previous node outputs a file, or switch to URL',
		],
	])('that is missing %s', async (_name, item, what, advice) => {
		const { context } = fakeItem(item);
		expect(await refusalOf(() => itemFile(context, 'file', 'Image'))).toEqual([
			`The value of 'Image' names the file field 'file', but the item has ${what}`,
			advice,
		]);
	});
});

describe('a file that is deleted before the gateway fetches it', () => {
	const unsaved = { saveDataSuccessExecution: 'none' };
	const submit = { operation: 'submit' };
	const lost: FakeItem = { parameters: submit, workflowSettings: unsaved };
	const lostWith = (change: FakeItem) => isFileLost(fakeItem({ ...lost, ...change }).context);

	it.each<[string, FakeItem, boolean]>([
		['Submit of an execution that is not saved', {}, true],
		['any other operation', { parameters: { operation: 'generate' } }, false],
		['no operation', { parameters: {} }, false],
		['a test run', { mode: 'manual' }, false],
		[
			'an execution that is saved',
			{ workflowSettings: { saveDataSuccessExecution: 'all' } },
			false,
		],
		['settings that say nothing', { workflowSettings: {} }, false],
		['settings that are none', { workflowSettings: 'none' }, false],
		['before a Wait node', { later: [{ type: 'n8n-nodes-base.wait' }] }, false],
		['before another workflow', { later: [{ type: 'n8n-nodes-base.executeWorkflow' }] }, false],
		['before this node again', { later: [{ type: OWN_TYPE }] }, false],
		['before a Wait node that is off', { later: [{ type: OWN_TYPE, disabled: true }] }, true],
		['before any other node', { later: [{ type: 'n8n-nodes-base.set' }] }, true],
	])('%s', (_name, change, expected) => {
		expect(lostWith(change)).toBe(expected);
	});

	it('is not known of an n8n that does not tell', () => {
		expect(isFileLost(fakeItem({ parameters: submit }).context)).toBe(false);
	});
});

describe('a link', () => {
	const linkOf = (item: FakeItem = {}) => {
		const fake = fakeItem({ files: { file: photo }, ...item });
		const link = async () => {
			const { linkHours } = readTransfer(fake.context);
			return await signedLink(fake.context, fake.binary(), 'Image', linkHours);
		};
		return { ...fake, link };
	};

	it.each([
		[undefined, '86400s'],
		[2, '7200s'],
		['0.5', '1800s'],
		[0.0001, '1s'],
	])('for %j hours lives %s', async (hours, lifetime) => {
		const parameters = { 'options.linkLifetime': hours };
		const { link, lifetimes } = linkOf(hours === undefined ? {} : { parameters });
		expect(await link()).toBe('https://n8n.example.com/rest/binary-data/signed?token=file');
		expect(lifetimes).toEqual([lifetime]);
	});

	it.each([0, -1, 'soon'])('cannot live %j hours', async (hours) => {
		const { link } = linkOf({ parameters: { 'options.linkLifetime': hours } });
		expect(await refusalOf(link)).toEqual([
			"The value of 'Link Lifetime' must be a number of hours above 0",
			"Check the parameter 'Link Lifetime' and run the node again",
		]);
	});

	const OTHER_WAYS = "set 'File Transfer' under Options to Base64, or give a URL";

	it('cannot be made of a file in memory', async () => {
		const { link } = linkOf({ files: { file: { ...photo, in: 'memory' } } });
		expect(await refusalOf(link)).toEqual([
			"The value of 'Image' cannot be sent as a link, since this n8n keeps files in memory",
			`Set N8N_DEFAULT_BINARY_DATA_MODE=filesystem for n8n, ${OTHER_WAYS}`,
		]);
	});

	it('cannot be made of a file that will be gone', async () => {
		const { link } = linkOf({
			parameters: { operation: 'submit' },
			workflowSettings: { saveDataSuccessExecution: 'none' },
		});
		expect(await refusalOf(link)).toEqual([
			"The value of 'Image' cannot be sent as a link, since successful executions of this workflow are not saved: n8n deletes the file as soon as the execution ends, before the gateway has fetched it",
			`Use the operation Generate, which goes on until the video is there, save successful executions in the settings of the workflow, ${OTHER_WAYS}`,
		]);
	});

	it('with a local address is for a local gateway only', async () => {
		const instance = 'http://localhost:5678';
		expect(await refusalOf(linkOf({ instance }).link)).toEqual([
			"The value of 'Image' cannot be fetched by the gateway, since this n8n has the local address http://localhost:5678",
			`Set WEBHOOK_URL to the address under which n8n can be reached from outside, ${OTHER_WAYS}`,
		]);
		const { link } = linkOf({ instance, baseUrl: 'http://192.168.0.7:3000' });
		expect(await link()).toContain(instance);
	});
});

describe('the address of a slot', () => {
	const addressOf = async (slot: unknown, item: FakeItem = {}) => {
		const { context, reads } = fakeItem({ files: { file: photo }, ...item });
		const inTry = Object.assign(context, {
			getItemIndex: () => 0,
			getExecuteData: () => ({ data: { main: [[{}]] }, node: {} }),
			getExecutionCancelSignal: () => undefined,
			getMode: () => (item.mode ?? 'trigger') as WorkflowExecuteMode,
		}) as unknown as IExecuteSingleFunctions;
		joinTry(inTry);
		return {
			address: await mediaAddress.call(inTry, slot, 'Image', 'image', () => readTransfer(inTry)),
			reads,
		};
	};
	const locator = (mode: string, value: unknown) => ({ __rl: true, mode, value });
	const sha256 = createHash('sha256').update(photo.bytes).digest('hex');

	it.each([undefined, null, '', ' ', 7, locator('url', ''), locator('field', ' ')])(
		'%j is empty',
		async (slot) => {
			expect((await addressOf(slot)).address).toBeUndefined();
		},
	);

	it.each([locator('url', ' https://a.example/b.png '), ' https://a.example/b.png '])(
		'%j is a link',
		async (slot) => {
			expect((await addressOf(slot)).address).toEqual({ url: 'https://a.example/b.png' });
		},
	);

	it.each([locator('url', 'file'), locator('other', 'file'), 'ftp://a.example/b.png'])(
		'%j is neither link nor file',
		async (slot) => {
			expect(await refusalOf(async () => await addressOf(slot))).toEqual([
				"The value of 'Image' must be a link that starts with http:// or https://",
				"To use a file of the item, switch the field to 'File'",
			]);
		},
	);

	it('of a file is a link, known by the content', async () => {
		const { address } = await addressOf(locator('field', ' file '));
		expect(address).toEqual({
			url: 'https://n8n.example.com/rest/binary-data/signed?token=file',
			fingerprint: `sha256:${sha256}`,
		});
	});

	it.each(['memory', 'storage'] as const)('of a file in %s may be the file', async (where) => {
		const parameters = { 'options.fileTransfer': 'base64' };
		const files = { file: { ...photo, in: where, mimeType: 'image/jpeg' } };
		const { address } = await addressOf(locator('field', 'file'), { parameters, files });
		expect(address).toEqual({
			url: `data:image/png;base64,${photo.bytes.toString('base64')}`,
			fingerprint: `sha256:${sha256}`,
		});
	});

	it('of a file that cannot be sent as a link is refused unread', async () => {
		const item = { parameters: { 'options.linkLifetime': 0 } };
		await expect(addressOf(locator('field', 'file'), item)).rejects.toThrow('Link Lifetime');
	});
});

it.each([
	['a format that is none', Buffer.from('not a picture'), '', 'unknown'],
	['a format that n8n names', Buffer.from('not a picture'), 'text/plain', 'text/plain'],
	['a known one', sound('mp3'), 'image/png', 'MP3'],
])('%s is named', async (_name, bytes, mimeType, found) => {
	const files = { file: { bytes, mimeType, in: 'memory' as const } };
	const { context, binary } = fakeItem({ files });
	await expect(checkMedia(context, binary(), 'Last Frame', 'lastFrame')).rejects.toThrow(
		`The value of 'Last Frame' holds a file of the type ${found}, but must be JPG, PNG or WebP`,
	);
});
