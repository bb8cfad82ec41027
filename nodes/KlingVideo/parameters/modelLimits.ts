import type { IDataObject, IExecuteSingleFunctions } from 'n8n-workflow';
import { isResourceLocatorValue } from 'n8n-workflow';

import type { KlingModel } from './klingModels';
import { modelNamed } from './klingModels';

/**
 * The documented model whose limits hold for this item. None where the user gave a name by ID, or where the gateway lists
 * a model that is not documented: nobody knows its limits, so nothing is refused.
 */
export function limitsFor(
	context: IExecuteSingleFunctions,
	body: IDataObject,
): KlingModel | undefined {
	const locator = context.getNodeParameter('model', undefined);
	const isById = isResourceLocatorValue(locator) && locator.mode === 'id';
	return isById ? undefined : modelNamed(body.model);
}
