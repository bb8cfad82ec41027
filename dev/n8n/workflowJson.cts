import type {
	INode,
	INodeExecutionData,
	IRun,
	IWorkflowBase,
	IWorkflowSettings,
} from 'n8n-workflow';

/** A workflow as an exported file holds it. */
export interface WorkflowJson {
	id?: string;
	name: string;
	nodes: INode[];
	connections: IWorkflowBase['connections'];
	settings?: IWorkflowSettings;
	pinData?: IWorkflowBase['pinData'];
}

/** A workflow as n8n stored it. */
export interface StoredWorkflow extends WorkflowJson {
	id: string;
	active: boolean;
	/** The version that activation publishes. */
	versionId: string;
}

/** An execution as the Executions list opens it. */
export interface Execution {
	id: string;
	status: IRun['status'];
	mode: IRun['mode'];
	workflowId: string;
	finished: boolean;
	startedAt: string | null;
	stoppedAt: string | null;
	waitTill: string | null;
	retryOf: string | null;
	retrySuccessId: string | null;
	/** What nodes noted about the execution, for people to find. */
	customData?: Record<string, string>;
	data: IRun['data'];
	workflowData: WorkflowJson;
}

/** An execution as the Executions list shows it, without its data. */
export type ExecutionSummary = Pick<
	Execution,
	'id' | 'status' | 'mode' | 'workflowId' | 'startedAt' | 'stoppedAt' | 'waitTill'
>;

/** The items that a node gave in its latest run; empty when it did not run. */
export function itemsOf(execution: Execution, node: string, output = 0): INodeExecutionData[] {
	return execution.data.resultData.runData[node]?.at(-1)?.data?.main?.[output] ?? [];
}

/** The items that a node gave in all its runs: one for each output of another node that leads to it. */
export function itemsOfAllRuns(execution: Execution, node: string): INodeExecutionData[] {
	const runs = execution.data.resultData.runData[node] ?? [];
	return runs.flatMap(({ data }) => data?.main?.[0] ?? []);
}

/** How often a node ran in the execution. */
export function runsOf(execution: Execution, node: string): number {
	return execution.data.resultData.runData[node]?.length ?? 0;
}
