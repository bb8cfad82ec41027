import { useGateway } from '../support/localGateway.cts';
import { fileInfo, IMAGE, link, VIDEO } from '../support/parameterValues.cts';

const gateway = useGateway();
const images = (count: number) => ({
	reference: Array.from({ length: count }, (_, index) => ({
		image: link(`https://example.com/${index + 1}.png`),
	})),
});
const withReferences = (references: ReturnType<typeof images>, options = {}) => ({
	scenario: 'referenceToVideo',
	prompt: 'The fox of <<<image_1>>>',
	references,
	options,
});

test('takes up to 7 images', async () => {
	await gateway.submit(withReferences(images(7)));
	expect(gateway.server.submits).toMatchObject([{ status: 200 }]);
	gateway.server.reset();
	const { message } = await gateway.refusal(withReferences(images(8)));
	expect(message).toBe("The value of 'Reference Images' holds 8 images, but the limit is 7");
});

test('takes up to 4 beside a reference video', async () => {
	const video = { metadata: JSON.stringify({ video_url: VIDEO }) };
	await gateway.submit(withReferences(images(4), video));
	expect(gateway.server.submits).toMatchObject([{ status: 200 }]);
	gateway.server.reset();
	const { message } = await gateway.refusal(withReferences(images(5), video));
	expect(message).toBe(
		"The value of 'Reference Images' holds 5 images, but the limit is 4 beside a video",
	);
});

test.each([[{}], [{ reference: [] }]])('none is refused: %j', async (references) => {
	const parameters = { ...withReferences(images(0)), references };
	expect(await gateway.refusal(parameters)).toEqual({
		message: "The value of 'Reference Images' is empty",
		description: 'Add at least one image',
	});
});

test('an empty entry is refused, not skipped: the prompt counts the images', async () => {
	const references = { reference: [{ image: link(IMAGE) }, { image: link('') }] };
	expect(await gateway.refusal(withReferences(references))).toEqual({
		message: "The value of 'Reference Image 2' is empty",
		description: 'Give a URL or a file, or remove the entry',
	});
});

test('an entry that is no link is named', async () => {
	const references = { reference: [{ image: link(IMAGE) }, { image: link('fox.png') }] };
	const { message } = await gateway.refusal(withReferences(references));
	expect(message).toMatch(/^The value of 'Reference Image 2' must be a link/);
});

test('each item has images of its own', async () => {
	const reference = [{ image: link('={{ $json.picture }}') }];
	const pictures = ['https://example.com/a.png', 'https://example.com/b.png'];
	await gateway.submit(withReferences({ reference }), {
		items: pictures.map((picture) => ({ json: { picture } })),
	});
	expect(gateway.bodies()).toMatchObject(
		pictures.map((url) => ({ metadata: { file_infos: [fileInfo(url, 'Reference')] } })),
	);
});
