import { ExecuteContext, RoutingNode } from 'n8n-core';
import {
	createEmptyRunExecutionData,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type INode,
	type INodeType,
} from 'n8n-workflow';
import { at } from '../../nodes/KlingVideo/shared/json.ts';
import { additionalDataOf } from '../../dev/engine/additionalData.cts';
import { NodeTypeRegistry } from '../../dev/engine/nodeTypes.cts';
import { credentialTypeOf, type RunOptions } from '../../dev/engine/runOptions.cts';

/** What the credential dialog shows. */
export interface CredentialTestResult {
	status: 'OK' | 'Error';
	message: string;
}

/**
 * Tests a credential as n8n's credential dialog does: its `test` request through the engine, the answer's
 * status against the `responseCode` rules, its body against those on the body.
 */
export async function testCredential(
	data: ICredentialDataDecryptedObject,
	type: ICredentialType | undefined = credentialTypeOf({}),
): Promise<CredentialTestResult> {
	if (type?.test === undefined) throw new Error('The credential type has no test');
	const options: RunOptions = { nodeType: probe(type), credentialType: type, credentials: data };
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: 'test.probe',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { [type.name]: { id: '1', name: type.displayName } },
	};
	const nodeTypes = new NodeTypeRegistry();
	const nodeType = probe(type);
	nodeTypes.add('test.probe', nodeType);
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const inputData = { main: [[{ json: {} }]] };
	const additionalData = additionalDataOf(options, { id: 'credential-test' });
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		createEmptyRunExecutionData(),
		0,
		[],
		inputData,
		{ node, data: {}, source: null },
		[],
	);
	const decrypted = { id: '1', name: type.displayName, type: type.name, data };
	try {
		const response = await new RoutingNode(context, nodeType, decrypted).runNode();
		const answer: unknown = response?.[0]?.[0]?.json;
		for (const rule of type.test.rules ?? []) {
			if (rule.type !== 'responseSuccessBody') continue;
			const { key, value, message } = rule.properties;
			if (at(answer, ...key.split('.')) === value) return { status: 'Error', message };
		}
	} catch (error) {
		return { status: 'Error', message: messageOf(error, type) };
	}
	return { status: 'OK', message: 'Connection successful!' };
}

function probe(type: ICredentialType): INodeType {
	return {
		description: {
			name: 'probe',
			displayName: 'Probe',
			group: [],
			version: 1,
			description: '',
			defaults: { name: 'Probe' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: type.name, required: true }],
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					default: '',
					routing: { request: type.test?.request },
				},
			],
		},
	};
}

/** The order of n8n's CredentialsTester: a rule's message, the status text, the network code, the message. */
function messageOf(error: unknown, type: ICredentialType): string {
	const { cause, message } = error as Error & {
		cause?: { code?: string; response?: { status: number; statusText: string } };
	};
	if (cause?.response === undefined) return cause?.code ?? message;
	const { status, statusText } = cause.response;
	for (const rule of type.test?.rules ?? []) {
		if (rule.type === 'responseCode' && rule.properties.value === status) {
			return rule.properties.message;
		}
	}
	return statusText === '' ? `Received HTTP status code: ${status}` : statusText;
}
