import directions from '../../directions.json';
import { expectSection } from './page.cts';

const { rows, leaf } = directions;

/** A room as a box of the drawing. */
function box(room: string): string {
	return room.includes('/') ? `${room.replace('/', '-')}["${room}"]` : room;
}

function boxes(row: string[]): string {
	return row.map(box).join(' & ');
}

/** The rooms as a drawing, each row above those that it may import from. */
function drawing(): string {
	const main = rows.filter((row) => !row.includes(leaf.room));
	const below = rows[rows.findIndex((row) => row.includes(leaf.room)) + 1] ?? [];
	const arrows = main.slice(1).map((row, place) => `${boxes(main[place] ?? [])} --> ${boxes(row)}`);
	const lines = [
		`node["KlingVideo.node.ts"] --> ${boxes(main[0] ?? [])}`,
		...arrows,
		`${box(leaf.knownTo)} -.-> ${box(leaf.room)} -.-> ${boxes(below)}`,
	];
	return ['```mermaid', 'flowchart TD', ...lines.map((line) => `    ${line}`), '```'].join('\n');
}

test('the architecture is drawn as the lint rule has it', () => {
	expectSection('docs/architecture.md', 'directions', drawing());
});
