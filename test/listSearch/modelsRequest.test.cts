import type { IHttpRequestOptions, ILoadOptionsFunctions } from 'n8n-workflow';
import { searchModels } from '../../nodes/KlingVideo/listSearch/searchModels.ts';

test('the list is asked for once, with the key, and no redirect is followed with it', async () => {
	const sent: Array<[string, IHttpRequestOptions]> = [];
	const context = {
		getCredentials: async () => ({ baseUrl: 'https://gateway.example.com/kling/' }),
		getCurrentNodeParameter: () => 'textToVideo',
		helpers: {
			httpRequestWithAuthentication: async (name: string, options: IHttpRequestOptions) => {
				sent.push([name, options]);
				return { data: [] };
			},
		},
	};
	await searchModels.call(context as unknown as ILoadOptionsFunctions);
	expect(sent).toEqual([
		[
			'klingVideoApi',
			{
				url: 'https://gateway.example.com/kling/v1/models',
				json: true,
				timeout: 8_000,
				disableFollowRedirect: true,
			},
		],
	]);
});
