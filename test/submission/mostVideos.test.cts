import type { INodeParameters } from 'n8n-workflow';

import { faults } from '../../gateway/server.cts';
import { runWorkflow, type RunOptions, type RunResult } from '../../dev/engine/engine.cts';
import { against, named, RETRY_ON_FAIL, SUBMIT } from '../reliability/runs.cts';
import { useGateway } from '../support/localGateway.cts';
import { withVirtualTime } from '../support/virtualTime.cts';

const gateway = useGateway();

const most = (maxVideos: unknown): INodeParameters => ({
	...SUBMIT,
	options: { maxVideos } as INodeParameters,
});

async function run(options: RunOptions): Promise<RunResult> {
	return await withVirtualTime(async () => await runWorkflow(against(gateway, options)));
}

test('a loop that does not end is stopped before it pays', async () => {
	const runs = [named('a'), named('b'), named('c'), named('d')];
	const { error } = await run({ parameters: most(2), runs });
	expect(gateway.server.submits).toHaveLength(2);
	expect(error?.message).toContain("The value of 'Most Videos' is 2");
});

test('items beyond it are refused before anything is sent for them', async () => {
	const settings = { onError: 'continueRegularOutput' as const };
	const { outputs } = await run({ parameters: most(2), items: named('a', 'b', 'c'), settings });
	expect(gateway.server.submits).toHaveLength(2);
	expect(outputs[0]?.filter(({ json }) => json.error)).toHaveLength(1);
});

test('a refused submission does not count, an unknown one does', async () => {
	gateway.server.faults.next('submit', faults.invalidRequest());
	const well = await run({ parameters: most(1), items: named('a'), settings: RETRY_ON_FAIL });
	expect(well.error).toBeUndefined();
	gateway.server.reset();
	gateway.server.faults.next('submit', faults.dropped());
	const runs = [named('a'), named('b')];
	const settings = { onError: 'continueRegularOutput' as const };
	await run({ parameters: most(1), runs, settings });
	expect(gateway.server.submits).toHaveLength(1);
});

test.each([0, -1, 1.5, 'many'])('%j is refused', async (maxVideos) => {
	const { error } = await run({ parameters: most(maxVideos), items: named('a') });
	expect(error?.message).toContain('Most Videos');
	expect(gateway.server.requests).toEqual([]);
});
