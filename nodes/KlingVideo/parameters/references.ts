import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { InputError } from '../shared/inputError';
import { isEmpty, putAt, valueAt } from '../body/bodyPath';
import { isObject } from '../shared/json';
import { noteMissingParts, refuseEmptyExpression } from './emptyExpression';
import { asPreSend, atTheEnd } from './inputCheck';
import type { InputCheck } from './inputCheck';
import { highest } from './klingModels';
import { declarePlaces } from './mapped';
import { addressOf, fileLocator } from './media';
import { limitsFor } from './modelLimits';
import { fill, metadata } from './places';

const FILE_INFOS = metadata('file_infos');

const PLACES = [{ path: FILE_INFOS }];

/** The native entry of one reference image. */
function imageEntry(url: string): IDataObject {
	return { Type: 'Url', Category: 'Image', Url: url, Usage: 'Reference' };
}

/** The entries of `file_infos` so far. */
function fileInfosOf(body: IDataObject): unknown[] {
	const infos = valueAt(body, FILE_INFOS);
	return Array.isArray(infos) ? infos : [];
}

/** Adds an entry that the node builds by itself to `file_infos`: native ones may take its place. */
export function addFileInfo(body: IDataObject, entry: IDataObject): void {
	putAt(body, FILE_INFOS, [...fileInfosOf(body), entry]);
}

/** Puts the pictures into `file_infos`. Whether there are any is asked once native `file_infos` are in place too. */
const placesReferences: InputCheck = async function (body) {
	const given = this.getNodeParameter('references.reference', []);
	const entries: IDataObject[] = [];
	for (const reference of Array.isArray(given) ? given : []) {
		const shownName = `Reference Image ${entries.length + 1}`;
		const path = ['references', 'reference', entries.length, 'image'];
		const held = isObject(reference) ? reference.image : undefined;
		const url = await addressOf(this, held, shownName, 'image');
		if (url === undefined) {
			refuseEmptyExpression(this, path, shownName);
			throw new InputError(shownName, 'is empty', 'Give a URL or a file, or remove the entry');
		}
		noteMissingParts(this, path, shownName);
		entries.push(imageEntry(url));
	}
	if (entries.length === 0) return;
	fill(this, body, 'Reference Images', PLACES, [...fileInfosOf(body), ...entries]);
};

/** No more pictures than the model takes, and fewer of them beside a video. */
const checkCount: InputCheck = function (body) {
	const limits = limitsFor(this, body);
	const infos = fileInfosOf(body).filter(isObject);
	const images = infos.filter(({ Category: category }) => category === 'Image').length;
	const hasVideo =
		!isEmpty(valueAt(body, metadata('video_url'))) ||
		infos.some(({ Category: category }) => category === 'Video');
	const most = hasVideo ? limits?.referencesBesideVideo : limits?.references;
	if (most === undefined || images <= most) return;
	throw new InputError(
		'Reference Images',
		`holds ${images} images, but the limit is ${most}${hasVideo ? ' beside a video' : ''}`,
	);
};

/** References from the fields or from native `file_infos`. */
export const checkReferences: InputCheck = function (body) {
	if (fileInfosOf(body).length > 0) return;
	throw new InputError('Reference Images', 'is empty', 'Add at least one image');
};

function referencesField(property: Partial<INodeProperties>): INodeProperties {
	const field: INodeProperties = {
		displayName: 'Reference Images',
		name: 'references',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Image', sortable: true },
		placeholder: 'Add Reference Image',
		default: {},
		description: `Up to ${highest('references')} pictures of people, things or places that the prompt names in their order`,
		...property,
		options: [
			{
				displayName: 'Reference',
				name: 'reference',
				values: [
					fileLocator({
						displayName: 'Image',
						name: 'image',
						description: 'JPG or PNG, up to 10 MB, sides of 300 pixels and more',
						example: 'person.png',
					}),
				],
			},
		],
		routing: { send: { preSend: [asPreSend(placesReferences), atTheEnd(checkCount)] } },
	};
	return declarePlaces(field, PLACES);
}

export const references = referencesField({ required: true });

export const optionalReferences = referencesField({});

export const editingReferences = referencesField({
	description: `Up to ${highest('referencesBesideVideo')} pictures of what is put into the video, which the prompt names in their order`,
});
