import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { gatewayBase } from '../../../credentials/gatewayAccess';
import { CREDENTIAL } from '../transport/gatewayKey';
import { at } from '../shared/json';
import { KLING_MODELS } from '../parameters/klingModels';
import { scenarioNamed } from '../scenarios';

/** The list must not make a person wait long for a gateway that is away, in milliseconds. */
const LIST_TIMEOUT_MS = 8_000;

/** The names that the gateway itself lists; none when it cannot be asked, since the documented ones serve. */
async function namesOfGateway(context: ILoadOptionsFunctions): Promise<string[]> {
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
		return (Array.isArray(models) ? models : [])
			.map((model) => at(model, 'id'))
			.filter((id): id is string => typeof id === 'string' && id !== '');
	} catch (error) {
		context.logger.debug(
			`Kling Video: the gateway does not list its models (${error instanceof Error ? error.name : 'error'})`,
		);
		return [];
	}
}

/** The documented models that can do the chosen scenario, then the gateway's own list. */
export async function searchModels(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const scenario = scenarioNamed(this.getCurrentNodeParameter('scenario'));
	const documented = (scenario?.models ?? KLING_MODELS).map(({ name }) => name);
	const known = new Set(KLING_MODELS.map(({ name }) => name));
	const others = (await namesOfGateway(this)).filter((name) => !known.has(name)).sort();
	const results: INodeListSearchItems[] = [...documented, ...new Set(others)]
		.filter((name) => name.toLowerCase().includes((filter ?? '').toLowerCase()))
		.map((name) => ({ name, value: name }));
	return { results };
}
