import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { path as ffmpeg } from '@ffmpeg-installer/ffmpeg';
import type { Page } from 'playwright-core';
import { childRun } from '../../dev/n8n/childRun.cts';

/** A moving picture of the docs must not weigh more, in bytes. */
const LARGEST = 2_000_000;

/** How wide it is, in pixels. */
const WIDTH = 960;

/** Pictures of a page, each with the time that it is shown, made into a GIF. */
export class Recording {
	private readonly frames: Array<{ picture: Buffer; seconds: number }> = [];

	constructor(private readonly page: Page) {}

	/** Adds the page as it is now. */
	async show(seconds: number): Promise<void> {
		const picture = await this.page.screenshot({ type: 'png', animations: 'disabled' });
		this.frames.push({ picture, seconds });
	}

	/**
	 * Writes the GIF.
	 * @throws when ffmpeg fails, or when it weighs too much
	 */
	async writeTo(file: string): Promise<void> {
		const folder = await mkdtemp(path.join(tmpdir(), 'kling-frames-'));
		try {
			const lines: string[] = [];
			for (const [index, { picture, seconds }] of this.frames.entries()) {
				await writeFile(path.join(folder, `${index}.png`), picture);
				lines.push(`file ${index}.png`, `duration ${seconds}`);
			}
			// ffmpeg takes the time of the last one from a repeated line.
			lines.push(`file ${this.frames.length - 1}.png`);
			const list = path.join(folder, 'frames.txt');
			await writeFile(list, lines.join('\n'));
			const colours = 'palettegen=max_colors=96:stats_mode=full[p];[b][p]paletteuse=dither=none';
			await childRun(
				ffmpeg,
				[
					...['-y', '-loglevel', 'error', '-f', 'concat', '-safe', '0', '-i', list],
					...['-vf', `scale=${WIDTH}:-1:flags=lanczos,split[a][b];[a]${colours}`],
					...['-vsync', 'vfr', file],
				],
				{ cwd: folder },
			);
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
		const { size } = await stat(file);
		if (size > LARGEST) throw new Error(`${file} has ${size} bytes, more than ${LARGEST}`);
	}
}
