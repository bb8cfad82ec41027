import type { IExecuteSingleFunctions } from 'n8n-workflow';
import { isResourceLocatorValue } from 'n8n-workflow';

import { InputError } from '../errors/inputError';
import { isHttpUrl } from './httpUrl';
import type { MediaKind } from './mediaKind';

/** Where the gateway finds a file. */
export interface MediaAddress {
	/** A link, or the file itself as a data URI. */
	url: string;
	/** What stands for the file in the digest of the request, where the link differs at every try. */
	fingerprint?: string;
}

/**
 * Turns what a slot holds into an address for the gateway; `undefined` when it is empty.
 *
 * @throws InputError naming the slot when the link or the file cannot be used
 */
export async function mediaAddress(
	this: IExecuteSingleFunctions,
	slot: unknown,
	shownName: string,
	kind: MediaKind,
): Promise<MediaAddress | undefined> {
	const { mode, value } = isResourceLocatorValue(slot) ? slot : { mode: 'url', value: slot };
	const given = typeof value === 'string' ? value.trim() : '';
	if (given === '') return undefined;
	if (mode === 'field') throw new InputError(shownName, `cannot take a file yet (${kind})`);
	if (!isHttpUrl(given)) {
		throw new InputError(
			shownName,
			'must be a link that starts with http:// or https://',
			"To use a file of the item, switch the field to 'File'",
		);
	}
	return { url: given };
}
