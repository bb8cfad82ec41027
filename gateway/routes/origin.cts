import { setTimeout as realDelay } from 'node:timers/promises';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Answer } from '../answer.cts';
import { bodyTooLarge, invalidRequest, invalidUrl, webPage, withoutSlash } from '../errors.cts';
import { performFault } from '../faults/performFault.cts';
import { isJsonObject } from '../json.cts';
import type { RequestEntry, Route } from '../requestLog.cts';
import { sendAnswer } from '../sending/sendAnswer.cts';
import type { GatewayState } from '../state.cts';
import { parseBody } from '../submit/parseBody.cts';
import { Refusal } from '../submit/refusal.cts';

/** Works out a route's answer. Throws `Refusal`. */
export type Handle = (request: FastifyRequest, entry: RequestEntry) => Answer | Promise<Answer>;

/** One of the two servers: it logs every request, lets faults happen and sends what its routes answer. */
export class Origin {
	readonly app: FastifyInstance;
	private readonly entries = new WeakMap<FastifyRequest, RequestEntry>();

	constructor(
		private readonly name: 'main' | 'result',
		private readonly state: GatewayState,
		bodyLimit: number,
	) {
		this.app = fastify({
			bodyLimit,
			forceCloseConnections: true,
			// The API knows no HEAD; storage does.
			exposeHeadRoutes: name === 'result',
			routerOptions: { maxParamLength: 4000 },
			frameworkErrors: (_error, request, reply) => {
				void this.serve('other', request, reply, () => invalidUrl(request.method, request.url));
			},
		});
		this.app.removeAllContentTypeParsers();
		this.app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
			done(null, body);
		});
		this.app.setErrorHandler((error: { code?: string }, request, reply) => {
			const tooLarge = error.code === 'FST_ERR_CTP_BODY_TOO_LARGE';
			const answer = tooLarge ? bodyTooLarge() : invalidRequest(String(error));
			void this.serve('other', request, reply, () => answer);
		});
		this.app.setNotFoundHandler((request, reply) => {
			const path = request.url.split('?')[0] ?? '';
			void this.serve('other', request, reply, () => this.unrouted(request.method, path));
		});
	}

	/** Adds a route. */
	route(method: 'GET' | 'POST', url: string, route: Route, handle: Handle): void {
		this.app.route({
			method,
			url,
			onRequest: async (request, reply) => {
				this.open(route, request, reply);
			},
			handler: (request, reply) => {
				void this.serve(route, request, reply, handle);
			},
		});
	}

	/** Listens on 127.0.0.1; resolves to the origin, e.g. `http://127.0.0.1:40001`. */
	async listen(port: number): Promise<string> {
		return await this.app.listen({ host: '127.0.0.1', port });
	}

	/** What a path without a route answers: the web page where it is not the API's. */
	private unrouted(method: string, path: string): Answer {
		const isApi = /^\/(?:v1|api)(?:\/|$)/.test(path);
		if (!isApi && this.name === 'main' && this.state.settings.webPage) return webPage();
		const redirects =
			(method === 'GET' && path === '/v1/models/') || (method === 'POST' && path === '/v1/videos/');
		return redirects ? withoutSlash(method, path) : invalidUrl(method, path);
	}

	private open(route: Route, request: FastifyRequest, reply: FastifyReply): RequestEntry {
		const known = this.entries.get(request);
		if (known) return known;
		const { clock, log } = this.state;
		const entry: RequestEntry = {
			origin: this.name,
			route,
			method: request.method,
			url: request.url,
			headers: request.headers,
			at: clock.now(),
		};
		this.entries.set(request, entry);
		log.open(entry);
		reply.raw.once('close', () => {
			if (reply.raw.headersSent) entry.status = reply.raw.statusCode;
			log.close(entry, clock.now());
		});
		return entry;
	}

	private async serve(
		route: Route,
		request: FastifyRequest,
		reply: FastifyReply,
		handle: Handle,
	): Promise<void> {
		reply.hijack();
		const entry = this.open(route, request, reply);
		const exchange = { request: request.raw, response: reply.raw, entry };
		const answer = async (): Promise<Answer> => await this.answer(request, entry, handle);
		try {
			await this.read(request, entry);
			const delay = this.state.settings.latencyMs[entry.route] ?? 0;
			if (delay > 0) await realDelay(delay);
			const task = entry.taskId === undefined ? undefined : this.state.store.find(entry.taskId);
			const fault = this.state.faults.take(entry, task);
			if (fault) await performFault(exchange, fault, answer);
			else await sendAnswer(exchange, await answer());
		} catch (error) {
			// A fault of the gateway itself must not pass for one that a test asked for.
			console.error('The local gateway failed:', error);
			reply.raw.destroy();
		}
	}

	/** Notes the path's task and the body before anything else, so that faults can be chosen by them. */
	private async read(
		{ params, body, headers }: FastifyRequest,
		entry: RequestEntry,
	): Promise<void> {
		if (isJsonObject(params) && typeof params.id === 'string') entry.taskId = params.id;
		if (!Buffer.isBuffer(body) || body.length === 0) return;
		entry.body = await parseBody(body, headers['content-type'] ?? '');
	}

	private async answer(
		request: FastifyRequest,
		entry: RequestEntry,
		handle: Handle,
	): Promise<Answer> {
		try {
			return await handle(request, entry);
		} catch (error) {
			if (error instanceof Refusal) return error.answer;
			throw error;
		}
	}
}
