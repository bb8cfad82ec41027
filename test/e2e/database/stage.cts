import {
	startGateway,
	type GatewayTask,
	type LocalGateway,
	type PartialPlan,
} from '../../../gateway/server.cts';
import { startN8n, type N8n } from '../../../dev/n8n/n8nProcess.cts';
import type { Setting } from '../suite.cts';
import { CREDENTIAL_TYPE } from '../../../dev/n8n/withGateway.cts';
import type { CredentialReference } from '../../../dev/n8n/n8nApi.cts';
import { ExecutionTable } from './executionTable.cts';
import { Measures } from './measures.cts';
import { Scene, type SceneOptions } from './waitingScene.cts';

/** The rows of a scene, each with what becomes of its task. */
export type PlannedRow = { plan?: PartialPlan } & SceneOptions['rows'][number];

/** An n8n and a gateway that the scenes of one version share; each scene has a workflow and prompts of its own. */
export class Stage {
	readonly table: ExecutionTable;
	readonly measures: Measures;
	private readonly plans = new Map<string, PartialPlan>();

	private constructor(
		readonly setting: Setting,
		readonly n8n: N8n,
		readonly gateway: LocalGateway,
		readonly credential: CredentialReference,
	) {
		this.table = new ExecutionTable(n8n);
		this.measures = new Measures(setting.version);
		gateway.settings.plan = ({ body }) => this.plans.get(String(body.prompt)) ?? { seconds: 30 };
	}

	/** @param env further variables of n8n */
	static async open(setting: Setting, env: Readonly<Record<string, string>> = {}): Promise<Stage> {
		const gateway = await startGateway();
		try {
			const n8n = await startN8n({
				...{ version: setting.version, packages: [setting.tarball], env },
			});
			const data = { apiKey: gateway.key, baseUrl: gateway.url };
			const credential = await n8n.api.createCredential('Gateway', CREDENTIAL_TYPE, data);
			return new Stage(setting, n8n, gateway, credential);
		} catch (error) {
			await gateway.close();
			throw error;
		}
	}

	async close(): Promise<void> {
		await this.n8n.dispose();
		await this.gateway.close();
	}

	/** Another credential for the same gateway. */
	async credentialWith(name: string, data: { apiKey?: string; baseUrl?: string }) {
		const whole = { apiKey: this.gateway.key, baseUrl: this.gateway.url, ...data };
		return await this.n8n.api.createCredential(name, CREDENTIAL_TYPE, whole);
	}

	/** Stores a scene's workflow; its tasks last 30 s and are completed unless a row's plan says otherwise. */
	async scene(
		name: string,
		rows: PlannedRow[],
		more: Partial<Omit<SceneOptions, 'name' | 'rows'>> = {},
	): Promise<Scene> {
		const planned = rows.map(({ plan = {}, ...row }, index) => {
			const prompt = `${name} ${index}`;
			this.plans.set(prompt, { seconds: 30, ...plan });
			return { ...row, prompt };
		});
		const options = { credential: this.credential, ...more, name, rows: planned };
		return await Scene.create(this.n8n.api, this.table, options);
	}

	/** Rows with prompts of their own; their tasks last 30 s and are completed unless their plan says otherwise. */
	rows(name: string, plans: PartialPlan[]): Array<{ row: number; prompt: string }> {
		return plans.map((plan, row) => {
			const prompt = `${name} ${row}`;
			this.plans.set(prompt, { seconds: 30, ...plan });
			return { row, prompt };
		});
	}

	/** The tasks that the gateway accepted for a scene or a flow, in the order of its rows. */
	tasksOf({ name }: { name: string }): GatewayTask[] {
		return this.gateway.tasks
			.filter((task) => nameAndRow(task)[0] === name)
			.sort((one, other) => nameAndRow(one)[1] - nameAndRow(other)[1]);
	}

	/** Ends a scene's tasks that last for ever. */
	finish(scene: Scene): void {
		for (const task of this.tasksOf(scene)) task.finish();
	}

	/** How often a scene's tasks were checked, by task, in the order of the rows. */
	checksOf(scene: Scene): number[] {
		const checks = this.gateway.requestsTo('status').map(({ url }) => url);
		return this.tasksOf(scene).map(({ id }) => checks.filter((url) => url.includes(id)).length);
	}
}

function nameAndRow({ body }: GatewayTask): [string, number] {
	const [, name = '', row = ''] = /^(.*) (\d+)$/.exec(String(body.prompt)) ?? [];
	return [name, Number(row)];
}
