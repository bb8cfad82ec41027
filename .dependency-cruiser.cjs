/**
 * Imports of the package point one way: down the rows of directions.json, never up, nor to a room beside.
 * The leaf can be taken out: beside the node itself only one room knows it.
 * The picture in docs/architecture.md is drawn from the same file.
 */
const { rows, leaf } = require('./directions.json');

const HOUSE = '^nodes/KlingVideo/';

/** The files of a room, without those of a room inside it. */
const filesOf = (room) => `${HOUSE}${room}/[^/]+$`;

const oneWay = rows.flatMap((row, place) =>
	row.map((room) => {
		const below = rows
			.slice(place + 1)
			.flat()
			.filter((name) => name !== leaf.room || room === leaf.knownTo);
		return {
			name: `one way: ${room}`,
			comment: `${room} may import from: ${below.join(', ') || 'nothing'}`,
			severity: 'error',
			from: { path: filesOf(room) },
			to: { path: HOUSE, pathNot: [room, ...below].map(filesOf) },
		};
	}),
);

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		...oneWay,
		{
			name: 'rooms are listed',
			comment: 'A new folder of the node has its place in directions.json',
			severity: 'error',
			from: { path: `${HOUSE}.+/`, pathNot: rows.flat().map(filesOf) },
			to: {},
		},
		{
			name: 'credential alone',
			comment: 'The credential knows nothing of the node',
			severity: 'error',
			from: { path: '^credentials/' },
			to: { path: '^nodes/' },
		},
		{
			name: 'package alone',
			comment: 'What is published imports nothing of what stands around it',
			severity: 'error',
			from: { path: '^(nodes|credentials)/' },
			to: { pathNot: '^(nodes|credentials|node_modules)/', dependencyTypesNot: ['core'] },
		},
		{
			name: 'no tests in programs',
			comment: 'What tests and programs share is in dev/',
			severity: 'error',
			from: { path: '^(bench|demo|dev|gateway|scripts)/', pathNot: '[.]test[.]cts$' },
			to: { path: '^test/' },
		},
		{
			name: 'no cycles',
			severity: 'error',
			from: {},
			to: { circular: true },
		},
		{
			name: 'found',
			severity: 'error',
			from: {},
			to: { couldNotResolve: true, pathNot: '(^|/)dist/' },
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		// Types too: a room that knows another's types knows the room.
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.programs.json' },
		enhancedResolveOptions: {
			conditionNames: ['import', 'require', 'node', 'types', 'default'],
			exportsFields: ['exports'],
			extensions: ['.ts', '.cts', '.js', '.cjs', '.json'],
		},
	},
};
