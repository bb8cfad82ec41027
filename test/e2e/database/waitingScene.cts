import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { INode, INodeExecutionData, INodeParameters, IWorkflowSettings } from 'n8n-workflow';
import type { LocalGateway } from '../../../gateway/server.cts';
import { chainOfNodes, type Step } from '../chainOfNodes.cts';
import { withCredential } from '../../../dev/n8n/exampleWorkflow.cts';
import { eventually } from '../../../dev/n8n/eventually.cts';
import type { CredentialReference, N8nApi } from '../../../dev/n8n/n8nApi.cts';
import { itemsOf, type Execution } from '../../../dev/n8n/workflowJson.cts';
import type { ExecutionTable } from './executionTable.cts';

/** What one scene's workflow is made of. */
export interface SceneOptions {
	name: string;
	/** One item and one task each; `prompt` is sent, the rest is for expressions. */
	rows: INodeParameters[];
	credential: CredentialReference;
	/** Parameters of the Wait node over its own. */
	wait?: INodeParameters;
	/** The Wait node's On Error. */
	onError?: INode['onError'];
	settings?: IWorkflowSettings;
	/** Nodes behind the last one. */
	further?: Step[];
	/** Started by hand, not by its webhook. */
	byHand?: boolean;
}

/** A pair of executions: the one that waits and the child that checks in its place. */
export interface Pair {
	parent: string;
	child: string;
}

const NODE = { type: 'n8n-nodes-kling-video.klingVideo', typeVersion: 1 };

/** A stored workflow: rows, Submit, Wait in the database, and a node behind that pairs its items with the rows. */
export class Scene {
	private constructor(
		readonly name: string,
		readonly workflowId: string,
		private readonly path: string,
		private readonly api: N8nApi,
		private readonly table: ExecutionTable,
	) {}

	static async create(api: N8nApi, table: ExecutionTable, options: SceneOptions): Promise<Scene> {
		const { name, rows, credential, wait = {}, onError, settings, further = [], byHand } = options;
		const path = `${name.replace(/\W+/g, '-')}-${randomUUID()}`;
		const start: Step = byHand
			? { name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} }
			: {
					...{ name: 'Start', type: 'n8n-nodes-base.webhook', typeVersion: 2, webhookId: path },
					parameters: { path, httpMethod: 'POST', responseMode: 'onReceived', options: {} },
				};
		const list = JSON.stringify({ rows: rows.map((row, index) => ({ ...row, row: index })) });
		const steps: Step[] = [
			start,
			set('List', list),
			{
				...{ name: 'Rows', type: 'n8n-nodes-base.splitOut', typeVersion: 1 },
				parameters: { fieldToSplitOut: 'rows', options: {} },
			},
			{
				...{ name: 'Submit', ...NODE },
				parameters: {
					...{ operation: 'submit', scenario: 'textToVideo' },
					prompt: '={{ $json.prompt }}',
				},
			},
			{
				...{ name: 'Wait', ...NODE, ...(onError && { onError }) },
				parameters: { operation: 'wait', waitOptions: { waitIn: 'database' }, ...wait },
			},
			// The item as it came, with the row and the submission that n8n pairs it with.
			set(
				'After',
				"={{ { got: $json, row: $('Rows').item.json.row, submitted: $('Submit').item.json.task_id } }}",
			),
			...further,
		];
		const workflow = withCredential(chainOfNodes(name, steps), credential);
		const { id } = await api.createWorkflow({ ...workflow, settings });
		if (!byHand) await api.activate(id);
		return new Scene(name, id, path, api, table);
	}

	/** Starts the workflow once, without waiting for it. */
	async begin(): Promise<void> {
		await this.api.webhook(this.path);
	}

	/** Starts the workflow and waits until it waits. */
	async waits(seconds?: number): Promise<Pair> {
		await this.begin();
		return await this.pair(seconds);
	}

	/** The one execution and its child, once both wait. */
	async pair(seconds = 90): Promise<Pair> {
		return await eventually(
			`${this.name} waits`,
			async () => {
				const all = await this.api.executions(this.workflowId);
				const child = all.find(({ mode }) => mode === 'integrated');
				const parent = all.find(({ mode }) => mode !== 'integrated');
				if (!child || !parent || all.some(({ status }) => status !== 'waiting')) {
					throw new Error(JSON.stringify(all.map(({ mode, status }) => [mode, status])));
				}
				return { parent: parent.id, child: child.id };
			},
			seconds,
			500,
		);
	}

	/** Waits for one further check of a child. */
	async checksAgain(child: string): Promise<void> {
		const moment = async () => {
			const all = await this.api.executions(this.workflowId);
			return all.find(({ id }) => id === child)?.waitTill ?? undefined;
		};
		const before = await moment();
		await eventually(
			`${this.name} is checked again`,
			async () => {
				const now = await moment();
				return now === before ? undefined : now;
			},
			200,
			1000,
		);
	}

	/** The execution as it ended, which must be well. */
	async succeeded(id: string, seconds = 200): Promise<Execution> {
		const execution = await this.api.executionOver(id, seconds);
		assert.equal(execution.status, 'success', execution.data.resultData.error?.message);
		return execution;
	}

	/** How many executions of the workflow are in each status. */
	async statuses(): Promise<Record<string, number>> {
		const statuses: Record<string, number> = {};
		for (const { status } of await this.table.ofWorkflow(this.workflowId)) {
			statuses[status] = (statuses[status] ?? 0) + 1;
		}
		return statuses;
	}
}

function set(name: string, jsonOutput: string): Step {
	return {
		...{ name, type: 'n8n-nodes-base.set', typeVersion: 3.4 },
		parameters: { mode: 'raw', jsonOutput, options: {} },
	};
}

/** What the Wait node handed on: each row once, in order, with the task that was submitted for it. */
export function handedOn(execution: Execution, gateway: LocalGateway): INodeExecutionData[] {
	const submitted = itemsOf(execution, 'Submit').map(({ json }) => json.task_id);
	const after = itemsOf(execution, 'After').map(({ json }) => json);
	assert.deepEqual(
		after.map(({ row }) => row),
		submitted.map((_, row) => row),
	);
	assert.deepEqual(
		after.map((json) => json.submitted),
		submitted,
	);
	const waited = itemsOf(execution, 'Wait');
	assert.deepEqual(
		waited.map(({ json }) => json.task_id),
		submitted,
	);
	const known = new Set(gateway.tasks.map(({ id }) => id));
	for (const id of submitted) assert.ok(known.has(String(id)), `the gateway has no task ${id}`);
	return waited;
}
