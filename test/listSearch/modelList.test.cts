/** The list of models as it is made from what a gateway answers, without n8n. */
import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { searchModels } from '../../nodes/KlingVideo/listSearch/searchModels.ts';
import { KLING_MODELS } from '../../nodes/KlingVideo/parameters/klingModels.ts';

const DOCUMENTED = KLING_MODELS.map(({ name }) => name);
const unlisted = (name: string) => `${name} (not in the list of this gateway)`;
const listOf = (...ids: unknown[]) => ({ data: ids.map((id) => ({ id })) });

interface Asked {
	credential?: string;
	request?: unknown;
	log: string[];
}

async function search(
	answer: unknown,
	{ scenario = 'textToVideo', filter }: { scenario?: unknown; filter?: string } = {},
) {
	const asked: Asked = { log: [] };
	const context = {
		getCurrentNodeParameter: (name: string) => (name === 'scenario' ? scenario : undefined),
		getCredentials: async (name: string) => {
			asked.credential = name;
			return await Promise.resolve({ baseUrl: 'https://a.example/v1/' });
		},
		helpers: {
			httpRequestWithAuthentication: async function (
				this: unknown,
				name: string,
				request: unknown,
			) {
				expect(this).toBe(context);
				expect(name).toBe(asked.credential);
				asked.request = request;
				if (answer instanceof Error || typeof answer === 'string') throw answer;
				return await Promise.resolve(answer);
			},
		},
		logger: { debug: (text: string) => asked.log.push(text) },
	} as unknown as ILoadOptionsFunctions;
	const { results } = await searchModels.call(context, filter);
	return { results, names: results.map(({ name }) => name), asked };
}

test('the gateway is asked once, with the key, and not for long', async () => {
	const { asked } = await search(listOf());
	expect(asked).toEqual({
		credential: 'klingVideoApi',
		request: {
			url: 'https://a.example/v1/models',
			json: true,
			timeout: 8000,
			disableFollowRedirect: true,
		},
		log: [],
	});
});

test("the documented models come first, then Kling's, then all others, each once", async () => {
	const { results } = await search(
		listOf('sora-2', 'vod-KLING-3', ...DOCUMENTED, 'kling-1', 'kling-1', 'gpt-4o', 7, '', null),
	);
	expect(results).toEqual(
		['Automatic', ...DOCUMENTED, 'kling-1', 'vod-KLING-3', 'gpt-4o', 'sora-2'].map((name) => ({
			name,
			value: name === 'Automatic' ? 'auto' : name,
		})),
	);
});

test('a documented model that the gateway does not list is marked, and keeps its value', async () => {
	const { results } = await search(listOf('kling-a'), { scenario: 'motionControl' });
	expect(results).toEqual([
		{ name: 'Automatic', value: 'auto' },
		{ name: unlisted('Kling-2.6'), value: 'Kling-2.6' },
		{ name: 'kling-a', value: 'kling-a' },
	]);
});

test.each([
	['no list', { data: 'none' }],
	['no data', {}],
	['a text', 'refused'],
])('%s leaves the documented ones, unmarked', async (_name, answer) => {
	const { names } = await search(answer);
	expect(names).toEqual(['Automatic', ...DOCUMENTED]);
});

test.each([
	[Object.assign(new Error('No answer'), { name: 'NodeApiError' }), 'NodeApiError'],
	['thrown', 'error'],
])('an error is no news to the person, and is in the log by its name', async (error, name) => {
	const { names, asked } = await search(error);
	expect(names).toEqual(['Automatic', ...DOCUMENTED]);
	expect(asked.log).toEqual([`Kling Video: the gateway does not list its models (${name})`]);
});

test('a node that has no scenario yet has all documented models', async () => {
	const { names } = await search(listOf(...DOCUMENTED), { scenario: undefined });
	expect(names).toEqual(['Automatic', ...DOCUMENTED]);
});

test.each([
	['KLING-A', ['kling-a']],
	['not IN', DOCUMENTED.map(unlisted)],
	['auto', ['Automatic']],
	['', ['Automatic', ...DOCUMENTED.map(unlisted), 'kling-a']],
])('the search for %j leaves those that hold it', async (filter, names) => {
	expect((await search(listOf('kling-a'), { filter })).names).toEqual(names);
});
