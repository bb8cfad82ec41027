import { clearBinaryData, useBinaryData } from '../../dev/engine/binaryData.cts';
import { useGateway } from '../support/localGateway.cts';
import { png } from './craftedMedia.cts';
import { ADVICE, MEDIA_CASES, type MediaCase } from './mediaCases.cts';
import { FILE_FIELD, itemWith, mediaSlots, type MediaSlot } from './mediaSlots.cts';

// What is sent as a file is tested here, also where a person left the prompt empty.
const gateway = useGateway({ promptRequired: false });

afterAll(clearBinaryData);

async function check(
	slot: MediaSlot,
	{ file, mimeType = 'image/png', options, problem }: MediaCase,
) {
	const { error } = await gateway.submit(slot.parameters(FILE_FIELD, options), {
		items: [itemWith({ data: file, mimeType, fileName: 'file' })],
	});
	if (problem === undefined) {
		expect(error).toBeUndefined();
		expect(gateway.bodies()).toHaveLength(1);
		return;
	}
	expect(error?.message).toBe(`The value of '${slot.shownName}' ${problem}`);
	expect(error?.description).toBe(ADVICE);
	expect(gateway.bodies()).toEqual([]);
}

describe.each(MEDIA_CASES)('the slot %s', (name, _kind, cases) => {
	const slot = mediaSlots[name]!;

	beforeAll(async () => await useBinaryData('filesystem'));

	it.each(Object.keys(cases))('looks at %s', async (kind) => await check(slot, cases[kind]!));
});

describe('a file that is kept in memory', () => {
	beforeAll(async () => await useBinaryData('memory'));

	it('is looked at as well', async () => {
		await check(mediaSlots.image!, {
			file: png(299, 500),
			problem: 'holds a picture of 299 × 500 pixels, but each side must have at least 300',
			options: { fileTransfer: 'base64' },
		});
	});
});
