// Runs n8n's scan of community packages on this package, without the registry: the sources, then what is
// published. Exits 1 when it finds anything.
//
//   node scripts/scan.mjs [folder of the package]
import path from 'node:path';
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

const folder = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '..'));
const legs = { sources: SOURCE_FILE_PATTERNS, 'built package': ['dist/**/*.js', 'package.json'] };

for (const [name, patterns] of Object.entries(legs)) {
	const { passed, message, details } = await analyzePackage(folder, patterns);
	// A message without a finding says that there was nothing to look at.
	const isClean = passed && message === undefined;
	console.log(
		`${name}: ${isClean ? 'nothing found' : [message, details].filter(Boolean).join('\n')}`,
	);
	if (!isClean) process.exitCode = 1;
}
