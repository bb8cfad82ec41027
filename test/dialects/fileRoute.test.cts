/** The file through the gateway: where its link is its own route, it may cut the file off, and ranges may be a claim. */
import type { DialectName, Fault } from '../../gateway/server.cts';
import { faults } from '../../gateway/server.cts';
import { runWorkflow } from '../../dev/engine/engine.cts';
import { against, GENERATE, named } from '../reliability/runs.cts';
import { useGateway } from '../support/localGateway.cts';
import { withVirtualTime } from '../support/virtualTime.cts';

const gateway = useGateway({ plan: { seconds: 30, resultBytes: 300_000 } });

const KINDS: DialectName[] = ['documented', 'new-api', 'native-kling', 'tencent-vod', 'chain'];

async function generate(dialect: DialectName) {
	gateway.server.speak(dialect);
	// No link: the gateway's own route is all there is.
	gateway.server.settings.plan = {
		...gateway.server.settings.plan,
		dialect: { resultAt: [] },
	};
	const value = dialect === 'tencent-vod' ? 'kling-vod-2.6' : 'Kling-2.6';
	const model = { __rl: true, mode: 'id', value };
	const parameters = { ...GENERATE, model, downloadVideo: true };
	return await withVirtualTime(
		async () => await runWorkflow(against(gateway, { parameters, items: named('a') })),
	);
}

describe.each(KINDS)('%s', (dialect) => {
	test('a file that the gateway cuts off comes whole all the same', async () => {
		gateway.server.faults.next('content', faults.cutFile(100_000));
		const { outputs, error } = await generate(dialect);
		expect(error).toBeUndefined();
		expect(outputs[0]?.[0]?.binary?.data).toMatchObject({ bytes: 300_000 });
		expect(gateway.server.requestsTo('content')).toHaveLength(2);
		expect(gateway.server.requestsTo('result')).toEqual([]);
	});

	test.each<[string, () => Fault]>([
		['blocked', () => faults.contentBlocked()],
		['gone', () => faults.contentGone()],
		['refused to the gateway', () => faults.contentRefused(403)],
		['out of its reach', () => faults.contentRefused(500)],
	])('a file that is %s leaves the completed task named', async (_, fault) => {
		gateway.server.faults.always('content', fault());
		const { error } = await generate(dialect);
		const { id } = gateway.server.task();
		expect(error?.message).toBe(`The gateway did not hand over the video (task ID: ${id})`);
		expect(error?.description).toContain('The task itself is completed');
	});
});
