import type { FastifyRequest } from 'fastify';
import type { Answer, JsonAnswer } from '../answer.cts';
import { json } from '../answer.cts';
import { dialectOf } from '../dialects/all.cts';
import { droppedPaths, videoOf } from '../dialects/habits.cts';
import * as errors from '../errors.cts';
import { resultOf } from '../files/resultFile.cts';
import { isJsonObject } from '../json.cts';
import { bearerKey, isForbidden, isLimited, partOfKey, type KeyRights } from '../keys.cts';
import type { RequestEntry } from '../requestLog.cts';
import { overflow, OVERFLOW_SECONDS } from '../slots/overLimit.cts';
import type { GatewayState } from '../state.cts';
import { isForm } from '../submit/parseBody.cts';
import { Refusal, refuse, refuseUpstream } from '../submit/refusal.cts';
import type { Submission } from '../submit/submission.cts';
import { fetchInputs, type FetchedInput } from '../tasks/fetchInputs.cts';
import { generationsAnswer, ownStatus } from '../tasks/generationsAnswer.cts';
import { statusAnswer, submitAnswer } from '../tasks/statusAnswer.cts';
import type { GatewayTask } from '../tasks/task.cts';
import type { Origin } from './origin.cts';

/** Adds the API's routes. */
export function addMainRoutes(origin: Origin, state: GatewayState): void {
	const routes = new MainRoutes(state);
	origin.route('POST', '/v1/videos', 'submit', async (...call) => await routes.submit(...call));
	origin.route('GET', '/v1/videos/:id', 'status', (...call) => routes.status(...call));
	origin.route('GET', '/v1/video/generations/:id', 'generations', (...call) =>
		routes.generations(...call),
	);
	origin.route('GET', '/v1/videos/:id/content', 'content', (...call) => routes.content(...call));
	origin.route('GET', '/v1/models', 'models', (request) => routes.models(request));
}

class MainRoutes {
	constructor(private readonly state: GatewayState) {}

	async submit(request: FastifyRequest, { body }: RequestEntry): Promise<Answer> {
		const { key, rights } = this.authorize(request);
		const { settings } = this.state;
		if (!settings.acceptForms && isForm(request.headers['content-type'])) {
			refuse('only application/json is supported');
		}
		if (!isJsonObject(body))
			throw new Refusal(errors.invalidBody('Invalid request: not a JSON object'));
		const { habits, check } = dialectOf(settings.dialect);
		const submission: Submission = {
			...check(body, rights, settings),
			video: videoOf(body, habits),
			dropped: droppedPaths(body, habits),
		};
		const inputs = settings.fetchInputs ? await fetched(submission) : [];
		const task = this.accept(submission, key);
		task.inputs = inputs;
		return json(200, submitAnswer(task));
	}

	status(request: FastifyRequest, { taskId }: RequestEntry): Answer {
		const caller = this.authorize(request);
		if (taskId === '') return errors.invalidUrl(request.method, request.url);
		const task = this.find(taskId, caller);
		task.statusGets += 1;
		const { dialect } = task.plan;
		const age = this.state.clock.now() - task.acceptedAt;
		const unknown =
			task.statusGets <= (dialect.unknownGets ?? 0) || age < (dialect.unknownSeconds ?? 0) * 1000;
		if (unknown) return this.notThere(caller);
		const view = this.state.viewOf(task);
		if (view.status === 'completed') task.completedGets += 1;
		const withUrl =
			view.status !== 'completed' || task.completedGets > (dialect.completedWithoutUrlGets ?? 0);
		const resultUrl = withUrl ? this.state.resultUrl(task) : undefined;
		return json(200, statusAnswer({ task, view, resultUrl }));
	}

	generations(request: FastifyRequest, { taskId }: RequestEntry): Answer {
		const { settings } = this.state;
		if (!settings.generationsRoute) return errors.invalidUrl(request.method, request.url);
		const task = this.find(taskId, this.authorize(request));
		const view = this.state.viewOf(task);
		return json(200, generationsAnswer({ task, view, resultUrl: this.state.resultUrl(task) }));
	}

	content(request: FastifyRequest, { taskId }: RequestEntry): Answer {
		const { clock, settings, store } = this.state;
		const caller = settings.contentPublic ? undefined : this.authorize(request);
		const task = store.find(taskId ?? '');
		if (!task || (caller && !this.owns(caller, task))) return errors.contentNotFound();
		const view = this.state.viewOf(task);
		if (view.status !== 'completed') return errors.notCompletedYet(ownStatus(view));
		if (settings.contentRedirects) {
			const headers = { location: this.state.resultUrl(task) };
			return { kind: 'raw', status: 302, headers, body: '' };
		}
		const until = clock.now() + settings.contentLimitSeconds * 1000;
		return {
			kind: 'file',
			file: resultOf(task),
			ranges: settings.contentRanges,
			mayContinue: () => clock.now() <= until,
		};
	}

	models(request: FastifyRequest): Answer {
		const { rights } = this.authorize(request);
		const data = this.state.settings.models
			.filter(({ id }) => !isForbidden(rights, id))
			.map(({ id }) => ({ id, object: 'model', created: 1626777600, owned_by: 'kling' }));
		return json(200, { object: 'list', data });
	}

	/** Accepts a submission where its account has room. Throws `Refusal`. */
	private accept(submission: Submission, key: string): GatewayTask {
		const { slots, store, settings } = this.state;
		const account = this.state.accountOf(key);
		if (slots.hasRoom(account)) {
			const task = store.accept(submission, key);
			slots.enter(account, task);
			return task;
		}
		const over = overflow(settings.over, slots.refuse(account));
		if (over.kind === 'refused') {
			const own = settings.over === 'concurrency';
			const { refusal } = dialectOf(settings.dialect);
			throw new Refusal(own || !refusal ? over.answer : refusal(over.answer));
		}
		return store.accept(submission, key, { seconds: OVERFLOW_SECONDS, outcome: over.outcome });
	}

	/** Who asks, and what the key may do. Throws `Refusal`. */
	private authorize(request: FastifyRequest): Caller {
		const { keys, settings, store } = this.state;
		const key = bearerKey(request.headers.authorization);
		const rights = key === undefined ? undefined : keys.get(key);
		const refusal = refusalOf(rights, settings.language);
		if (refusal) throw new Refusal(refusal);
		const usedUp =
			typeof rights === 'object' &&
			'tasks' in rights &&
			store.tasks.filter((task) => task.key === key).length >= rights.tasks;
		if (key !== undefined && rights !== undefined && rights !== 'disabled' && !usedUp) {
			return { key, rights };
		}
		const shown = { none: undefined, part: key && partOfKey(key), whole: key };
		throw new Refusal(errors.invalidToken(settings.language, shown[settings.keyInErrors]));
	}

	/** The caller's task of an id: another account's does not exist. Throws `Refusal`. */
	private find(id: string | undefined, caller: Caller): GatewayTask {
		const { store, settings } = this.state;
		const task = store.find(id ?? '');
		if (settings.limitedKeys === 'refused' && isLimited(caller.rights)) {
			throw new Refusal(errors.modelForbidden(settings.language, ''));
		}
		if (!task || !this.owns(caller, task)) {
			throw new Refusal(this.notThere(caller));
		}
		const { model } = task.submission;
		if (settings.limitedKeys === 'byModel' && isForbidden(caller.rights, model)) {
			throw new Refusal(errors.modelForbidden(settings.language, model));
		}
		return task;
	}

	/** What a key hears of a task that is not there: one that is limited to models is refused a model without a name. */
	private notThere({ rights }: Caller): JsonAnswer {
		const { language } = this.state.settings;
		return isLimited(rights) ? errors.modelForbidden(language, '') : errors.taskNotExist(language);
	}

	private owns({ key }: Caller, task: GatewayTask): boolean {
		return this.state.accountOf(key) === this.state.accountOf(task.key);
	}
}

/** Whoever sent a request. */
interface Caller {
	key: string;
	rights: KeyRights;
}

/** The 403 of a key that may do nothing. */
function refusalOf(
	rights: KeyRights | undefined,
	language: errors.Language,
): JsonAnswer | undefined {
	if (rights === 'banned') return errors.bannedUser(language);
	if (rights === 'otherAddress') return errors.addressNotAllowed();
	return rights === 'otherGroup' ? errors.groupForbidden() : undefined;
}

async function fetched({ mediaUrls }: Submission): Promise<FetchedInput[]> {
	try {
		return await fetchInputs(mediaUrls);
	} catch (error) {
		refuseUpstream(
			`Failed to download the media: ${String(error)}`,
			'InvalidParameter.MediaFormat',
		);
	}
}
