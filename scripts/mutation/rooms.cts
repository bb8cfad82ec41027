import directions from '../../directions.json';

/** A folder of the package whose lines are broken one at a time. */
export interface Room {
	/** Its path in the project. */
	folder: string;
	/** Folders and files of tests that hold its rules. */
	tests: readonly string[];
	/** Whether the tests that start n8n's engine count: else each rule has to be held by a test of its own. */
	withStories: boolean;
	/** What share of its mutants the tests must catch, in percent. */
	least: number;
}

const NODE = 'nodes/KlingVideo';

/** Rooms where a fault costs money, files or time. */
const CAREFUL = [
	'submission',
	'run',
	'waiting',
	'waiting/database',
	'transport',
	'download',
	'media',
	'body',
	'errors',
];

/** Rooms that are too much interwoven with n8n for rules alone: what they do is seen in stories through the engine. */
const INTERWOVEN = ['operations', 'transport', 'run'];

/** Tests of a room's rules that stand elsewhere than in the folder of its name. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
	operations: [
		'docs/panel',
		'download/generateDownload',
		'errors/otherItems',
		'output/warnings',
		'reliability/cancel',
		'submission/fewSlots',
		'submission/mostVideos',
		'transport/gatewayRequests',
		'waiting/databaseGenerate',
		'waiting/databaseRun',
	],
	scenarios: ['docs/panel', 'interface', 'parameters/builtBodies'],
	parameters: ['docs/panel', 'docs/parameterPages', 'interface'],
	'parameters/native': ['docs/panel', 'docs/parameterPages'],
	errors: ['docs/errors'],
	transport: ['credential', 'errors/failureError', 'shared'],
	run: ['reliability/manyItems'],
};

function roomOf(name: string): Room {
	const own = name.split('/')[0] ?? name;
	return {
		folder: `${NODE}/${name}`,
		tests: [...new Set([own, ...(ELSEWHERE[name] ?? [])])].map((test) => `test/${test}`),
		withStories: INTERWOVEN.includes(name),
		least: CAREFUL.includes(name) ? 90 : 85,
	};
}

/** Every room, in the order of the directions; the credential comes last. */
export const ROOMS: readonly Room[] = [
	...directions.rows.flat().map(roomOf),
	{ folder: 'credentials', tests: ['test/credential'], withStories: false, least: 90 },
];

/**
 * The rooms that the given paths name: a room, or what has rooms in it.
 *
 * @throws Error when a path names none
 */
export function roomsIn(paths: readonly string[]): Room[] {
	const named = paths.map((path) => path.replace(/\/+$/, ''));
	const isIn = (room: Room, path: string) =>
		room.folder === path || room.folder.startsWith(`${path}/`);
	for (const path of named) {
		if (ROOMS.some((room) => isIn(room, path))) continue;
		throw new Error(`${path} is no room. Rooms: ${ROOMS.map(({ folder }) => folder).join(', ')}`);
	}
	return ROOMS.filter((room) => named.some((path) => isIn(room, path)));
}
