/** Keys that get into trouble after the submission, and Base URLs that lead elsewhere. */
import type { DialectName } from '../../gateway/server.cts';
import { faults } from '../../gateway/server.cts';
import { runWorkflow } from '../../dev/engine/engine.cts';
import { GENERATE, named, RETRY_ON_FAIL } from '../reliability/runs.cts';
import { useGateway } from '../support/localGateway.cts';
import { withVirtualTime } from '../support/virtualTime.cts';

const gateway = useGateway({ plan: { seconds: 120 } });

const KINDS: DialectName[] = ['documented', 'new-api', 'native-kling', 'tencent-vod', 'chain'];

/** Generates one video with a key. */
async function generate(apiKey: string, baseUrl = gateway.server.url, settings = {}) {
	const { dialect } = gateway.server.settings;
	const model = dialect === 'tencent-vod' ? 'kling-vod-2.6' : 'Kling-2.6';
	const parameters = { ...GENERATE, model: { __rl: true, mode: 'id', value: model } };
	return await withVirtualTime(async (time) => {
		const credentials = { apiKey, baseUrl };
		const options = { parameters, credentials, items: named('a'), settings };
		const { error, outputs } = await runWorkflow(options);
		return { error, json: outputs[0]?.[0]?.json, minutes: time.elapsed() / 60_000 };
	});
}

describe.each(KINDS)('%s', (dialect) => {
	beforeEach(() => gateway.server.speak(dialect));

	test('a key that its own task has used up: the task goes on, and the key is not called wrong', async () => {
		const { error } = await generate(gateway.server.keys.oneTask, undefined, RETRY_ON_FAIL);
		const { id } = gateway.server.task();
		expect(error?.message).toContain(`The API key is used up`);
		expect(error?.message).toContain(id);
		expect(error?.description).toMatch(/goes on and is paid for\. Top up the key/);
		expect(gateway.server.tasks).toHaveLength(1);
	});

	test('a key that is topped up within minutes gets its video', async () => {
		gateway.server.faults.next('status', faults.invalidToken(), 6);
		const { error, json, minutes } = await generate(gateway.server.key);
		expect(error).toBeUndefined();
		expect(json).toMatchObject({ status: 'completed' });
		expect(minutes).toBeLessThan(6);
		expect(gateway.server.faults.left).toBe(0);
	});

	test.each([
		['banned', /blocked the user of the API key/],
		['otherAddress', /may not be used from the IP address of this n8n/],
		['otherGroup', /may not use its group of channels/],
		['noAccountCredit', /out of credit/],
		['noKeyCredit', /out of credit/],
		['quotaNotEnough', /out of credit/],
		['disabled', /refused the API key/],
	] as const)('the key that is %s has words of its own', async (name, words) => {
		const { error } = await generate(gateway.server.keys[name]);
		expect(error?.message).toMatch(words);
		expect(gateway.server.tasks).toEqual([]);
	});

	test("a Base URL that shows the gateway's web page is said to be wrong", async () => {
		const { error } = await generate(gateway.server.key, `${gateway.server.url}/console`);
		expect(error?.message).toContain('a web page answered instead');
		expect(error?.description).toMatch(/^Check 'Base URL' in the credential/);
		expect(gateway.server.tasks).toEqual([]);
		expect(gateway.server.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
	});
});

describe('a key limited to models', () => {
	/** Generates one video with a key that may do so, and a model that it may use. */
	async function generateLimited() {
		const parameters = { ...GENERATE, model: { __rl: true, mode: 'id', value: 'Kling-2.5' } };
		const credentials = {
			apiKey: gateway.server.keys.withoutKling26,
			baseUrl: gateway.server.url,
		};
		return await withVirtualTime(
			async () => await runWorkflow({ parameters, items: named('a'), credentials }),
		);
	}

	test('a fresh task that is not there yet is 403 to it, and is waited for', async () => {
		gateway.server.settings.plan = { seconds: 60, dialect: { unknownSeconds: 30 } };
		const { outputs, error } = await generateLimited();
		expect(error).toBeUndefined();
		expect(outputs[0]?.[0]?.json.status).toBe('completed');
		expect(gateway.server.requestsTo('status').map(({ status }) => status)).toContain(403);
	});

	test('at an older gateway: which limit to change is said', async () => {
		gateway.server.settings.limitedKeys = 'refused';
		const { error } = await generateLimited();
		expect(error?.message).toContain(gateway.server.task().id);
		expect(error?.description).toMatch(/limited to certain models: .* Remove the limit/);
	});
});
