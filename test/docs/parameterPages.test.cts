import type { INodeProperties } from 'n8n-workflow';
import {
	KLING_MODELS,
	LIMIT_SOURCES,
	lengthText,
	shownNumber,
	type KlingModel,
	type ModelLimits,
} from '../../nodes/KlingVideo/parameters/klingModels.ts';
import { placesOf } from '../../nodes/KlingVideo/parameters/mapped.ts';
import { modelFor } from '../../nodes/KlingVideo/parameters/model.ts';
import { EXT_PARAMETERS } from '../../nodes/KlingVideo/body/bodyPath.ts';
import { scenarios } from '../../nodes/KlingVideo/scenarios/index.ts';
import { expectSection, table } from './page.cts';

/** A place as the page writes it. */
function written(path: readonly string[]): string {
	const isNative = EXT_PARAMETERS.every((key, index) => key === path[index]);
	if (isNative) return `ext \`${path.slice(EXT_PARAMETERS.length).join('.')}\``;
	return path.length === 0 ? 'the top level' : `\`${path.join('.')}\``;
}

function row(property: INodeProperties, scenarioNames: string[]): string[] {
	const everywhere = scenarioNames.length === scenarios.length;
	return [
		property.displayName,
		`\`${property.name}\``,
		placesOf(property)
			.map(({ path }) => written(path))
			.join(', '),
		everywhere ? 'all' : scenarioNames.join(', '),
	];
}

test('the page of JSON paths has every field that goes into the body, with all its places', () => {
	const rows = new Map<string, { property: INodeProperties; scenarioNames: string[] }>();
	for (const { name, fields, options, models } of scenarios) {
		for (const property of [modelFor(models), ...fields, ...options]) {
			const places = placesOf(property);
			if (places.length === 0) continue;
			const key = JSON.stringify([property.displayName, property.name, places]);
			const known = rows.get(key) ?? { property, scenarioNames: [] };
			known.scenarioNames.push(name);
			rows.set(key, known);
		}
	}
	expect(rows.size).toBeGreaterThan(20);
	expectSection(
		'docs/json-paths.md',
		'paths',
		table(
			['field', 'name', 'places in the JSON', 'scenarios'],
			[...rows.values()].map(({ property, scenarioNames }) => row(property, scenarioNames)),
		),
	);
});

/** How each limit is called and told. */
const LIMITS: Record<keyof ModelLimits, [name: string, tell: (model: KlingModel) => string]> = {
	seconds: ['length', ({ seconds }) => lengthText(seconds)],
	promptCharacters: ['prompt', (model) => `${shownNumber(model.promptCharacters)} characters`],
	references: ['reference pictures', ({ references }) => String(references ?? '')],
	referencesBesideVideo: [
		'reference pictures beside a video',
		({ referencesBesideVideo }) => String(referencesBesideVideo ?? ''),
	],
	shots: ['shots', ({ shots }) => String(shots ?? '')],
	shotCharacters: [
		'prompt of a shot',
		({ shotCharacters }) => (shotCharacters === undefined ? '' : `${shotCharacters} characters`),
	],
	lacks: [
		'cannot do',
		({ lacks }) =>
			scenarios
				.filter(({ value }) => lacks.includes(value))
				.map(({ name }) => name)
				.join(', '),
	],
};

const names = Object.keys(LIMITS) as Array<keyof ModelLimits>;

test('the page of models has the limits that are checked, each with its source', () => {
	expectSection(
		'docs/models.md',
		'limits',
		table(
			['limit', ...KLING_MODELS.map(({ name }) => name)],
			names.map((limit) => [LIMITS[limit][0], ...KLING_MODELS.map(LIMITS[limit][1])]),
		),
	);
	expectSection(
		'docs/models.md',
		'sources',
		table(
			['limit', 'source'],
			names.map((limit) => [LIMITS[limit][0], LIMIT_SOURCES[limit]]),
		),
	);
});

test('every scenario that a model lacks exists, and every scenario has a model', () => {
	const values = scenarios.map(({ value }) => value);
	for (const { lacks } of KLING_MODELS) expect(values).toEqual(expect.arrayContaining([...lacks]));
	for (const { models } of scenarios) expect(models.length).toBeGreaterThan(0);
});
