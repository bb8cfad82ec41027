/** Tasks that are over while the gateway's usual route does not say so, or does not say why. */
import type { DialectName, PartialPlan } from '../../gateway/server.cts';
import { failure } from '../../gateway/server.cts';
import { runWorkflow } from '../../dev/engine/engine.cts';
import { against, GENERATE, named } from '../reliability/runs.cts';
import { useGateway } from '../support/localGateway.cts';
import { withVirtualTime } from '../support/virtualTime.cts';

const gateway = useGateway();

/** A task that its gateway gives up after an hour. */
const GIVEN_UP: PartialPlan = { seconds: 10_000, giveUpSeconds: 3600 };

const GIVE_UP_TEXT = 'The task was not finished in time and has been refunded.';

const opinions = () => gateway.server.requestsTo('generations');

/** Generates one video at such a gateway. */
async function generate(dialect: DialectName, plan: PartialPlan) {
	gateway.server.speak(dialect);
	gateway.server.settings.plan = plan;
	const model = { __rl: true, mode: 'id', value: 'kling-vod-2.6' };
	const parameters = {
		...GENERATE,
		...(dialect === 'tencent-vod' && { model }),
		waitOptions: { timeout: 120 },
	};
	return await withVirtualTime(async (time) => {
		const { error } = await runWorkflow(against(gateway, { parameters, items: named('a') }));
		return { error, minutes: time.elapsed() / 60_000 };
	});
}

/** Asks for the last task with Get Status, a day later. */
async function getStatus() {
	const parameters = { operation: 'getStatus', taskId: gateway.server.task().id };
	return await withVirtualTime(
		async () => await runWorkflow(against(gateway, { parameters, items: named('a') })),
		{ startAt: new Date('2026-01-06T12:00:00Z') },
	);
}

describe.each<DialectName>(['new-api', 'native-kling'])(
	'%s: given up without a reason',
	(dialect) => {
		test('the second route has it, and is asked once', async () => {
			const { error, minutes } = await generate(dialect, GIVEN_UP);
			expect(error?.message).toContain('The task failed');
			expect(error?.description).toContain(GIVE_UP_TEXT);
			expect(minutes).toBeLessThan(65);
			expect(opinions()).toHaveLength(1);
		});

		test('a gateway without that route: it is not told why', async () => {
			gateway.server.settings.generationsRoute = false;
			const { error } = await generate(dialect, GIVEN_UP);
			expect(error?.description).toContain('The gateway does not say why');
			expect(opinions()).toHaveLength(1);
		});

		test('Get Status has the reason, too', async () => {
			await generate(dialect, GIVEN_UP);
			const { outputs } = await getStatus();
			expect(outputs[0]?.[0]?.json).toMatchObject({
				status: 'failed',
				error: { message: GIVE_UP_TEXT },
			});
		});
	},
);

test('a reason that is told is not asked for again', async () => {
	const { error } = await generate('native-kling', {
		seconds: 60,
		outcome: failure('ContentModerationFailed'),
	});
	expect(error?.description).toContain('change the prompt or the files');
	expect(opinions()).toEqual([]);
});

test('a second route that has refused is not asked again', async () => {
	gateway.server.settings.generationsRoute = false;
	const { error } = await generate('new-api', {
		...GIVEN_UP,
		dialect: { progress: 'hundredEarly' },
	});
	expect(error?.description).toContain('The gateway does not say why');
	expect(opinions()).toHaveLength(1);
});

test('chain: what stands at 100 % for ever has failed, and the second route says why', async () => {
	const { error, minutes } = await generate('chain', {
		seconds: 60,
		outcome: { status: 'stuck' },
		giveUpSeconds: 90,
	});
	expect(error?.message).toContain('The task failed');
	expect(error?.description).toContain(GIVE_UP_TEXT);
	expect(minutes).toBeLessThan(10);
});

test.each(['error', 'code'] as const)(
	'chain: 200 with an %s in place of the task ends the wait',
	async (failedAs) => {
		const { error, minutes } = await generate('chain', {
			seconds: 60,
			outcome: failure('ModelGenerateFailed'),
			dialect: { failedAs },
		});
		expect(error?.message).toContain(`(task ID: ${gateway.server.task().id})`);
		expect(error?.description).toContain('The model failed to generate the video.');
		expect(minutes).toBeLessThan(5);
	},
);

test.each<DialectName>(['new-api', 'native-kling', 'tencent-vod', 'chain'])(
	'%s: "failed: the reason" is a failed task',
	async (dialect) => {
		const { error, minutes } = await generate(dialect, {
			seconds: 60,
			outcome: failure('ModelGenerateFailed'),
			dialect: { statusWithReason: true },
		});
		expect(error?.description).toContain('The model failed to generate the video.');
		expect(minutes).toBeLessThan(5);
	},
);

test("tencent-vod: a failure's text in the place of a link is no link", async () => {
	await generate('tencent-vod', { seconds: 60, outcome: failure('ContentModerationFailed') });
	const { outputs } = await getStatus();
	expect(outputs[0]?.[0]?.json).toMatchObject({
		status: 'failed',
		error: { message: 'The content did not pass moderation.' },
	});
	expect(outputs[0]?.[0]?.json).not.toHaveProperty('video_url');
});
