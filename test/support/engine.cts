import './engineProcess.cts';
import { Container } from './engineModules.cts';
import { ExecutionLifecycleHooks, ExternalSecretsProxy, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	deepCopy,
	Workflow,
	type ExecutionStatus,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IConnections,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type IRun,
	type IRunExecutionData,
	type IVersionedNodeType,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	type IWorkflowSettings,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { TestCredentialsHelper } from './credentialsHelper.cts';
import { linesSince, logPosition, type LogLine } from './logCapture.cts';
import {
	ItemSource,
	ManualStart,
	NodeTypeRegistry,
	Receiver,
	type ItemInput,
	type ReceivedItem,
} from './nodeTypes.cts';
import { fromStored, textOf, toStored } from './storedRunData.cts';

/** The name of the node under test in the workflow. */
export const NODE_NAME = 'Kling Video';

/** The type of the node under test, as installed packages name it. */
export const NODE_TYPE = 'n8n-nodes-kling-video.klingVideo';

/** Settings of a node, as its Settings tab has them. */
export type NodeSettings = Partial<
	Pick<
		INode,
		| 'onError'
		| 'continueOnFail'
		| 'retryOnFail'
		| 'maxTries'
		| 'waitBetweenTries'
		| 'executeOnce'
		| 'alwaysOutputData'
		| 'disabled'
		| 'typeVersion'
	>
>;

/** What is run: Start → Items → the node under test → a receiver on each of its outputs. */
export interface RunOptions {
	/** The parameters of the node under test; `requestOptions` holds the standard Batching option. */
	parameters?: INodeParameters;
	/** The input items of a single run. Default: one empty item. */
	items?: ItemInput[];
	/** The items of several runs of the node in one execution, as a loop makes them; instead of `items`. */
	runs?: ItemInput[][];
	/** The node's settings: On Error, Retry On Fail, Execute Once … */
	settings?: NodeSettings;
	/** The credential's data; null leaves the credential unset. Default: null. */
	credentials?: ICredentialDataDecryptedObject | null;
	/** The node under test. Default: the package's own. */
	nodeType?: INodeType | IVersionedNodeType;
	/** The credential type. Default: the package's own where `nodeType` is left out. */
	credentialType?: ICredentialType;
	/** Default: the next free number. */
	executionId?: string;
	/** Default: manual. */
	mode?: WorkflowExecuteMode;
	workflowSettings?: IWorkflowSettings;
	/** Cancels the execution, as a person's Stop does. */
	signal?: AbortSignal;
	/** Runs sub-workflows for `this.executeWorkflow`. Default: refused. */
	executeWorkflow?: IWorkflowExecuteAdditionalData['executeWorkflow'];
}

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
	/** What the nodes after the main and the error output received, over all runs. */
	received: { main: ReceivedItem[]; error: ReceivedItem[] };
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

function execute(
	options: RunOptions,
	workflowData: IWorkflowBase,
	data: IRunExecutionData,
	mode: WorkflowExecuteMode,
	retryOf?: string,
): RunningExecution {
	const executionId = options.executionId ?? String(++lastExecutionId);
	const firstLine = logPosition();
	const received: RunResult['received'] = { main: [], error: [] };
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
		additionalDataOf(options, workflowData, executionId, hooks),
		mode,
		data,
	).processRunExecutionData(workflow);
	const cancel = (): void => running.cancel();
	options.signal?.addEventListener('abort', cancel, { once: true });
	const result = running.then((run): RunResult => {
		options.signal?.removeEventListener('abort', cancel);
		const tasks = run.data.resultData.runData[NODE_NAME] ?? [];
		const runs = tasks.map((task) => (task.data?.main ?? []).map((items) => items ?? []));
		return {
			executionId,
			status: stored?.status ?? run.status,
			outputs: runs.at(-1) ?? [],
			runs,
			received,
			error: errorOf(run),
			stored: stored?.text ?? toStored(run.data),
			log: linesSince(firstLine),
			context: run.data.executionData?.contextData[`node:${NODE_NAME}`] ?? {},
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

function nodeTypeOf(options: RunOptions): INodeType | IVersionedNodeType {
	if (options.nodeType !== undefined) return options.nodeType;
	// Loaded when asked for: a test of another node does not pay for it.
	// eslint-disable-next-line @typescript-eslint/no-require-imports
	const { KlingVideo } = require('../../nodes/KlingVideo/KlingVideo.node.ts') as {
		KlingVideo: new () => INodeType;
	};
	return new KlingVideo();
}

function credentialTypeOf(options: RunOptions): ICredentialType | undefined {
	if (options.credentialType !== undefined || options.nodeType !== undefined) {
		return options.credentialType;
	}
	// eslint-disable-next-line @typescript-eslint/no-require-imports
	const { KlingVideoApi } = require('../../credentials/KlingVideoApi.credentials.ts') as {
		KlingVideoApi: new () => ICredentialType;
	};
	return new KlingVideoApi();
}

const sourceName = (run: number): string => (run === 0 ? 'Items' : `Items ${run + 1}`);

function runsOf(options: RunOptions): ItemInput[][] {
	return options.runs ?? [options.items ?? [{ json: {} }]];
}

function registryOf(options: RunOptions, received: RunResult['received']): NodeTypeRegistry {
	const runs = runsOf(options);
	const sources = runs.map((_, run) => sourceName(run));
	const registry = new NodeTypeRegistry();
	registry.add('test.start', new ManualStart());
	registry.add('test.items', new ItemSource(runs));
	registry.add('test.main', new Receiver(received.main, sources));
	registry.add('test.error', new Receiver(received.error, sources));
	registry.add(NODE_TYPE, nodeTypeOf(options));
	return registry;
}

function buildWorkflow(options: RunOptions): IWorkflowBase {
	const node = (name: string, type: string, more: Partial<INode> = {}): INode => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		...more,
	});
	const to = (name: string) => ({ node: name, type: 'main' as const, index: 0 });
	const runs = runsOf(options);
	const nodes = [node('Start', 'test.start')];
	const connections: IConnections = {
		Start: { main: [runs.map((_, run) => to(sourceName(run)))] },
		[NODE_NAME]: { main: [[to('Main')], [to('Error')]] },
	};
	runs.forEach((_, run) => {
		// Nodes that lie higher run first.
		const position: [number, number] = [0, run * 100];
		nodes.push(node(sourceName(run), 'test.items', { parameters: { run }, position }));
		connections[sourceName(run)] = { main: [[to(NODE_NAME)]] };
	});
	const credentialName = credentialTypeOf(options)?.name;
	const hasCredential = options.credentials && credentialName !== undefined;
	nodes.push(
		node(NODE_NAME, NODE_TYPE, {
			parameters: deepCopy(options.parameters ?? {}),
			...options.settings,
			...(hasCredential
				? { credentials: { [credentialName]: { id: '1', name: 'Kling Video account' } } }
				: {}),
		}),
		node('Main', 'test.main'),
		node('Error', 'test.error'),
	);
	const now = new Date();
	return {
		id: 'workflow-of-tests',
		name: 'Workflow of the tests',
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: now,
		updatedAt: now,
		nodes,
		connections,
		settings: { executionOrder: 'v1', ...options.workflowSettings },
	};
}

function additionalDataOf(
	options: RunOptions,
	workflow: IWorkflowBase,
	executionId: string,
	hooks: ExecutionLifecycleHooks,
): IWorkflowExecuteAdditionalData {
	const base = 'http://127.0.0.1:5678/';
	return {
		credentialsHelper: new TestCredentialsHelper(
			credentialTypeOf(options),
			options.credentials ?? {},
		),
		executeWorkflow:
			options.executeWorkflow ??
			(async () => {
				throw new Error('The test runs no sub-workflow');
			}),
		getRunExecutionData: async () => undefined,
		getRuntimeCredential: async () => undefined,
		executionId,
		workflowId: workflow.id,
		workflowSettings: workflow.settings,
		hooks,
		currentNodeExecutionIndex: 0,
		restApiUrl: `${base}rest`,
		instanceBaseUrl: base,
		formBaseUrl: `${base}form`,
		formWaitingBaseUrl: `${base}form-waiting`,
		formTestBaseUrl: `${base}form-test`,
		webhookBaseUrl: `${base}webhook`,
		webhookWaitingBaseUrl: `${base}webhook-waiting`,
		webhookTestBaseUrl: `${base}webhook-test`,
		mcpBaseUrl: `${base}mcp`,
		mcpTestBaseUrl: `${base}mcp-test`,
		variables: {},
		externalSecretsProxy: Container.get(ExternalSecretsProxy),
		setExecutionStatus: () => {},
		logAiEvent: () => {},
		startRunnerTask: async () => {
			throw new Error('The tests have no task runner');
		},
	};
}
