import type { ServerResponse } from 'node:http';
import { setTimeout as realDelay } from 'node:timers/promises';
import type { Answer } from '../answer.cts';
import { encodeAnswer } from '../sending/encodeAnswer.cts';
import type { Exchange } from '../sending/exchange.cts';
import { sendAnswer } from '../sending/sendAnswer.cts';
import type { Fault } from './fault.cts';

/** Lets a request meet its fault. `answer` makes the real answer, and thereby accepts a task. */
export async function performFault(
	exchange: Exchange,
	fault: Fault,
	answer: () => Promise<Answer>,
): Promise<void> {
	const { response } = exchange;
	switch (fault.kind) {
		case 'answer':
			if (fault.accept) await answer();
			return await sendAnswer(exchange, fault.answer);
		case 'hang':
			if (fault.accept) await answer();
			return;
		case 'drop':
			return await drop(exchange, fault, answer);
		case 'hold':
			await fault.until.catch(() => {});
			if (fault.then) return await performFault(exchange, fault.then, answer);
			return await sendAnswer(exchange, await answer());
		case 'truncate': {
			const { status, headers, body } = encodeAnswer(withoutFile(await answer()));
			const cut = body.subarray(0, fault.bytes);
			response.writeHead(status, { ...headers, 'content-length': cut.length }).end(cut);
			return;
		}
		case 'drip': {
			const { status, headers, body } = encodeAnswer(withoutFile(await answer()));
			response.writeHead(status, { ...headers, 'content-length': body.length });
			return await drip(response, body, fault.bytes, fault.everyMs);
		}
		case 'file':
			return await sendAnswer(exchange, await answer(), fault);
	}
}

async function drop(
	{ response }: Exchange,
	fault: Extract<Fault, { kind: 'drop' }>,
	answer: () => Promise<Answer>,
): Promise<void> {
	if (fault.when === 'afterHeaders') {
		const real = await answer();
		const { status, headers, body } = encodeAnswer(withoutFile(real));
		response.writeHead(status, { ...headers, 'content-length': body.length });
		const half = body.subarray(0, Math.ceil(body.length / 2));
		await new Promise<void>((resolve) => response.write(half, () => resolve()));
	} else if (fault.accept) {
		await answer();
	}
	if (fault.reset) response.socket?.resetAndDestroy();
	else response.socket?.destroy();
}

async function drip(
	response: ServerResponse,
	body: Buffer,
	bytes: number,
	everyMs: number,
): Promise<void> {
	for (let at = 0; at < body.length && !response.destroyed; at += bytes) {
		response.write(body.subarray(at, at + bytes));
		await realDelay(everyMs);
	}
	response.end();
}

function withoutFile(answer: Answer): Exclude<Answer, { kind: 'file' }> {
	if (answer.kind !== 'file') return answer;
	const { file } = answer;
	const body = Buffer.concat([...file.read(0, file.size)]);
	return { kind: 'raw', status: 200, headers: { 'content-type': file.contentType }, body };
}
