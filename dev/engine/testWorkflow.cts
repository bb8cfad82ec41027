import { Agent, asToolType } from './agent.cts';
import { deepCopy, type IConnections, type INode, type IWorkflowBase } from 'n8n-workflow';
import {
	ItemSource,
	ManualStart,
	NodeTypeRegistry,
	Receiver,
	type ItemInput,
	type ReceivedItem,
} from './nodeTypes.cts';
import {
	credentialTypeOf,
	nodeTypeOf,
	type RunOptions,
	type SavedWorkflow,
} from './runOptions.cts';

/** The name of the node under test in the workflow. */
export const NODE_NAME = 'Kling Video';

/** The type of the node under test, as installed packages name it. */
export const NODE_TYPE = 'n8n-nodes-kling-video.klingVideo';

/** Its type as the tool of an agent. */
const TOOL_TYPE = `${NODE_TYPE}Tool`;

/** What the nodes after the main and the error output received. */
export interface Received {
	main: ReceivedItem[];
	error: ReceivedItem[];
}

const sourceName = (run: number): string => (run === 0 ? 'Items' : `Items ${run + 1}`);

function runsOf(options: RunOptions): ItemInput[][] {
	return options.runs ?? [options.items ?? [{ json: {} }]];
}

/** The node types of the workflow of `options`; its receivers fill `received`. */
export function registryOf(options: RunOptions, received: Received): NodeTypeRegistry {
	const runs = runsOf(options);
	const sources = runs.map((_, run) => sourceName(run));
	const registry = new NodeTypeRegistry();
	registry.add('test.start', new ManualStart());
	registry.add('n8n-nodes-base.manualTrigger', new ManualStart());
	registry.add('test.items', new ItemSource(runs));
	registry.add('test.main', new Receiver(received.main, sources));
	registry.add('test.error', new Receiver(received.error, sources));
	const nodeType = nodeTypeOf(options);
	registry.add(NODE_TYPE, nodeType);
	if (options.agentSteps && !('nodeVersions' in nodeType)) {
		registry.add(TOOL_TYPE, asToolType(nodeType));
		registry.add('test.agent', new Agent(options.agentSteps));
	}
	return registry;
}

/** The credential of the node under test, chosen as a person does after an import. */
function chosenCredential(options: RunOptions): Pick<INode, 'credentials'> {
	const name = credentialTypeOf(options)?.name;
	if (!options.credentials || name === undefined) return {};
	return { credentials: { [name]: { id: '1', name: 'Kling Video account' } } };
}

function savedWorkflow(saved: SavedWorkflow, options: RunOptions): IWorkflowBase {
	const nodes = saved.nodes
		.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote')
		.map((node) => (node.type === NODE_TYPE ? { ...node, ...chosenCredential(options) } : node))
		.sort((one, other) => Number(isTrigger(other)) - Number(isTrigger(one)));
	return { ...emptyWorkflow(), ...saved, nodes: deepCopy(nodes) };
}

function isTrigger({ type }: INode): boolean {
	return type === 'n8n-nodes-base.manualTrigger';
}

/** The workflow of `options`, as its JSON would be. */
export function buildWorkflow(options: RunOptions): IWorkflowBase {
	if (options.workflow) return savedWorkflow(options.workflow, options);
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
	if (options.agentSteps) {
		Object.assign(connections, {
			Items: { main: [[to('Agent')]] },
			Agent: { main: [[to('Main')]] },
			[NODE_NAME]: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
		});
		nodes.push(node('Agent', 'test.agent'));
	}
	nodes.push(
		node(NODE_NAME, options.agentSteps ? TOOL_TYPE : NODE_TYPE, {
			parameters: deepCopy(options.parameters ?? {}),
			...options.settings,
			...chosenCredential(options),
		}),
		node('Main', 'test.main'),
		node('Error', 'test.error'),
	);
	return {
		...emptyWorkflow(),
		nodes,
		connections,
		settings: { executionOrder: 'v1', ...options.workflowSettings },
	};
}

function emptyWorkflow(): IWorkflowBase {
	const now = new Date();
	return {
		id: 'workflow-of-tests',
		name: 'Workflow of the tests',
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: now,
		updatedAt: now,
		nodes: [],
		connections: {},
	};
}
