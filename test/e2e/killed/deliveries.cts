import type { Step } from '../chainOfNodes.cts';
import { startCallbackServer, type CallbackServer } from '../callbackServer.cts';

/** An item as it came to the outside, behind the last node. */
export interface Delivery {
	scene: string;
	row: number;
	taskId: string;
	status: string;
	/** The code of the item's error. */
	error?: string;
}

/** What the workflows deliver to a server that no kill touches: it has seen what n8n forgot. */
export class Deliveries {
	private constructor(private readonly server: CallbackServer) {}

	static async open(): Promise<Deliveries> {
		return new Deliveries(await startCallbackServer());
	}

	async close(): Promise<void> {
		await this.server.close();
	}

	/** The node that delivers each item of a scene; it goes behind the node After. */
	nodeFor(scene: string): Step {
		const item = `{ scene: ${JSON.stringify(scene)}, row: $json.row, taskId: $json.got.task_id, status: $json.got.status, error: $json.got.error?.code }`;
		return {
			...{ name: 'Deliver', type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2 },
			parameters: {
				...{ method: 'POST', url: this.server.url, sendBody: true, specifyBody: 'json' },
				jsonBody: `={{ JSON.stringify(${item}) }}`,
				options: {},
			},
		};
	}

	/** What came of a scene, in the order of its rows. */
	of(scene: string): Delivery[] {
		return this.server.bodies
			.flatMap((body) => (isDelivery(body) && body.scene === scene ? [body] : []))
			.sort((one, other) => one.row - other.row);
	}
}

function isDelivery(body: unknown): body is Delivery {
	return (
		typeof body === 'object' &&
		body !== null &&
		['scene', 'row', 'taskId', 'status'].every((name) => name in body)
	);
}
