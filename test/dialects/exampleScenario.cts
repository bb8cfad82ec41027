import type { INodeParameters } from 'n8n-workflow';
import type { DialectName, LocalGateway } from '../../gateway/server.cts';
import type { SupplierKind } from '../../scripts/checkGateway/dialects.cts';
import {
	NODE_TYPE,
	runWorkflow,
	type RunResult,
	type SavedWorkflow,
} from '../../dev/engine/engine.cts';
import { readPage } from '../docs/page.cts';
import { withVirtualTime } from '../support/virtualTime.cts';

/** The dialect that plays each kind of gateway. */
export const DIALECT_OF: Record<SupplierKind, DialectName> = {
	documented: 'documented',
	nativeKling: 'native-kling',
	chain: 'chain',
	tencentVod: 'tencent-vod',
};

/** A Tencent VOD channel has models of its own; which one the node takes by itself it cannot know. */
function modelAt(kind: SupplierKind, model: unknown): unknown {
	if (kind !== 'tencentVod') return model;
	const [, version = '3.0-omni'] = /Kling-([\w.-]+)/.exec(JSON.stringify(model)) ?? [];
	return { __rl: true, mode: 'id', value: `kling-vod-${version.toLowerCase()}` };
}

/** A node as far as a run cares. */
export interface ExampleNode {
	parameters: INodeParameters;
	typeVersion: number;
}

/** The node of a scenario's example, for a kind of gateway; with a prompt where one is needed and it has none. */
export function exampleOf(scenario: string, kind: SupplierKind): ExampleNode {
	const { nodes } = JSON.parse(readPage(`examples/scenarios/${scenario}.json`)) as SavedWorkflow;
	const node = nodes.find(({ type }) => type === NODE_TYPE);
	if (!node) throw new Error(`The example of ${scenario} has no node of ours`);
	const { parameters, typeVersion } = node;
	const model = modelAt(kind, parameters.model) as INodeParameters;
	const prompt = parameters.prompt || 'A fox in the snow';
	return { parameters: { ...parameters, model, prompt }, typeVersion };
}

/** Runs a node as such a gateway is played, in virtual time. */
export async function runAt(
	gateway: LocalGateway,
	kind: SupplierKind,
	{ parameters, typeVersion }: ExampleNode,
): Promise<RunResult> {
	gateway.speak(DIALECT_OF[kind]);
	const credentials = { apiKey: gateway.key, baseUrl: gateway.url };
	return await withVirtualTime(
		async () => await runWorkflow({ parameters, credentials, settings: { typeVersion } }),
	);
}
