import type { INodeParameters, INodeProperties, INodeType } from 'n8n-workflow';

/** One line of the node's description that puts something into the body of a submission. */
export interface Mapping {
	/** Where it is and what it says, for people. */
	text: string;
	/** The keys from the list of properties to what is taken out. */
	keys: Array<string | number>;
	/** Whether parameters meet this line at all. */
	isUsedBy(parameters: INodeParameters): boolean;
}

type Keys = Array<string | number>;

/** Every mapping line that the parameters of a scenario can meet. */
export function mappingsOf(properties: INodeProperties[], scenario: string): Mapping[] {
	return properties.flatMap((property, index): Mapping[] => {
		// A node that no action of the panel opened has the one without a mode.
		if (property.name === 'scenario' && property.displayOptions?.show?.mode) return [];
		if (property.name === 'scenario') return scenarioMappings(property, [index], scenario);
		const scenarios = property.displayOptions?.show?.scenario;
		if (!Array.isArray(scenarios) || !scenarios.includes(scenario)) return [];
		if (property.type !== 'collection') {
			return routingMappings(property, [index], (parameters) => property.name in parameters);
		}
		return (property.options ?? []).flatMap((option, position) =>
			'type' in option
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
		return leaves(option.routing?.request?.body).map((leaf) => ({
			text: `${leaf.join('.')} of the scenario`,
			keys: [...keys, ...leaf],
			isUsedBy: () => true,
		}));
	});
}

function routingMappings(
	{ name, type, routing }: INodeProperties,
	at: Keys,
	isUsedBy: Mapping['isUsedBy'],
): Mapping[] {
	if (routing === undefined) return [];
	const line = (what: string, keys: Keys): Mapping => ({
		text: `${what} of '${name}'`,
		keys: [...at, 'routing', ...keys],
		isUsedBy,
	});
	const { send, request } = routing;
	const isFile = type === 'resourceLocator' && name !== 'model';
	return [
		{ text: `the routing of '${name}'`, keys: [...at, 'routing'], isUsedBy },
		// The address of a file is put in its place by the function that makes it, too.
		...(send?.property !== undefined && !isFile
			? [line(`the path ${send.property}`, ['send', 'property'])]
			: []),
		...(send?.value !== undefined ? [line('the form of the value', ['send', 'value'])] : []),
		...leaves(request?.body).map((leaf) =>
			line(`the path ${leaf.join('.')}`, ['request', 'body', ...leaf]),
		),
	];
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

/** The node without one mapping line. */
export function withoutMapping(node: INodeType, { keys }: Mapping): INodeType {
	const properties = without(node.description.properties, keys) as INodeProperties[];
	node.description = { ...node.description, properties };
	return node;
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
