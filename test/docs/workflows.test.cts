import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import manifest from '../../package.json';
import { changelogProblems } from '../../scripts/changelog.cts';
import { packedFileProblems } from '../../scripts/packedFiles.cts';
import { publisherProblems } from '../../scripts/publisher.cts';
import { markdownFiles } from './markdown.cts';
import { readPage, ROOT } from './page.cts';

const WORKFLOWS = readdirSync(path.join(ROOT, '.github/workflows')).map(
	(file) => `.github/workflows/${file}`,
);
const FORMS = readdirSync(path.join(ROOT, '.github/ISSUE_TEMPLATE')).map(
	(file) => `.github/ISSUE_TEMPLATE/${file}`,
);

/** The npm scripts that a text names. */
function scriptsIn(text: string): string[] {
	return [...text.matchAll(/\bnpm (?:run ([\w:.-]+)|(test)\b)/g)].map(
		([, run, test]) => run ?? test ?? '',
	);
}

test.each([...WORKFLOWS, ...FORMS, '.github/dependabot.yml'])('%s can be read', (file) => {
	expect(parse(readPage(file))).toEqual(expect.any(Object));
});

test.each(WORKFLOWS)('%s takes actions by their commit only', (file) => {
	const uses = [...readPage(file).matchAll(/uses: (\S+)(.*)/g)].map(([, what, comment]) => [
		what,
		comment,
	]);
	expect(uses.length).toBeGreaterThan(0);
	for (const [what, comment] of uses) {
		if (what?.startsWith('./')) continue;
		expect(what).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
		expect(comment).toMatch(/^ # v\d+\.\d+\.\d+$/);
	}
});

test('CI runs on the Node versions that are promised, and runs both n8n versions', () => {
	const { jobs } = parse(readPage('.github/workflows/ci.yml')) as {
		jobs: Record<string, { strategy?: { matrix: Record<string, unknown> } }>;
	};
	expect(jobs.test?.strategy?.matrix.node).toEqual([20, 22, 24]);
	expect(jobs.e2e?.strategy?.matrix.n8n).toEqual(['2.8.4', '2.41.1']);
});

test('publishing takes no token, proves the origin, and passes the gate before', () => {
	const text = readPage('.github/workflows/publish.yml');
	expect(text).not.toMatch(/secrets\.|NODE_AUTH_TOKEN|NPM_TOKEN/);
	const { on, jobs } = parse(text) as {
		on: unknown;
		jobs: { publish: { needs: string; permissions: unknown; steps: Array<{ run?: string }> } };
	};
	expect(on).toEqual({ push: { tags: ['v*.*.*'] } });
	expect(jobs.publish.needs).toBe('ci');
	expect(jobs.publish.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
	expect(jobs.publish.steps.flatMap(({ run }) => run ?? []).slice(-2)).toEqual([
		'npm run release:check -- --publish',
		'npm publish --provenance --access public',
	]);
});

test.each([...WORKFLOWS, ...markdownFiles()])('the npm scripts that %s names exist', (file) => {
	const names = Object.keys(manifest.scripts);
	expect(scriptsIn(readPage(file)).filter((name) => !names.includes(name))).toEqual([]);
});

describe('the gate of a release', () => {
	const files = [
		'LICENSE.md',
		'README.md',
		'dist/credentials/KlingVideoApi.credentials.js',
		'dist/icons/klingVideo.dark.svg',
		'dist/icons/klingVideo.svg',
		'dist/nodes/KlingVideo/KlingVideo.node.js',
		'dist/nodes/KlingVideo/KlingVideo.node.json',
		'package.json',
	];

	test('lets a package pass that holds what it should', () => {
		expect(packedFileProblems(files)).toEqual([]);
	});

	test.each([
		'dist/nodes/KlingVideo/KlingVideo.node.js.map',
		'test/a.cts',
		'.npmrc',
		'dist/gateway/main.js',
	])('refuses %s', (file) =>
		expect(packedFileProblems([...files, file])).toEqual([`does not belong: ${file}`]),
	);

	test.each(files)('misses %s', (file) => {
		const others = files.filter((name) => name !== file);
		expect(packedFileProblems(others)).toEqual([`missing: ${file}`]);
	});

	test('refuses a version that the changelog does not tell of', () => {
		const told = '# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-11-24\n\n- A thing\n';
		expect(changelogProblems(told, '0.2.0')).toEqual([]);
		expect(changelogProblems(told, '0.2.1')).toEqual([expect.stringContaining('no entry')]);
		expect(changelogProblems(told.replace('- A thing', ''), '0.2.0')).toEqual([
			expect.stringContaining('says nothing'),
		]);
	});

	test('refuses to publish in the name of nobody', () => {
		expect(
			publisherProblems({
				author: { name: 'contributors', email: 'maintainers@example.com' },
				repository: {
					url: 'git+https://github.com/n8n-nodes-kling-video/n8n-nodes-kling-video.git',
				},
			}),
		).toHaveLength(2);
		expect(publisherProblems({})).toHaveLength(2);
		expect(
			publisherProblems({
				author: { name: 'A', email: 'a@b.dev' },
				repository: { url: 'git+https://github.com/a/n8n-nodes-kling-video.git' },
			}),
		).toEqual([]);
	});
});

test('the lock file names no host', () => {
	expect(readPage('package-lock.json')).not.toMatch(/"resolved": "(?!file:)/);
});
