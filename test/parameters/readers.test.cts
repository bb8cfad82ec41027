import { useGateway } from '../support/localGateway.cts';
import { IMAGE, link, VIDEO } from '../support/parameterValues.cts';
import { readableBody } from '../support/readableBody.cts';

describe('through the engine', () => {
	const gateway = useGateway();
	const text = (options: object) => ({ prompt: 'A fox', options: { ...options } });

	test.each([
		['={{ "false" }}', 'Disabled', false],
		['={{ "0" }}', 'Disabled', false],
		['={{ 0 }}', 'Disabled', false],
		['={{ "TRUE" }}', 'Enabled', true],
		['={{ 1 }}', 'Enabled', true],
	])('a boolean that comes as %s says what it says', async (given, audio, offPeak) => {
		await gateway.submit(text({ generateAudio: given, offPeak: given }));
		expect(gateway.bodies()).toMatchObject([
			{ metadata: { audio_generation: audio, offpeak: offPeak, off_peak: offPeak } },
		]);
	});

	test('Keep Original Sound as text', async () => {
		const options = { keepOriginalSound: '={{ "false" }}' };
		const motion = { scenario: 'motionControl', image: link(IMAGE), video: link(VIDEO) };
		await gateway.submit({ ...motion, options });
		expect(gateway.bodies().map(readableBody)).toMatchObject([
			{ metadata: { ext_info: { AdditionalParameters: { keep_original_sound: 'no' } } } },
		]);
	});

	test.each([
		['Generate Audio', { generateAudio: '={{ "no" }}' }],
		['Off-Peak', { offPeak: '={{ ["true"] }}' }],
		['Duration', { duration: '={{ "5s" }}' }],
		['Resolution', { resolution: '={{ ["720P"] }}' }],
		['Aspect Ratio', { aspectRatio: '={{ ({ a: 1 }) }}' }],
		['Size', { size: '={{ [1, 2] }}' }],
		['Deduplication ID', { deduplicationId: '={{ ({ a: 1 }) }}' }],
	])('%s that cannot be read is refused by name', async (shownName, options) => {
		const { message } = await gateway.refusal(text(options));
		expect(message).toMatch(new RegExp(`^The value of '${shownName}' must be `));
	});

	test('other ratios and resolutions can be given by an expression', async () => {
		const options = { resolution: '={{ "4K" }}', aspectRatio: '={{ "21:9" }}' };
		await gateway.submit(text(options));
		expect(gateway.bodies()).toMatchObject([
			{ metadata: { resolution: '4K', aspect_ratio: '21:9' } },
		]);
	});

	test('half a character at the end of a prompt does not stop it', async () => {
		await gateway.submit({ prompt: '={{ "A fox 🦊".slice(0, 7) }}' });
		expect(gateway.bodies()).toMatchObject([{ prompt: 'A fox \uFFFD' }]);
	});
});
