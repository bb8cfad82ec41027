import type { Outcomes } from '../playedTogether.cts';
import type { Setting } from '../suite.cts';
import { FLOW_ACTS, LIMIT_S } from './flowActs.cts';
import { FLOWS } from './flows.cts';
import { Sleepers } from './sleepers.cts';
import { Stage } from './stage.cts';

/** How long after the start everything is due, in milliseconds. */
const DUE_MS = 15_000;

type Checks = Record<string, () => Promise<void>>;

/** Puts every flow to wait, plays the acts meanwhile, kills n8n, and sees what comes out of the flows. */
export async function playFlows(setting: Setting): Promise<Outcomes> {
	const outcomes = new Map<string, PromiseSettledResult<void>>();
	const play = async (checks: Checks) => {
		const names = Object.keys(checks);
		const ends = await Promise.allSettled(names.map(async (name) => await checks[name]?.()));
		ends.forEach((end, place) => outcomes.set(names[place] ?? '', end));
	};
	const stage = await Stage.open(setting, { EXECUTIONS_TIMEOUT: String(LIMIT_S) });
	const acts = Object.entries(FLOW_ACTS).map(([name, act]) => [name, async () => await act(stage)]);
	try {
		await play(await putToWaitAndKill(stage, async () => await play(Object.fromEntries(acts))));
	} finally {
		await stage.close();
	}
	return outcomes;
}

/** @param beforeTheKill what is done while the flows wait */
async function putToWaitAndKill(stage: Stage, beforeTheKill: () => Promise<void>): Promise<Checks> {
	const { n8n, table } = stage;
	const flows = await Promise.all(
		Object.entries(FLOWS).map(async ([name, constellation]) => ({
			...{ name, constellation },
			flow: await constellation.create(stage),
		})),
	);
	const ids = flows.flatMap(({ flow }) => flow.workflowIds);
	const sleepers = new Sleepers(
		table,
		ids.map((workflowId) => ({ workflowId })),
	);
	const acts = beforeTheKill();
	// One that does not come to wait fails by itself; the others go on.
	const starts = await Promise.allSettled(
		flows.map(async ({ flow }) => await n8n.api.execution(await flow.waiting())),
	);
	await acts;
	await sleepers.fallAsleep();
	await n8n.kill();
	await n8n.start();
	await n8n.api.signIn();
	await sleepers.wakeAt(new Date(Date.now() + DUE_MS));
	return Object.fromEntries(
		flows.map(({ name, constellation, flow }, place) => [
			name,
			async () => {
				const start = starts[place];
				if (start?.status !== 'fulfilled') throw start?.reason;
				constellation.meanwhile?.(start.value);
				await constellation.check(stage, flow);
			},
		]),
	);
}
