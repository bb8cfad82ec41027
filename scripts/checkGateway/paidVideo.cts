import { warningsOf } from '../../nodes/KlingVideo/output/warnings.ts';
import { isDone, type Task } from '../../nodes/KlingVideo/shared/task.ts';
import { readAnswer } from '../../nodes/KlingVideo/transport/readAnswer.ts';
import type { SupplierKind } from './dialects.cts';
import { askOne } from './freeQuestions.cts';
import type { GatewayUnderCheck } from './gatewayUnderCheck.cts';
import { readCredit } from './keyCredit.cts';
import type { PaidOrder } from './paidOrder.cts';
import { askAboutTask, taskLines } from './taskAnswers.cts';
import { fetchVideo, type FetchedVideo } from './videoOf.cts';

/** How often the task is asked about: gateways ask their supplier every 15 seconds. */
const POLL_SECONDS = 15;

/** What is needed to make the one video. */
export interface PaidWish {
	order: PaidOrder;
	/** How long to wait for it. */
	minutes: number;
	/** Waits; the tests wait by their own clock. */
	pause: (seconds: number) => Promise<void>;
	/** Called with the task's id as soon as there is one: it must not be lost when the program is stopped. */
	onTask: (id: string) => void;
}

/** What came of it. */
export interface PaidResult {
	lines: string[];
	kind?: SupplierKind;
}

/** Makes one video, which costs money, and tells what of the order was dropped. The order is sent once, whatever comes. */
export async function makePaidVideo(
	gateway: GatewayUnderCheck,
	{ order, minutes, pause, onTask }: PaidWish,
): Promise<PaidResult> {
	const before = await creditUsed(gateway);
	const sent = await askOne(gateway, 'The order', {
		method: 'POST',
		path: '/v1/videos',
		body: order.body,
	});
	const answer = readAnswer(
		{ statusCode: sent.reply.status, headers: sent.reply.headers, body: sent.reply.text },
		{ submitted: true, secret: gateway.key, now: Date.now() },
	);
	if (!answer.ok) {
		return {
			lines: [
				`Not accepted: ${sent.words}`,
				answer.failure.acceptance === 'refused'
					? 'The node would say: no task was made.'
					: 'The node would say: it is not known whether a task was made. Look into the task log of the gateway.',
			],
		};
	}
	const { id } = answer.value;
	onTask(id);
	const task = await waitFor(gateway, answer.value, minutes, pause);
	const about = await askAboutTask(gateway, id);
	const video = task.status === 'completed' ? await fetchVideo(gateway, task) : undefined;
	const after = await creditUsed(gateway);
	return {
		kind: about.kind,
		lines: [
			`Task: ${id}`,
			...taskLines(gateway, about),
			...videoLines(order, task, video),
			before === undefined || after === undefined
				? 'What was paid is not told to the key.'
				: `The key paid ${after - before} units meanwhile.`,
		],
	};
}

async function creditUsed(gateway: GatewayUnderCheck): Promise<number | undefined> {
	const asked = await askOne(gateway, '', { method: 'GET', path: '/api/usage/token/' });
	return readCredit(asked.answer.body)?.used;
}

async function waitFor(
	gateway: GatewayUnderCheck,
	submitted: Task,
	minutes: number,
	pause: (seconds: number) => Promise<void>,
): Promise<Task> {
	let task = submitted;
	const polls = Math.ceil((minutes * 60) / POLL_SECONDS);
	for (let poll = 0; poll < polls && !isDone(task); poll++) {
		await pause(POLL_SECONDS);
		task = (await askAboutTask(gateway, submitted.id)).task ?? task;
	}
	return task;
}

function videoLines(
	{ asked }: PaidOrder,
	task: Task,
	video: FetchedVideo | string | undefined,
): string[] {
	if (video === undefined) {
		return [isDone(task) ? 'There is no video.' : 'There is no video yet: the task goes on.'];
	}
	if (typeof video === 'string') return [`The video could not be fetched: ${video}`];
	const { facts, bytes, from } = video;
	const { seconds, width, height } = facts;
	const length = seconds === undefined ? 'of unknown length' : `${seconds.toFixed(1)} seconds`;
	const sides = width === undefined ? 'shape unknown' : `${width} × ${height ?? '?'} pixels`;
	const source = from === 'link' ? 'by its link' : 'through the gateway (/content)';
	const differences = warningsOf(asked, facts).map(({ message }) => `Dropped: ${message}.`);
	const isKnown = seconds !== undefined && width !== undefined;
	const asAsked = isKnown
		? 'Length, shape and resolution are as asked.'
		: 'The rest cannot be told.';
	return [
		`Video: ${length}, ${sides}, ${bytes} bytes ${source}`,
		...(differences.length === 0 || !isKnown ? [...differences, asAsked] : differences),
	];
}
