import type { IHttpRequestOptions } from 'n8n-workflow';
import { builtBody } from '../../nodes/KlingVideo/body/builtBody.ts';
import { canonicalBody } from '../../nodes/KlingVideo/body/canonicalBody.ts';

test('the body is the one that the parameters share', () => {
	const request: IHttpRequestOptions = { url: '/v1/videos' };
	const made = builtBody(request);
	made.prompt = 'A fox';
	expect(request.body).toEqual({ prompt: 'A fox' });
	expect(builtBody(request)).toBe(made);
	const text: IHttpRequestOptions = { url: '/v1/videos', body: 'text' };
	expect(builtBody(text)).toEqual({});
	expect(text.body).toEqual({});
});

test('nothing is left out: what is empty was written by a person', () => {
	const built = { model: 'Kling-2.6', note: '', metadata: { nothing: null, object: {}, list: [] } };
	expect(canonicalBody(built)).toEqual(built);
	expect(canonicalBody({})).toEqual({});
});

test('it can be made again from what was built', () => {
	const built = { metadata: { ext_info: { AdditionalParameters: { a: 1 } }, seed: 7 } };
	const first = canonicalBody(built);
	expect(canonicalBody(built)).toEqual(first);
	expect(built).toEqual({ metadata: { ext_info: { AdditionalParameters: { a: 1 } }, seed: 7 } });
});

describe('ext_info', () => {
	const encoded = (extInfo: object) => canonicalBody({ metadata: { ext_info: { ...extInfo } } });

	test('is a string of JSON, with another inside', () => {
		const body = encoded({ AdditionalParameters: { sound_file: 'https://a.example/v.mp3' }, a: 1 });
		expect(body).toEqual({
			metadata: {
				ext_info:
					'{"AdditionalParameters":"{\\"sound_file\\":\\"https://a.example/v.mp3\\"}","a":1}',
			},
		});
	});

	test('without native parameters is encoded once', () => {
		expect(encoded({ a: 1 })).toEqual({ metadata: { ext_info: '{"a":1}' } });
		expect(encoded({ AdditionalParameters: '{"b":1}' })).toEqual({
			metadata: { ext_info: '{"AdditionalParameters":"{\\"b\\":1}"}' },
		});
	});

	test('stands among everything else, which stays', () => {
		const built = { prompt: 'A fox', metadata: { seed: 7, ext_info: { a: 1 } } };
		expect(canonicalBody(built)).toEqual({
			prompt: 'A fox',
			metadata: { seed: 7, ext_info: '{"a":1}' },
		});
	});

	test('given as text stays as it is', () => {
		const body = { metadata: { ext_info: ' {"c" :2} ' } };
		expect(canonicalBody(body)).toEqual(body);
	});
});
