import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	deepCopy,
	type ExecuteWorkflowData,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IRun,
	type IRunExecutionData,
	type IWorkflowBase,
	type RelatedExecution,
} from 'n8n-workflow';
import { additionalDataOf } from '../../dev/engine/additionalData.cts';
import { NODE_TYPE, type RunOptions } from '../../dev/engine/engine.cts';
import type { GatewayOfTests } from '../support/localGateway.cts';
import { NodeTypeRegistry } from '../../dev/engine/nodeTypes.cts';
import { nodeTypeOf } from '../../dev/engine/runOptions.cts';
import { fromStored, toStored } from '../../dev/engine/storedRunData.cts';

type CallWorkflow = NonNullable<RunOptions['executeWorkflow']>;

/** A workflow that a node called. */
export interface Call {
	workflow: IWorkflowBase;
	/** The execution that the call is a part of. */
	parentExecution: RelatedExecution | undefined;
}

/** How long a wait that was played to its end took, and what came of it. */
export interface Played {
	/** The items that the waiting node hands on. */
	items: INodeExecutionData[];
	/** Seconds between the checks. */
	pauses: number[];
}

/**
 * Stands in for n8n where a node calls its child: the child's workflow runs in the real engine, and is stored and loaded
 * in n8n's own format at every pause. The pauses are played by `toTheEnd`, in virtual time.
 */
export class DatabaseChild {
	/** The workflows that were called, in order, and with what. */
	readonly calls: Call[] = [];
	/** What n8n has in its database of the child, at each pause. */
	readonly stored: string[] = [];
	/** Of the child; to be changed between two checks. */
	credentials: ICredentialDataDecryptedObject;
	/** The name of a workflow that n8n cannot run. */
	broken: string | undefined;
	/** Stops what was started last amid its work, as a person does. */
	stop: () => void = () => {};
	/** The output of the execution that ended last, whether well or not. */
	lastItems: INodeExecutionData[] = [];
	private readonly ended = new Map<string, INodeExecutionData[]>();
	private workflow: IWorkflowBase | undefined;
	private waitTill: Date | undefined;

	constructor({ server }: GatewayOfTests) {
		this.credentials = { apiKey: server.key, baseUrl: server.url };
	}

	/** The names of the workflows that were called, in order, without the number of the execution. */
	get called(): string[] {
		return this.calls.map(({ workflow }) => workflow.name.replace(/ for execution .*/, ''));
	}

	/** For `RunOptions`: the child up to its first pause, or the download that a check asks for. */
	readonly executeWorkflow: CallWorkflow = async ({ code }, _additionalData, options) => {
		if (!code) throw new Error('The node called no workflow');
		this.calls.push({ workflow: code, parentExecution: options.parentExecution });
		if (code.name === this.broken) throw new Error('The database is locked');
		return await this.begin(code, options.inputData ?? []);
	};

	/** Runs a called workflow to its end or to its first pause. */
	async begin(workflow: IWorkflowBase, items: INodeExecutionData[]): Promise<ExecuteWorkflowData> {
		const [start] = workflow.nodes;
		if (!start) throw new Error('The workflow has no start');
		const input = { node: start, data: { main: [items] }, source: null };
		const data = createRunExecutionData({ executionData: { nodeExecutionStack: [input] } });
		const { waitTill, ...run } = await this.run(workflow, data);
		return {
			executionId: workflow.name,
			data: [lastOutput(run.data)],
			...(waitTill && { waitTill }),
		};
	}

	/** What n8n 2.41 hands on if the child crashes in its last check: the output that it stored last. */
	get beforeTheEnd(): INodeExecutionData[] {
		return lastOutput(fromStored(this.stored.at(-1) ?? ''));
	}

	/** The output of the last execution of a called workflow, whether it ended well or not. */
	lastItemsOf(name: string): INodeExecutionData[] | undefined {
		return this.ended.get(name);
	}

	/** Plays pauses and checks until the child ends. @param between called before each further check */
	async toTheEnd(between: (check: number) => void = () => {}): Promise<Played> {
		const pauses: number[] = [];
		for (let check = 2; ; check += 1) {
			const { workflow, waitTill } = this;
			if (!workflow || !waitTill) throw new Error('The child does not wait');
			const pauseMs = waitTill.getTime() - Date.now();
			pauses.push(Math.round(pauseMs / 1000));
			await new Promise((resolve) => setTimeout(resolve, pauseMs));
			between(check);
			const run = await this.run(workflow, fromStored(this.stored.at(-1) ?? ''));
			if (!run.waitTill) return { items: lastOutput(run.data), pauses };
		}
	}

	/** Runs a workflow to its end or to its next pause. */
	private async run(base: IWorkflowBase, data: IRunExecutionData): Promise<IRun> {
		const workflow = deepCopy(base);
		const { credentials } = this;
		const hooks = new ExecutionLifecycleHooks('integrated', workflow.name, workflow);
		const execute = new WorkflowExecute(
			{
				...additionalDataOf({ credentials }, workflow, workflow.name, hooks),
				executeWorkflow: this.executeWorkflow,
			},
			'integrated',
			data,
		);
		const { nodes, connections, settings } = workflow;
		const more = { active: false, nodeTypes: nodeTypes(), settings };
		const running = execute.processRunExecutionData(
			new Workflow({ id: 'child', nodes, connections, ...more }),
		);
		this.stop = () => running.cancel();
		const run = await running;
		this.lastItems = lastOutput(run.data);
		this.ended.set(base.name, this.lastItems);
		const { error } = run.data.resultData;
		if (error) throw new Error(`The child failed: ${error.message}`);
		if (run.waitTill) {
			this.workflow = base;
			this.waitTill = run.waitTill;
			this.stored.push(toStored(run.data));
		}
		return run;
	}
}

/** What n8n takes for the output of an execution. */
function lastOutput({ resultData }: IRunExecutionData): INodeExecutionData[] {
	const { lastNodeExecuted = '', runData } = resultData;
	return runData[lastNodeExecuted]?.at(-1)?.data?.main?.[0] ?? [];
}

function nodeTypes(): NodeTypeRegistry {
	const registry = new NodeTypeRegistry();
	registry.add('n8n-nodes-base.executeWorkflowTrigger', passing([]));
	registry.add('n8n-nodes-base.noOp', passing(['main']));
	registry.add('n8n-nodes-base.stickyNote', passing(['main']));
	registry.add('n8n-nodes-base.if', IF);
	registry.add(NODE_TYPE, nodeTypeOf({}));
	return registry;
}

const PLAIN: INodeTypeDescription = {
	...{ name: 'plain', displayName: 'Plain', group: ['transform'], version: [1, 1.1, 2.2] },
	...{ description: '', defaults: {}, inputs: ['main'], outputs: ['main'], properties: [] },
};

function passing(inputs: Array<'main'>): INodeType {
	return {
		description: { ...PLAIN, inputs },
		async execute(this: IExecuteFunctions) {
			return [this.getInputData()];
		},
	};
}

/** n8n's If for the one condition that the child has: whether an expression is true. */
const IF: INodeType = {
	description: {
		...PLAIN,
		outputs: ['main', 'main'],
		properties: [{ displayName: 'Conditions', name: 'conditions', type: 'json', default: {} }],
	},
	async execute(this: IExecuteFunctions) {
		const branches: INodeExecutionData[][] = [[], []];
		this.getInputData().forEach((item, index) => {
			const isTrue = this.getNodeParameter('conditions.conditions[0].leftValue', index) === true;
			branches[isTrue ? 0 : 1]?.push(item);
		});
		return branches;
	},
};
