import type { INodeExecutionData } from 'n8n-workflow';
import type { LocalGateway } from '../../../gateway/server.cts';
import type { RunResult } from '../../../dev/engine/engine.cts';
import { STRUCK, type MatrixCase } from './cases.cts';
import type { Ending, Expectation } from './expected.cts';
import { isObject, submissionsOf, tasksOf } from './gatewayFacts.cts';
import type { Played } from './play.cts';

/** What one case adds to the totals, and everything that was not as it should be. */
export interface Verdict {
	asked: number;
	accepted: number;
	/** Ids of accepted tasks that the node was told and that are in no outcome. */
	lostIds: number;
	/** Places in which (a part of) the key was found. */
	leakedKeys: number;
	problems: string[];
}

/** Holds what happened against what should have. */
export function judge(
	gateway: LocalGateway,
	matrixCase: MatrixCase,
	expected: Expectation,
	played: Played,
): Verdict {
	const last = played.retried ?? played.first;
	const lastEnding = played.retried ? expected.retried : expected.first;
	const lost = lostIds(gateway, matrixCase, lastEnding ?? expected.first, last, played);
	const leaks = [
		...leaksIn(gateway, played.first, 'first execution'),
		...(played.retried ? leaksIn(gateway, played.retried, 'retried execution') : []),
		...gateway.leaks.map(({ url }) => `the result origin got the key: ${url}`),
	];
	const problems = [
		...differences('accepted tasks', gateway.tasks.length, expected.accepted),
		...differences('submissions', submissionsOf(gateway, STRUCK), expected.struckSubmissions),
		...differences('a retried execution', !!played.retried, !!expected.retried),
		...endingProblems(gateway, matrixCase, expected.first, played.first).map(
			(text) => `first: ${text}`,
		),
		...(played.retried && expected.retried
			? endingProblems(gateway, matrixCase, expected.retried, played.retried)
			: []
		).map((text) => `retried: ${text}`),
		...lost.map((id) => `lost: ${id}`),
		...leaks,
		...differences('timers left', played.timersLeft, 0),
	];
	return {
		asked: expected.asked,
		accepted: gateway.tasks.length,
		lostIds: lost.length,
		leakedKeys: leaks.length,
		problems,
	};
}

function differences(what: string, seen: unknown, expected: unknown): string[] {
	const isWithin =
		typeof seen === 'number' && isObject(expected)
			? seen >= Number(expected.least) && seen <= Number(expected.most)
			: seen === expected;
	return isWithin
		? []
		: [
				`${what}: ${String(seen)} instead of ${isObject(expected) ? JSON.stringify(expected) : String(expected)}`,
			];
}

function endingProblems(
	gateway: LocalGateway,
	matrixCase: MatrixCase,
	ending: Ending,
	result: RunResult,
): string[] {
	return ending.failsWith === undefined
		? [
				...successProblems(matrixCase, ending, result),
				...idProblems(gateway, matrixCase, ending, result),
			]
		: failureProblems(matrixCase, ending, result);
}

/** Only `reason`, and that a failed node names its item. */
function failureProblems({ mode }: MatrixCase, ending: Ending, result: RunResult): string[] {
	const { error } = result;
	if (!error) return ['the execution did not fail'];
	const itemNamed = mode.items.length === 1 || /\[item \d\]/.test(error.message);
	return [
		...differences('reason', reasonOf(result), ending.failsWith),
		...(itemNamed ? [] : [`no item in: ${error.message}`]),
		...(error.description ? [] : ['no description']),
	];
}

function reasonOf({ run }: RunResult): unknown {
	const { error } = run.data.resultData;
	const context: unknown = error === undefined ? undefined : Reflect.get(error, 'context');
	return isObject(context) ? context.reason : undefined;
}

function successProblems(matrixCase: MatrixCase, ending: Ending, result: RunResult): string[] {
	const { mode } = matrixCase;
	if (result.error) return [`the execution failed: ${result.error.message}`];
	const byErrorOutput = mode.settings.onError === 'continueErrorOutput';
	const [main = [], error = []] = result.outputs;
	const failed = (name: string) => ending.errorItems.includes(name);
	const onMain = mode.items.filter((name) => !byErrorOutput || !failed(name));
	const onError = mode.items.filter((name) => byErrorOutput && failed(name));
	return [
		...differences('items', namesOf(mode.items, main), onMain.join()),
		...differences('items of the error output', namesOf(mode.items, error), onError.join()),
		...differences(
			'sources',
			result.received.main.map(({ source }) => source?.name).join(),
			onMain.join(),
		),
		...differences(
			'error sources',
			result.received.error.map(({ source }) => source?.name).join(),
			onError.join(),
		),
		...[...main, ...error].flatMap((item) => itemProblems(mode.items, item, failed)),
	];
}

/** An item holds its task's id in `task_id`, one with an error too: a workflow cannot read it off a message. */
function idProblems(
	gateway: LocalGateway,
	{ mode }: MatrixCase,
	{ withId }: Ending,
	{ outputs }: RunResult,
): string[] {
	return outputs.flat().flatMap((item) => {
		const name = nameOf(mode.items, item);
		const expected = withId.includes(name) ? tasksOf(gateway, name).at(-1)?.id : undefined;
		return differences(`task_id of item ${name}`, item.json.task_id, expected);
	});
}

function nameOf(names: string[], { pairedItem }: INodeExecutionData): string {
	const index = isObject(pairedItem) ? pairedItem.item : undefined;
	return typeof index === 'number' ? (names[index] ?? '?') : '?';
}

function namesOf(names: string[], items: INodeExecutionData[]): string {
	return items.map((item) => nameOf(names, item)).join();
}

function itemProblems(
	names: string[],
	item: INodeExecutionData,
	failed: (name: string) => boolean,
): string[] {
	const name = nameOf(names, item);
	const { error, status } = item.json;
	const isFailedTask = status === 'failed' || status === 'cancelled';
	if (!failed(name))
		return error === undefined || isFailedTask ? [] : [`item ${name} has an error`];
	const message = isObject(error) ? error.message : undefined;
	return typeof message === 'string' && message !== '' ? [] : [`item ${name} has no error message`];
}

/** Everything that a user gets to see of an execution. */
function outcomeOf(result: RunResult): string {
	if (result.error) return `${result.error.message}\n${result.error.description ?? ''}`;
	return JSON.stringify(result.outputs.map((items) => items.map(({ json }) => json)));
}

/**
 * The accepted tasks that the node was told of and that the user is not. A task whose answer got lost has to be announced
 * as possible; one that ended badly and was submitted anew has to be in the log.
 */
function lostIds(
	gateway: LocalGateway,
	{ fault, target, mode }: MatrixCase,
	ending: Ending,
	result: RunResult,
	played: Played,
): string[] {
	const shown = outcomeOf(result);
	const logged = JSON.stringify([played.first.log, played.retried?.log]);
	const hides = target.struck === 'submit' && fault.submit?.means === 'hidden';
	const isAnnounced = JSON.stringify([played.first.outputs, played.first.error?.text]).includes(
		'It is not known whether the gateway accepted the task',
	);
	return mode.items.flatMap((name) => {
		const tasks = tasksOf(gateway, name);
		const toldOf = hides && name === STRUCK ? tasks.slice(1) : tasks;
		const last = toldOf.at(-1);
		const missing = toldOf
			.filter((task) => !shown.includes(task.id) && (task === last || !logged.includes(task.id)))
			.map(({ id }) => id);
		if (hides && name === STRUCK && !isAnnounced) missing.push(`${name}, not announced`);
		if (ending.withId.includes(name) && last === undefined) missing.push(`${name}, without a task`);
		return missing;
	});
}

/** Shorter parts of the key may be there by chance. */
const PART = 8;

function leaksIn(gateway: LocalGateway, result: RunResult, where: string): string[] {
	const bare = gateway.key.replace(/^sk-/, '');
	const parts = Array.from({ length: bare.length - PART + 1 }, (_, at) =>
		bare.slice(at, at + PART),
	);
	const places = {
		'the error': result.error?.text ?? '',
		'the output': JSON.stringify(result.outputs),
		'the log': JSON.stringify(result.log),
		'the stored execution': result.stored,
		"the node's context": JSON.stringify(result.context),
	};
	return Object.entries(places)
		.filter(([, text]) => parts.some((part) => text.includes(part)))
		.map(([place]) => `the key is in ${place} of the ${where}`);
}
