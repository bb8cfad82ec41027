import type { N8nVersion } from '../../dev/n8n/installedN8n.cts';
import type { N8n } from '../../dev/n8n/n8nProcess.cts';

/** What every test knows. */
export interface Setting {
	version: N8nVersion;
	/** The packed package, as it would be published. */
	tarball: string;
}

/** A setting with an n8n that all tests of this version share: tests touch only what they made themselves. */
export interface SharedSetting extends Setting {
	n8n: N8n;
}

/** One test; it fails by throwing. */
export interface E2eTest<T extends Setting> {
	name: string;
	/** The n8n versions that it is meant for; all when left out. */
	versions?: readonly N8nVersion[];
	run(setting: T): Promise<void>;
}

/** Tests in the n8n that all suites share. */
export interface SharedSuite {
	name: string;
	/** Of the basics: also run on older versions of n8n, and on other versions of Node. */
	basic?: true;
	n8n: 'shared';
	/** `sideBySide` for tests that mostly wait: all of these run at once, beside the others. */
	pace: 'oneByOne' | 'sideBySide';
	tests: ReadonlyArray<E2eTest<SharedSetting>>;
}

/** Tests that start an n8n of their own, e.g. to kill it. */
export interface OwnSuite {
	name: string;
	basic?: true;
	n8n: 'own';
	/** `alone` for tests that need the whole machine. */
	pace: 'sideBySide' | 'alone';
	tests: ReadonlyArray<E2eTest<Setting>>;
}

export type Suite = SharedSuite | OwnSuite;
