import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(__dirname, '../..');
/** What the build and the tarball are made from; the Chinese README to see that it stays out. */
const SOURCES = [
	...['nodes', 'credentials', 'icons', 'package.json', 'tsconfig.json', 'gulpfile.js'],
	...['README.md', 'README-zh-CN.md', 'LICENSE.md'],
];

/** The package, built by `gulp build` in a folder of its own: tests side by side do not disturb each other. */
export class BuiltPackage {
	readonly folder = mkdtempSync(path.join(tmpdir(), 'kling-video-package-'));

	constructor() {
		for (const name of SOURCES) {
			cpSync(path.join(root, name), path.join(this.folder, name), { recursive: true });
		}
		symlinkSync(path.join(root, 'node_modules'), path.join(this.folder, 'node_modules'));
		this.run(path.join(root, 'node_modules/gulp/bin/gulp.js'), 'build');
	}

	/** Runs a program of Node in the folder; returns what it prints, throws it when the program fails. */
	run(program: string, ...parameters: string[]): string {
		return this.spawn(process.execPath, [program, ...parameters]);
	}

	private spawn(command: string, parameters: string[]): string {
		// n8n's lint rules behave otherwise when they believe to be tested themselves.
		const env = { ...process.env };
		delete env.NODE_ENV;
		const options = { cwd: this.folder, env, encoding: 'utf8' } as const;
		const { status, stdout, stderr } = spawnSync(command, parameters, options);
		if (status !== 0) throw new Error(`${command} ${parameters.join(' ')}\n${stdout}\n${stderr}`);
		return stdout;
	}

	/** What npm would publish: the files, by their path in the package, and the size of the tarball in bytes. */
	published(): { files: string[]; bytes: number } {
		const printed = this.spawn('npm', ['pack', '--dry-run', '--json']);
		const [pack] = JSON.parse(printed) as Array<{ size: number; files: Array<{ path: string }> }>;
		if (!pack) throw new Error('npm pack told nothing');
		return { files: pack.files.map((file) => file.path).sort(), bytes: pack.size };
	}

	/** Every file under `dist`, by its path in the package. */
	built(): string[] {
		return readdirSync(path.join(this.folder, 'dist'), { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => path.relative(this.folder, path.join(entry.parentPath, entry.name)))
			.sort();
	}

	/** Removes the folder. */
	remove(): void {
		rmSync(this.folder, { recursive: true, force: true });
	}
}
