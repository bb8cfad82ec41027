import assert from 'node:assert/strict';
import axios from 'axios';
import type { IBinaryData } from 'n8n-workflow';
import type { GatewayTask, LocalGateway } from '../../gateway/server.cts';
import type { N8nApi } from '../../dev/n8n/n8nApi.cts';

/** The file that the gateway serves for a task. */
export async function servedFile(gateway: LocalGateway, task: GatewayTask): Promise<Buffer> {
	const answer = await axios.get<Buffer>(gateway.resultUrl(task), { responseType: 'arraybuffer' });
	return Buffer.from(answer.data);
}

/**
 * Compares a file with what the gateway served for a task, byte for byte.
 * @throws when they differ, or the served file is empty
 */
export async function assertServed(
	gateway: LocalGateway,
	taskId: unknown,
	got: Buffer,
): Promise<void> {
	const served = await servedFile(gateway, gateway.task(String(taskId)));
	assert.ok(served.length > 1000, `the gateway served only ${served.length} bytes`);
	assert.ok(got.equals(served), `${got.length} bytes differ from the ${served.length} served`);
}

/** The same for a file in an item, which n8n must show as a video. */
export async function assertServedBinary(
	api: N8nApi,
	gateway: LocalGateway,
	taskId: unknown,
	file: IBinaryData | undefined,
): Promise<void> {
	assert.ok(file, 'the item has no file');
	assert.equal(file.mimeType, 'video/mp4');
	assert.equal(file.fileType, 'video');
	await assertServed(gateway, taskId, await api.binary(file));
}
