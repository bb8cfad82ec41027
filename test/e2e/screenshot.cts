import { mkdir, stat } from 'node:fs/promises';
import * as path from 'node:path';
import type { Page } from 'playwright-core';
import type { Area } from './editor.cts';
import type { N8nVersion } from '../../dev/n8n/installedN8n.cts';

/** Where the pictures of the docs are. */
export const PICTURES = path.join(__dirname, '..', '..', 'docs', 'images');

/** The version whose editor the docs show: all pictures look alike, also when several versions are tested at once. */
const SHOWN: N8nVersion = '2.8.4';

/** A picture of the docs must not weigh more, in bytes. */
const LARGEST = 150_000;

/** Whether pictures for the docs are made now: with UPDATE_DOCS=1, in one version of n8n. */
export function isShown(version: N8nVersion): boolean {
	return process.env.UPDATE_DOCS === '1' && version === SHOWN;
}

/**
 * Takes a picture of the page, or of a part of it, for the docs, only with UPDATE_DOCS=1 and in one version of n8n.
 * @throws when it weighs too much
 */
export async function screenshot(
	version: N8nVersion,
	page: Page,
	name: string,
	clip?: Area,
): Promise<void> {
	if (!isShown(version)) return;
	await mkdir(PICTURES, { recursive: true });
	const file = path.join(PICTURES, `${name}.png`);
	await page.screenshot({ path: file, animations: 'disabled', caret: 'hide', clip });
	const { size } = await stat(file);
	if (size > LARGEST) throw new Error(`${name}.png has ${size} bytes, more than ${LARGEST}`);
}
