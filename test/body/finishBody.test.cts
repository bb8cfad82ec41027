import type { IHttpRequestOptions } from 'n8n-workflow';
import { builtBody } from '../../nodes/KlingVideo/body/builtBody.ts';
import { finishBody } from '../../nodes/KlingVideo/body/finishBody.ts';

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

test('what is empty is left out, whole lists and what only looks empty stay', () => {
	const built = {
		model: 'Kling-2.6',
		prompt: '  ',
		image: null,
		metadata: { offpeak: false, motion_level: '', output_config: { duration: undefined } },
		list: ['', {}, null],
		zero: 0,
	};
	expect(finishBody(built)).toEqual({
		model: 'Kling-2.6',
		metadata: { offpeak: false },
		list: ['', {}, null],
		zero: 0,
	});
});

test('a body without anything is an empty object', () => {
	expect(finishBody({})).toEqual({});
	expect(finishBody({ metadata: { a: '' } })).toEqual({});
});

describe('ext_info', () => {
	const encoded = (extInfo: object) => finishBody({ metadata: { ext_info: { ...extInfo } } });

	test('is a string of JSON, with another inside', () => {
		const body = encoded({ AdditionalParameters: { sound_file: 'https://a.example/v.mp3' }, a: 1 });
		expect(body).toEqual({
			metadata: {
				ext_info:
					'{"AdditionalParameters":"{\\"sound_file\\":\\"https://a.example/v.mp3\\"}","a":1}',
			},
		});
	});

	test('without native parameters is encoded once, and left out where it is empty', () => {
		expect(encoded({ a: 1 })).toEqual({ metadata: { ext_info: '{"a":1}' } });
		expect(encoded({ AdditionalParameters: '{"b":1}' })).toEqual({
			metadata: { ext_info: '{"AdditionalParameters":"{\\"b\\":1}"}' },
		});
		expect(encoded({ AdditionalParameters: {} })).toEqual({});
	});

	test('given as text stays as it is', () => {
		expect(finishBody({ metadata: { ext_info: '{"c":2}' } })).toEqual({
			metadata: { ext_info: '{"c":2}' },
		});
	});
});
