import type { IBinaryData, IExecuteSingleFunctions } from 'n8n-workflow';

import { InputError } from '../shared/inputError';
import { CREDENTIAL } from '../transport/gatewayKey';
import { isFileLost } from './lostFile';
import { isLocalAddress } from '../shared/localAddress';

const OTHER_WAYS = "set 'File Transfer' under Options to Base64, or give a URL";

/**
 * A link under which this n8n serves a file of the item without a login, for so many hours.
 *
 * @throws InputError when n8n keeps the file in memory, will have deleted it too early, or plainly has no address that the gateway could reach
 */
export async function signedLink(
	context: IExecuteSingleFunctions,
	binary: IBinaryData,
	shownName: string,
	hours: number,
): Promise<string> {
	if (binary.id === undefined) {
		throw new InputError(
			shownName,
			'cannot be sent as a link, since this n8n keeps files in memory',
			`Set N8N_DEFAULT_BINARY_DATA_MODE=filesystem for n8n, ${OTHER_WAYS}`,
		);
	}
	if (isFileLost(context)) {
		throw new InputError(
			shownName,
			'cannot be sent as a link, since successful executions of this workflow are not saved: n8n deletes the file as soon as the execution ends, before the gateway has fetched it',
			`Use the operation Generate, which goes on until the video is there, save successful executions in the settings of the workflow, ${OTHER_WAYS}`,
		);
	}
	const link = context.helpers.createBinarySignedUrl(binary, `${Math.ceil(hours * 3600)}s`);
	const { baseUrl } = await context.getCredentials(CREDENTIAL);
	// A gateway on the same machine or network is a test set-up.
	if (isLocalAddress(link) && !isLocalAddress(String(baseUrl))) {
		throw new InputError(
			shownName,
			`cannot be fetched by the gateway, since this n8n has the local address ${new URL(link).origin}`,
			`Set WEBHOOK_URL to the address under which n8n can be reached from outside, ${OTHER_WAYS}`,
		);
	}
	return link;
}
