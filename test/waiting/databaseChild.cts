import type { INodeExecutionData } from 'n8n-workflow';
import { runWorkflow, type RunOptions, type RunResult } from '../support/engine.cts';
import type { GatewayOfTests } from '../support/localGateway.cts';

type CallWorkflow = NonNullable<RunOptions['executeWorkflow']>;

/** How long a wait that was played to its end took, and what came of it. */
export interface Played {
	/** The items that the parked node hands on. */
	items: INodeExecutionData[];
	/** Seconds between the looks. */
	pauses: number[];
}

/**
 * Stands in for n8n where a node calls its child: every look runs in the real engine, and what n8n stores between two
 * looks is carried over as JSON. The waits between them are played by `toTheEnd`, in virtual time.
 */
export class DatabaseChild {
	/** The workflows that were called, in order. */
	readonly called: string[] = [];
	/** The output of the last look but one: what n8n 2.41 hands on if the child crashes in the last. */
	beforeTheEnd: INodeExecutionData[] = [];
	/** Of the child's node. */
	private parameters: RunOptions['parameters'];
	private state: INodeExecutionData[] = [];
	private pause: number | undefined;

	constructor(private readonly gateway: GatewayOfTests) {}

	/** For `RunOptions`: the child's first look, or the download that a look asks for. */
	readonly executeWorkflow: CallWorkflow = async (info, _additionalData, options) => {
		const { name = '', nodes = [] } = info.code ?? {};
		this.called.push(name);
		const items = options.inputData ?? [];
		const { parameters } = nodes.find(({ type }) => type.endsWith('klingVideo')) ?? {};
		if (name !== 'Kling Video: wait in the database') {
			const { outputs } = await this.run({ parameters, items });
			return { executionId: 'fetch', data: outputs };
		}
		this.parameters = parameters;
		this.state = items;
		const data = [await this.look()];
		const isOver = this.pause === undefined;
		return {
			executionId: 'child',
			data,
			...(!isOver && { waitTill: new Date(Date.now() + 66_000) }),
		};
	};

	/** Plays pauses and looks until the child ends. @param between called before each further look */
	async toTheEnd(between: (look: number) => void = () => {}): Promise<Played> {
		const pauses: number[] = [];
		for (let look = 2; ; look += 1) {
			const { pause = 0 } = this;
			pauses.push(pause);
			await new Promise((resolve) => setTimeout(resolve, pause * 1000));
			between(look);
			const items = await this.look();
			if (this.pause === undefined) return { items, pauses };
		}
	}

	private async look(): Promise<INodeExecutionData[]> {
		const { outputs, context, error } = await this.run({
			parameters: this.parameters,
			items: this.state.map(({ json }) => ({ json })),
		});
		if (error) throw new Error(`A look failed: ${error.message}`);
		const items = outputs[0] ?? [];
		const pause = items[0]?.json.kling_video_pause;
		this.pause = typeof pause === 'number' ? pause : undefined;
		if (this.pause !== undefined) this.beforeTheEnd = items;
		const stored: unknown = JSON.parse(JSON.stringify(context.parked ?? []));
		this.state = (Array.isArray(stored) ? stored : []).map((json) => ({ json }));
		return items;
	}

	private async run(options: RunOptions): Promise<RunResult> {
		const { key: apiKey, url: baseUrl } = this.gateway.server;
		return await runWorkflow({
			credentials: { apiKey, baseUrl },
			workflowSettings: { timezone: 'UTC' },
			executeWorkflow: this.executeWorkflow,
			...options,
		});
	}
}
