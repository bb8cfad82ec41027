import { at, textOf } from '../../nodes/KlingVideo/shared/json.ts';
import { KLING_MODELS } from '../../nodes/KlingVideo/parameters/klingModels.ts';
import type { SupplierKind } from './dialects.cts';

/** One name of the gateway's list. */
export interface ListedModel {
	id: string;
	/** Who makes its videos, as far as the list gives it away. */
	supplier?: SupplierKind;
}

/** The models of `GET /v1/models`; undefined when the body is no such list. */
export function readModels(body: unknown): ListedModel[] | undefined {
	const list = at(body, 'data');
	if (!Array.isArray(list)) return undefined;
	return list.flatMap((entry: unknown) => {
		const id = textOf(at(entry, 'id'));
		return id === undefined ? [] : [{ id, supplier: supplierOf(entry) }];
	});
}

/** new-api names the channel as the owner, and marks models of OpenAI's video format, which is a gateway behind it. */
function supplierOf(entry: unknown): SupplierKind | undefined {
	if (textOf(at(entry, 'owned_by')) === 'kling') return 'nativeKling';
	const endpoints = at(entry, 'supported_endpoint_types');
	return Array.isArray(endpoints) && endpoints.includes('openai-video') ? 'chain' : undefined;
}

/** The models that may be Kling's, the documented names first. */
export function klingOnes(models: readonly ListedModel[]): ListedModel[] {
	const documented = KLING_MODELS.flatMap(({ name }) => models.filter(({ id }) => id === name));
	const others = models.filter(
		({ id }) => /kling/i.test(id) && !documented.some((d) => d.id === id),
	);
	return [...documented, ...others];
}
