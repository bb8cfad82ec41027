import type {
	IExecuteFunctions,
	IExecutePaginationFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

import { checkRound } from './checkRound';
import { downloadRound } from './downloadRound';

type Round = (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

/** What a custom operation is given, made from what the declarative engine gives: the child has one item. */
function asExecuteFunctions(context: IExecutePaginationFunctions): IExecuteFunctions {
	return Object.assign(Object.create(context), {
		getInputData: () => [context.getInputData()],
		getNodeParameter: (name: string, _itemIndex: number, fallback?: unknown) =>
			context.getNodeParameter(name, fallback),
	}) as IExecuteFunctions;
}

function asPagination(round: Round) {
	return async function (this: IExecutePaginationFunctions): Promise<INodeExecutionData[]> {
		return (await round.call(asExecuteFunctions(this))).flat();
	};
}

function firstOperation(operation: string, round: Round): INodeProperties {
	return {
		displayName: 'Stored Operation',
		name: 'storedOperation',
		type: 'hidden',
		default: '',
		displayOptions: { show: { operation: [operation] } },
		routing: { send: { paginate: true }, operations: { pagination: asPagination(round) } },
	};
}

/**
 * The operations of children that version 0.1 put to wait, which may go on under this version. Their node has the names
 * in `operation` and nothing else that the engine would find a custom operation by.
 */
export const firstOperations: INodeProperties[] = [
	firstOperation('look', checkRound),
	firstOperation('fetch', downloadRound),
];
