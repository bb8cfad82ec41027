import { KLING_MODELS } from '../../nodes/KlingVideo/parameters/klingModels.ts';
import { at, textOf } from '../../nodes/KlingVideo/shared/json.ts';
import { KIND_NAMES, type SupplierKind } from './dialects.cts';
import type { Answers, Asked } from './freeQuestions.cts';
import { readCredit } from './keyCredit.cts';
import { klingOnes, readModels, type ListedModel } from './listedModels.cts';

/** A gateway of new-api's family by at least two of its marks: one alone may be anybody's. */
export function isNewApi(answers: Answers): boolean {
	const marks = [
		/^Invalid URL/.test(answers.unknownPath?.answer.message ?? ''),
		answers.unknownTask?.answer.code === 'task_not_exist',
		answers.secondRoute?.answer.code === 'task_not_exist',
		at(answers.unknownModel?.answer.body, 'error', 'type') === 'new_api_error',
		textOf(at(answers.status?.answer.body, 'data', 'version')) !== undefined,
	];
	return marks.filter(Boolean).length >= 2;
}

/** The models of the gateway's list; none where it has no such list. */
export function modelsOf(answers: Answers): ListedModel[] {
	return readModels(answers.models?.answer.body) ?? [];
}

/** What kind of gateway it is. */
export function kindLines(answers: Answers): string[] {
	const data = at(answers.status?.answer.body, 'data');
	const name = textOf(at(data, 'system_name'));
	const version = textOf(at(data, 'version'));
	const own =
		name === undefined ? [] : [`It calls itself "${name}"${version ? `, ${version}` : ''}.`];
	const family = isNewApi(answers)
		? 'It is a gateway of the new-api family.'
		: 'It is not known to be of the new-api family; what follows is what it answered.';
	return [family, ...own, ...supplierLines(klingOnes(modelsOf(answers)))];
}

function supplierLines(models: readonly ListedModel[]): string[] {
	const kinds: SupplierKind[] = ['nativeKling', 'chain'];
	const told = kinds.flatMap((kind) => {
		const names = models.filter(({ supplier }) => supplier === kind).map(({ id }) => id);
		return names.length === 0 ? [] : [`By its list, ${names.join(', ')}: ${KIND_NAMES[kind]}.`];
	});
	const open = models.filter(({ supplier }) => supplier === undefined).map(({ id }) => id);
	return open.length === 0
		? told
		: [
				...told,
				`Who makes the videos of ${open.join(', ')} is not told; an earlier task (--task) tells it.`,
			];
}

/** What this node can do there, and what to set. */
export function nodeLines(answers: Answers): string[] {
	const { models, unknownModel } = answers;
	if (models === undefined || models.reply.status === 0) return ['Nothing: it does not answer.'];
	if (models.answer.format === 'web page') {
		return [
			'Nothing: this address is a web page. Set the Base URL to the address of the API, often the bare host.',
		];
	}
	if (models.reply.status >= 300 && models.reply.status < 400) {
		return [
			`Nothing: it redirects to ${models.reply.headers.location ?? 'elsewhere'}. Enter the final address as Base URL.`,
		];
	}
	if (models.reply.status === 401)
		return [`Nothing: the key is refused. ${whyRefused(answers.credit)}`];
	if (models.reply.status === 403) return [`Nothing: the key may not be used. ${models.words}`];
	const isModelRefused = unknownModel === undefined || unknownModel.answer.format.startsWith('E');
	return [
		...modelLines(modelsOf(answers)),
		...promptLines(answers.noPrompt),
		...typeLines(answers.wrongType),
		isModelRefused
			? 'Refusals: readable, so the node knows that no task was made.'
			: 'Refusals: in a format of its own; the node calls the outcome unknown where the status does not say.',
		secondOpinionLine(answers.secondRoute),
		...creditLines(answers.credit),
	];
}

function secondOpinionLine(asked: Asked | undefined): string {
	if (asked?.answer.code === 'task_not_exist') {
		return 'Second opinion: GET /v1/video/generations/{id} is there, for tasks that hang or give no reason.';
	}
	// new-api looks for the model of a task that is not there.
	return asked?.reply.status === 403
		? 'Second opinion: not told to this key, which is limited to some models.'
		: 'Second opinion: there is no second status route.';
}

function modelLines(models: readonly ListedModel[]): string[] {
	const names = models.map(({ id }) => id);
	const documented = KLING_MODELS.map(({ name }) => name);
	const there = documented.filter((name) => names.includes(name));
	const missing = documented.filter((name) => !names.includes(name));
	const others = klingOnes(models)
		.map(({ id }) => id)
		.filter((id) => !documented.includes(id));
	return [
		there.length === 0 ? 'Models: none of the documented names.' : `Models: ${there.join(', ')}.`,
		...(missing.length === 0 ? [] : [`  Not there: ${missing.join(', ')}.`]),
		...(others.length === 0 ? [] : [`  By ID: ${others.join(', ')}.`]),
	];
}

function promptLines(asked: Asked | undefined): string[] {
	if (asked === undefined) return ['Prompt: not asked, since there is no model to ask about.'];
	const { code, message, format } = asked.answer;
	const isItsOwn = format.startsWith('E') && code !== 'fail_to_fetch_task';
	if (isItsOwn && /prompt/i.test(message ?? '')) {
		return [
			'Prompt: required, and in this family in every scenario: fill it in for Lip Sync and Multi-Shot, too.',
		];
	}
	return ['Prompt: refused, but not plainly for the missing prompt; see the answer above.'];
}

function typeLines(asked: Asked | undefined): string[] {
	const wantsText = /\bseconds\b/.test(asked?.answer.message ?? '');
	return wantsText ? ['Types: `seconds` has to be a text, as the node sends it.'] : [];
}

/** A key that is used up may still ask for its credit, though for nothing else. */
function whyRefused(asked: Asked | undefined): string {
	const credit = readCredit(asked?.answer.body);
	if (credit === undefined) return 'It may be wrong, expired, disabled or used up.';
	if (credit.expiresAt !== undefined && credit.expiresAt * 1000 < Date.now())
		return 'It has expired.';
	const isUsedUp = !credit.isUnlimited && credit.available <= 0;
	return isUsedUp
		? 'It is used up: raise its limit at the gateway.'
		: 'The gateway knows it: it may be disabled.';
}

function creditLines(asked: Asked | undefined): string[] {
	const credit = readCredit(asked?.answer.body);
	if (credit === undefined) return ['Credit: the gateway does not tell it to the key.'];
	const rest = credit.isUnlimited
		? 'the key has no limit of its own'
		: `the key has ${credit.available} units left. A task that uses them up is made and paid for, but the key is refused ` +
			'from then on, also for asking about the task';
	const until =
		credit.expiresAt === undefined
			? ''
			: ` It expires at ${new Date(credit.expiresAt * 1000).toISOString().slice(0, 16)} UTC.`;
	const models = credit.isLimitedToModels ? ' It is limited to some models.' : '';
	return [`Credit: ${rest}.${until}${models}`];
}
