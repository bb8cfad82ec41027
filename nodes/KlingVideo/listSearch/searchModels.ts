import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { gatewayBase } from '../../../credentials/gatewayAccess';
import { CREDENTIAL } from '../transport/gatewayKey';
import { at } from '../shared/json';
import { KLING_MODELS } from '../parameters/klingModels';
import { AUTOMATIC } from '../parameters/model';
import { scenarioNamed } from '../scenarios';

/** The list must not make a person wait long for a gateway that is away, in milliseconds. */
const LIST_TIMEOUT_MS = 8_000;

/** Behind a documented model's name. */
const NOT_LISTED = '(not in the list of this gateway)';

/** The names that the gateway itself lists; nothing when it cannot be asked, since the documented ones serve. */
async function namesOfGateway(context: ILoadOptionsFunctions): Promise<string[] | undefined> {
	try {
		const { baseUrl } = await context.getCredentials(CREDENTIAL);
		const answer: unknown = await context.helpers.httpRequestWithAuthentication.call(
			context,
			CREDENTIAL,
			{
				url: `${gatewayBase(baseUrl)}/v1/models`,
				json: true,
				timeout: LIST_TIMEOUT_MS,
				disableFollowRedirect: true,
			},
		);
		const models = at(answer, 'data');
		if (!Array.isArray(models)) return undefined;
		return models
			.map((model) => at(model, 'id'))
			.filter((id): id is string => typeof id === 'string' && id !== '');
	} catch (error) {
		context.logger.debug(
			`Kling Video: the gateway does not list its models (${error instanceof Error ? error.name : 'error'})`,
		);
		return undefined;
	}
}

function isKling(name: string): boolean {
	return name.toLowerCase().includes('kling');
}

/** Kling's models first, each group in the order of its names. */
function inOrder(names: Iterable<string>): string[] {
	const sorted = [...new Set(names)].sort();
	return [...sorted.filter(isKling), ...sorted.filter((name) => !isKling(name))];
}

/**
 * The documented models that can do the chosen scenario, then the gateway's own list: Kling's models, behind them all
 * others. A documented one that the gateway does not list is marked; it may serve it under another name.
 */
export async function searchModels(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const scenario = scenarioNamed(this.getCurrentNodeParameter('scenario'));
	const known = new Set(KLING_MODELS.map(({ name }) => name));
	const listed = await namesOfGateway(this);
	const documented = (scenario?.models ?? KLING_MODELS).map(({ name }) => ({
		name: listed === undefined || listed.includes(name) ? name : `${name} ${NOT_LISTED}`,
		value: name,
	}));
	const others = inOrder(listed ?? [])
		.filter((name) => !known.has(name))
		.map((name) => ({ name, value: name }));
	const results: INodeListSearchItems[] = [AUTOMATIC, ...documented, ...others].filter(({ name }) =>
		name.toLowerCase().includes((filter ?? '').toLowerCase()),
	);
	return { results };
}
