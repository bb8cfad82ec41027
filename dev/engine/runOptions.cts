import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	INode,
	INodeParameters,
	INodeType,
	IVersionedNodeType,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
	IWorkflowSettings,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import type { AgentSteps } from './agent.cts';
import type { ItemInput } from './nodeTypes.cts';

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

/** A workflow as n8n exports it. */
export type SavedWorkflow = Pick<IWorkflowBase, 'name' | 'nodes' | 'connections' | 'settings'>;

/** What is run: Start → Items → the node under test → a receiver on each of its outputs. */
export interface RunOptions {
	/** A saved workflow that starts with a Manual Trigger, run as it is instead; `parameters` and `items` are unused. */
	workflow?: SavedWorkflow;
	/** The parameters of the node under test; `requestOptions` holds the standard Batching option. */
	parameters?: INodeParameters;
	/** The input items of a single run. Default: one empty item. */
	items?: ItemInput[];
	/** The items of several runs of the node in one execution, as a loop makes them; instead of `items`. */
	runs?: ItemInput[][];
	/** The node under test is the tool of an agent that calls it so, instead of a node of its own. */
	agentSteps?: AgentSteps;
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
	/** The node gets no execution ID, as in n8n when a tool is called over MCP. */
	hidesExecutionId?: boolean;
	/** Default: manual. */
	mode?: WorkflowExecuteMode;
	workflowSettings?: IWorkflowSettings;
	/** The address of the n8n instance, with a slash at its end: signed links start with it. See signedLinks.cts. */
	instanceUrl?: string;
	/** Cancels the execution, as a person's Stop does. */
	signal?: AbortSignal;
	/** Runs sub-workflows for `this.executeWorkflow`. Default: refused. */
	executeWorkflow?: IWorkflowExecuteAdditionalData['executeWorkflow'];
}

/** The node under test. */
export function nodeTypeOf(options: RunOptions): INodeType | IVersionedNodeType {
	if (options.nodeType !== undefined) return options.nodeType;
	// Loaded when asked for: a test of another node does not pay for it.
	// eslint-disable-next-line @typescript-eslint/no-require-imports
	const { KlingVideo } = require('../../nodes/KlingVideo/KlingVideo.node.ts') as {
		KlingVideo: new () => INodeType;
	};
	return new KlingVideo();
}

/** The credential type of the node under test. */
export function credentialTypeOf(options: RunOptions): ICredentialType | undefined {
	if (options.credentialType !== undefined || options.nodeType !== undefined) {
		return options.credentialType;
	}
	// eslint-disable-next-line @typescript-eslint/no-require-imports
	const { KlingVideoApi } = require('../../credentials/KlingVideoApi.credentials.ts') as {
		KlingVideoApi: new () => ICredentialType;
	};
	return new KlingVideoApi();
}
