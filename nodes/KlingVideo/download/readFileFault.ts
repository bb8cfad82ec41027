import { readFileFailure, readNetworkFailure, isTransient } from '../transport/readAnswer';
import type { GatewayResponse } from '../transport/readAnswer';
import { isCertificateProblem } from '../transport/networkCodes';
import type { TryClock } from '../run/tryClock';
import type { Failure, FailureReason } from '../shared/failure';
import { isByteStream } from './byteStream';
import { FileFault, fileFault } from './fileFault';

/** How much of an error's page is read, in bytes, and for how long, in milliseconds. */
const PAGE = { bytes: 16_384, ms: 5_000 };

/** Codes of errors that come again however often the request is sent. */
const LASTING_CODES =
	/^(?:ERR_FR_|ERR_INVALID_URL$|ERR_BAD_OPTION|ERR_UNESCAPED|UNSUPPORTED_PROTOCOL)/;

/** How a gateway passes on that the file behind its route is not to be had, with a status of its own. */
const PASSED_ON = /\bstatus(?: code)?:? ?(?:401|403|404|410)\b/i;

/** How a gateway says that a task has no video, in the words that it has for one that is not ready. */
const NO_VIDEO_EVER = /\bstatus:? ?(?:failure|failed|error|cancell?ed|expired)\b/i;

/** A refusal of the file route that means none of these is about the file: the task is completed and the key's own. */
const ABOUT_THE_FILE: ReadonlySet<FailureReason> = new Set([
	'modelUnavailable',
	'refusedInput',
	'taskUnknown',
	'supplierTrouble',
	'gatewayTrouble',
]);

/** Whether the words say that waiting does not help, whatever the status says. */
function isSettled({ reason, text = '' }: Failure): boolean {
	return reason === 'taskNotReady' ? NO_VIDEO_EVER.test(text) : PASSED_ON.test(text);
}

/** Reads a refusal: the gateway's own by its words, a file server's by its status alone. */
export async function statusFault(
	response: GatewayResponse,
	{ withKey, secret, now }: { withKey: boolean; secret: string; now: number },
	clock: TryClock,
): Promise<FileFault> {
	const body = await readPage(response.body, clock);
	const failure = readFileFailure({ ...response, body }, { secret, now });
	if (withKey) {
		const isPassing = isTransient(failure) && !isSettled(failure);
		const told = ABOUT_THE_FILE.has(failure.reason)
			? { ...failure, reason: 'fileRefused' as const }
			: failure;
		return new FileFault(isPassing ? 'passing' : 'lasting', told);
	}
	const { statusCode: status } = response;
	const isPassing = status >= 500 || status === 408 || status === 425 || status === 429;
	return fileFault(isPassing ? 'passing' : 'lasting', 'fileUnavailable', failure);
}

/** Reads an error of the network, before or in the middle of a file. */
export function networkFault(error: unknown, secret: string): FileFault {
	if (error instanceof FileFault) return error;
	const failure = readNetworkFailure(error, { secret });
	const { code = '', acceptance, text } = failure;
	if (isCertificateProblem(code)) {
		const words = "The certificate of the file's server could not be verified";
		return fileFault('lasting', 'fileUnavailable', {
			...failure,
			text: text === undefined ? words : `${words}: ${text}`,
		});
	}
	// n8n itself refuses addresses that its administrator has closed: nothing was sent, and no system says why.
	const isClosed = code === '' && acceptance === 'refused' && failure.status === undefined;
	const isLasting = isClosed || LASTING_CODES.test(code);
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
