import type { FastifyRequest } from 'fastify';
import type { Answer, RawAnswer } from '../answer.cts';
import { assetFile, isAssetName } from '../files/assets.cts';
import { resultOf } from '../files/resultFile.cts';
import { isJsonObject } from '../json.cts';
import type { RequestEntry } from '../requestLog.cts';
import type { GatewayState } from '../state.cts';
import type { Origin } from './origin.cts';

/** Adds the result origin's routes: the results behind their signed links, and media for inputs. */
export function addResultRoutes(origin: Origin, state: GatewayState): void {
	origin.route('GET', '/results/:id.mp4', 'result', (request, entry) =>
		result(state, request, entry),
	);
	origin.route('GET', '/assets/:name', 'asset', asset);
}

function result(state: GatewayState, { query }: FastifyRequest, { taskId }: RequestEntry): Answer {
	const task = state.store.find(taskId ?? '');
	const view = task && state.viewOf(task);
	if (!task || view?.status !== 'completed' || view.endedAt === undefined) {
		return storageError(404, 'NoSuchKey', 'The specified key does not exist.');
	}
	const sign = isJsonObject(query) ? query.sign : undefined;
	if (sign !== task.signature) {
		return storageError(403, 'SignatureDoesNotMatch', 'The signature does not match.');
	}
	if (state.clock.now() > view.endedAt + task.plan.resultValidSeconds * 1000) {
		return storageError(403, 'AccessDenied', 'Request has expired');
	}
	const file = resultOf(task);
	return { kind: 'file', file, ranges: state.settings.resultRanges };
}

function asset({ params }: FastifyRequest): Answer {
	const name = isJsonObject(params) && typeof params.name === 'string' ? params.name : '';
	if (!isAssetName(name))
		return storageError(404, 'NoSuchKey', 'The specified key does not exist.');
	return { kind: 'file', file: assetFile(name), ranges: true };
}

/** An error as object storage words it. */
export function storageError(status: number, code: string, message: string): RawAnswer {
	return {
		kind: 'raw',
		status,
		headers: { 'content-type': 'application/xml' },
		body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
	};
}
