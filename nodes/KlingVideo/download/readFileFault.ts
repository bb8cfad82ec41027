import { readFileFailure, readNetworkFailure, isTransient } from '../transport/readAnswer';
import type { GatewayResponse } from '../transport/readAnswer';
import { isCertificateProblem } from '../transport/networkCodes';
import type { TryClock } from '../run/tryClock';
import { isByteStream } from './byteStream';
import { FileFault, fileFault } from './fileFault';

/** How much of an error's page is read, in bytes, and for how long, in milliseconds. */
const PAGE = { bytes: 16_384, ms: 5_000 };

/** Codes of errors that come again however often the request is sent. */
const LASTING_CODES =
	/^(?:ERR_FR_|ERR_INVALID_URL$|ERR_BAD_OPTION|ERR_UNESCAPED|UNSUPPORTED_PROTOCOL)/;

/** Reads a refusal: the gateway's own by its words, a file server's by its status alone. */
export async function statusFault(
	response: GatewayResponse,
	{ withKey, secret, now }: { withKey: boolean; secret: string; now: number },
	clock: TryClock,
): Promise<FileFault> {
	const body = await readPage(response.body, clock);
	const failure = readFileFailure({ ...response, body }, { secret, now });
	if (withKey) return new FileFault(isTransient(failure) ? 'passing' : 'lasting', failure);
	const { statusCode: status } = response;
	const isPassing = status >= 500 || status === 408 || status === 425 || status === 429;
	return fileFault(isPassing ? 'passing' : 'lasting', 'fileUnavailable', failure);
}

/** Reads an error of the network, before or in the middle of a file. */
export function networkFault(error: unknown, secret: string): FileFault {
	if (error instanceof FileFault) return error;
	const failure = readNetworkFailure(error, { secret });
	const { code } = failure;
	const isLasting = code !== undefined && (LASTING_CODES.test(code) || isCertificateProblem(code));
	return fileFault(isLasting ? 'lasting' : 'passing', 'fileUnavailable', failure);
}

/** The start of a body that is no file, as text. Never throws for what the server does. */
export async function readPage(body: unknown, clock: TryClock): Promise<string> {
	if (typeof body === 'string') return body;
	if (!isByteStream(body)) return Buffer.isBuffer(body) ? body.toString('utf8') : '';
	const read: Buffer[] = [];
	const reading = (async () => {
		let length = 0;
		for await (const chunk of body) {
			if (!Buffer.isBuffer(chunk)) break;
			read.push(chunk);
			length += chunk.length;
			if (length >= PAGE.bytes) break;
		}
	})();
	await clock.within(
		PAGE.ms,
		reading.catch(() => undefined),
	);
	return Buffer.concat(read).toString('utf8', 0, PAGE.bytes);
}
