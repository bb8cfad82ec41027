import type { IExecuteFunctions, IExecuteSingleFunctions } from 'n8n-workflow';

/** What the engine hands to the node: for one item, or for all items of a wait in the database. */
export type NodeContext = IExecuteSingleFunctions | IExecuteFunctions;
