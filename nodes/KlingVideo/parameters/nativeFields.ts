import type { IDataObject, IExecuteSingleFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../shared/inputError';
import { itemOf } from '../run/joinTry';
import { EXT_INFO, EXT_PARAMETERS, isEmpty, putAt, valueAt } from '../body/bodyPath';
import type { InputCheck } from './inputCheck';
import { isObject } from '../shared/json';
import { asPreSend } from './inputCheck';

/** Reads JSON that the user typed, or that an expression gave as a value. */
function parsed(shownName: string, given: unknown): unknown {
	if (typeof given !== 'string') return given;
	const { value, problem } = readJson(given);
	if (problem === undefined) return value;
	throw new InputError(
		shownName,
		`is not valid JSON: ${problem}`,
		'Check quotes, commas and brackets',
	);
}

function readJson(text: string): { value?: unknown; problem?: string } {
	try {
		return { value: JSON.parse(text) as unknown };
	} catch (error) {
		return { problem: error instanceof Error ? error.message : String(error) };
	}
}

function parsedObject(shownName: string, given: unknown): IDataObject {
	const value = parsed(shownName, given);
	if (!isObject(value))
		throw new InputError(shownName, 'must be a JSON object', 'Write it like {"key": "value"}');
	return value;
}

function same(one: unknown, other: unknown): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}

/** The parameter that filled a path, or a part of what stands there. */
function sourceOf(context: IExecuteSingleFunctions, path: string): string | undefined {
	for (const [filled, shownName] of itemOf(context).sources) {
		if (filled === path || filled.startsWith(`${path}.`) || path.startsWith(`${filled}.`))
			return shownName;
	}
	return undefined;
}

/**
 * Lays native fields over the body: they win over what the node builds by itself, and must not contradict what the
 * user set in another field.
 */
function overlay(
	context: IExecuteSingleFunctions,
	body: IDataObject,
	addition: unknown,
	path: string,
	shownName: string,
): void {
	const present = valueAt(body, path);
	if (isObject(addition) && (present === undefined || isObject(present))) {
		for (const [key, value] of Object.entries(addition)) {
			overlay(context, body, value, `${path}.${key}`, shownName);
		}
		return;
	}
	const source = isEmpty(present) ? undefined : sourceOf(context, path);
	if (source !== undefined && source !== shownName && !same(present, addition)) {
		throw new InputError(
			shownName,
			`and '${source}' both set ${path.replace(`${EXT_PARAMETERS}.`, 'ext_info → ')}, to different values`,
			`Remove '${source}', or take the key out of '${shownName}'`,
		);
	}
	putAt(body, path, addition);
	itemOf(context).sources.set(path, shownName);
}

/** Unfolds the doubly encoded string into the object that the node builds on. */
function unfoldExtInfo(shownName: string, given: unknown): IDataObject {
	const outer = parsedObject(shownName, given);
	if (isEmpty(outer.AdditionalParameters)) return outer;
	return {
		...outer,
		AdditionalParameters: parsedObject(
			`${shownName} → AdditionalParameters`,
			outer.AdditionalParameters,
		),
	};
}

function layExtInfo(
	context: IExecuteSingleFunctions,
	body: IDataObject,
	given: unknown,
	shownName: string,
): void {
	overlay(context, body, unfoldExtInfo(shownName, given), EXT_INFO, shownName);
}

const layFileInfos: InputCheck = function (body) {
	const given = this.getNodeParameter('options.fileInfos', '');
	if (isEmpty(given)) return;
	const shownName = 'File Infos';
	const entries = parsed(shownName, given);
	if (!Array.isArray(entries) || !entries.every(isObject)) {
		throw new InputError(
			shownName,
			'must be a JSON array of objects',
			'Write it like [{"Type": "Url", "Url": "https://…"}]',
		);
	}
	overlay(this, body, entries, 'metadata.file_infos', shownName);
};

const layOwnExtInfo: InputCheck = function (body) {
	const given = this.getNodeParameter('options.extInfo', '');
	if (!isEmpty(given)) layExtInfo(this, body, given, 'Ext Info');
};

const layMetadata: InputCheck = function (body) {
	const given = this.getNodeParameter('options.metadata', '');
	if (isEmpty(given)) return;
	const shownName = 'Extra Metadata';
	const { ext_info: extInfo, ...others } = parsedObject(shownName, given);
	overlay(this, body, others, 'metadata', shownName);
	if (extInfo === undefined) return;
	if (typeof extInfo !== 'string') {
		throw new InputError(
			shownName,
			'holds an ext_info that is not a string',
			'Gateways take ext_info as a string of JSON',
		);
	}
	layExtInfo(this, body, extInfo, shownName);
};

const fileInfos: INodeProperties = {
	displayName: 'File Infos',
	name: 'fileInfos',
	type: 'json',
	default: '',
	placeholder:
		'e.g. [{"Type": "Url", "Category": "Image", "Url": "https://…", "Usage": "Reference"}]',
	description: 'Native file_infos, passed on as they are',
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
		'Native ext_info, a string of JSON whose AdditionalParameters is a string of JSON too',
	routing: { send: { preSend: [asPreSend(layOwnExtInfo)] } },
};

const metadata: INodeProperties = {
	displayName: 'Extra Metadata',
	name: 'metadata',
	type: 'json',
	default: '',
	placeholder: 'e.g. {"output_config": {"fps": 30}}',
	description: 'More keys for the metadata of the request',
	routing: { send: { preSend: [asPreSend(layMetadata)] } },
};

/** What a gateway takes beside the fields of this node; last in every scenario's options. */
export const nativeFields: INodeProperties[] = [fileInfos, extInfo, metadata];
