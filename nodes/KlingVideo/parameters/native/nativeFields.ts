import type { IDataObject, IExecuteSingleFunctions, INodeProperties } from 'n8n-workflow';

import type { BodyPath } from '../../body/bodyPath';
import { EXT_INFO, isEmpty } from '../../body/bodyPath';
import { InputError } from '../../shared/inputError';
import { isObject } from '../../shared/json';
import { asPreSend } from '../inputCheck';
import type { InputCheck } from '../inputCheck';
import { declarePlaces } from '../mapped';
import { metadata as inMetadata } from '../places';
import { readJson, readJsonObject } from '../reading/readJson';
import { overlay, overlayExtInfo } from './overlay';

const FILE_INFOS = inMetadata('file_infos');

const layFileInfos: InputCheck = function (body) {
	const shownName = 'File Infos';
	const entries = readJson(this.getNodeParameter('options.fileInfos', ''), shownName);
	if (entries === undefined) return;
	if (!Array.isArray(entries) || !entries.every(isObject)) {
		throw new InputError(
			shownName,
			'must be a JSON array of objects',
			'Write it like [{"Type": "Url", "Url": "https://…"}]',
		);
	}
	overlay(this, body, entries, FILE_INFOS, shownName);
};

const layExtInfo: InputCheck = function (body) {
	const given = this.getNodeParameter('options.extInfo', '');
	if (!isEmpty(given)) overlayExtInfo(this, body, given, 'Ext Info');
};

/** Lays the keys of a JSON object over a part of the body. */
function layKeys(
	context: IExecuteSingleFunctions,
	body: IDataObject,
	shownName: string,
	keys: IDataObject,
	path: BodyPath,
): void {
	for (const [key, value] of Object.entries(keys)) {
		if (path.length === 0 && key === 'metadata' && isObject(value)) {
			layKeys(context, body, shownName, value, [key]);
			continue;
		}
		const isExtInfo = path.length === 1 && key === EXT_INFO[1];
		if (isExtInfo && typeof value !== 'string') {
			throw new InputError(
				shownName,
				'holds an ext_info that is not a string',
				'Gateways take ext_info as a string of JSON',
			);
		}
		overlay(context, body, value, [...path, key], shownName);
	}
}

function laysObject(shownName: string, name: string, path: BodyPath): InputCheck {
	return function (body) {
		const keys = readJsonObject(this.getNodeParameter(`options.${name}`, ''), shownName);
		if (keys !== undefined) layKeys(this, body, shownName, keys, path);
	};
}

const fileInfos: INodeProperties = {
	displayName: 'File Infos',
	name: 'fileInfos',
	type: 'json',
	default: '',
	placeholder:
		'e.g. [{"Type": "Url", "Category": "Image", "Url": "https://…", "Usage": "Reference"}]',
	description: 'Native file_infos, passed on unchanged',
	routing: { send: { preSend: [asPreSend(layFileInfos)] } },
};

const extInfo: INodeProperties = {
	displayName: 'Ext Info',
	name: 'extInfo',
	type: 'string',
	typeOptions: { rows: 2 },
	default: '',
	placeholder: 'e.g. {"AdditionalParameters": "{\\"template\\": \\"hug\\"}"}',
	description:
		'Native ext_info, mostly a string of JSON whose AdditionalParameters is a string of JSON too. It is passed on unchanged; where the scenario has an ext_info of its own, both are put together.',
	routing: { send: { preSend: [asPreSend(layExtInfo)] } },
};

const metadata: INodeProperties = {
	displayName: 'Extra Metadata',
	name: 'metadata',
	type: 'json',
	default: '',
	placeholder: 'e.g. {"output_config": {"fps": 30}}',
	description: 'More keys for the metadata of the request',
	routing: {
		send: { preSend: [asPreSend(laysObject('Extra Metadata', 'metadata', ['metadata']))] },
	},
};

const extraBody: INodeProperties = {
	displayName: 'Extra Body',
	name: 'extraBody',
	type: 'json',
	default: '',
	placeholder: 'e.g. {"mode": "pro"}',
	description: 'More keys for the top level of the request',
	routing: { send: { preSend: [asPreSend(laysObject('Extra Body', 'extraBody', []))] } },
};

/** What a gateway takes beside the fields of this node; last in every scenario's options. */
export const nativeFields: INodeProperties[] = [
	declarePlaces(fileInfos, [{ path: FILE_INFOS }]),
	declarePlaces(extInfo, [{ path: EXT_INFO }]),
	declarePlaces(metadata, [{ path: ['metadata'] }]),
	extraBody,
];
