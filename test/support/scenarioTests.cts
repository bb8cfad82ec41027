import { deepCopy, type INodeParameters, type INodeProperties, type INodeType } from 'n8n-workflow';
import { KlingVideoApi } from '../../credentials/KlingVideoApi.credentials.ts';
import { KlingVideo } from '../../nodes/KlingVideo/KlingVideo.node.ts';
import { isInSight } from '../../nodes/KlingVideo/parameters/inSight.ts';
import type { Scenario } from '../../nodes/KlingVideo/scenarios/scenario.ts';
import type { GatewayOptions } from '../../gateway/server.cts';
import { useGateway, type GatewayOfTests } from './localGateway.cts';
import { readableBody } from './readableBody.cts';
import { mappingsOf, type Mapping } from './mappings.cts';
import type { ScenarioCase } from './scenarioCase.cts';

/** How versions of the node store the same values. */
interface Shape {
	typeVersion: number;
	/** What a person set, as this version stores it; the cases are written as version 1 does. */
	stored(parameters: INodeParameters): INodeParameters;
}

function shapesOf({ options: all }: Scenario): Shape[] {
	const names = new Set(all.filter(isInSight).map(({ name }) => name));
	return [
		{ typeVersion: 1, stored: (parameters) => parameters },
		{
			typeVersion: 1.1,
			stored: ({ options, ...fields }) => {
				if (options === undefined) return fields;
				const [seen, others] = [true, false].map((isSeen) =>
					Object.fromEntries(
						Object.entries(options ?? {}).filter(([name]) => names.has(name) === isSeen),
					),
				);
				return { ...fields, ...seen, options: others ?? {} };
			},
		},
	];
}

/**
 * The tests of a scenario, with what each version of the node stores: the exact body of every case, that the cases leave
 * no field or option of the scenario out, and that each line which maps a parameter to the body is needed by one of them.
 */
export function testScenario(
	scenario: Scenario,
	cases: Record<string, ScenarioCase>,
	gatewayOptions?: GatewayOptions,
): void {
	const { fields, options } = scenario;
	// Prompts are optional in most scenarios; that most gateways want one is tested apart.
	const gateway = useGateway({ promptRequired: false, ...gatewayOptions });
	const sent = sender(gateway, scenario.value);
	const all = Object.entries(cases);
	const shapes = shapesOf(scenario);

	describe.each(shapes)('the body that version $typeVersion sends', (shape) => {
		test.each(all)('%s', async (_name, { parameters, body }) => {
			expect(await sent(shape, parameters)).toEqual(body);
			expect(gateway.server.submits.map(({ status }) => status)).toEqual([200]);
		});
	});

	test('the cases set every field and option of the scenario', () => {
		const setFields = new Set(all.flatMap(([, { parameters }]) => Object.keys(parameters)));
		const setOptions = new Set(
			all.flatMap(([, { parameters }]) => Object.keys(parameters.options ?? {})),
		);
		const names = (properties: INodeProperties[]) => properties.map(({ name }) => name).sort();
		expect([...setFields].sort()).toEqual([...names(fields), 'model', 'options'].sort());
		expect([...setOptions].sort()).toEqual(names(options));
	});

	describe.each(shapes)('a body of version $typeVersion is wrong without', (shape) => {
		const mappings = mappingsOf(
			new KlingVideo().description.properties,
			scenario,
			shape.typeVersion,
		);
		test.each(mappings.map((mapping): [string, Mapping] => [mapping.text, mapping]))(
			'%s',
			async (_text, mapping) => {
				const differs: boolean[] = [];
				for (const [, { parameters, body }] of all) {
					if (!mapping.isUsedBy(shape.stored(parameters))) continue;
					gateway.server.reset();
					const mutant = await mapping.without(
						new KlingVideo(),
						async (node) => await sent(shape, parameters, node),
					);
					differs.push(JSON.stringify(sorted(mutant)) !== JSON.stringify(sorted(body)));
				}
				expect(differs).toContain(true);
			},
		);
	});
}

function sender(gateway: GatewayOfTests, scenario: string) {
	return async (
		{ typeVersion, stored }: Shape,
		parameters: INodeParameters,
		nodeType?: INodeType,
	): Promise<unknown> => {
		const options = nodeType && { nodeType, credentialType: new KlingVideoApi() };
		const settings = { typeVersion };
		await gateway.submit({ scenario, ...stored(deepCopy(parameters)) }, { ...options, settings });
		return readableBody(gateway.bodies()[0]);
	};
}

/** The same JSON with the keys of every object in order. */
function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
	return Object.fromEntries(entries.map(([key, entry]) => [key, sorted(entry)]));
}
