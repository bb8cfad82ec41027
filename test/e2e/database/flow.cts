import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { AxiosResponse } from 'axios';
import type { INode, INodeParameters, IWorkflowSettings } from 'n8n-workflow';
import type { PartialPlan } from '../../../gateway/server.cts';
import { eventually } from '../../../dev/n8n/eventually.cts';
import { withCredential } from '../../../dev/n8n/exampleWorkflow.cts';
import type { Execution, ExecutionSummary, WorkflowJson } from '../../../dev/n8n/workflowJson.cts';
import type { Step } from '../chainOfNodes.cts';
import type { Stage } from './stage.cts';

/** From a node to another: `[from, to]`, with the output and the input where they are not the first. */
export type Link = [from: string, to: string, output?: number, input?: number];

/** A workflow of any shape that begins with `Rows`: one item for each plan, whose `prompt` is to be sent. */
export interface FlowOptions {
	plans: PartialPlan[];
	/** What comes behind `Rows`. */
	steps: Step[];
	links: Link[];
	settings?: IWorkflowSettings;
	/** The webhook's response mode. */
	responseMode?: 'onReceived' | 'lastNode' | 'responseNode';
	/** Called by another workflow, not by its webhook. */
	isCalled?: boolean;
	/** The workflow that this one calls: its executions count with those of this one. */
	calls?: Flow;
	/** How many executions wait at first; an execution and its child unless said otherwise. */
	waitAtFirst?: number;
}

/** The time-out of the waits, in minutes: under the limit that n8n has for all workflows. */
export const TIMEOUT = 15;

const NODE = { type: 'n8n-nodes-kling-video.klingVideo', typeVersion: 1 };

/** A Kling Video node that submits the prompt of its item. */
export function submit(name = 'Submit'): Step {
	const prompt = "={{ $('Rows').item.json.prompt }}";
	return { name, ...NODE, parameters: { operation: 'submit', scenario: 'textToVideo', prompt } };
}

/** A Kling Video node that waits in the database. */
export function wait(
	name = 'Wait',
	parameters: INodeParameters = {},
	more: Partial<INode> = {},
): Step {
	const waitOptions = { waitIn: 'database', timeout: TIMEOUT };
	return { name, ...NODE, ...more, parameters: { operation: 'wait', waitOptions, ...parameters } };
}

/** A Kling Video node that does all: it submits, waits in the database and downloads. */
export function generate(parameters: INodeParameters = {}): Step {
	return {
		...{ name: 'Generate', ...NODE },
		parameters: {
			...{ operation: 'generate', scenario: 'textToVideo', prompt: '={{ $json.prompt }}' },
			waitOptions: { waitIn: 'database', timeout: TIMEOUT },
			...parameters,
		},
	};
}

/** Any other node of n8n. */
export function step(
	name: string,
	type: string,
	typeVersion: number,
	parameters: INodeParameters = {},
): Step {
	return { name, type: `n8n-nodes-base.${type}`, typeVersion, parameters };
}

/** A stored workflow, and what became of its executions. */
export class Flow {
	/** What the caller of the webhook got, once the flow was put to wait. */
	answer: Promise<PromiseSettledResult<AxiosResponse<unknown>>> | undefined;

	private constructor(
		private readonly stage: Stage,
		readonly name: string,
		/** Its own, then that of the workflow that it calls. */
		readonly workflowIds: readonly string[],
		private readonly path: string,
		private readonly waitAtFirst: number,
	) {}

	get workflowId(): string {
		return this.workflowIds[0] ?? '';
	}

	static async create(stage: Stage, name: string, options: FlowOptions): Promise<Flow> {
		const { plans, steps, links, settings, responseMode = 'onReceived', isCalled } = options;
		const { calls, waitAtFirst = 2 } = options;
		const { api } = stage.n8n;
		const path = `${name.replace(/\W+/g, '-')}-${randomUUID()}`;
		const rows = stage.rows(name, plans);
		const start: Step = isCalled
			? step('Start', 'executeWorkflowTrigger', 1.1, { inputSource: 'passthrough' })
			: {
					...step('Start', 'webhook', 2, { path, httpMethod: 'POST', responseMode, options: {} }),
					webhookId: path,
				};
		const head = [
			start,
			step('List', 'set', 3.4, { mode: 'raw', jsonOutput: JSON.stringify({ rows }), options: {} }),
			step('Rows', 'splitOut', 1, { fieldToSplitOut: 'rows', options: {} }),
		];
		const workflow = withCredential(
			linked(name, [...head, ...steps], [['Start', 'List'], ['List', 'Rows'], ...links]),
			stage.credential,
		);
		const { id } = await api.createWorkflow({ ...workflow, settings });
		await api.activate(id);
		return new Flow(stage, name, [id, ...(calls?.workflowIds ?? [])], path, waitAtFirst);
	}

	/** Calls the webhook. */
	async begin(): Promise<AxiosResponse<unknown>> {
		return await this.stage.n8n.api.webhook(this.path);
	}

	/** Calls the webhook and waits until its execution waits, with all that belongs to it. The execution's ID. */
	async waiting(seconds = 180): Promise<string> {
		this.answer = Promise.allSettled([this.begin()]).then(([end]) => end);
		return await eventually(
			`${this.name} waits`,
			async () => {
				const all = await this.executions();
				const parent = all.find(({ mode }) => mode !== 'integrated');
				const open = all.filter(({ status }) => status === 'waiting');
				if (parent?.status === 'waiting' && open.length === this.waitAtFirst) return parent.id;
				throw new Error(JSON.stringify(all.map(({ mode, status }) => [mode, status])));
			},
			seconds,
			500,
		);
	}

	/** The execution that the webhook started, once it is over. */
	async over(seconds = 400): Promise<Execution> {
		const all = await this.executions();
		const first = all.filter(({ mode }) => mode !== 'integrated').at(-1);
		assert.ok(first, `${this.name} was not started`);
		return await this.stage.n8n.api.executionOver(first.id, seconds);
	}

	/** The same; it must have ended well. */
	async succeeded(seconds?: number): Promise<Execution> {
		const execution = await this.over(seconds);
		assert.equal(execution.status, 'success', execution.data.resultData.error?.message);
		return execution;
	}

	/** How many executions of the workflow have which mode and status: e.g. `{ 'webhook success': 1 }`. */
	async statuses(): Promise<Record<string, number>> {
		const counts: Record<string, number> = {};
		for (const { mode, status } of await this.executions())
			counts[`${mode} ${status}`] = (counts[`${mode} ${status}`] ?? 0) + 1;
		return counts;
	}

	private async executions(): Promise<ExecutionSummary[]> {
		const { api } = this.stage.n8n;
		const all = this.workflowIds.map(async (id) => await api.executions(id));
		return (await Promise.all(all)).flat();
	}
}

function linked(name: string, steps: Step[], links: Link[]): WorkflowJson {
	const nodes = steps.map((one, index): INode => {
		const id = `00000000-0000-4000-8000-0000000000${String(index).padStart(2, '0')}`;
		return { id, position: [index * 220, 0], ...one };
	});
	const connections: WorkflowJson['connections'] = {};
	for (const [from, to, output = 0, input = 0] of links) {
		const outputs = (connections[from] ??= { main: [] }).main ?? [];
		while (outputs.length <= output) outputs.push([]);
		outputs[output]?.push({ node: to, type: 'main', index: input });
	}
	return { name, nodes, connections };
}
