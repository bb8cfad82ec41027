import { InFlight } from '../../nodes/KlingVideo/run/inFlight.ts';

/** A piece of work that ends when told. */
function work() {
	let end = (): void => undefined;
	const ended = new Promise<void>((resolve) => (end = resolve));
	return { ended, end };
}

/** Lets what has been set off come to rest. */
async function turns(): Promise<void> {
	await new Promise((resolve) => setImmediate(resolve));
}

test('lets as many run as it may, the others in their order', async () => {
	const limiter = new InFlight(2);
	const pieces = [work(), work(), work(), work()];
	const started: number[] = [];
	const all = pieces.map(
		async ({ ended }, index) =>
			await limiter.run(async () => {
				started.push(index);
				await ended;
				return index;
			}),
	);
	await turns();
	expect(started).toEqual([0, 1]);
	pieces[1]?.end();
	await turns();
	expect(started).toEqual([0, 1, 2]);
	pieces[0]?.end();
	await turns();
	expect(started).toEqual([0, 1, 2, 3]);
	for (const { end } of pieces) end();
	expect(await Promise.all(all)).toEqual([0, 1, 2, 3]);
});

test('goes on after a failure, and does not let more run than before', async () => {
	const limiter = new InFlight(1);
	const fails = limiter.run(async () => {
		throw new Error('no');
	});
	await expect(fails).rejects.toThrow('no');
	const held = work();
	const started: string[] = [];
	const piece = (name: string) => async () => {
		started.push(name);
		await held.ended;
	};
	const both = [limiter.run(piece('one')), limiter.run(piece('two'))];
	await turns();
	expect(started).toEqual(['one']);
	held.end();
	await Promise.all(both);
	expect(started).toEqual(['one', 'two']);
	const last = work();
	const again = [limiter.run(async () => await last.ended), limiter.run(piece('three'))];
	await turns();
	expect(started).toEqual(['one', 'two']);
	last.end();
	await Promise.all(again);
});

test('without a number it is 20', async () => {
	const limiter = new InFlight();
	const held = work();
	let started = 0;
	const all = Array.from({ length: 25 }, async () => {
		await limiter.run(async () => {
			started += 1;
			await held.ended;
		});
	});
	await turns();
	expect(started).toBe(20);
	held.end();
	await Promise.all(all);
	expect(started).toBe(25);
});
