import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { InputError } from '../shared/inputError';
import { mediaAddress } from '../media/mediaAddress';
import { itemOf } from '../run/joinTry';
import { isEmpty, putAt, valueAt } from '../body/bodyPath';
import { isObject } from '../shared/json';
import { asPreSend } from './inputCheck';
import type { InputCheck } from './inputCheck';
import { slotLocator } from './media';

/** Kling's limits. */
const MOST_REFERENCES = 7;
const MOST_BESIDE_VIDEO = 4;

const FILE_INFOS = 'metadata.file_infos';

/** The native entry of one reference image. */
function referenceEntry(url: string): IDataObject {
	return { Type: 'Url', Category: 'Image', Url: url, Usage: 'Reference' };
}

/** Puts the pictures into `file_infos`. Whether there are any is asked once native `file_infos` are in place too. */
const placesReferences: InputCheck = async function (body) {
	const item = itemOf(this);
	const given = this.getNodeParameter('references.reference', []);
	const entries: IDataObject[] = [];
	for (const reference of Array.isArray(given) ? given : []) {
		const slot = isObject(reference) ? reference.image : undefined;
		const shownName = `Reference Image ${entries.length + 1}`;
		const address = await mediaAddress.call(this, slot, shownName, 'image');
		if (!address)
			throw new InputError(shownName, 'is empty', 'Give a URL or a file, or remove the entry');
		if (address.fingerprint) item.fingerprints.set(address.url, address.fingerprint);
		entries.push(referenceEntry(address.url));
	}
	if (entries.length > MOST_REFERENCES) {
		throw new InputError(
			'Reference Images',
			`holds ${entries.length} images, but the limit is ${MOST_REFERENCES}`,
		);
	}
	if (entries.length === 0) return;
	putAt(body, FILE_INFOS, entries);
	item.sources.set(FILE_INFOS, 'Reference Images');
};

/** Pictures from the field or from native `file_infos`, and fewer of them beside a reference video. */
export const checkReferences: InputCheck = function (body) {
	const infos = valueAt(body, FILE_INFOS);
	if (!Array.isArray(infos) || infos.length === 0) {
		throw new InputError('Reference Images', 'is empty', 'Add at least one image');
	}
	const images = infos.filter((info) => isObject(info) && info.Category === 'Image').length;
	const hasVideo =
		!isEmpty(valueAt(body, 'metadata.video_url')) ||
		infos.some((info) => isObject(info) && info.Category === 'Video');
	if (hasVideo && images > MOST_BESIDE_VIDEO) {
		throw new InputError(
			'Reference Images',
			`holds ${images} images, but the limit is ${MOST_BESIDE_VIDEO} beside a reference video`,
		);
	}
};

function referencesField(required: boolean): INodeProperties {
	return {
		displayName: 'Reference Images',
		name: 'references',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Image', sortable: true },
		...(required && { required: true }),
		placeholder: 'Add Reference Image',
		default: {},
		description:
			'Up to 7 pictures of people, things or places that the prompt names in their order',
		options: [
			{
				displayName: 'Reference',
				name: 'reference',
				values: [
					slotLocator({
						displayName: 'Image',
						name: 'image',
						description:
							'JPG or PNG, up to 10 MB, sides of 300 pixels and more. In File mode, the Input Data Field Name of a file of the item.',
						example: 'person.png',
					}),
				],
			},
		],
		routing: { send: { preSend: [asPreSend(placesReferences)] } },
	};
}

export const references = referencesField(true);

export const optionalReferences = referencesField(false);
