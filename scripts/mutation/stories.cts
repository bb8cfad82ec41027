import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** What a test imports that plays through n8n's engine, or that plays thousands of tasks for a figure. */
const STORY =
	/from '[^']*(?:dev\/(?:engine|n8n)\/|support\/(?:localGateway|scenarioTests)\.cts|bench\/noticing\/)/;

function filesOf(place: string): string[] {
	const file = `${place}.test.cts`;
	const own = existsSync(file) ? [file] : [];
	if (!existsSync(place) || !statSync(place).isDirectory()) return own;
	const inside = readdirSync(place, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.test.cts'))
		.map((name) => path.join(place, name));
	return [...own, ...inside];
}

/**
 * The test files, among those of the given folders and files, that play no stories: each holds a rule by itself.
 */
export function ruleTests(root: string, tests: readonly string[]): string[] {
	const files = tests.flatMap((test) => filesOf(path.join(root, test)));
	return [...new Set(files)].filter((file) => !STORY.test(readFileSync(file, 'utf8')));
}
