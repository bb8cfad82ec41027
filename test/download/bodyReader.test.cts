/** Reading a body chunk by chunk: over Node's own streams. */
import { PassThrough, Readable } from 'node:stream';
import fc from 'fast-check';
import { BodyReader } from '../../nodes/KlingVideo/download/bodyReader';

async function allOf(reader: BodyReader): Promise<Buffer> {
	const read: Buffer[] = [];
	for (;;) {
		const chunk = await reader.next();
		if (chunk === undefined) return Buffer.concat(read);
		read.push(chunk);
	}
}

it('brings every byte in order, however the body is cut', async () => {
	const sizes = fc.array(fc.nat(400_000), { maxLength: 12 });
	await fc.assert(
		fc.asyncProperty(sizes, async (cuts) => {
			const parts = cuts.map((size, place) => Buffer.alloc(size, place + 1));
			const read = await allOf(new BodyReader(Readable.from(parts)));
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
	const reader = new BodyReader(body);
	expect(await reader.next()).toEqual(block);
	for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
	expect(sent).toBeLessThan(1_000_000);
	const rest = Math.floor(20_000_000 / block.length) - 1;
	expect((await allOf(reader)).length).toBe(rest * block.length);
});

it('tells an error that came while nobody was reading', async () => {
	const body = new PassThrough();
	const reader = new BodyReader(body);
	body.destroy(new Error('gone'));
	await new Promise((resolve) => setImmediate(resolve));
	await expect(reader.next()).rejects.toThrow('gone');
});

it('takes a body that is closed before its end for an error', async () => {
	const body = new PassThrough();
	const reading = new BodyReader(body).next();
	body.destroy();
	await expect(reading).rejects.toThrow('Premature close');
});

it('ends the wait for bytes when it is told to', async () => {
	const reader = new BodyReader(new PassThrough());
	const reading = reader.next();
	reader.breakOff(new Error('stalled'));
	await expect(reading).rejects.toThrow('stalled');
});
