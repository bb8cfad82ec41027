import { scenarios } from '../../nodes/KlingVideo/scenarios/index.ts';
import { useGateway } from '../support/localGateway.cts';
import { byId, everyField, listed } from '../support/parameterValues.cts';

const gateway = useGateway();
const withDuration = (duration: unknown, model = listed('Kling-3.0-Omni')) => ({
	prompt: 'A fox',
	model,
	options: { duration: duration as number },
});

test.each([
	['Kling-3.0-Omni', [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], [1, 2, 16, 60]],
	['Kling-2.6', [5, 10], [4, 6, 9, 11, 15]],
	['Kling-2.5', [5, 10], [4, 6, 9, 11, 15]],
])('%s makes videos of %j seconds', async (model, made, refused) => {
	for (const seconds of made) await gateway.submit(withDuration(seconds, listed(model)));
	expect(gateway.bodies()).toEqual(
		made.map((seconds) => ({
			model,
			prompt: 'A fox',
			seconds: String(seconds),
			duration: seconds,
			metadata: { output_config: { duration: seconds } },
		})),
	);
	gateway.server.reset();
	for (const seconds of refused) {
		const { message, description } = await gateway.refusal(withDuration(seconds, listed(model)));
		expect(message).toBe(`The value of 'Duration' cannot be ${seconds} seconds with ${model}`);
		expect(description).toBe(
			`${model} makes videos of ${made.length > 2 ? '3 to 15' : '5 or 10'} seconds`,
		);
	}
});

test.each([0, -5, 5.5, '={{ "long" }}', '={{ true }}', '={{ [5] }}', '={{ "0x10" }}'])(
	'%j is refused',
	async (duration) => {
		const { message } = await gateway.refusal(withDuration(duration, byId('Kling-2.6')));
		expect(message).toBe("The value of 'Duration' must be a whole number of seconds, at least 1");
	},
);

test('a model by ID may make any whole number of seconds', async () => {
	await gateway.submit(withDuration(42, byId('Kling-2.6')));
	expect(gateway.bodies()).toMatchObject([{ seconds: '42' }]);
});

test.each(['={{ "10" }}', '={{ " 10 " }}', '={{ "10.0" }}'])(
	'%s says the same in both places',
	async (duration) => {
		await gateway.submit(withDuration(duration));
		expect(gateway.bodies()).toMatchObject([
			{ seconds: '10', metadata: { output_config: { duration: 10 } } },
		]);
	},
);

const lasting = scenarios.filter(({ options }) => options.some(({ name }) => name === 'duration'));
test.each(lasting.map(({ value }) => value))('is looked at in %s', async (scenario) => {
	const { message } = await gateway.refusal({
		...everyField,
		// Shots have durations of their own.
		shots: {},
		scenario,
		options: { duration: 2 },
	});
	expect(message).toBe("The value of 'Duration' cannot be 2 seconds with Kling-3.0-Omni");
});
