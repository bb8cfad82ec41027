import './engineProcess.cts';
import './engineEnd.cts';
import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	deepCopy,
	Workflow,
	type ExecutionStatus,
	type IDataObject,
	type INodeExecutionData,
	type IRun,
	type IRunData,
	type IRunExecutionData,
	type ITaskData,
	type IWorkflowBase,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { additionalDataOf } from './additionalData.cts';
import { linesSince, logPosition, type LogLine } from './logCapture.cts';
import type { RunOptions } from './runOptions.cts';
import { fromStored, textOf, toStored } from './storedRunData.cts';
import { buildWorkflow, NODE_NAME, NODE_TYPE, registryOf, type Received } from './testWorkflow.cts';

export type { ItemInput, ReceivedItem } from './nodeTypes.cts';
export type { NodeSettings, RunOptions, SavedWorkflow } from './runOptions.cts';
export { NODE_NAME, NODE_TYPE } from './testWorkflow.cts';

/** The error that ended an execution, as n8n shows and stores it. */
export interface RunError {
	name: string;
	message: string;
	description: string | undefined;
	/** Every property of the error, nested ones too, as JSON: for searches. */
	text: string;
}

/** An execution that ended. */
export interface RunResult {
	executionId: string;
	/** The status that n8n stores; `run.status` is "error" when the node threw after a Stop. */
	status: ExecutionStatus;
	/** The items of the node's last run, by output. */
	outputs: INodeExecutionData[][];
	/** The items of every run of the node, by run and output. */
	runs: INodeExecutionData[][][];
	/** The lines that n8n shows above the output of the node's last run. */
	hints: string[];
	/** What the nodes after the main and the error output received, over all runs. */
	received: Received;
	error: RunError | undefined;
	/**
	 * The run data as n8n stores it in its database (text of the `flatted` format): that of the end, or of
	 * the moment of a Stop.
	 */
	stored: string;
	/** What n8n's logger was given during the execution, at every level. */
	log: LogLine[];
	/** What the node keeps under `getContext('node')`. */
	context: IDataObject;
	/** The engine's own record. */
	run: IRun;
	/** The workflow that was run and the options it came from. */
	workflow: IWorkflowBase;
	options: RunOptions;
}

/** An execution under way. */
export interface RunningExecution {
	executionId: string;
	/** Stops the execution as n8n does: aborts the cancel signal; `result` still resolves. */
	cancel(): void;
	result: Promise<RunResult>;
}

let lastExecutionId = 1000;

/** Starts the workflow of `options` and returns at once. */
export function startWorkflow(options: RunOptions): RunningExecution {
	const workflow = buildWorkflow(options);
	const start = workflow.nodes[0];
	if (start === undefined) throw new Error('The workflow has no start');
	const data = createRunExecutionData({
		executionData: {
			nodeExecutionStack: [{ node: start, data: { main: [[{ json: {} }]] }, source: null }],
		},
	});
	return execute(options, workflow, data, options.mode ?? 'manual');
}

/** Runs the workflow of `options` to its end. A failed execution resolves too: see `error`. */
export async function runWorkflow(options: RunOptions): Promise<RunResult> {
	return await startWorkflow(options).result;
}

/** What a person may have changed before pressing Retry. */
export type RetryChanges = Partial<
	Pick<
		RunOptions,
		'parameters' | 'settings' | 'credentials' | 'executionId' | 'signal' | 'executeWorkflow'
	>
>;

/**
 * Starts a failed execution again, as Retry in n8n's Executions list does: the stored run data is read
 * back, the failed run is taken off, and the engine goes on with the failed node under a new execution id
 * in mode "retry". With changed parameters or settings it is "Retry with currently saved workflow".
 * @throws when the execution succeeded
 */
export function startRetry(failed: RunResult, changes: RetryChanges = {}): RunningExecution {
	if (failed.run.finished === true)
		throw new Error('The execution succeeded, so it cannot be retried.');
	const options: RunOptions = {
		...failed.options,
		executionId: undefined,
		signal: undefined,
		...changes,
	};
	const data = fromStored(failed.stored);
	const { lastNodeExecuted, runData } = data.resultData;
	if (lastNodeExecuted) {
		delete data.resultData.error;
		const tasks = runData[lastNodeExecuted];
		if (tasks?.at(-1)?.error !== undefined) tasks.pop();
	}
	const isChanged = changes.parameters !== undefined || changes.settings !== undefined;
	const workflow = isChanged ? buildWorkflow(options) : deepCopy(failed.workflow);
	if (isChanged) {
		for (const entry of data.executionData?.nodeExecutionStack ?? []) {
			entry.node = workflow.nodes.find(({ name }) => name === entry.node.name) ?? entry.node;
		}
	}
	return execute(options, workflow, data, 'retry', failed.executionId);
}

/** Retries a failed execution (see `startRetry`) to its end. */
export async function retryExecution(
	failed: RunResult,
	changes?: RetryChanges,
): Promise<RunResult> {
	return await startRetry(failed, changes).result;
}

/**
 * Retries an execution as if n8n had been killed while the node ran, or after it had `ended`. n8n has only its event
 * log then: it writes items of its own into the run data of the nodes that had ended, and runs the workflow from its
 * start.
 */
export async function retryAfterKill(
	killed: RunResult,
	{ ended = false }: { ended?: boolean } = {},
): Promise<RunResult> {
	const options: RunOptions = { ...killed.options, executionId: undefined, signal: undefined };
	const workflow = deepCopy(killed.workflow);
	const [start] = workflow.nodes;
	if (start === undefined) throw new Error('The workflow has no start');
	const recovered = (): ITaskData => ({
		startTime: 0,
		executionIndex: 0,
		executionTime: 0,
		executionStatus: 'success',
		source: [null],
		data: { main: [[{ json: { isArtificialRecoveredEventItem: true } }]] },
	});
	const runData: IRunData = {};
	for (const { name, type } of workflow.nodes) {
		const isNode = type === NODE_TYPE;
		// The last run of the node that was under way is taken off by Retry.
		runData[name] = isNode && !ended ? [] : [recovered()];
		if (isNode) break;
	}
	const data = createRunExecutionData({
		executionData: {
			nodeExecutionStack: [{ node: start, data: { main: [[{ json: {} }]] }, source: null }],
		},
		resultData: { runData },
	});
	return await execute(options, workflow, data, 'retry', killed.executionId).result;
}

function execute(
	options: RunOptions,
	workflowData: IWorkflowBase,
	data: IRunExecutionData,
	mode: WorkflowExecuteMode,
	retryOf?: string,
): RunningExecution {
	const executionId = options.executionId ?? String(++lastExecutionId);
	const firstLine = logPosition();
	const received: Received = { main: [], error: [] };
	const workflow = new Workflow({
		id: workflowData.id,
		name: workflowData.name,
		nodes: workflowData.nodes,
		connections: workflowData.connections,
		active: false,
		nodeTypes: registryOf(options, received),
		settings: workflowData.settings,
	});
	const hooks = new ExecutionLifecycleHooks(mode, executionId, workflowData, retryOf);
	let stored: { text: string; status: ExecutionStatus } | undefined;
	// n8n saves an execution in this hook; on Stop that is the state at the time of the Stop.
	hooks.addHandler('workflowExecuteAfter', (run) => {
		stored = { text: toStored(run.data), status: run.status };
	});
	const running = new WorkflowExecute(
		additionalDataOf(
			options,
			workflowData,
			options.hidesExecutionId ? undefined : executionId,
			hooks,
		),
		mode,
		data,
	).processRunExecutionData(workflow);
	const cancel = (): void => running.cancel();
	options.signal?.addEventListener('abort', cancel, { once: true });
	const nodeName = workflowData.nodes.find(({ type }) => type === NODE_TYPE)?.name ?? NODE_NAME;
	const result = running.then((run): RunResult => {
		options.signal?.removeEventListener('abort', cancel);
		const tasks = run.data.resultData.runData[nodeName] ?? [];
		const runs = tasks.map((task) => (task.data?.main ?? []).map((items) => items ?? []));
		return {
			executionId,
			status: stored?.status ?? run.status,
			outputs: runs.at(-1) ?? [],
			runs,
			hints: (tasks.at(-1)?.hints ?? []).map(({ message }) => message),
			received,
			error: errorOf(run),
			stored: stored?.text ?? toStored(run.data),
			log: linesSince(firstLine),
			context: run.data.executionData?.contextData[`node:${nodeName}`] ?? {},
			run,
			workflow: workflowData,
			options,
		};
	});
	return { executionId, cancel, result };
}

function errorOf(run: IRun): RunError | undefined {
	const { error } = run.data.resultData;
	if (error === undefined) return undefined;
	const description: unknown = Reflect.get(error, 'description');
	return {
		name: error.name,
		message: error.message,
		description: typeof description === 'string' ? description : undefined,
		text: textOf(error),
	};
}
