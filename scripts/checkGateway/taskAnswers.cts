import type { Task } from '../../nodes/KlingVideo/shared/task.ts';
import { at, textOf } from '../../nodes/KlingVideo/shared/json.ts';
import { readAnswer } from '../../nodes/KlingVideo/transport/readAnswer.ts';
import { KIND_NAMES, kindOfTask, type SupplierKind } from './dialects.cts';
import { askOne, type Asked } from './freeQuestions.cts';
import type { GatewayUnderCheck } from './gatewayUnderCheck.cts';

/** What both status routes say of one task. */
export interface TaskAnswers {
	first: Asked;
	second: Asked;
	/** As the node reads the first one; undefined when it is no task. */
	task?: Task;
	/** Who makes the videos, where the second one gives it away. */
	kind?: SupplierKind;
}

/** Asks both status routes about a task, by the node's own reader. */
export async function askAboutTask(gateway: GatewayUnderCheck, id: string): Promise<TaskAnswers> {
	const path = encodeURIComponent(id);
	const get = async (question: string, route: string): Promise<Asked> =>
		await askOne(gateway, question, { method: 'GET', path: `${route}${path}` });
	const first = await get('The task', '/v1/videos/');
	const second = await get('The task on the second route', '/v1/video/generations/');
	const answer = readAnswer(
		{ statusCode: first.reply.status, headers: first.reply.headers, body: first.reply.text },
		{ taskId: id, secret: gateway.key, now: Date.now() },
	);
	return {
		first,
		second,
		task: answer.ok ? answer.value : undefined,
		kind: kindOfTask(second.answer.body),
	};
}

/** The same in words. */
export function taskLines(gateway: GatewayUnderCheck, about: TaskAnswers): string[] {
	const { task, kind, first, second } = about;
	const data = at(second.answer.body, 'data');
	const status = textOf(at(data, 'status'));
	const reason = textOf(at(data, 'fail_reason'));
	const opinion =
		status === undefined ? second.words : `${status}${reason ? `, ${gateway.clean(reason)}` : ''}`;
	return [
		`GET /v1/videos/{id}: ${task === undefined ? first.words : inWords(task)}`,
		`GET /v1/video/generations/{id}: ${opinion}`,
		kind === undefined ? 'Who makes the video is not told.' : `Its videos: ${KIND_NAMES[kind]}.`,
	];
}

function inWords({ status, progress, error }: Task): string {
	const done = progress === undefined ? '' : `, ${progress} %`;
	return `${status}${done}${error === undefined ? '' : `, ${error.message}`}`;
}
