import { chromium, type Browser, type Page } from 'playwright-core';
import type { N8nApi } from '../../dev/n8n/n8nApi.cts';

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

/** A part of the page, in pixels. */
export interface Area {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** How n8n's editor looks. */
export type Theme = 'light' | 'dark';

/** The window that the editor is opened in. */
export interface EditorWindow {
	theme?: Theme;
	/** In pixels. */
	height?: number;
}

/** n8n's editor in a browser, signed in. */
export class Editor {
	private constructor(
		readonly page: Page,
		private readonly url: string,
	) {}

	/** Opens a window of its own. */
	static async open(
		browser: Browser,
		url: string,
		api: N8nApi,
		{ theme = 'light', height = 900 }: EditorWindow,
	): Promise<Editor> {
		const context = await browser.newContext({
			colorScheme: theme,
			viewport: { width: 1440, height },
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

	/** Opens an empty workflow with a manual trigger, and the node panel for what comes behind it. */
	async openPanel(): Promise<void> {
		await this.page.goto(`${this.url}/workflow/new`);
		await this.byTestId('canvas-add-button').click();
		await this.panel.getByText('Trigger manually').first().click();
		await this.byTestId('canvas-handle-plus').first().click();
	}

	/** Searches the open node panel; waits until the node is among what it finds. */
	async findInPanel(search: string, node: string): Promise<void> {
		await this.byTestId('node-creator-search-bar').fill(search);
		await this.panel.getByText(node, { exact: true }).first().waitFor();
	}

	/** Opens a node of the open panel. Returns the names of its actions. */
	async actionsInPanel(search: string, node: string): Promise<string[]> {
		await this.findInPanel(search, node);
		await this.panel.getByText(node, { exact: true }).first().click();
		await this.panel.getByText(/^Actions \(\d+\)$/).waitFor();
		const lines = (await this.panel.innerText()).split('\n').map((line) => line.trim());
		const from = lines.findIndex((line) => line.startsWith('Actions ('));
		const count = Number(/\d+/.exec(lines[from] ?? '')?.[0]);
		return lines
			.slice(from + 1)
			.filter((line) => line !== '')
			.slice(0, count);
	}

	/** Adds a node by one of its actions, from the open list of them. */
	async addByAction(action: string): Promise<void> {
		await this.panel.getByText(action, { exact: true }).click();
		await this.parameters.waitFor();
	}

	/** Opens an execution as the Executions list shows it. */
	async openExecution(workflow: string, execution: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${workflow}/executions/${execution}`);
		// The canvas of the execution is a page in the page in n8n 2.8, and a part of the page in 2.41.
		await Promise.any(
			[this.page, this.page.frameLocator('iframe')].map(
				async (place) => await place.locator('[data-test-id="canvas-node"]').first().waitFor(),
			),
		);
		await this.page.waitForTimeout(1000);
	}

	/** Opens a node of the workflow. */
	async openNode(name: string): Promise<void> {
		await this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
		await this.parameters.waitFor();
		// Away from the fields: the one below the pointer would look as if in use.
		await this.page.mouse.move(0, 0);
	}

	/** Closes the open node. */
	async closeNode(): Promise<void> {
		await this.byTestId('ndv-close-button').click();
		await this.parameters.waitFor({ state: 'hidden' });
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

	/** Fills a parameter for text, of one row or several, or for a number; the first one of that name. */
	async fill(parameter: string, text: string): Promise<void> {
		await this.byTestId(`parameter-input-${parameter}`)
			.first()
			.locator('textarea, input[type="text"], input[type="number"]')
			.first()
			.fill(text);
	}

	/** Fills a file field with a link. */
	async fillLink(parameter: string, link: string): Promise<void> {
		await this.byTestId(`parameter-input-${parameter}`)
			.locator('input[type="text"]:not([readonly])')
			.last()
			.fill(link);
	}

	/** Presses the button that adds an entry to a list. */
	async addEntry(button: string): Promise<void> {
		await this.parameters.getByText(button, { exact: true }).first().click();
	}

	/** The text of the open node's parameters, as a person reads it. */
	async shownParameters(): Promise<string[]> {
		const text = await this.parameters.innerText();
		return text.split('\n').map((line) => line.trim());
	}

	/** The shown name of what is chosen in a parameter of the open node. */
	async shownOption(parameter: string): Promise<string> {
		return await this.byTestId(`parameter-input-${parameter}`).locator('input').inputValue();
	}

	/** The shown name of the open node's scenario. */
	async shownScenario(): Promise<string> {
		return await this.shownOption('scenario');
	}

	/** How many fields of the open node the editor marks as wrong or missing. */
	async complaints(): Promise<number> {
		return await this.page.locator('[data-test-id="parameter-issues"]:visible').count();
	}

	/**
	 * Where the open node shows everything from the credential to the options of its scenario.
	 * @throws when the window is too low to show all of it
	 */
	async scenarioArea(): Promise<Area> {
		const panel = await this.parameters.boundingBox();
		const below = await this.byTestId('parameter-item')
			.filter({ has: this.byTestId('parameter-input-downloadVideo') })
			.boundingBox();
		if (!panel || !below) throw new Error('The node shows no fields');
		if (below.y > panel.y + panel.height) throw new Error('The window is too low for all fields');
		return { x: panel.x, y: panel.y, width: panel.width, height: below.y - panel.y };
	}

	/** Runs the open node and waits until its output is there. */
	async execute(): Promise<void> {
		await this.startExecution();
		await this.outputShown();
	}

	/** Runs the open node. */
	async startExecution(): Promise<void> {
		await this.byTestId('node-execute-button').click();
	}

	/** Waits until the open node has run, and its items are shown. */
	async outputShown(): Promise<void> {
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

	/** The panel that nodes are added from. */
	private get panel() {
		return this.byTestId('node-creator');
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
