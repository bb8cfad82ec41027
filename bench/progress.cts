import { MultiBar, Presets, type SingleBar } from 'cli-progress';

/** Shows how far a long measurement is: bars in a terminal, a line now and then in a log. */
export class Progress {
	private readonly bars = new MultiBar(
		{
			format: '{bar} {value}/{total} | {duration_formatted} | {what}',
			clearOnComplete: false,
			hideCursor: true,
			noTTYOutput: true,
			notTTYSchedule: 15_000,
			autopadding: true,
		},
		Presets.shades_classic,
	);

	/** Begins a measurement of so many steps. */
	begin(
		what: string,
		steps: number,
	): { step(by?: number): void; at(done: number): void; end(): void } {
		const bar: SingleBar = this.bars.create(steps, 0, { what });
		return {
			step: (by = 1) => bar.increment(by),
			at: (done) => bar.update(Math.min(done, steps)),
			end: () => {
				bar.update(steps);
				bar.stop();
				this.bars.remove(bar);
				process.stderr.write(`${what}: done\n`);
			},
		};
	}

	/** Takes the bars away. */
	stop(): void {
		this.bars.stop();
	}
}
