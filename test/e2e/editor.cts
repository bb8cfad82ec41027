import { chromium, type Browser, type Page } from 'playwright-core';
import type { N8nApi } from './support/n8nApi.cts';

const CHROMIUM = process.env.KLING_CHROMIUM ?? '/usr/bin/chromium';

const FLAGS = [
	...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
	...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** Starts Debian's Chromium. Throws when it is not installed. */
export async function startBrowser(): Promise<Browser> {
	return await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** A video element of the page, as far as the test uses it. */
interface PlayedVideo {
	muted: boolean;
	readonly currentTime: number;
	readonly videoWidth: number;
	play(): Promise<void>;
}

/** How n8n's editor looks. */
export type Theme = 'light' | 'dark';

/** n8n's editor in a browser, signed in. */
export class Editor {
	private constructor(
		readonly page: Page,
		private readonly url: string,
	) {}

	/** Opens a window of its own. */
	static async open(browser: Browser, url: string, api: N8nApi, theme: Theme): Promise<Editor> {
		const context = await browser.newContext({
			colorScheme: theme,
			viewport: { width: 1440, height: 900 },
		});
		const [name = '', value = ''] = api.sessionCookie.split('=');
		await context.addCookies([{ name, value, url }]);
		const page = await context.newPage();
		page.setDefaultTimeout(60_000);
		return new Editor(page, url);
	}

	/** Opens a stored workflow. */
	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.byTestId('canvas-node').first().waitFor();
	}

	/** Opens an empty workflow and adds a node from the panel, behind a manual trigger. */
	async addFromPanel(search: string, node: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/new`);
		await this.byTestId('canvas-add-button').click();
		const creator = this.byTestId('node-creator');
		await creator.getByText('Trigger manually').first().click();
		await this.byTestId('canvas-handle-plus').first().click();
		await this.byTestId('node-creator-search-bar').fill(search);
		await creator.getByText(node, { exact: true }).first().click();
		await creator.getByText('Add to workflow').click();
		await this.parameters.waitFor();
	}

	/** Opens a node of the workflow. */
	async openNode(name: string): Promise<void> {
		await this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
		await this.parameters.waitFor();
	}

	/** Chooses the open node's credential by its name. */
	async chooseCredential(name: string): Promise<void> {
		await this.byTestId('node-credentials-select').click();
		await this.visibleOption(name).click();
	}

	/** Chooses an option of a parameter by its shown name. */
	async choose(parameter: string, option: string): Promise<void> {
		await this.byTestId(`parameter-input-${parameter}`).click();
		await this.visibleOption(option).click();
	}

	/** Fills a parameter of several rows. */
	async fill(parameter: string, text: string): Promise<void> {
		await this.byTestId(`parameter-input-${parameter}`).locator('textarea').fill(text);
	}

	/** The text of the open node's parameters, as a person reads it. */
	async shownParameters(): Promise<string[]> {
		const text = await this.parameters.innerText();
		return text.split('\n').map((line) => line.trim());
	}

	/** Runs the open node and waits until its output is there. */
	async execute(): Promise<void> {
		await this.byTestId('node-execute-button').click();
		await this.byTestId('output-panel')
			.getByText(/^\d+ items?/)
			.first()
			.waitFor({ timeout: 90_000 });
	}

	/**
	 * Opens the file of the first item in the output panel and plays it.
	 * @returns how far it has played, in seconds, and the picture's width in pixels
	 */
	async playVideo(): Promise<{ seconds: number; width: number }> {
		const output = this.byTestId('output-panel');
		await output.getByText('Binary', { exact: true }).first().click();
		await output.getByText('View', { exact: true }).first().click();
		const video = this.page.locator('video');
		await video.waitFor();
		return await video.evaluate(async (element: PlayedVideo) => {
			element.muted = true;
			await element.play();
			while (element.currentTime === 0) await new Promise((resolve) => setTimeout(resolve, 50));
			return { seconds: element.currentTime, width: element.videoWidth };
		});
	}

	/** The parameters of the open node. */
	get parameters() {
		return this.byTestId('node-parameters');
	}

	/** Any element of the editor by its test id. */
	byTestId(id: string) {
		return this.page.locator(`[data-test-id="${id}"]`);
	}

	private visibleOption(name: string) {
		return this.page
			.locator('.el-select-dropdown:visible, [role="listbox"]:visible')
			.getByText(name, { exact: true })
			.first();
	}
}
