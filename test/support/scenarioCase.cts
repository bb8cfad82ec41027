import type { IDataObject, INodeParameters } from 'n8n-workflow';

/** What a person sets, and the exact body that has to reach the gateway. */
export interface ScenarioCase {
	parameters: INodeParameters;
	/** With `ext_info` as the object that its doubly encoded string stands for. */
	body: IDataObject;
}
