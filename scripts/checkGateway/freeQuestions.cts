import { readSubmittedTask } from '../../nodes/KlingVideo/transport/readTask.ts';
import { answerInWords, readFormat, type ReadAnswer } from './answerFormat.cts';
import type { GatewayRequest, GatewayUnderCheck, Reply } from './gatewayUnderCheck.cts';
import { klingOnes, readModels } from './listedModels.cts';

/** An id that no gateway has given to anybody. */
const UNKNOWN_TASK = 'task_00000000000000000000000000000000';

const UNKNOWN_MODEL = 'check-gateway-no-such-model';

/** One question and what came back. */
export interface Asked {
	question: string;
	request: string;
	reply: Reply;
	answer: ReadAnswer;
	/** The answer for a reader, without keys. */
	words: string;
	/** A task that the gateway made of a question: it should not have. */
	madeTask?: string;
}

export type QuestionName =
	| 'models'
	| 'status'
	| 'credit'
	| 'unknownTask'
	| 'secondRoute'
	| 'content'
	| 'unknownPath'
	| 'unknownModel'
	| 'wrongType'
	| 'noPrompt';

/** The answers by question; those that made no sense to ask are missing. */
export type Answers = Partial<Record<QuestionName, Asked>>;

/**
 * Asks everything that costs nothing. Stops where going on makes no sense (a web page instead of a gateway, a redirect,
 * a refused key), and after a question that was accepted against all rules.
 *
 * @param model the model of the questions; otherwise the first Kling model of the list
 */
export async function askFreeQuestions(
	gateway: GatewayUnderCheck,
	model?: string,
): Promise<Answers> {
	const answers: Answers = {};
	const ask = async (name: QuestionName, question: string, request: GatewayRequest) => {
		answers[name] = await askOne(gateway, question, request);
		return answers[name];
	};

	const models = await ask('models', 'Its models', get('/v1/models'));
	await ask('status', 'Its own name and version', { ...get('/api/status'), withoutKey: true });
	const isElsewhere = models.reply.status >= 300 && models.reply.status < 400;
	const isGateway = models.reply.status !== 0 && models.answer.format !== 'web page';
	if (!isGateway || isElsewhere) return answers;
	await ask('unknownPath', 'A path that does not exist', get('/v1/check-gateway'));
	await ask('credit', 'The credit of the key', get('/api/usage/token/'));
	if (models.reply.status === 401 || models.reply.status === 403) return answers;
	await ask('unknownTask', 'A task that does not exist', get(`/v1/videos/${UNKNOWN_TASK}`));
	await ask(
		'secondRoute',
		'The same on the second route',
		get(`/v1/video/generations/${UNKNOWN_TASK}`),
	);
	await ask('content', 'Its file', get(`/v1/videos/${UNKNOWN_TASK}/content`));

	const asked = model ?? klingOnes(readModels(models.answer.body) ?? [])[0]?.id;
	for (const [name, question, body] of refusedBodies(asked)) {
		const { madeTask } = await ask(name, question, { method: 'POST', path: '/v1/videos', body });
		if (madeTask !== undefined) break;
	}
	return answers;
}

function get(path: string): GatewayRequest {
	return { method: 'GET', path };
}

/**
 * Bodies that nobody can make a video of. An unknown model without a prompt; values of the wrong type, a prompt too
 * (`seconds` stands first, so that a gateway that reads in order names it); and text to video without a text and with
 * a length that no model makes, so that where the gateway does not refuse it, the service behind it does.
 */
function refusedBodies(
	model: string | undefined,
): Array<[name: QuestionName, question: string, body: object]> {
	const unknown: object = { model: UNKNOWN_MODEL, seconds: '999' };
	if (model === undefined) return [['unknownModel', 'A model that does not exist', unknown]];
	return [
		['unknownModel', 'A model that does not exist', unknown],
		[
			'wrongType',
			'Values of the wrong type',
			{ seconds: 999, model, image: 999, prompt: { wrong: 'type' } },
		],
		['noPrompt', 'No prompt and no picture', { model, seconds: '999', duration: 999 }],
	];
}

/** Asks one question. */
export async function askOne(
	gateway: GatewayUnderCheck,
	question: string,
	request: GatewayRequest,
): Promise<Asked> {
	const reply = await gateway.ask(request);
	const answer = readFormat(reply);
	const isAccepted = request.method === 'POST' && reply.status >= 200 && reply.status < 300;
	const task = isAccepted ? readSubmittedTask(answer.body, { secret: gateway.key }) : undefined;
	return {
		question,
		request: `${request.method} ${request.path.replace(UNKNOWN_TASK, '{id}')}`,
		reply,
		answer,
		words: gateway.clean(answerInWords(reply)),
		madeTask: task?.id,
	};
}
