import type { JsonObject } from '../json.cts';
import { isJsonObject } from '../json.cts';
import type { MediaLinks } from './media.cts';
import { readArray, readChoice, readText } from './read.cts';
import { refuse } from './refusal.cts';

/** One entry of `metadata.file_infos`. */
export interface FileInfo {
	category: 'Image' | 'Video' | 'Audio';
	usage?: 'FirstFrame' | 'Reference';
	url: string;
}

/** The entries of `metadata.file_infos`, in upstream's own PascalCase. */
export function readFileInfos(metadata: JsonObject, links: MediaLinks): FileInfo[] {
	const entries = readArray(metadata, 'file_infos', 'metadata.file_infos') ?? [];
	return entries.map((entry, index) => {
		const path = `metadata.file_infos[${index}]`;
		if (!isJsonObject(entry)) refuse(`${path} must be an object`);
		readText(entry, 'Type', `${path}.Type`);
		readChoice(entry, 'Type', ['Url'], `${path}.Type`);
		readText(entry, 'Category', `${path}.Category`);
		const category = readChoice(entry, 'Category', ['Image', 'Video', 'Audio'], `${path}.Category`);
		const usage = readChoice(entry, 'Usage', ['FirstFrame', 'Reference'], `${path}.Usage`);
		const url = links.read(entry, 'Url', `${path}.Url`, category === 'Image');
		if (url === undefined || category === undefined) refuse(`${path}.Url is required`);
		return { category, usage, url };
	});
}
