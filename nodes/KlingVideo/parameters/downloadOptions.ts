import type { IExecuteSingleFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../shared/inputError';
import type { DownloadSettings } from '../shared/settings';
import { isAgentTool } from '../run/agentTool';
import { isObject } from '../shared/json';
import { readBoolean } from './reading/readBoolean';
import { numberReader } from './reading/readNumber';

const DEFAULT_FIELD = 'data';

const readMegabytes = numberReader('a number of megabytes above 0', (size) => size > 0);

/**
 * Reads and checks what the user wants downloaded; `undefined` when nothing. An agent takes text only: it gets the link.
 *
 * @throws InputError naming the option
 */
export function readDownloadSettings(
	context: IExecuteSingleFunctions,
): DownloadSettings | undefined {
	if (isAgentTool(context)) return undefined;
	const isWanted = readBoolean(context.getNodeParameter('downloadVideo', false), 'Download Video');
	if (isWanted !== true) return undefined;
	const field: unknown = context.getNodeParameter('outputField', DEFAULT_FIELD);
	const outputField = typeof field === 'string' ? field.trim() : '';
	if (outputField === '') throw new InputError('Output Data Field Name', 'is empty');
	return { outputField, ...readDownloadOptions(context) };
}

/**
 * Reads and checks the download options of an item.
 *
 * @throws InputError naming the option
 */
function readDownloadOptions(
	context: IExecuteSingleFunctions,
): Omit<DownloadSettings, 'outputField'> {
	const given: unknown = context.getNodeParameter('downloadOptions', {});
	const { fileName, maxSize } = isObject(given) ? given : {};
	const options: Omit<DownloadSettings, 'outputField'> = {};
	if (typeof fileName === 'string' && fileName.trim() !== '') options.fileName = fileName.trim();
	const maxSizeMb = readMegabytes(maxSize, 'Max Size');
	return maxSizeMb === undefined ? options : { ...options, maxSizeMb };
}

const downloaded = { show: { downloadVideo: [true] } };

const outputField: INodeProperties = {
	displayName: 'Output Data Field Name',
	name: 'outputField',
	type: 'string',
	default: DEFAULT_FIELD,
	required: true,
	displayOptions: downloaded,
	hint: 'The name of the output field to put the video in',
	description: 'The file field of the output item that takes the video',
};

const fileName: INodeProperties = {
	displayName: 'File Name',
	name: 'fileName',
	type: 'string',
	default: '',
	placeholder: 'e.g. sunrise.mp4',
	description: 'The name of the video file; the task ID if empty',
};

const maxSize: INodeProperties = {
	displayName: 'Max Size',
	name: 'maxSize',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 500,
	description: 'The largest video to download, in MB; a larger one is an error',
};

const downloadOptions: INodeProperties = {
	displayName: 'Download Options',
	name: 'downloadOptions',
	type: 'collection',
	placeholder: 'Add Download Option',
	default: {},
	displayOptions: downloaded,
	options: [fileName, maxSize],
};

const downloadVideo: INodeProperties = {
	displayName: 'Download Video',
	name: 'downloadVideo',
	type: 'boolean',
	default: true,
	description: 'Whether to put the video file into the output item',
};

/**
 * The fields of an operation that can download the video.
 *
 * @param byDefault whether it does unless the user says otherwise
 */
export function downloadFields(byDefault: boolean): INodeProperties[] {
	return [{ ...downloadVideo, default: byDefault }, outputField, downloadOptions];
}
