import type { Answer } from '../answer.cts';
import type { FileFault } from '../faults/fault.cts';
import { encodeAnswer } from './encodeAnswer.cts';
import type { Exchange } from './exchange.cts';
import { sendFile } from './sendFile.cts';

/** Sends an answer; a fault of a file changes how a file is sent. */
export async function sendAnswer(
	exchange: Exchange,
	answer: Answer,
	fault?: FileFault,
): Promise<void> {
	if (exchange.response.destroyed) return;
	if (answer.kind === 'file') return await sendFile(exchange, answer, fault);
	const { status, headers, body } = encodeAnswer(answer);
	exchange.response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
}
