/** The body of an item as a scenario's parameters build it, without n8n's engine: pure rules. */
import {
	deepCopy,
	type IDataObject,
	type IExecuteSingleFunctions,
	type IHttpRequestOptions,
	type INodeParameters,
	type INodeProperties,
} from 'n8n-workflow';
import { atTheEnd, type PreSend } from '../../nodes/KlingVideo/parameters/inputCheck.ts';
import { modelFor } from '../../nodes/KlingVideo/parameters/model.ts';
import type { ItemTry } from '../../nodes/KlingVideo/run/itemTry.ts';
import { joinTry } from '../../nodes/KlingVideo/run/joinTry.ts';
import { InputError } from '../../nodes/KlingVideo/shared/inputError.ts';
import { scenarioNamed } from '../../nodes/KlingVideo/scenarios/index.ts';
import { fakeItem, type FakeFile } from '../media/fakeItem.cts';

/** What became of an item's parameters. */
export interface Built {
	body: IDataObject;
	/** What is wrong with them: message and advice. */
	refused?: [message: string, advice: string];
	warnings: string[];
	item: ItemTry;
}

/** What a test says beside the parameters. */
export interface Given {
	/** The files of the item. */
	files?: Record<string, FakeFile>;
	/** What the node holds, where it is an expression: shown as it is, evaluated to what `parameters` have. */
	held?: INodeParameters;
	/** What n8n makes of the parts of an expression. */
	evaluated?: Record<string, unknown>;
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}

/** The value at a dotted path, as n8n reads a parameter. */
export function valueOf(parameters: INodeParameters, path: string, fallback?: unknown): unknown {
	const found = path
		.split('.')
		.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), parameters);
	return found === undefined ? fallback : found;
}

/** The context of an item with these parameters, in a try of its own. */
export function contextOf(
	parameters: INodeParameters,
	{ files = {}, held, evaluated = {} }: Given = {},
): IExecuteSingleFunctions {
	const { context } = fakeItem({ files });
	return Object.assign(context, {
		getNodeParameter: (path: string, fallback?: unknown) => valueOf(parameters, path, fallback),
		getNode: () => ({
			name: 'Kling Video',
			type: 'n8n-nodes-kling-video.klingVideo',
			parameters: held ?? parameters,
		}),
		getItemIndex: () => 0,
		getExecuteData: () => ({ data: { main: [[{}]] }, node: {} }),
		getExecutionCancelSignal: () => undefined,
		evaluateExpression: (text: string) => evaluated[text],
	}) as unknown as IExecuteSingleFunctions;
}

/** Builds the body of an item. */
export async function build(
	scenarioName: string,
	parameters: INodeParameters,
	given: Given = {},
): Promise<Built> {
	const scenario = scenarioNamed(scenarioName);
	if (!scenario) throw new Error(`There is no scenario ${scenarioName}`);
	const all: INodeParameters = {
		model: { __rl: true, mode: 'list', value: 'auto' },
		...parameters,
	};
	const context = contextOf(all, given);
	const item = joinTry(context);
	const request: IHttpRequestOptions = { url: '', body: deepCopy(scenario.body ?? {}) };
	const isSet = ({ name }: INodeProperties) =>
		name in all || (isRecord(all.options) && name in all.options);
	const preSends = [
		...(scenario.check ? [atTheEnd(scenario.check)] : []),
		...[...scenario.fields, modelFor(scenario.models), ...scenario.options.filter(isSet)].flatMap(
			({ routing }) => (routing?.send?.preSend ?? []) as PreSend[],
		),
	];
	for (const preSend of preSends) await preSend.call(context, request);
	const body = request.body as IDataObject;
	let problem: unknown = item.problem;
	try {
		if (!item.problem) for (const check of item.finalChecks) await check(body);
	} catch (error) {
		problem = error;
	}
	if (problem !== undefined && !(problem instanceof InputError)) throw problem;
	return {
		body,
		...(problem !== undefined && {
			refused: [problem.message.replace(/^The value of /, ''), problem.description],
		}),
		warnings: item.warnings.map(({ message }) => message),
		item,
	};
}
