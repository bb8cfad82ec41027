import type { IBinaryData, IExecuteSingleFunctions } from 'n8n-workflow';
import { isResourceLocatorValue } from 'n8n-workflow';

import { InputError } from '../shared/inputError';
import type { TransferSettings } from '../shared/settings';
import { itemOf } from '../run/joinTry';
import { checkMedia } from './checkMedia';
import { aboutFormat } from '../shared/fileFormat';
import { isHttpUrl } from '../shared/webLink';
import { itemFile } from './itemFile';
import type { MediaKind } from './mediaKind';
import { signedLink } from './signedLink';

/** Where the gateway finds a file. */
export interface MediaAddress {
	/** A link, or the file itself as a data URI. */
	url: string;
	/** What stands for the file in the digest of the request, where the link differs at every try. */
	fingerprint?: string;
}

/**
 * Turns what a file field holds into an address for the gateway; `undefined` when it is empty.
 *
 * @param transfer asked only where a file is handed over
 * @throws InputError naming the field when the link or the file cannot be used
 */
export async function mediaAddress(
	this: IExecuteSingleFunctions,
	held: unknown,
	shownName: string,
	kind: MediaKind,
	transfer: () => TransferSettings,
): Promise<MediaAddress | undefined> {
	const { mode, value } = isResourceLocatorValue(held) ? held : { mode: 'url', value: held };
	const given = typeof value === 'string' ? value.trim() : '';
	if (given === '') return undefined;
	if (mode === 'field') {
		const binary = itemFile(this, given, shownName);
		const settings = transfer();
		return await itemOf(this).nodeTry.files.run(
			async () => await fileAddress(this, binary, shownName, kind, settings),
		);
	}
	if (!isHttpUrl(given)) {
		throw new InputError(
			shownName,
			'must be a link that starts with http:// or https://',
			"To use a file of the item, switch the field to 'File'",
		);
	}
	return { url: given };
}

/** A file of the item, on the way that the user chose. Its fingerprint is taken over the content in both. */
async function fileAddress(
	context: IExecuteSingleFunctions,
	binary: IBinaryData,
	shownName: string,
	kind: MediaKind,
	{ asBase64, linkHours }: TransferSettings,
): Promise<MediaAddress> {
	// What needs no reading comes first.
	const link = asBase64 ? undefined : await signedLink(context, binary, shownName, linkHours);
	const { format, sha256 } = await checkMedia(context, binary, shownName, kind);
	const url = link ?? `data:${aboutFormat(format).mime};base64,${await base64Of(context, binary)}`;
	return { url, fingerprint: `sha256:${sha256}` };
}

async function base64Of(
	context: IExecuteSingleFunctions,
	{ id, data }: IBinaryData,
): Promise<string> {
	if (id === undefined) return data;
	const stream = await context.helpers.getBinaryStream(id);
	return (await context.helpers.binaryToBuffer(stream)).toString('base64');
}
