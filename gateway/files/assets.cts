import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResultFile } from './resultFile.cts';
import { bytesFile } from './resultFile.cts';

/** The media that workflows can use as input, with their types. */
const TYPES = {
	/** 320×400 pixels. */
	'picture.jpg': 'image/jpeg',
	/** 320×320 pixels. */
	'picture.png': 'image/png',
	/** 2.6 seconds. */
	'voice.mp3': 'audio/mpeg',
	/** 2.2 seconds. */
	'voice.wav': 'audio/wav',
	/** 3.2 seconds, 320×320 pixels. */
	'reference.mp4': 'video/mp4',
	/** 2 seconds, 320×180 pixels. */
	'video.mp4': 'video/mp4',
} as const;

/** The name of a media file for inputs. */
export type AssetName = keyof typeof TYPES;

/** Every asset's name. */
export const ASSET_NAMES = Object.keys(TYPES).filter(isAssetName);

/** Whether there is an asset of this name. */
export function isAssetName(name: string): name is AssetName {
	return Object.hasOwn(TYPES, name);
}

/** An asset's path on disk. */
export function assetPath(name: AssetName): string {
	return join(__dirname, '../assets', name);
}

/** An asset as a file to serve. */
export function assetFile(name: AssetName): ResultFile {
	return bytesFile(readFileSync(assetPath(name)), TYPES[name], `"${name}"`);
}
