import './engineProcess.cts';
import { DirectoryLoader, RoutingNode } from 'n8n-core';
import {
	NodeHelpers,
	type IBinaryData,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type INodeTypes,
	type IVersionedNodeType,
} from 'n8n-workflow';

/** Bytes that the source node puts into n8n's binary storage before it emits the item. */
export interface FileInput {
	data: Buffer;
	fileName?: string;
	mimeType?: string;
}

/** An input item. A binary field is either n8n's own record or bytes to be stored as n8n would. */
export interface ItemInput {
	json: IDataObject;
	binary?: Record<string, IBinaryData | FileInput>;
}

function describe(name: string, displayName: string, more: Partial<INodeTypeDescription>) {
	const description: INodeTypeDescription = {
		name,
		displayName,
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: displayName },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
		...more,
	};
	return description;
}

/** A manual trigger: the execution starts here. */
export class ManualStart implements INodeType {
	description = describe('manualStart', 'Start', { group: ['trigger'], inputs: [] });

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

const isBytes = (value: IBinaryData | FileInput): value is FileInput => Buffer.isBuffer(value.data);

/** Emits the items of one run of the node under test, whatever comes in. */
export class ItemSource implements INodeType {
	description = describe('itemSource', 'Items', {
		properties: [{ displayName: 'Run', name: 'run', type: 'number', default: 0 }],
	});

	/** @param runs the items of each run, by the parameter `run`. */
	constructor(private readonly runs: ItemInput[][]) {
		// The engine calls `execute` on the context of the run, so the items travel in a closure.
		const { runs: allRuns } = this;
		this.execute = async function (this: IExecuteFunctions) {
			const items = allRuns[Number(this.getNodeParameter('run', 0))] ?? [];
			return [await Promise.all(items.map(async (item) => await store(this, item)))];
		};
	}

	execute: (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;
}

async function store(context: IExecuteFunctions, item: ItemInput): Promise<INodeExecutionData> {
	const stored: INodeExecutionData = { json: { ...item.json } };
	for (const [name, value] of Object.entries(item.binary ?? {})) {
		stored.binary ??= {};
		stored.binary[name] = isBytes(value)
			? await context.helpers.prepareBinaryData(value.data, value.fileName, value.mimeType)
			: value;
	}
	return stored;
}

/** What a following node sees of one item. */
export interface ReceivedItem {
	item: INodeExecutionData;
	/** The JSON of the input item that n8n finds through `pairedItem`; undefined when it finds none. */
	source: IDataObject | undefined;
}

/** A following node: passes its items on and notes for each which input item n8n traces it to. */
export class Receiver implements INodeType {
	description = describe('receiver', 'Receiver', {});

	/** @param received what came in, over all runs. @param sources the names of the source nodes. */
	constructor(received: ReceivedItem[], sources: string[]) {
		this.execute = async function (this: IExecuteFunctions) {
			const items = this.getInputData();
			items.forEach((item, index) =>
				received.push({ item, source: findSource(this, sources, index) }),
			);
			return [items];
		};
	}

	execute: (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;
}

function findSource(context: IExecuteFunctions, sources: string[], index: number) {
	for (const source of sources) {
		try {
			const found: unknown = context.evaluateExpression(`{{ $('${source}').item.json }}`, index);
			if (found !== null && typeof found === 'object') return found as IDataObject;
		} catch {
			// This run of the node was fed by another source.
		}
	}
	return undefined;
}

/**
 * The node types of one workflow. A declarative type is completed as n8n's loader does: it gets the
 * Request Options parameter, and an `execute` that runs the engine's RoutingNode.
 */
export class NodeTypeRegistry implements INodeTypes {
	private readonly types = new Map<string, INodeType | IVersionedNodeType>();

	/** Makes `type` known as `name`, the `type` of nodes in the workflow. */
	add(name: string, type: INodeType | IVersionedNodeType): void {
		const versions = 'nodeVersions' in type ? Object.values(type.nodeVersions) : [type];
		for (const version of versions) complete(version);
		this.types.set(name, type);
	}

	getByName(name: string): INodeType | IVersionedNodeType {
		const type = this.types.get(name);
		if (type === undefined) throw new Error(`The test knows no node type "${name}"`);
		return type;
	}

	getByNameAndVersion(name: string, version?: number): INodeType {
		return NodeHelpers.getVersionedNodeType(this.getByName(name), version);
	}

	getKnownTypes(): IDataObject {
		return Object.fromEntries([...this.types.keys()].map((name) => [name, {}]));
	}
}

function complete(type: INodeType): void {
	const isDeclarative = type.description.requestDefaults !== undefined;
	if (type.execute !== undefined || type.trigger !== undefined || !isDeclarative) return;
	DirectoryLoader.applyDeclarativeNodeOptionParameters(type);
	type.execute = async function (this: IExecuteFunctions) {
		// The engine hands over its ExecuteContext, of which IExecuteFunctions is the public face.
		const context = this as unknown as ConstructorParameters<typeof RoutingNode>[0];
		return (await new RoutingNode(context, type).runNode()) ?? [];
	};
}
