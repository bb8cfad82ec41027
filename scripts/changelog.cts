/** What is missing in the changelog for this version to be published. */
export function changelogProblems(text: string, version: string): string[] {
	const heading = `## [${version}]`;
	const [, below] = `\n${text}`.split(`\n${heading}`);
	if (below === undefined) {
		return [
			`CHANGELOG.md has no entry "${heading}": run npm run release:tag first (with -- --no-increment, to publish the version of package.json as it is)`,
		];
	}
	const [entry = ''] = below.split('\n## ');
	return /^- /m.test(entry) ? [] : [`CHANGELOG.md says nothing under "${heading}"`];
}
