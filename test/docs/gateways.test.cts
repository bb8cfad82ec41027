import { KIND_NAMES, SUPPLIER_KINDS } from '../../scripts/checkGateway/dialects.cts';
import { cellText, SCENARIO_TABLE } from '../../scripts/checkGateway/scenarioTable.cts';
import { expectSection, table } from './page.cts';

const MARKS = { real: '●', local: '○' };

test('the page has what becomes of every scenario at every kind of gateway', () => {
	const rows = Object.values(SCENARIO_TABLE).map((row) => [
		row.name,
		...SUPPLIER_KINDS.map((kind) => `${MARKS[row[kind].tried]} ${cellText(row[kind])}`),
	]);
	const head = ['scenario', ...SUPPLIER_KINDS.map((kind) => KIND_NAMES[kind])];
	expectSection('docs/gateways.md', 'scenarios', table(head, rows));
});
