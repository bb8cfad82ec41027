import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import ffprobe from '@ffprobe-installer/ffprobe';

/**
 * Has ffprobe look at a video file.
 *
 * @returns its streams and length in one line
 * @throws when no player would play it
 */
export function playable(file: string): string {
	// Install scripts are off in this project, so nobody has made it executable yet.
	chmodSync(ffprobe.path, 0o755);
	const entries = 'stream=codec_name,width,height:format=duration';
	const seen = execFileSync(
		ffprobe.path,
		['-v', 'error', '-show_entries', entries, '-of', 'compact=p=0:nk=0', file],
		{ encoding: 'utf8' },
	).trim();
	if (!seen.includes('codec_name')) throw new Error(`${file} holds no video`);
	return seen.split('\n').join(' · ');
}
