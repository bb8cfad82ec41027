/** The size of a file is checked twice: as n8n tells it, and as the bytes come. */
import { Readable } from 'node:stream';
import type { IBinaryData, IExecuteSingleFunctions } from 'n8n-workflow';
import { checkMedia } from '../../nodes/KlingVideo/media/checkMedia';
import { png } from './craftedMedia.cts';

const MB = 1024 * 1024;

/** A stored file, of whose size n8n's storage may say something else. */
function stored(file: Buffer, told?: number) {
	const getBinaryStream = jest.fn(async () => await Promise.resolve(Readable.from([file])));
	const helpers = {
		getBinaryStream,
		getBinaryMetadata: async () => await Promise.resolve({ fileSize: told }),
	};
	const context = { helpers } as unknown as IExecuteSingleFunctions;
	const binary: IBinaryData = { id: 'filesystem-v2:1', data: '', mimeType: 'image/png' };
	return { getBinaryStream, check: checkMedia(context, binary, 'Image', 'image') };
}

it('takes a good file', async () => {
	await expect(stored(png(400, 400), 1000).check).resolves.toMatchObject({ format: 'PNG' });
});

it('does not read a file that n8n says is too large', async () => {
	const { check, getBinaryStream } = stored(png(400, 400), 11 * MB);
	await expect(check).rejects.toThrow('holds a file of 11.0 MB, but the limit is 10 MB');
	expect(getBinaryStream).not.toHaveBeenCalled();
});

it.each([undefined, 1000])('counts the bytes too, where n8n says %s', async (told) => {
	const { check } = stored(png(400, 400, 11 * MB), told);
	await expect(check).rejects.toThrow('holds a file of 11.0 MB, but the limit is 10 MB');
});
