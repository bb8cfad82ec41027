import type { FastifyRequest } from 'fastify';
import type { Answer } from '../answer.cts';
import { json } from '../answer.cts';
import { invalidToken, notCompletedYet, taskNotExist, invalidUrl } from '../errors.cts';
import { resultFile } from '../files/resultFile.cts';
import { isJsonObject } from '../json.cts';
import { bearerKey, partOfKey, type KeyRights } from '../keys.cts';
import type { RequestEntry } from '../requestLog.cts';
import { overflow, OVERFLOW_SECONDS } from '../slots/overLimit.cts';
import type { GatewayState } from '../state.cts';
import { checkSubmit } from '../submit/checkSubmit.cts';
import { isForm } from '../submit/parseBody.cts';
import { Refusal, refuse, refuseUpstream } from '../submit/refusal.cts';
import type { Submission } from '../submit/submission.cts';
import { fetchInputs, type FetchedInput } from '../tasks/fetchInputs.cts';
import { statusAnswer } from '../tasks/statusAnswer.cts';
import type { GatewayTask } from '../tasks/task.cts';
import type { Origin } from './origin.cts';

/** Adds the API's four routes. */
export function addMainRoutes(origin: Origin, state: GatewayState): void {
	const routes = new MainRoutes(state);
	origin.route('POST', '/v1/videos', 'submit', async (...call) => await routes.submit(...call));
	origin.route('GET', '/v1/videos/:id', 'status', (...call) => routes.status(...call));
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
		if (!isJsonObject(body)) refuse('the request body is not a JSON object');
		const submission = checkSubmit(body, rights, settings);
		const inputs = settings.fetchInputs ? await fetched(submission) : [];
		const task = this.accept(submission, key);
		task.inputs = inputs;
		const view = task.viewAt(task.acceptedAt - 1);
		return json(200, statusAnswer({ task, view, onGet: false }));
	}

	status(request: FastifyRequest, { taskId }: RequestEntry): Answer {
		this.authorize(request);
		if (taskId === '') return invalidUrl(request.method, request.url);
		const task = this.find(taskId);
		task.statusGets += 1;
		const { dialect } = task.plan;
		const age = this.state.clock.now() - task.acceptedAt;
		const unknown =
			task.statusGets <= (dialect.unknownGets ?? 0) || age < (dialect.unknownSeconds ?? 0) * 1000;
		if (unknown) return taskNotExist(this.state.settings.language);
		const view = this.state.viewOf(task);
		if (view.status === 'completed') task.completedGets += 1;
		const withUrl = task.completedGets > (dialect.completedWithoutUrlGets ?? 0);
		const resultUrl = withUrl ? this.state.resultUrl(task) : undefined;
		return json(200, statusAnswer({ task, view, resultUrl, onGet: true }));
	}

	content(request: FastifyRequest, { taskId }: RequestEntry): Answer {
		this.authorize(request);
		const task = this.find(taskId);
		const { status } = this.state.viewOf(task);
		if (status !== 'completed') return notCompletedYet(status);
		const { clock, settings } = this.state;
		if (settings.contentRedirects) {
			const headers = { location: this.state.resultUrl(task) };
			return { kind: 'raw', status: 302, headers, body: '' };
		}
		const until = clock.now() + settings.contentLimitSeconds * 1000;
		return {
			kind: 'file',
			file: resultFile(task.id, task.plan.resultBytes),
			ranges: settings.contentRanges,
			mayContinue: () => clock.now() <= until,
		};
	}

	models(request: FastifyRequest): Answer {
		this.authorize(request);
		const data = this.state.settings.models.map(({ id }) => ({
			id,
			object: 'model',
			created: 1626777600,
			owned_by: 'kling',
		}));
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
		if (over.kind === 'refused') throw new Refusal(over.answer);
		return store.accept(submission, key, { seconds: OVERFLOW_SECONDS, outcome: over.outcome });
	}

	private authorize(request: FastifyRequest): { key: string; rights: KeyRights } {
		const { keys, settings } = this.state;
		const key = bearerKey(request.headers.authorization);
		const rights = key === undefined ? undefined : keys.get(key);
		if (key !== undefined && rights !== undefined && rights !== 'disabled') return { key, rights };
		const shown = { none: undefined, part: key && partOfKey(key), whole: key };
		throw new Refusal(invalidToken(settings.language, shown[settings.keyInErrors]));
	}

	private find(id: string | undefined): GatewayTask {
		const task = id === undefined ? undefined : this.state.store.find(id);
		if (!task) throw new Refusal(taskNotExist(this.state.settings.language));
		return task;
	}
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
