import { KIND_NAMES, SUPPLIER_KINDS, type SupplierKind } from './dialects.cts';
import type { Answers, Asked } from './freeQuestions.cts';
import { cellText, SCENARIO_TABLE } from './scenarioTable.cts';

/** A part of the report. */
export interface Section {
	title: string;
	lines: string[];
}

/** The whole report as text. */
export function reportText(sections: readonly Section[]): string {
	return `${sections
		.map(({ title, lines }) => [title, ...lines.map((line) => `  ${line}`)].join('\n'))
		.join('\n\n')}\n`;
}

/** Every question with its answer, in columns. */
export function questionSection(answers: Answers): Section {
	const asked: Asked[] = Object.values(answers);
	const widths = [
		Math.max(...asked.map(({ question }) => question.length)),
		Math.max(...asked.map(({ request }) => request.length)),
	];
	return {
		title: 'Questions that cost nothing',
		lines: asked.map(({ question, request, words }) =>
			[question.padEnd(widths[0] ?? 0), request.padEnd(widths[1] ?? 0), words].join('  '),
		),
	};
}

/** What becomes of each scenario, for the kinds of gateway that it may be. */
export function scenarioSection(kinds: readonly SupplierKind[]): Section {
	const own = kinds.length === 0 ? SUPPLIER_KINDS : kinds;
	return {
		title: 'Scenarios, as found at gateways of this kind',
		lines: Object.values(SCENARIO_TABLE).flatMap((row) => [
			row.name,
			...own.map((kind) => `  ${KIND_NAMES[kind]}: ${cellText(row[kind])}`),
		]),
	};
}
