import { eventually } from '../../../dev/n8n/eventually.cts';
import type { Outcomes } from '../playedTogether.cts';
import type { Setting } from '../suite.cts';
import { ACTS } from './acts.cts';
import { Crowd, CROWD } from './crowd.cts';
import { playRestarts } from './restarts.cts';
import { Stage } from './stage.cts';
import { putThousandToWait, THOUSAND } from './thousand.cts';

/** Puts the thousand to wait, then plays the acts side by side in one n8n, then the kills. @throws when n8n or the gateway cannot be started */
export async function playDatabase(setting: Setting): Promise<Outcomes> {
	const outcomes = new Map<string, PromiseSettledResult<void>>();
	const play = async (checks: Record<string, () => Promise<void>>) => {
		const names = Object.keys(checks);
		const ends = await Promise.allSettled(names.map(async (name) => await checks[name]?.()));
		ends.forEach((end, place) => outcomes.set(names[place] ?? '', end));
	};
	const stage = await Stage.open(setting);
	try {
		const thousand = putThousandToWait(stage);
		await Promise.allSettled([thousand]);
		const acts = Object.entries(ACTS).map(([name, act]) => [name, async () => await act(stage)]);
		await play({ ...Object.fromEntries(acts), [THOUSAND]: async () => await (await thousand)() });
		await play(await playRestarts(stage));
		await play({ [COSTS]: async () => await measureMemoryWait(stage) });
	} finally {
		await stage.close();
	}
	return outcomes;
}

export const COSTS = 'what it costs n8n, beside the wait in memory';

/** The wait in memory for comparison, by an n8n that has just started. */
async function measureMemoryWait(stage: Stage): Promise<void> {
	const { n8n, table, measures } = stage;
	await n8n.restart();
	await n8n.api.signIn();
	measures.note('fresh', await n8n.process.memoryMB(), await table.counts());
	const crowd = await Crowd.create(stage, 'in memory', { waitOptions: {} });
	await crowd.begin();
	await eventually(
		`${CROWD} executions run`,
		async () => {
			const counts = await table.counts();
			if ((counts.running ?? 0) >= CROWD) return true;
			throw new Error(JSON.stringify(counts));
		},
		120,
	);
	measures.note('inMemory', await n8n.process.memoryMB(), await table.counts());
	await n8n.kill();
	process.stdout.write(`${measures.text()}\n`);
	if (process.env.UPDATE_DOCS === '1') await measures.write();
}
