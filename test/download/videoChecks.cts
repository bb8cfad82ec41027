import { resultOf } from '../../gateway/files/resultFile.cts';
import type { GatewayTask, LocalGateway } from '../../gateway/server.cts';
import { readBinary } from '../../dev/engine/binaryData.cts';
import type { RunResult } from '../../dev/engine/engine.cts';
import { withVirtualTime, type VirtualTime } from '../support/virtualTime.cts';

/** Megabytes as n8n shows sizes. */
export const MEGABYTE = 1_000_000;

/** Every byte of a task's video, as the gateway made it. */
export function videoOf(task: GatewayTask): Buffer {
	const file = resultOf(task);
	return Buffer.concat([...file.read(0, file.size)]);
}

/** Runs with a clock that jumps, from now on: the task was completed before. */
export async function afterwards<T>(body: (time: VirtualTime) => Promise<T>): Promise<T> {
	return await withVirtualTime(body, { startAt: new Date() });
}

/** Expects the first item to hold the task's video, byte for byte, in a form that n8n shows in its player. */
export async function expectVideo(result: RunResult, task: GatewayTask): Promise<void> {
	expect(result.error).toBeUndefined();
	const binary = result.outputs[0]?.[0]?.binary?.data;
	if (!binary) throw new Error('There is no file');
	expect(binary).toMatchObject({
		fileName: `${task.id}.mp4`,
		mimeType: 'video/mp4',
		fileType: 'video',
		fileExtension: 'mp4',
	});
	const stored = await readBinary(binary);
	expect(stored.equals(videoOf(task))).toBe(true);
}

/** The requests of a route, each as the first byte that it asked for. */
export function starts(server: LocalGateway, route: 'result' | 'content'): number[] {
	return server
		.requestsTo(route)
		.map(({ headers }) => Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0));
}
