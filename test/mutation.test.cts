import { existsSync } from 'node:fs';
import path from 'node:path';
import { rowOf, scoreOf, survivorsOf, tallyOf, withRows } from '../scripts/mutation/report.cts';
import { ROOMS, roomsIn } from '../scripts/mutation/rooms.cts';

const mutant = (status: string, line = 1) => ({
	status,
	mutatorName: 'ConditionalExpression',
	replacement: 'true',
	location: { start: { line } },
});
const report = {
	files: {
		'a.ts': { mutants: [mutant('Killed'), mutant('Killed'), mutant('Survived', 7)] },
		'b.ts': { mutants: [mutant('Timeout'), mutant('NoCoverage', 9), mutant('Ignored')] },
	},
};
const folders = roomsIn(['nodes/KlingVideo/waiting/']).map(({ folder }) => folder);

test('a path names a room, or every room in it', () => {
	expect(folders).toEqual(['nodes/KlingVideo/waiting/database', 'nodes/KlingVideo/waiting']);
	expect(roomsIn(['credentials', 'nodes'])).toEqual(ROOMS);
	expect(() => roomsIn(['nodes/KlingVideo/wait'])).toThrow('nodes/KlingVideo/wait is no room');
});

test('every room and every test that is named exists', () => {
	const isThere = (name: string) => existsSync(path.join(__dirname, '..', name));
	for (const { folder, tests } of ROOMS) {
		expect([folder, isThere(folder)]).toEqual([folder, true]);
		// A room may have no folder of tests of its own.
		const missing = tests.slice(1).filter((name) => !isThere(name) && !isThere(`${name}.test.cts`));
		expect(missing).toEqual([]);
	}
});

test('mutants are counted, those marked as equal left out', () => {
	const tally = { caught: 2, survived: 1, missed: 1, late: 1, marked: 1 };
	expect(tallyOf(report)).toEqual(tally);
	expect(scoreOf(tally)).toBe(60);
	expect(scoreOf(tallyOf({ files: {} }))).toBe(100);
	expect(survivorsOf(report)).toEqual([
		'a.ts:7  ConditionalExpression  true  (Survived)',
		'b.ts:9  ConditionalExpression  true  (NoCoverage)',
	]);
});

test('a run writes the row of its room, and leaves the others', () => {
	const row = (folder: string, day: string) => rowOf({ folder, least: 90 }, tallyOf(report), day);
	const [database = '', waiting = ''] = folders;
	const first = withRows('# Title\n\nText.\n', [row(waiting, '2026-01-01')], folders);
	const second = withRows(`${first}\nMore.\n`, [row(database, '2026-01-02')], folders);
	expect(second).toContain('# Title\n\nText.\n\n| folder | score |');
	expect(second).toContain(
		`| --- |\n${row(database, '2026-01-02')}\n${row(waiting, '2026-01-01')}`,
	);
	expect(second.endsWith('\nMore.\n')).toBe(true);
	const third = withRows(second, [row(waiting, '2026-01-03')], folders);
	expect(third).toBe(second.replace('2026-01-01', '2026-01-03'));
});
