/** Submissions that a gateway refuses: no task was made, whatever the status, so they may be sent again. */
import type { DialectName, Fault } from '../../gateway/server.cts';
import { faults } from '../../gateway/server.cts';
import { runWorkflow } from '../../dev/engine/engine.cts';
import { GENERATE, named, RETRY_ON_FAIL } from '../reliability/runs.cts';
import { useGateway } from '../support/localGateway.cts';
import { withVirtualTime } from '../support/virtualTime.cts';

const gateway = useGateway({ plan: { seconds: 30 } });

const KINDS: DialectName[] = ['documented', 'new-api', 'native-kling', 'tencent-vod', 'chain'];

async function generate(more: object = {}, settings: object = {}) {
	const { dialect } = gateway.server.settings;
	const model = dialect === 'tencent-vod' ? 'kling-vod-2.6' : 'Kling-2.6';
	const parameters = { ...GENERATE, model: { __rl: true, mode: 'id', value: model }, ...more };
	const credentials = { apiKey: gateway.server.key, baseUrl: gateway.server.url };
	const options = { parameters, credentials, items: named('a'), settings };
	return await withVirtualTime(async () => await runWorkflow(options));
}

/** What a gateway answers when it, or its supplier, did not take the task. */
const REFUSALS: Array<[string, () => Fault]> = [
	...[400, 401, 403, 404, 408, 409, 500, 502, 503, 504].map((status): [string, () => Fault] => [
		`${status} of the supplier`,
		() => faults.e2(status, 'fail_to_fetch_task', '{"message":"no"}'),
	]),
	['an E2 with 201', () => faults.e2(201, 'fail_to_fetch_task', '{"message":"no"}')],
	['500 do_request_failed', () => faults.e2(500, 'do_request_failed', 'dial tcp')],
	['500 get_channel_failed', () => faults.e2(500, 'get_channel_failed', 'none')],
	['500 invalid_response', () => faults.e2(500, 'invalid_response', 'task_id is empty')],
	['502 submit_failed', () => faults.e2(502, 'submit_failed', 'EOF')],
	['500 E1', () => faults.e1(500, 'no')],
];

describe.each(KINDS)('%s', (dialect) => {
	beforeEach(() => gateway.server.speak(dialect));

	test.each(REFUSALS)('%s: Retry On Fail sends it again', async (_, refusal) => {
		gateway.server.faults.next('submit', refusal());
		const { error, outputs } = await generate({}, RETRY_ON_FAIL);
		expect(error).toBeUndefined();
		expect(outputs[0]?.[0]?.json).toMatchObject({ status: 'completed' });
		expect(gateway.server.submits).toHaveLength(2);
		expect(gateway.server.tasks).toHaveLength(1);
	});

	test.each<[string, () => Fault]>([
		['a page with 500', () => faults.html(500, { accept: true })],
		['nothing with 503', () => faults.emptyBody(503, { accept: true })],
		['a panic', () => faults.panic({ accept: true })],
		['insert_task_failed', () => faults.insertTaskFailed({ accept: true })],
		['a dropped connection', () => faults.dropped({ accept: true })],
		['200 without an id', () => faults.json(200, {}, { accept: true })],
	])('%s: nothing is sent again', async (_, answer) => {
		gateway.server.faults.next('submit', answer());
		const { error } = await generate({}, RETRY_ON_FAIL);
		expect(error?.message).toContain('It is not known whether the gateway accepted the task');
		expect(gateway.server.submits).toHaveLength(1);
	});

	test.each([401, 403, 404, 502])(
		"%i of the supplier is the supplier's trouble, not the user's",
		async (status) => {
			const body = '{"error":{"message":"Invalid token","type":"new_api_error","code":""}}';
			gateway.server.faults.always('submit', faults.e2(status, 'fail_to_fetch_task', body));
			const { error } = await generate();
			expect(error?.message).toBe("The gateway's own supplier did not take the task");
			expect(error?.description).toContain('The gateway says that it made no task.');
			expect(error?.description).toContain('Nothing is wrong with your API key');
		},
	);

	test("the supplier's 429 is offered again until it is taken", async () => {
		const said = '当前分组上游负载已饱和，请稍后再试';
		gateway.server.faults.next('submit', faults.e2(429, 'fail_to_fetch_task', said), 3);
		const { error } = await generate();
		expect(error).toBeUndefined();
		expect(gateway.server.submits).toHaveLength(4);
		expect(gateway.server.tasks).toHaveLength(1);
	});

	test('a check that the supplier refuses is waited out', async () => {
		gateway.server.faults.next('status', faults.e2(401, 'fail_to_fetch_task', '{"code":1002}'), 3);
		const { error } = await generate();
		expect(error).toBeUndefined();
		expect(gateway.server.faults.left).toBe(0);
	});

	test('501 to a check is not waited for', async () => {
		gateway.server.faults.always('status', faults.e1(501, 'not implemented'));
		const { error } = await generate();
		expect(error?.message).toContain('does not offer this (501)');
		expect(gateway.server.requestsTo('status')).toHaveLength(1);
	});
});

test("native-kling: a number in metadata.duration is the gateway's 500, and no task is made", async () => {
	gateway.server.speak('native-kling');
	const { error } = await generate({ options: { metadata: '{"duration":5}' } });
	expect(error?.message).toBe('The gateway could not take the task');
	expect(error?.description).toContain('The gateway says that it made no task.');
	expect(gateway.server.tasks).toEqual([]);
});

test('native-kling: the node itself never puts a number there', async () => {
	gateway.server.speak('native-kling');
	const { error } = await generate({ options: { duration: 10 } });
	expect(error).toBeUndefined();
	expect(gateway.server.task().video.seconds).toBe(10);
});
