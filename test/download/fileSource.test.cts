/** Where the key of the gateway goes with a request for a file, and in which order addresses are asked. */
import { sourceAt, sourcesOf } from '../../nodes/KlingVideo/download/fileSource';

const ORIGIN = 'https://gateway.example.com';

it.each([
	['/v1/videos/task_1/content', true],
	['/v1/videos/task_1/content/', true],
	['/api/v1/videos/task_1/content?quality=high', true],
	['/v1/videos/task_1', false],
	['/v1/videos/task_1/content/thumbnail', false],
	['/v1/videos//content', false],
	['/files/v1/videos/task_1/contents', false],
	['/results/video.mp4', false],
	['/results/video.mp4?from=/v1/videos/task_1/content', false],
	['/', false],
])('the key goes to %s: %s', (path, withKey) => {
	expect(sourceAt(ORIGIN + path, ORIGIN).withKey).toBe(withKey);
	expect(sourceAt(`http://gateway.example.com${path}`, ORIGIN).withKey).toBe(false);
	expect(sourceAt(`https://gateway.example.com:8443${path}`, ORIGIN).withKey).toBe(false);
	expect(sourceAt(`https://other.example.com${path}`, ORIGIN).withKey).toBe(false);
});

const own = { url: '/v1/videos/task_1/content', withKey: true };

it.each([
	['no link', undefined, [own]],
	['a link that is none', 'ftp://example.com/v.mp4', [own]],
	[
		'a link elsewhere',
		'https://cdn.example.com/v.mp4',
		[{ url: 'https://cdn.example.com/v.mp4', withKey: false }, own],
	],
	[
		'the own file route',
		`${ORIGIN}/v1/videos/task_1/content`,
		[{ url: `${ORIGIN}/v1/videos/task_1/content`, withKey: true }],
	],
	[
		'the file route of a gateway without an address',
		'http://localhost:3000/v1/videos/task_1/content',
		[own],
	],
	[
		'the file route of a gateway behind',
		'https://supplier.example.com/v1/videos/video_9/content',
		[own, { url: 'https://supplier.example.com/v1/videos/video_9/content', withKey: false }],
	],
	[
		'a file on this machine, as in tests',
		'http://localhost:9000/v.mp4',
		[{ url: 'http://localhost:9000/v.mp4', withKey: false }, own],
	],
])('%s', (_name, videoUrl, expected) => {
	const task = { id: 'task_1', ...(videoUrl !== undefined && { videoUrl }) };
	expect(sourcesOf(ORIGIN, task)).toEqual(expected);
});

it('puts no id into the path as it is', () => {
	expect(sourcesOf(ORIGIN, { id: '../models?' })[0]?.url).toBe('/v1/videos/..%2Fmodels%3F/content');
});
