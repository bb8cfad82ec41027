import type { INodeParameters } from 'n8n-workflow';
import { startGateway, type GatewayOptions, type LocalGateway } from '../../gateway/server.cts';
import { runWorkflow, type RunOptions, type RunResult } from '../../dev/engine/engine.cts';

/** How a refused input is told. */
export interface Refusal {
	message: string;
	description: string | undefined;
}

/** The gateway of a test file: started before its tests, fresh for each, stopped after them. */
export interface GatewayOfTests {
	/** The running gateway. */
	readonly server: LocalGateway;
	/** Runs the node against it, with its good key unless `credentials` say otherwise. */
	run(options: RunOptions): Promise<RunResult>;
	/** Submits once for each item; `parameters` need neither the operation nor what the defaults say. */
	submit(parameters: INodeParameters, options?: RunOptions): Promise<RunResult>;
	/**
	 * Submits what has to be refused before anything is sent, and returns what the person then sees.
	 * Throws when it was not refused, or when anything reached the gateway.
	 */
	refusal(parameters: INodeParameters, options?: RunOptions): Promise<Refusal>;
	/** The bodies of all submissions that reached the gateway, refused ones too. */
	bodies(): unknown[];
}

// The engine loads much of itself at its first run, which takes long on a busy machine.
jest.setTimeout(60_000);

/** Gives the tests of a file a local gateway of their own. */
export function useGateway(options?: GatewayOptions): GatewayOfTests {
	let server: LocalGateway | undefined;
	beforeAll(async () => {
		server = await startGateway(options);
	});
	beforeEach(() => server?.reset());
	afterAll(async () => await server?.close());
	const running = (): LocalGateway => {
		if (server === undefined) throw new Error('The gateway runs during tests only');
		return server;
	};
	const run = async (more: RunOptions): Promise<RunResult> => {
		const credentials = { apiKey: running().key, baseUrl: running().url };
		return await runWorkflow({ credentials, ...more });
	};
	const submit: GatewayOfTests['submit'] = async (parameters, more = {}) =>
		await run({ ...more, parameters: { operation: 'submit', ...parameters } });
	return {
		get server() {
			return running();
		},
		run,
		submit,
		refusal: async (parameters, more) => {
			const { error } = await submit(parameters, more);
			expect(running().requests.map(({ method, url }) => `${method} ${url}`)).toEqual([]);
			if (error === undefined) throw new Error('It was not refused');
			return { message: error.message, description: error.description };
		},
		bodies: () => running().submits.map(({ body }) => body),
	};
}
