import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { N8nApi } from '../../dev/n8n/n8nApi.cts';
import { Editor, startBrowser, type EditorWindow } from './editor.cts';

/**
 * Lets a test use n8n's editor in a browser of its own.
 * @throws what the test throws, with the path of a picture of the page as it was then
 */
export async function inEditor(
	url: string,
	api: N8nApi,
	how: EditorWindow,
	use: (window: Editor) => Promise<void>,
): Promise<void> {
	const browser = await startBrowser();
	const window = await Editor.open(browser, url, api, how);
	try {
		await use(window);
	} catch (cause) {
		const picture = path.join(tmpdir(), `kling-editor-${Date.now()}.png`);
		await window.page.screenshot({ path: picture });
		throw new Error(`The page looked like ${picture}: ${String(cause)}`, { cause });
	} finally {
		await browser.close();
	}
}
