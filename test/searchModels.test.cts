import { faults, type Settings } from '../gateway/server.cts';
import { searchList } from './support/listSearch.cts';
import { useGateway } from './support/localGateway.cts';
import { withVirtualTime } from './support/virtualTime.cts';

const gateway = useGateway();
const family = 'Kling-2.6' as const;
const models = (...ids: string[]): Settings['models'] => ids.map((id) => ({ id, family }));

async function list(scenario: string, filter?: string, baseUrl = gateway.server.url) {
	const { results } = await searchList(
		{
			parameters: { operation: 'submit', scenario },
			credentials: { apiKey: gateway.server.key, baseUrl },
		},
		{ method: 'searchModels', path: 'parameters.model', filter },
	);
	const isAutomatic = ({ value }: { value: unknown }) => value === 'auto';
	// The right model for the scenario stands first, unless the filter asks for another.
	expect(results.findIndex(isAutomatic)).toBe(
		'automatic'.includes((filter ?? '').toLowerCase()) ? 0 : -1,
	);
	return results.filter((result) => !isAutomatic(result)).map(({ name }) => name);
}

const ALL = ['Kling-3.0-Omni', 'Kling-2.6', 'Kling-2.5'];
const unlisted = (name: string) => `${name} (not in the list of this gateway)`;

test("the documented models come first, then the gateway's own in order", async () => {
	gateway.server.settings.models = models(
		'kling-b',
		'Kling-2.6',
		'kling-a',
		'kling-b',
		'Kling-2.5',
	);
	expect(await list('textToVideo')).toEqual([
		unlisted('Kling-3.0-Omni'),
		'Kling-2.6',
		'Kling-2.5',
		'kling-a',
		'kling-b',
	]);
	expect(gateway.server.requests).toMatchObject([
		{
			method: 'GET',
			url: '/v1/models',
			headers: { authorization: `Bearer ${gateway.server.key}` },
		},
	]);
});

test.each([
	['motionControl', ['Kling-2.6']],
	['referenceToVideo', ['Kling-3.0-Omni']],
	['multiShot', ['Kling-3.0-Omni']],
	['firstLastFrame', ALL],
	['avatar', ALL],
])('of the documented models, those that can do %s', async (scenario, names) => {
	gateway.server.settings.models = models(...ALL, 'kling-a');
	expect(await list(scenario)).toEqual([...names, 'kling-a']);
});

test('a search leaves those that hold its text, in any letters', async () => {
	gateway.server.settings.models = models('kling-2.6-motion-pro-720p', 'kling-2.5-720p-ref-mute');
	expect(await list('textToVideo', 'KLING-2.6')).toEqual([
		unlisted('Kling-2.6'),
		'kling-2.6-motion-pro-720p',
	]);
	expect(await list('textToVideo', 'sora')).toEqual([]);
});

describe('a gateway that does not answer well', () => {
	test('a redirect is not followed, so that the key stays where it belongs', async () => {
		gateway.server.settings.models = models('kling-a');
		gateway.server.faults.next('models', faults.redirect('/v1/models', 307));
		expect(await list('textToVideo')).toEqual(ALL);
		expect(gateway.server.requests).toHaveLength(1);
	});

	test('a person waits 8 seconds for it', async () => {
		gateway.server.faults.next('models', faults.hang());
		await withVirtualTime(async (time) => {
			expect(await list('textToVideo')).toEqual(ALL);
			expect(time.elapsed()).toBe(8000);
		});
	});
});

test("Kling's models stand before all others", async () => {
	gateway.server.settings.models = models(...ALL, 'gpt-4o', 'vod-KLING-3', 'sora-2', 'kling-1');
	expect(await list('textToVideo')).toEqual([...ALL, 'kling-1', 'vod-KLING-3', 'gpt-4o', 'sora-2']);
});

test('a documented model that the gateway does not list is marked, and keeps its value', async () => {
	gateway.server.settings.models = models('kling-a');
	const { results } = await searchList(
		{
			parameters: { operation: 'submit', scenario: 'motionControl' },
			credentials: { apiKey: gateway.server.key, baseUrl: gateway.server.url },
		},
		{ method: 'searchModels', path: 'parameters.model' },
	);
	expect(results).toEqual([
		{ name: 'Automatic', value: 'auto' },
		{ name: unlisted('Kling-2.6'), value: 'Kling-2.6' },
		{ name: 'kling-a', value: 'kling-a' },
	]);
});

describe('the documented models are there', () => {
	test.each([
		['with a bad answer', () => faults.html(502)],
		['with an unreadable answer', () => faults.unreadable()],
		['with no list', () => faults.json(200, { data: 'none' })],
		['with a dropped connection', () => faults.dropped()],
	])('%s', async (_name, fault) => {
		gateway.server.faults.next('models', fault());
		expect(await list('textToVideo')).toEqual(ALL);
	});

	test('with a list of another shape', async () => {
		gateway.server.faults.next('models', faults.json(200, { data: [{ name: 'a' }, 7, null] }));
		expect(await list('textToVideo')).toEqual(ALL.map(unlisted));
	});

	test.each(['http://127.0.0.1:1', 'no address', ''])(
		'without a gateway at %j',
		async (baseUrl) => {
			expect(await list('textToVideo', undefined, baseUrl)).toEqual(ALL);
			expect(gateway.server.requests).toEqual([]);
		},
	);
});
