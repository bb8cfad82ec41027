import {
	NodeHelpers,
	type INodeParameters,
	type INodeProperties,
	type INodeType,
} from 'n8n-workflow';
import { placesOf } from '../../nodes/KlingVideo/parameters/mapped.ts';
import type { Scenario } from '../../nodes/KlingVideo/scenarios/scenario.ts';

/** One line that puts something into the body of a submission. */
export interface Mapping {
	/** Where it is and what it says, for people. */
	text: string;
	/** Whether parameters meet this line at all. */
	isUsedBy(parameters: INodeParameters): boolean;
	/** What `run` comes to with a node that lacks this line. */
	without<T>(node: INodeType, run: (node: INodeType) => Promise<T>): Promise<T>;
}

type Keys = Array<string | number>;

/** Parameters that put their value in by functions of their own: they have one line each, their routing. */
const BY_THEMSELVES = ['fileInfos', 'extInfo', 'metadata'];

/** Whether a version of the node has the property. */
function isOfVersion({ displayOptions }: INodeProperties, typeVersion: number): boolean {
	const version = displayOptions?.show?.['@version'];
	if (version === undefined) return true;
	const rule = { name: '', value: '', displayOptions: { show: { '@version': version } } };
	return NodeHelpers.displayParameter({}, rule, { typeVersion }, null);
}

/** Every mapping line that the parameters of a scenario can meet in a version of the node. */
export function mappingsOf(
	properties: INodeProperties[],
	scenario: Scenario,
	typeVersion: number,
): Mapping[] {
	const isField = (name: string) => (parameters: INodeParameters) => name in parameters;
	const isOption =
		(name: string) =>
		({ options, ...fields }: INodeParameters) =>
			name in fields || (isObject(options) && name in options);
	return [
		...describedMappings(properties, scenario.value, typeVersion),
		...scenario.fields.flatMap((field) => placeMappings(field, isField(field.name))),
		...scenario.options.flatMap((option) => placeMappings(option, isOption(option.name))),
	];
}

/** Each place of the body that a parameter declares. */
function placeMappings(property: INodeProperties, isUsedBy: Mapping['isUsedBy']): Mapping[] {
	if (BY_THEMSELVES.includes(property.name)) return [];
	const places = placesOf(property);
	return places.flatMap((place): Mapping[] => {
		return [
			{
				text: `the place ${place.path.join('.')} of '${property.name}'`,
				isUsedBy,
				without: async (node, run) => {
					const position = places.indexOf(place);
					places.splice(position, 1);
					try {
						return await run(node);
					} finally {
						places.splice(position, 0, place);
					}
				},
			},
		];
	});
}

/** Each line of the node's description that the engine follows. */
function describedMappings(
	properties: INodeProperties[],
	scenario: string,
	typeVersion: number,
): Mapping[] {
	return properties.flatMap((property, index): Mapping[] => {
		if (!isOfVersion(property, typeVersion)) return [];
		// A node that no action of the panel opened has the one without a mode.
		if (property.name === 'scenario' && property.displayOptions?.show?.mode) return [];
		if (property.name === 'scenario') return scenarioMappings(property, [index], scenario);
		const scenarios = property.displayOptions?.show?.scenario;
		if (!Array.isArray(scenarios) || !scenarios.includes(scenario)) return [];
		if (property.type !== 'collection') {
			return routingMappings(property, [index], (parameters) => property.name in parameters);
		}
		return (property.options ?? []).flatMap((option, position) =>
			'type' in option && isOfVersion(option, typeVersion)
				? routingMappings(option, [index, 'options', position], ({ options }) =>
						isObject(options) ? option.name in options : false,
					)
				: [],
		);
	});
}

/** The body that a scenario sends whatever the user sets. */
function scenarioMappings(property: INodeProperties, at: Keys, scenario: string): Mapping[] {
	return (property.options ?? []).flatMap((option, position) => {
		if (!('value' in option) || option.value !== scenario) return [];
		const keys = [...at, 'options', position, 'routing', 'request', 'body'];
		return leaves(option.routing?.request?.body).map((leaf) =>
			taking(`${leaf.join('.')} of the scenario`, [...keys, ...leaf], () => true),
		);
	});
}

function routingMappings(
	{ name, routing }: INodeProperties,
	at: Keys,
	isUsedBy: Mapping['isUsedBy'],
): Mapping[] {
	if (routing === undefined) return [];
	return [taking(`the routing of '${name}'`, [...at, 'routing'], isUsedBy)];
}

/** A mapping that is taken out of the node's description. */
function taking(text: string, keys: Keys, isUsedBy: Mapping['isUsedBy']): Mapping {
	return {
		text,
		isUsedBy,
		without: async (node, run) => {
			const properties = without(node.description.properties, keys) as INodeProperties[];
			node.description = { ...node.description, properties };
			return await run(node);
		},
	};
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function leaves(value: unknown): string[][] {
	if (!isObject(value)) return [];
	return Object.entries(value).flatMap(([key, entry]) =>
		isObject(entry) ? leaves(entry).map((leaf) => [key, ...leaf]) : [[key]],
	);
}

/** A copy of `value` without what stands at `keys`; functions and all else are shared. */
function without(value: unknown, [key, ...rest]: Keys): unknown {
	if (Array.isArray(value))
		return value.map((entry: unknown, index) => (index === key ? without(entry, rest) : entry));
	if (!isObject(value) || key === undefined || !(key in value)) {
		throw new Error(`There is nothing at ${String(key)} to take out`);
	}
	const { [key]: entry, ...others } = value;
	return rest.length === 0 ? others : { ...others, [key]: without(entry, rest) };
}
