import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { lengthText } from '../../nodes/KlingVideo/parameters/klingModels.ts';
import { isInSight } from '../../nodes/KlingVideo/parameters/inSight.ts';
import type { ListedScenario } from '../../nodes/KlingVideo/scenarios/index.ts';
import type { Scenario } from '../../nodes/KlingVideo/scenarios/scenario.ts';
import { table } from './page.cts';

/** Markdown of a text that the panel shows, which may hold HTML's entities. */
function shown(text = ''): string {
	return text.replace(
		/(?:&lt;|&gt;)+[^&]*(?:&lt;|&gt;)+/g,
		(entities) => `\`${entities.replace(/&lt;/g, '<').replace(/&gt;/g, '>')}\``,
	);
}

type Entry = INodePropertyOptions | INodeProperties | INodePropertyCollection;

const isChoice = (entry: Entry): entry is INodePropertyOptions =>
	!('type' in entry) && 'value' in entry;
const isCollection = (entry: Entry): entry is INodePropertyCollection => 'values' in entry;

/** What may be entered: the choices, or nothing where anything may. */
function choices({ type, options = [] }: INodeProperties): string {
	if (type !== 'options') return '';
	return `. One of ${options
		.filter(isChoice)
		.map(({ name, value }) => (name === value ? name : `${name} (\`${String(value)}\`)`))
		.join(', ')}`;
}

function row(property: INodeProperties, before = ''): string[][] {
	const { displayName, name, description, required } = property;
	const own = [
		`${before}${displayName}`,
		`\`${name}\``,
		required === true ? 'yes' : '',
		`${shown(description)}${choices(property)}`,
	];
	const inner = (property.options ?? [])
		.filter(isCollection)
		.flatMap(({ values }) => values.flatMap((value) => row(value, `${displayName} → `)));
	return [own, ...inner];
}

const HEAD = ['shown name', 'name in the JSON of a workflow', 'required', 'what, and its limits'];

/** The fields of a scenario as a table, in the order of the panel; the texts are those of the panel. */
export function fieldsTable({ fields, options, models }: ListedScenario): string {
	const hasLength = options.some(({ name }) => name === 'duration');
	const model = [
		'Model',
		'`model`',
		'yes',
		`Automatic, which is ${models[0]?.name}; ` +
			models
				.map(({ name, seconds }) => (hasLength ? `${name} (${lengthText(seconds)})` : name))
				.join(', ') +
			'; or any name by ID',
	];
	const rows = (properties: INodeProperties[]) => properties.flatMap((property) => row(property));
	return table(HEAD, [...rows(fields), model, ...rows(options.filter(isInSight))]);
}

/** The options of a scenario as a table. */
export function optionsTable({ options }: Scenario): string {
	return table(
		[HEAD[0] ?? '', HEAD[1] ?? '', HEAD[3] ?? ''],
		options
			.filter((option) => !isInSight(option))
			.flatMap((option) => row(option))
			.map(([displayName = '', name = '', , what = '']) => [displayName, name, what]),
	);
}
