/** Reading a body while the store writes: over Node's own streams. */
import { PassThrough, Readable } from 'node:stream';
import fc from 'fast-check';
import { ReadAhead } from '../../nodes/KlingVideo/download/readAhead';

async function allOf(reader: ReadAhead): Promise<Buffer> {
	const read: Buffer[] = [];
	for (;;) {
		const chunks = await reader.next();
		if (chunks === undefined) return Buffer.concat(read);
		read.push(...chunks);
	}
}

it('brings every byte in order, however the body is cut', async () => {
	const sizes = fc.array(fc.nat(400_000), { maxLength: 12 });
	await fc.assert(
		fc.asyncProperty(sizes, async (cuts) => {
			const parts = cuts.map((size, place) => Buffer.alloc(size, place + 1));
			const read = await allOf(new ReadAhead(Readable.from(parts)));
			expect(read.equals(Buffer.concat(parts))).toBe(true);
		}),
		{ numRuns: 50 },
	);
});

it('takes no more than a megabyte while nobody asks for it, and the rest when somebody does', async () => {
	const block = Buffer.alloc(64 * 1024, 1);
	let sent = 0;
	const body = new Readable({
		read() {
			sent += block.length;
			this.push(sent > 20_000_000 ? null : block);
		},
	});
	const reader = new ReadAhead(body);
	await new Promise((resolve) => setImmediate(resolve));
	while (!body.isPaused()) await new Promise((resolve) => setImmediate(resolve));
	expect(sent).toBeLessThan(1_000_000);
	// Half a megabyte is held, and no more.
	const held = Buffer.concat((await reader.next()) ?? []);
	expect(held.length).toBe(512 * 1024);
	const all = Math.floor(20_000_000 / block.length) * block.length;
	expect(held.length + (await allOf(reader)).length).toBe(all);
});

it('brings what came before an error, then the error', async () => {
	const body = new PassThrough();
	const reader = new ReadAhead(body);
	body.write('what came');
	await new Promise((resolve) => setImmediate(resolve));
	body.destroy(new Error('gone'));
	await new Promise((resolve) => setImmediate(resolve));
	expect(String(Buffer.concat((await reader.next()) ?? []))).toBe('what came');
	await expect(reader.next()).rejects.toThrow('gone');
});

it('takes a body that is closed before its end for an error', async () => {
	const body = new PassThrough();
	const reading = new ReadAhead(body).next();
	body.destroy();
	await expect(reading).rejects.toThrow('closed early');
});

it('ends the wait for bytes when it is told to', async () => {
	const reader = new ReadAhead(new PassThrough());
	const reading = reader.next();
	reader.finish({ error: new Error('stalled') });
	await expect(reading).rejects.toThrow('stalled');
});
