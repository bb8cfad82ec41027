import type { Outcomes } from '../playedTogether.cts';
import type { Setting } from '../suite.cts';
import { FLOW_ACTS } from './flowActs.cts';
import { FLOWS } from './flows.cts';
import { Sleepers } from './sleepers.cts';
import { Stage } from './stage.cts';

/** How long after the start everything is due: n8n 2.8 goes through all waiting executions when it starts after a kill. */
const DUE_MS = 45_000;

type Checks = Record<string, () => Promise<void>>;

/** Puts every flow to wait, plays the acts meanwhile, kills n8n, and sees what comes out of the flows. */
export async function playFlows(setting: Setting): Promise<Outcomes> {
	const outcomes = new Map<string, PromiseSettledResult<void>>();
	const play = async (checks: Checks) => {
		const names = Object.keys(checks);
		const ends = await Promise.allSettled(names.map(async (name) => await checks[name]?.()));
		ends.forEach((end, place) => outcomes.set(names[place] ?? '', end));
	};
	const stage = await Stage.open(setting);
	try {
		await play(
			Object.fromEntries(
				Object.entries(FLOW_ACTS).map(([name, act]) => [name, async () => await act(stage)]),
			),
		);
		await play(await putToWaitAndKill(stage));
	} finally {
		await stage.close();
	}
	return outcomes;
}

async function putToWaitAndKill(stage: Stage): Promise<Checks> {
	const { n8n, table } = stage;
	const flows = await Promise.all(
		Object.entries(FLOWS).map(async ([name, constellation]) => ({
			...{ name, constellation },
			flow: await constellation.create(stage),
		})),
	);
	const sleepers = new Sleepers(
		table,
		flows.map(({ flow }) => flow),
	);
	const checks: Checks = {};
	for (const { name, constellation, flow } of flows) {
		const { parent } = await flow.waiting();
		const execution = await n8n.api.execution(parent);
		checks[name] = async () => {
			constellation.meanwhile?.(execution);
			await constellation.check(stage, flow);
		};
	}
	await sleepers.fallAsleep();
	await n8n.kill();
	await n8n.start();
	await n8n.api.signIn();
	await sleepers.wakeAt(new Date(Date.now() + DUE_MS));
	return checks;
}
