/** What a file is by its first bytes, for both directions; and how long a WebM says it is. */
import { aboutFormat, formatOf } from '../../nodes/KlingVideo/shared/fileFormat';
import { MatroskaReader } from '../../nodes/KlingVideo/shared/matroskaReader';
import { assetBytes } from '../media/mediaSlots.cts';
import { sample, type SampleName } from '../support/filmSamples.cts';

it.each<[SampleName, string]>([
	['progressive', 'MP4'],
	['fragmented', 'MP4'],
	['dash', 'MP4'],
	['hevc', 'MP4'],
	['mov', 'MOV'],
	['webm', 'WebM'],
	['webmEndless', 'WebM'],
	['mkv', 'MKV'],
	['avi', 'AVI'],
	['m4a', 'M4A'],
	['soundInMp4', 'MP4'],
	['mp3', 'MP3'],
	['wav', 'WAV'],
	['rf64', 'WAV'],
])('the real %s is %s', (name, format) => {
	expect(formatOf(sample(name))).toBe(format);
	expect(formatOf(sample(name).subarray(0, 64))).toBe(format);
});

it.each([
	['picture.jpg', 'JPG'],
	['picture.png', 'PNG'],
	['voice.mp3', 'MP3'],
	['voice.wav', 'WAV'],
] as const)('the asset %s is %s', (name, format) => {
	expect(formatOf(assetBytes(name))).toBe(format);
});

it.each([
	['BW64\0\0\0\0WAVE', 'WAV'],
	['RIFF\0\0\0\0WEBP', 'WebP'],
	['RIFF\0\0\0\0ACON', undefined],
	['\0\0\0\x18ftypheic', 'HEIC'],
	['\0\0\0\x18ftypavif', 'AVIF'],
	['\0\0\0\x18ftypisom', 'MP4'],
	['\0\0\0\x18ftyp', undefined],
	['\0\0\0\x08wide\0\0\0\0mdat', 'MOV'],
	['\xff\xf1\x50\x80', 'AAC'],
	['\xff\xfb\x90\x64', 'MP3'],
	['\xff\xfb\xf0\x64', undefined],
	['\xff\xfb\x9c\x64', undefined],
	['\0\0\0\xff\xfb\x90\x64', 'MP3'],
	['\0\0ID3\x04', 'MP3'],
	['\x1aE\xdf\xa3\0\0\0\0', undefined],
	['%PDF-1.7', 'PDF'],
	['<html>', undefined],
	['\0\0\0\0', undefined],
	['', undefined],
])('%j is %s', (bytes, format) => {
	expect(formatOf(Buffer.from(bytes, 'latin1'))).toBe(format);
});

it('knows what formats are made of', () => {
	expect(aboutFormat('MP4')).toEqual({ kind: 'video', mime: 'video/mp4', extension: 'mp4' });
	expect(aboutFormat('M4A').kind).toBe('sound');
	expect(aboutFormat('HEIC').kind).toBe('picture');
	expect(aboutFormat('ZIP').kind).toBe('other');
});

function endOf(file: Buffer, chunkBytes = 777): string {
	const reader = new MatroskaReader();
	for (let at = 0; at < file.length; at += chunkBytes) {
		reader.take(file.subarray(at, at + chunkBytes));
	}
	return reader.end().is;
}

it.each(['webm', 'mkv'] as const)('tells whether a %s is whole', (name) => {
	const file = sample(name);
	expect(endOf(file)).toBe('whole');
	expect(endOf(file, 1)).toBe('whole');
	expect(endOf(Buffer.concat([file, Buffer.alloc(9)]))).toBe('whole');
	expect(endOf(file.subarray(0, -1))).toBe('damaged');
	expect(endOf(file.subarray(0, 200))).toBe('damaged');
	expect(endOf(file.subarray(0, 20))).toBe('unknown');
});

it('does not know the end of a recording that was written as a stream', () => {
	expect(endOf(sample('webmEndless'))).toBe('unknown');
	expect(endOf(Buffer.alloc(100))).toBe('unknown');
});
