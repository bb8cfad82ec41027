const { existsSync, mkdirSync, rmSync, writeFileSync } = require('node:fs');
const { dirname } = require('node:path');
const { spawn } = require('node:child_process');
const esbuild = require('esbuild');
const gulp = require('gulp');

/** Runs one of the project's own commands; its failure is the task's failure. */
function run(command, ...args) {
	const task = () =>
		spawn(command, args, {
			stdio: 'inherit',
			shell: false,
			cwd: __dirname,
			env: withLocalBinaries(),
		});
	task.displayName = [command, ...args].join(' ');
	return task;
}

function withLocalBinaries() {
	const separator = process.platform === 'win32' ? ';' : ':';
	return { ...process.env, PATH: `${__dirname}/node_modules/.bin${separator}${process.env.PATH}` };
}

async function clean() {
	if (existsSync('dist')) rmSync('dist', { recursive: true });
}

/** The icons and the codex file: what the compiler does not carry over. */
function assets() {
	return gulp
		.src(['icons/*.svg', 'nodes/**/*.node.json'], { base: '.', encoding: false })
		.pipe(gulp.dest('dist'));
}

const FORM = { platform: 'node', target: 'node20', charset: 'utf8' };

/**
 * One file for the node and one for the credential: n8n loads every installed package at its start, and a hundred
 * small files take it many times as long. Blanks go and local names are cut; functions and classes keep their names,
 * which a stack trace shows.
 */
async function bundle() {
	const { outputFiles } = await esbuild.build({
		...FORM,
		entryPoints: [
			'nodes/KlingVideo/KlingVideo.node.ts',
			'credentials/KlingVideoApi.credentials.ts',
		],
		outdir: 'dist',
		outbase: '.',
		bundle: true,
		minifySyntax: true,
		external: ['n8n-workflow'],
		write: false,
	});
	for (const { path, text } of outputFiles) {
		// Taken for a plain script, whose outermost names stay.
		const { code } = await esbuild.transform(text, { ...FORM, minify: true });
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, code);
	}
}

const build = gulp.series(clean, run('tsc', '--noEmit'), bundle, assets);

/** What `npm test` runs: everything but the real n8n, the plain checks first. */
const test = gulp.series(
	run('npm', 'run', 'lint'),
	run('npm', 'run', 'typecheck'),
	build,
	run('npm', 'run', 'test:engine'),
	run('npm', 'run', 'test:engine-2.8'),
);

exports.clean = clean;
exports.assets = assets;
exports.build = build;
exports.test = test;
exports.default = build;
