import { useGateway } from '../support/localGateway.cts';
import { byId } from '../support/parameterValues.cts';
import { readableBody } from '../support/readableBody.cts';

const gateway = useGateway({ promptRequired: false });
interface Shot {
	prompt?: string;
	duration?: number | string;
}
const withShots = (shot: Shot[], options = {}) => ({
	scenario: 'multiShot',
	shots: { shot: shot as Array<{ prompt: string; duration: number }> },
	options,
});
const shots = (...durations: number[]) =>
	durations.map((duration) => ({ prompt: 'A fox', duration }));

test.each([
	[[{ prompt: '', duration: 5 }], 'Shot 1', 'has no prompt'],
	[[...shots(3), { prompt: ' ', duration: 2 }], 'Shot 2', 'has no prompt'],
	[
		[{ prompt: '狐'.repeat(513), duration: 5 }],
		'Shot 1',
		'has a prompt of 513 characters, but the limit is 512',
	],
	[shots(5, 0), 'Shot 2 → Shot Length', 'must be a whole number of seconds, at least 1'],
	[shots(5, 1.5), 'Shot 2 → Shot Length', 'must be a whole number of seconds, at least 1'],
	[shots(1, 1, 1, 1, 1, 1, 1), 'Shots', 'holds 7 shots, but the limit is 6'],
	[shots(1, 1), 'Shots', 'cannot be 2 seconds with Kling-3.0-Omni'],
	[shots(10, 6), 'Shots', 'cannot be 16 seconds with Kling-3.0-Omni'],
])('%j is refused: %s %s', async (shot, shownName, problem) => {
	const { message } = await gateway.refusal(withShots(shot));
	expect(message).toBe(`The value of '${shownName}' ${problem}`);
});

test('shots that do not add up to the duration are refused', async () => {
	expect(await gateway.refusal(withShots(shots(3, 4), { duration: 10 }))).toEqual({
		message: "The value of 'Shots' adds up to 7 seconds, but 'Duration' asks for 10",
		description: "Change the shots, or remove 'Duration': the video is then as long as its shots",
	});
});

test('neither shots nor a prompt is refused', async () => {
	expect(await gateway.refusal(withShots([]))).toEqual({
		message: "The value of 'Shots' is empty",
		description: "Add up to 6 shots, or write a 'Prompt' and let the model plan them",
	});
});

test('a model by ID may make a video of another length', async () => {
	const model = byId('Kling-3.0-Omni');
	await gateway.submit({ ...withShots(shots(1, 1)), model });
	expect(gateway.bodies()).toMatchObject([{ seconds: '2', duration: 2 }]);
});

test('takes 6 shots, and prompts of 512 characters', async () => {
	const long = { prompt: '狐'.repeat(512), duration: 1 };
	await gateway.submit(withShots([long, ...shots(1, 1, 1, 1, 1)]));
	expect(gateway.server.submits).toMatchObject([{ status: 200 }]);
});

const native = [{ index: 1, prompt: 'A fox', duration: '5' }];
test('native shots stand for the field', async () => {
	const parameters = { multi_prompt: native, shot_type: 'customize' };
	const extInfo = JSON.stringify({ AdditionalParameters: JSON.stringify(parameters) });
	await gateway.submit(withShots([], { extInfo }));
	expect(gateway.bodies().map(readableBody)).toEqual([
		{
			model: 'Kling-3.0-Omni',
			metadata: { ext_info: { AdditionalParameters: { multi_shot: true, ...parameters } } },
		},
	]);
});

test('a native shot type wins over the planned one', async () => {
	const extInfo = JSON.stringify({ AdditionalParameters: '{"shot_type": "customize"}' });
	await gateway.submit({ ...withShots([], { extInfo }), prompt: 'A fox' });
	expect(gateway.bodies().map(readableBody)).toMatchObject([
		{ metadata: { ext_info: { AdditionalParameters: { shot_type: 'customize' } } } },
	]);
});
