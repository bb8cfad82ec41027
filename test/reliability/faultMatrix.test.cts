import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startGateway, type LocalGateway } from '../../gateway/server.cts';
import { useBinaryData } from '../../dev/engine/binaryData.cts';
import { stopEngine } from '../../dev/engine/engineEnd.cts';
import { applies, MODES, TARGETS } from './matrix/cases.cts';
import { expectationOf } from './matrix/expected.cts';
import { MATRIX_FAULTS } from './matrix/faults.cts';
import { playCase, type Stage } from './matrix/play.cts';
import { judge } from './matrix/problems.cts';
import { Relay } from './matrix/relay.cts';
import { matrixPage, totalsOf, type PlayedCase } from './matrix/table.cts';

/** The page that the run is held against; UPDATE_DOCS=1 writes it. */
const PAGE = path.join(__dirname, '../../docs/fault-matrix.md');

let gateway: LocalGateway;
let stage: Stage;
const played: PlayedCase[] = [];

const rows = TARGETS.flatMap((target) =>
	MATRIX_FAULTS.filter((fault) => applies(fault, target)).map((fault) => ({
		fault,
		target,
		title: `${target.name} × ${fault.name}`,
	})),
);

beforeAll(async () => {
	gateway = await startGateway();
	stage = { gateway, relay: await Relay.to(gateway.url) };
	await useBinaryData('memory');
	// The engine sets timers of its own when it first runs.
	const [first] = rows;
	if (first) await playCase(stage, { ...first, mode: MODES[0]! });
}, 60_000);

afterAll(async () => {
	await stage.relay.close();
	await gateway.close();
	stopEngine();
});

test.each(rows)(
	'$title',
	async (row) => {
		const problems: Record<string, string[]> = {};
		for (const mode of MODES) {
			const matrixCase = { ...row, mode };
			const expected = expectationOf(matrixCase);
			const verdict = judge(gateway, matrixCase, expected, await playCase(stage, matrixCase));
			played.push({ ...matrixCase, expected, verdict });
			if (verdict.problems.length > 0) problems[mode.name] = verdict.problems;
		}
		expect(problems).toEqual({});
	},
	60_000,
);

test('pays once and loses nothing, over all cases', () => {
	const totals = totalsOf(played);
	process.stdout.write(`${matrixPage(played)}\n`);
	expect(totals).toMatchObject({
		Cases: rows.length * MODES.length,
		'Tasks accepted beyond what was asked for': 0,
		'Task IDs lost': 0,
		'Keys leaked': 0,
	});
	expect(totals['Tasks accepted']).toBeGreaterThan(1000);
});

test('is what the page tells', () => {
	const page = matrixPage(played);
	if (process.env.UPDATE_DOCS === '1') writeFileSync(PAGE, page);
	expect(existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '').toBe(page);
});
