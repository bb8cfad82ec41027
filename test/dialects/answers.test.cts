/** What an item tells of a task, whatever words its gateway has for it. */
import { SUPPLIER_KINDS } from '../../scripts/checkGateway/dialects.cts';
import { useGateway } from '../support/localGateway.cts';
import { exampleOf, runAt } from './exampleScenario.cts';

const gateway = useGateway({ plan: { seconds: 60 }, refreshSeconds: 15 });

const accepted = () => new Date(gateway.server.task().acceptedAt).toISOString();

describe.each(SUPPLIER_KINDS)('at %s', (kind) => {
	test('the id is the one that can be asked for, times are moments, the link leads to the video', async () => {
		const { outputs, error } = await runAt(gateway.server, kind, exampleOf('textToVideo', kind));
		expect(error).toBeUndefined();
		const [item] = outputs[0] ?? [];
		const { id } = gateway.server.task();
		expect(item?.json).toMatchObject({ task_id: id, status: 'completed', done: true });
		expect(
			Math.abs(Date.parse(String(item?.json.created_at)) - Date.parse(accepted())),
		).toBeLessThan(1000);
		const link = String(item?.json.video_url);
		const own = `${gateway.server.url}/v1/videos/${id}/content`;
		expect([own, gateway.server.resultUrl(gateway.server.task())]).toContain(link);
		expect(gateway.server.leaks).toEqual([]);
	});

	test('the model is told where the gateway tells it', async () => {
		const { outputs } = await runAt(gateway.server, kind, exampleOf('textToVideo', kind));
		const { model } = outputs[0]?.[0]?.json ?? {};
		if (kind === 'nativeKling') expect(model).toBeUndefined();
		else expect(model).toMatch(/^kling/i);
	});

	test('a fresh task that is "unknown", or not there yet, is waited for', async () => {
		gateway.server.settings.plan = { seconds: 60, dialect: { unknownSeconds: 20 } };
		const { outputs, error } = await runAt(gateway.server, kind, exampleOf('textToVideo', kind));
		expect(error).toBeUndefined();
		expect(outputs[0]?.[0]?.json.status).toBe('completed');
	});
});
