import type {
	IBinaryKeyData,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
} from 'n8n-workflow';

import { downloadVideo } from '../../download/downloadVideo';
import type { NodeTry } from '../../run/nodeTry';
import { ExecutionCancelled } from '../../run/tryClock';
import { GatewayClient } from '../../transport/gatewayClient';
import { endWithFailure } from './endWithFailure';
import { requestOrError } from './requestOf';
import { asJson, fromJson } from './storedTasks';
import { itemTryOf, roundOf } from './waitingItemTry';
import type { WaitingTask } from './waitingTask';

/** A download may take this long beyond the time-out of the wait, from its turn on, in milliseconds. */
const LEAST_DOWNLOAD_MS = 10 * 60_000;

/** A failed download does not make the task fail: the item has the task, and the error of the download. */
async function download(
	context: IExecuteFunctions,
	round: NodeTry,
	request: IHttpRequestOptions | Error,
	waiting: WaitingTask,
): Promise<INodeExecutionData> {
	const item = itemTryOf(round, waiting);
	const fetch = async (): Promise<IBinaryKeyData> => {
		const { task, download: wanted } = waiting;
		if (request instanceof Error) throw request;
		if (!task || !wanted) throw new Error('There is nothing to download');
		const client = new GatewayClient(context, item, request);
		const until = () =>
			client.clock.now() + Math.max(waiting.giveUpAt - Date.now(), LEAST_DOWNLOAD_MS);
		const video = await downloadVideo(client, task, wanted, until);
		waiting.facts = video.facts;
		return { [wanted.outputField]: video.binary };
	};
	const end = await fetch().then(
		(binary) => ({ binary }),
		(thrown: unknown) => ({ thrown }),
	);
	if ('binary' in end) return { json: asJson([waiting]), binary: end.binary };
	if (round.clock.cancelled) throw new ExecutionCancelled();
	endWithFailure(context.getNode(), item, waiting, end.thrown);
	return { json: asJson([waiting]) };
}

/** Downloads the video of each task that it is given: the work of the execution that `downloadFiles` starts. */
export async function downloadRound(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const tasks = this.getInputData().flatMap(({ json }) => fromJson(json));
	const round = roundOf(tasks, this.getExecutionCancelSignal());
	const request = await requestOrError(this);
	return [await Promise.all(tasks.map(async (task) => await download(this, round, request, task)))];
}
