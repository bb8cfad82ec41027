import { useGateway } from '../support/localGateway.cts';
import { IMAGE, link } from '../support/parameterValues.cts';

const gateway = useGateway();
const references = { reference: [{ image: link(IMAGE) }] };

test.each([
	[' \n ', 'textToVideo'],
	[' ', 'referenceToVideo'],
])('%j is refused where the scenario needs a prompt: %s', async (prompt, scenario) => {
	expect(await gateway.refusal({ scenario, prompt, references })).toEqual({
		message: "The value of 'Prompt' is empty",
		description: 'Describe the video in a few words',
	});
});

test.each(['', ' ', '={{ null }}', '={{ undefined }}'])(
	'%j is left out where the scenario does without',
	async (prompt) => {
		await gateway.submit({ scenario: 'imageToVideo', image: link(IMAGE), prompt });
		expect(gateway.bodies()).toEqual([{ model: 'Kling-3.0-Omni', image: IMAGE }]);
	},
);

test('a prompt may have 2,500 characters, counted as a person counts', async () => {
	const prompt = '🦊'.repeat(2500);
	await gateway.submit({ prompt });
	expect(gateway.bodies()).toEqual([{ model: 'Kling-3.0-Omni', prompt }]);
});

test.each(['textToVideo', 'imageToVideo', 'referenceToVideo', 'multiShot', 'templateEffect'])(
	'a longer one is refused: %s',
	async (scenario) => {
		const parameters = { scenario, image: link(IMAGE), references, template: 'hug' };
		expect(await gateway.refusal({ ...parameters, prompt: '🦊'.repeat(2501) })).toEqual({
			message: "The value of 'Prompt' has 2501 characters, but the limit is 2500",
			description: 'Shorten the prompt',
		});
	},
);

test('anything but text is refused', async () => {
	const { message } = await gateway.refusal({ prompt: '={{ ["a", "b"] }}' });
	expect(message).toBe("The value of 'Prompt' must be text");
});
