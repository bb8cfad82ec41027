import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import axios, { AxiosError, AxiosHeaders } from 'axios';
import { NodeApiError, type INode } from 'n8n-workflow';
import { readNetworkFailure } from '../../nodes/KlingVideo/transport/readAnswer.ts';

const KEY = 'sk-AbCdEf1234567890GhIjKlMnOpQrStUv';
const node: INode = {
	id: '1',
	name: 'Kling Video',
	type: 'x',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const withCode = (code: string, more: object = {}) =>
	Object.assign(new Error(`${code} happened`), { code }, more);

describe('a network error', () => {
	test.each([
		...[
			'ECONNREFUSED',
			'ENOTFOUND',
			'EAI_AGAIN',
			'EHOSTUNREACH',
			'ENETUNREACH',
			'CERT_HAS_EXPIRED',
			'DEPTH_ZERO_SELF_SIGNED_CERT',
			'SELF_SIGNED_CERT_IN_CHAIN',
			'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
			'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
			'ERR_TLS_CERT_ALTNAME_INVALID',
		].map((code) => [code, 'refused']),
		...[
			'ECONNRESET',
			'ETIMEDOUT',
			'ECONNABORTED',
			'EPIPE',
			'ERR_CANCELED',
			'ERR_BAD_RESPONSE',
			'EPROTO',
		].map((code) => [code, 'unknown']),
	])('%s: the submission is %s', (code, acceptance) => {
		const shapes: unknown[] = [
			withCode(code),
			{ code, message: 'plain' },
			Object.assign(new Error('outer'), { cause: withCode(code) }),
			Object.assign(new Error('outer'), { code: 17, cause: withCode(code) }),
			new AggregateError([withCode(code), withCode(code)]),
			{ errorResponse: { error: withCode(code) } },
			new NodeApiError(node, Object.assign(withCode(code), { isAxiosError: true }) as never),
			new NodeApiError(node, { error: { cause: { code, message: 'inner' } } } as never),
		];
		for (const shape of shapes) {
			expect(readNetworkFailure(shape)).toMatchObject({ reason: 'unreachable', acceptance, code });
		}
	});

	test.each(['SsrfBlockedIpError', 'SsrfBlockedHostnameError'])(
		'%s: n8n itself has sent nothing',
		(name) => {
			const blocked = Object.assign(new Error('The request was blocked'), { name });
			const wrapped = new NodeApiError(node, blocked as never);
			// n8n 2.8 blocks no address, and would drop the cause.
			for (const shape of process.env.N8N_ENGINE === '2.8' ? [blocked] : [blocked, wrapped]) {
				expect(readNetworkFailure(shape)).toMatchObject({ acceptance: 'refused' });
			}
			expect(readNetworkFailure(new Error('The request was blocked')).acceptance).toBe('unknown');
		},
	);

	test.each(['EHOSTUNREACH', 'ENETUNREACH'])('%s while reading: something was sent', (code) => {
		expect(readNetworkFailure(withCode(code, { syscall: 'connect' })).acceptance).toBe('refused');
		expect(readNetworkFailure(withCode(code, { syscall: 'read' })).acceptance).toBe('unknown');
		expect(readNetworkFailure(withCode(code, { syscall: 'write' })).acceptance).toBe('unknown');
	});

	test.each([
		[undefined],
		[null],
		[7],
		['socket hang up'],
		[{}],
		[[]],
		[new Error('')],
		[new Error('socket hang up')],
	])('%p: without a code nothing is known', (error) => {
		const failure = readNetworkFailure(error);
		expect(failure).toMatchObject({ reason: 'unreachable', acceptance: 'unknown' });
		expect(failure.code).toBeUndefined();
	});

	test('an error that contains itself is read', () => {
		const error: Error & { cause?: unknown } = withCode('ECONNRESET');
		error.cause = error;
		expect(readNetworkFailure(error).code).toBe('ECONNRESET');
	});

	test('an error with an answer is read as that answer', () => {
		const config = { headers: new AxiosHeaders({ Authorization: `Bearer ${KEY}` }) };
		const error = new AxiosError(
			'Request failed with status code 503',
			'ERR_BAD_RESPONSE',
			config,
			{},
			{
				status: 503,
				statusText: 'Service Unavailable',
				headers: { 'retry-after': '3' },
				config,
				data: { error: { code: 'model_not_found', message: 'No' } },
			},
		);
		const read = {
			reason: 'modelUnavailable',
			acceptance: 'refused',
			status: 503,
			code: 'model_not_found',
			text: 'No',
		};
		expect(readNetworkFailure(error, { submitted: true })).toEqual({ ...read, retryAfterMs: 3000 });
		// n8n 2.8 does not keep the headers.
		const wrapped = new NodeApiError(node, error as never);
		expect(readNetworkFailure(wrapped, { submitted: true })).toMatchObject(read);
	});

	test('what the outer error does not tell, an inner one may', () => {
		const cause = { code: 'EHOSTUNREACH', syscall: 'write' };
		const failure = readNetworkFailure(Object.assign(new Error('Lost'), { cause }));
		expect(failure).toStrictEqual({
			...{ reason: 'unreachable', acceptance: 'unknown' },
			...{ code: 'EHOSTUNREACH', text: 'Lost' },
		});
		cause.syscall = 'connect';
		expect(readNetworkFailure({ cause }).acceptance).toBe('refused');
	});

	test('keeps the innermost text, without the key', () => {
		const inner = new Error(
			`connect ECONNREFUSED with Bearer ${KEY} at https://a.example/?k=${KEY}`,
		);
		const outer = Object.assign(new Error('The service refused the connection'), {
			cause: inner,
			config: { headers: { Authorization: KEY } },
		});
		const failure = readNetworkFailure(outer, { secret: KEY });
		expect(failure.text).toBe('connect ECONNREFUSED with Bearer *** at https://a.example/');
		expect(JSON.stringify(failure)).not.toContain('AbCdEf');
	});
});

describe('real errors of the HTTP client', () => {
	test('a refused connection', async () => {
		const server = createServer().listen(0, '127.0.0.1');
		await new Promise((resolve) => server.once('listening', resolve));
		const { port } = server.address() as AddressInfo;
		await new Promise((resolve) => server.close(resolve));
		const error: unknown = await axios
			.post(`http://127.0.0.1:${port}`, {})
			.catch((thrown: unknown) => thrown);
		expect(readNetworkFailure(error)).toMatchObject({
			acceptance: 'refused',
			code: 'ECONNREFUSED',
		});
	});

	test('a connection dropped after sending', async () => {
		const server = createServer((request) => request.socket.destroy()).listen(0, '127.0.0.1');
		await new Promise((resolve) => server.once('listening', resolve));
		const { port } = server.address() as AddressInfo;
		const error: unknown = await axios
			.post(`http://127.0.0.1:${port}`, {})
			.catch((thrown: unknown) => thrown);
		await new Promise((resolve) => server.close(resolve));
		expect(readNetworkFailure(error)).toMatchObject({ acceptance: 'unknown', code: 'ECONNRESET' });
	});
});
