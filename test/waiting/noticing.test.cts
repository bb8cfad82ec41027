import { columns, oursIn, playColumn } from '../../bench/noticing/columns.cts';
import { ours } from '../../bench/noticing/schedules.cts';
import { simulateNoticing } from '../../bench/noticing/simulateNoticing.cts';
import { seededRandom } from '../../bench/noticing/tasks.cts';
import { nextPollAt, polled, startWatch } from '../../nodes/KlingVideo/waiting/pollSchedule.ts';

const ofGroup = (group: string) => columns.filter((column) => column.group === group);

describe('how soon and how cheaply it notices, in virtual time', () => {
	describe.each(ofGroup('usual'))('$name', (column) => {
		const { rows } = playColumn(column, { seed: 1, tasks: 10_000, withPeers: true });
		const [own, ...others] = rows;
		if (!own) throw new Error('no schedule was played');

		it('reaches its target', () => {
			const target = column.world.progress === 'linear' ? 0.3 : 0.95;
			expect(own.noticing.metric).toBeLessThanOrEqual(target);
			expect(own.noticing.meanLateness).toBeLessThanOrEqual(4);
		});

		it.each(others)('is not behind on both polls and lateness: $schedule', ({ noticing }) => {
			const ahead =
				noticing.meanPolls <= own.noticing.meanPolls &&
				noticing.meanLateness <= own.noticing.meanLateness;
			expect(ahead).toBe(false);
		});
	});

	describe.each(ofGroup('off-peak'))('$name', (column) => {
		const { rows } = playColumn(column, { seed: 1, tasks: 20, withPeers: true });
		const [own, ...others] = rows;
		if (!own) throw new Error('no schedule was played');

		it('is not behind any peer on both polls and lateness', () => {
			expect(others).not.toHaveLength(0);
			const ahead = others.filter(
				({ noticing }) =>
					noticing.meanPolls <= own.noticing.meanPolls &&
					noticing.meanLateness <= own.noticing.meanLateness,
			);
			expect(ahead).toEqual([]);
		});

		it.each(['offPeak', 'fresh', 'unknown'] as const)(
			'takes at most 500 polls in twelve hours, at most 90 s late: %s',
			(task) => {
				const schedule = ours(task);
				const base = { ...column.world, seed: 1, schedule };
				const longest = { kind: 'uniform', from: 43_200, to: 43_200 } as const;
				const twelveHours = simulateNoticing({ ...base, tasks: 10, durations: longest });
				expect(twelveHours.maxPolls).toBeLessThanOrEqual(500);
				expect(simulateNoticing({ ...base, tasks: 100 }).meanLateness).toBeLessThanOrEqual(90);
			},
		);
	});

	// A fixed interval gives 1; a world the schedule was not made for may cost a little more.
	const bounds: Record<string, number> = {
		absent: 1.1,
		stuck: 1.1,
		linear: 0.6,
		'queued first': 0.5,
		'fast then slow': 0.6,
		'slow then fast': 0.4,
	};
	const others = ofGroup('other').filter(({ name }) => !name.startsWith('Hours'));
	it.each(others)('stays sane elsewhere: $name', (column) => {
		const { progress, begins } = column.world;
		const own = simulateNoticing({
			...column.world,
			seed: 1,
			tasks: 1_000,
			schedule: oursIn(column),
		});
		if (progress === 'garbage') expect(own.meanLateness).toBeLessThanOrEqual(15);
		else if (progress === 'absent' && begins === 'anywhere') {
			// The poll at once is one more than the count by intervals foresees.
			expect(own.metric).toBeLessThanOrEqual(1.3);
		} else expect(own.metric).toBeLessThanOrEqual(bounds[progress] ?? 0);
	});

	it('notices a task of 20 s with linear progress within 3 s, every time', () => {
		const own = simulateNoticing({
			seed: 1,
			tasks: 1_000,
			schedule: ours('fresh'),
			progress: 'linear',
			refreshSeconds: 0,
			durations: { kind: 'uniform', from: 20, to: 20 },
		});
		expect(own.maxLateness).toBeLessThanOrEqual(3);
	});

	it('keeps 1,000 items submitted together from asking in step', () => {
		const random = seededRandom(1);
		const perSecond = new Map<number, number>();
		for (let item = 0; item < 1_000; item++) {
			let watch = startWatch(0, 'fresh');
			for (let at = nextPollAt(watch, random()); at < 240_000; at = nextPollAt(watch, random())) {
				const second = Math.floor(at / 1000);
				perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
				watch = polled(watch, at);
			}
		}
		// In step, all 1,000 would ask within one second of every seven.
		expect(Math.max(...perSecond.values())).toBeLessThanOrEqual(400);
	});
});
