import type { GatewayTask, LocalGateway } from '../../../gateway/server.cts';

/** Whether a value is a plain object. */
export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The prompt of a submitted body: in these tests, the name of the item. */
export function promptOf(body: unknown): unknown {
	return isObject(body) ? body.prompt : undefined;
}

/** The accepted tasks of an item, in order. */
export function tasksOf(gateway: LocalGateway, name: string): GatewayTask[] {
	return gateway.tasks.filter(({ body }) => promptOf(body) === name);
}

/** How often an item was submitted, refused submissions included. */
export function submissionsOf(gateway: LocalGateway, name: string): number {
	return gateway.submits.filter(({ body }) => promptOf(body) === name).length;
}
