import {
	NodeOperationError,
	sleep,
	type DeclarativeRestApiSettings,
	type ICredentialType,
	type IDataObject,
	type IExecutePaginationFunctions,
	type IExecuteSingleFunctions,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
	type IHttpRequestOptions,
	type IN8nHttpFullResponse,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

/** Adds the size of the binary field `data`, read from n8n's storage, to the request. */
async function addFileSize(
	this: IExecuteSingleFunctions,
	options: IHttpRequestOptions,
): Promise<IHttpRequestOptions> {
	if (this.getInputData().binary?.data === undefined) return options;
	const bytes = await this.helpers.getBinaryDataBuffer('data');
	return { ...options, body: { ...(options.body as IDataObject), bytes: bytes.length } };
}

/** Answers with a file and a signed link to it, where the input had one. */
async function attachFile(
	this: IExecuteSingleFunctions,
	items: INodeExecutionData[],
	_response: IN8nHttpFullResponse,
): Promise<INodeExecutionData[]> {
	if (this.getInputData().binary?.data === undefined) return items;
	const bytes = Buffer.from('a file from the node');
	const data = await this.helpers.prepareBinaryData(bytes, 'result.txt', 'text/plain');
	const link = data.id === undefined ? null : this.helpers.createBinarySignedUrl(data, '1h');
	return items.map((item) => ({ ...item, json: { ...item.json, link }, binary: { data } }));
}

/** Submits the task unless the node's context knows it, then asks each minute until it is done. */
async function submitAndWait(
	this: IExecutePaginationFunctions,
	request: DeclarativeRestApiSettings.ResultOptions,
): Promise<INodeExecutionData[]> {
	const itemIndex = this.getItemIndex();
	const tasks = this.getContext('node');
	const key = `${this.getWorkflowDataProxy(0).$runIndex}:${itemIndex}`;
	if (tasks[key] === undefined) {
		const [submitted] = await this.makeRoutingRequest(request);
		tasks[key] = submitted?.json.id;
		this.logger.info('Task accepted', { id: submitted?.json.id, mode: this.getMode() });
	}
	for (;;) {
		if (this.getExecutionCancelSignal()?.aborted) {
			throw new NodeOperationError(this.getNode(), 'The execution was cancelled', { itemIndex });
		}
		const url = `/task/${String(tasks[key])}`;
		const options = { ...request.options, method: 'GET' as const, url, body: undefined };
		const [answer] = await this.makeRoutingRequest({ ...request, options });
		if (answer?.json.done === true) return [{ ...answer, pairedItem: { item: itemIndex } }];
		await sleep(60_000);
	}
}

/** Lists what the server answers to `/list`. */
async function searchPaths(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { baseUrl } = await this.getCredentials<{ baseUrl: string }>('taskApi');
	const request = { url: `${baseUrl}/list`, json: true };
	const answer: unknown = await this.helpers.httpRequestWithAuthentication.call(
		this,
		'taskApi',
		request,
	);
	const { url } = answer as { url: string };
	const name = `${filter ?? ''}${String(this.getCurrentNodeParameter('name'))}`;
	return { results: [{ name, value: url }] };
}

/** A small declarative node: requests a path, or submits a task and waits for it. */
export class TaskNode implements INodeType {
	methods = { listSearch: { searchPaths } };

	description: INodeTypeDescription = {
		name: 'taskNode',
		displayName: 'Task',
		group: [],
		version: 1,
		description: '',
		defaults: { name: 'Task' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'taskApi', required: true }],
		requestDefaults: { baseURL: '={{ $credentials.baseUrl }}' },
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				options: [
					{ name: 'Request', value: 'request' },
					{ name: 'Wait', value: 'wait' },
				],
				default: 'request',
			},
			{
				displayName: 'Path',
				name: 'path',
				type: 'string',
				default: '',
				displayOptions: { show: { operation: ['request'] } },
				routing: {
					request: {
						method: 'GET',
						url: '={{ $value }}',
						disableFollowRedirect: '={{ $json.direct === true }}' as unknown as boolean,
					},
				},
			},
			{
				displayName: 'Name',
				name: 'name',
				type: 'string',
				default: '',
				displayOptions: { show: { operation: ['wait'] } },
				routing: {
					request: { method: 'POST', url: '/task' },
					send: { type: 'body', property: 'name', preSend: [addFileSize], paginate: true },
					output: { postReceive: [attachFile] },
					operations: { pagination: submitAndWait },
				},
			},
		],
	};
}

/** The sample node's credential. */
export const taskApi: ICredentialType = {
	name: 'taskApi',
	displayName: 'Task API',
	properties: [
		{ displayName: 'API Key', name: 'apiKey', type: 'string', default: '' },
		{ displayName: 'Base URL', name: 'baseUrl', type: 'string', default: '' },
	],
	authenticate: {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{ $credentials.apiKey }}' } },
	},
	test: {
		request: { baseURL: '={{ $credentials.baseUrl }}', url: '/me' },
		rules: [{ type: 'responseCode', properties: { value: 401, message: 'The key is wrong' } }],
	},
};
