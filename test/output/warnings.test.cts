/** What came is held against what was asked for. */
import { warningsOf, type VideoFacts } from '../../nodes/KlingVideo/output/warnings.ts';
import type { AskedVideo } from '../../nodes/KlingVideo/shared/settings.ts';

const wide = { width: 1280, height: 720 };

describe.each<[string, AskedVideo, VideoFacts, Array<[string, string]>]>([
	[
		'the same',
		{ seconds: 5, aspectRatio: '16:9', resolution: '720P' },
		{ seconds: 5.04, ...wide },
		[],
	],
	['a second more', { seconds: 5 }, { seconds: 6 }, []],
	['a second less', { seconds: 5 }, { seconds: 4 }, []],
	[
		'a longer one',
		{ seconds: 5 },
		{ seconds: 10.04 },
		[['otherLength', 'Asked for 5 seconds, but the video lasts 10.04 seconds']],
	],
	[
		'a shorter one',
		{ seconds: 15 },
		{ seconds: 5 },
		[['otherLength', 'Asked for 15 seconds, but the video lasts 5 seconds']],
	],
	[
		'another shape with a name',
		{ aspectRatio: '9:16' },
		{ width: 960, height: 960 },
		[['otherAspectRatio', 'Asked for 9:16, but the video is 1:1']],
	],
	[
		'another shape without a name',
		{ aspectRatio: '1:1' },
		{ width: 1000, height: 610 },
		[['otherAspectRatio', 'Asked for 1:1, but the video is 1000 × 610 pixels']],
	],
	['sides that an encoder rounded', { aspectRatio: '9:16' }, { width: 720, height: 1296 }, []],
	['720P as a square', { aspectRatio: '1:1', resolution: '720P' }, { width: 960, height: 960 }, []],
	['720P with a short side of 720', { resolution: '720P' }, { width: 720, height: 720 }, []],
	['720P in the shape of a photo', { resolution: '720P' }, { width: 1176, height: 784 }, []],
	['1080P upright', { resolution: '1080P' }, { width: 1080, height: 1920 }, []],
	['1088 lines', { resolution: '1080p' }, { width: 1920, height: 1088 }, []],
	[
		'720P for 1080P',
		{ resolution: '1080P' },
		wide,
		[['otherResolution', 'Asked for 1080P, but the video has 1280 × 720 pixels']],
	],
	[
		'1080P for 720P',
		{ resolution: '720P' },
		{ width: 1920, height: 1080 },
		[['otherResolution', 'Asked for 720P, but the video has 1920 × 1080 pixels']],
	],
	['the size', { size: '1280x720' }, wide, []],
	[
		'another size',
		{ size: '720x1280' },
		wide,
		[['otherSize', 'Asked for 720x1280, but the video has 1280 × 720 pixels']],
	],
	[
		'a size of the same shape',
		{ size: '1920*1080' },
		wide,
		[['otherSize', 'Asked for 1920*1080, but the video has 1280 × 720 pixels']],
	],
	[
		'a size that is a ratio',
		{ size: '9:16' },
		wide,
		[['otherAspectRatio', 'Asked for 9:16, but the video is 16:9']],
	],
	[
		'all of it',
		{ seconds: 5, aspectRatio: '9:16', resolution: '1080P' },
		{ seconds: 10, ...wide },
		[
			['otherLength', 'Asked for 5 seconds, but the video lasts 10 seconds'],
			['otherAspectRatio', 'Asked for 9:16, but the video is 16:9'],
			['otherResolution', 'Asked for 1080P, but the video has 1280 × 720 pixels'],
		],
	],
	['nothing asked', {}, { seconds: 5, ...wide }, []],
	['nothing known', { seconds: 5, aspectRatio: '9:16', resolution: '720P', size: '1x1' }, {}, []],
	['words for the ratio', { aspectRatio: 'auto', resolution: 'high', size: 'large' }, wide, []],
	['a ratio of nothing', { aspectRatio: '0:0', resolution: '0P', size: '0x0' }, wide, []],
])('asked and came: %s', (_name, asked, facts, expected) => {
	it('tells the difference, if any', () => {
		expect(warningsOf(asked, facts).map(({ code, message }) => [code, message])).toEqual(expected);
	});
});

describe('what is asked for is read as it is written, or not at all', () => {
	const told = (asked: AskedVideo, facts: VideoFacts = wide) =>
		warningsOf(asked, facts).map(({ code }) => code);

	test.each([' 9 : 16 ', '9.25:16.75', '9:16'])('the ratio %j', (aspectRatio) => {
		expect(told({ aspectRatio })).toEqual(['otherAspectRatio']);
	});

	test.each(['x9:16', '9:16x', '9.:16', '9:x16', '9:0', '0:9', '9', ''])(
		'no ratio: %j',
		(aspectRatio) => {
			expect(told({ aspectRatio })).toEqual([]);
		},
	);

	test.each([' 720 x 1280 ', '720X1280', '720×1280', '720*1280'])('the size %j', (size) => {
		expect(told({ size })).toEqual(['otherSize']);
	});

	test.each(['a720x1280', '720x1280a', '720x0', '0x1280', '720', '720-1280'])(
		'no size: %j',
		(size) => {
			expect(told({ size })).toEqual([]);
		},
	);

	test.each([' 1080 p ', '1080P'])('the resolution %j', (resolution) => {
		expect(told({ resolution })).toEqual(['otherResolution']);
	});

	test.each(['a1080p', '1080pixels', '1080', 'p', '0p'])('no resolution: %j', (resolution) => {
		expect(told({ resolution })).toEqual([]);
	});

	test('both sides of a size count', () => {
		expect(told({ size: '1280x800' })).toEqual(['otherSize']);
		expect(told({ size: '1400x720' })).toEqual(['otherSize']);
	});

	test('a tolerance includes its edge', () => {
		expect(told({ size: '100x100' }, { width: 103, height: 97 })).toEqual([]);
		expect(told({ size: '100x100' }, { width: 104, height: 100 })).toEqual(['otherSize']);
	});

	test.each([
		{ width: 1280 },
		{ height: 720 },
		{ width: 0, height: 720 },
		{ width: 1280, height: 0 },
	])('nothing is compared with the sides %j', (facts) => {
		expect(told({ aspectRatio: '1:1', resolution: '1080P', size: '1x1' }, facts)).toEqual([]);
	});
});
