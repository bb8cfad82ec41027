import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import type { IBinaryData, ICredentialDataDecryptedObject, IRunData } from 'n8n-workflow';
import { eventually } from './eventually.cts';
import { FRESH_CONNECTIONS } from './freshConnections.cts';
import type { Execution, ExecutionSummary, StoredWorkflow, WorkflowJson } from './workflowJson.cts';

/** The owner of every throw-away n8n; fits n8n's password rule. */
export const OWNER = {
	email: 'owner@example.com',
	password: 'Kling-video-1',
	firstName: 'Test',
	lastName: 'Owner',
};

/** n8n refused a request. */
export class N8nApiError extends Error {
	constructor(
		readonly status: number,
		readonly request: string,
		readonly body: unknown,
	) {
		super(`${request}: ${status} ${messageIn(body)}`);
	}
}

/** A stored credential as a node refers to it. */
export interface CredentialReference {
	id: string;
	name: string;
}

/** What the editor's credential window shows after a test. */
export interface CredentialTest {
	status: 'OK' | 'Error';
	message: string;
}

/** What a manual run starts from, and how far it goes. */
export interface ManualRun {
	/** The trigger; the workflow's first trigger when left out. */
	trigger?: string;
	/** Runs up to and with this node, as Execute Step does. */
	upTo?: string;
	/** Results of earlier nodes, which are then not run again. */
	runData?: IRunData;
}

/** Statuses in which an execution is over. */
const OVER = new Set(['success', 'error', 'canceled', 'crashed']);

/** n8n over the REST interface of its own editor, the same for 2.8 and 2.41. Every method throws N8nApiError. */
export class N8nApi {
	private readonly http: AxiosInstance;
	private cookie = '';

	constructor(url: string) {
		this.http = axios.create({
			...FRESH_CONNECTIONS,
			baseURL: url,
			timeout: 120_000,
			validateStatus: () => true,
		});
	}

	/** Sets the owner up on a fresh n8n and signs in; signs in only, where the owner exists. */
	async signIn(): Promise<void> {
		const settings = await this.ask<{ userManagement: { showSetupOnFirstLoad: boolean } }>(
			'get',
			'/rest/settings',
		);
		const answer = settings.userManagement.showSetupOnFirstLoad
			? await this.send('post', '/rest/owner/setup', OWNER)
			: await this.send('post', '/rest/login', {
					emailOrLdapLoginId: OWNER.email,
					password: OWNER.password,
				});
		this.cookie = (answer.headers['set-cookie'] ?? [])
			.map((line) => line.split(';')[0] ?? '')
			.join('; ');
	}

	/** The cookie of the session, for a browser: `n8n-auth=…`. */
	get sessionCookie(): string {
		return this.cookie;
	}

	/** Stores a credential. */
	async createCredential(
		name: string,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<CredentialReference> {
		const stored = await this.ask<CredentialReference>('post', '/rest/credentials', {
			name,
			type,
			data,
		});
		return { id: stored.id, name: stored.name };
	}

	/** Changes the data of a stored credential. */
	async updateCredential(
		{ id, name }: CredentialReference,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		await this.ask('patch', `/rest/credentials/${id}`, { name, type, data });
	}

	/** Tests a stored credential, as the credential window does. */
	async testCredential(
		{ id, name }: CredentialReference,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<CredentialTest> {
		return await this.ask('post', '/rest/credentials/test', {
			credentials: { id, name, type, data },
		});
	}

	/** Stores a workflow. An id in it is kept by `import:workflow` only; here n8n gives a new one. */
	async createWorkflow(workflow: WorkflowJson): Promise<StoredWorkflow> {
		const { name, nodes, connections, settings = {}, pinData = {} } = workflow;
		return await this.ask('post', '/rest/workflows', {
			// n8n before 2.0 does not take a workflow without the switch.
			...{ name, nodes, connections, pinData, active: false },
			settings: { executionOrder: 'v1', ...settings },
		});
	}

	/** A stored workflow. */
	async workflow(id: string): Promise<StoredWorkflow> {
		return await this.ask('get', `/rest/workflows/${id}`);
	}

	/** Every stored workflow, by id and name. */
	async workflows(): Promise<Array<Pick<StoredWorkflow, 'id' | 'name' | 'active'>>> {
		return await this.ask('get', '/rest/workflows');
	}

	/** Changes a stored workflow. */
	async updateWorkflow(id: string, change: Partial<WorkflowJson>): Promise<StoredWorkflow> {
		const { versionId } = await this.workflow(id);
		return await this.ask('patch', `/rest/workflows/${id}`, { ...change, versionId });
	}

	/** Publishes the stored version, which switches its triggers on. */
	async activate(id: string): Promise<void> {
		const { versionId } = await this.workflow(id);
		await this.ask('post', `/rest/workflows/${id}/activate`, { versionId });
	}

	/** Switches a workflow's triggers off. */
	async deactivate(id: string): Promise<void> {
		await this.ask('post', `/rest/workflows/${id}/deactivate`, {});
	}

	/** Archives a workflow, which switches its triggers off and keeps its executions. */
	async archiveWorkflow(id: string): Promise<void> {
		await this.ask('post', `/rest/workflows/${id}/archive`, {});
	}

	/** Archives a workflow and deletes it with its executions. */
	async deleteWorkflow(id: string): Promise<void> {
		await this.archiveWorkflow(id);
		await eventually(
			`workflow ${id} may be deleted`,
			async () => {
				try {
					await this.ask('delete', `/rest/workflows/${id}`);
					return true;
				} catch (error) {
					// 2.41 answers 409 while it still switches the triggers off.
					if (error instanceof N8nApiError && error.status === 409) return undefined;
					throw error;
				}
			},
			30,
		);
	}

	/** Starts a stored workflow by hand. Returns the execution's id at once. */
	async run(id: string, { trigger, upTo, runData }: ManualRun = {}): Promise<string> {
		const workflowData = await this.workflow(id);
		const name = trigger ?? workflowData.nodes.find((node) => /trigger$/i.test(node.type))?.name;
		const answer = await this.ask<{ executionId?: string }>('post', `/rest/workflows/${id}/run`, {
			workflowData,
			...(upTo !== undefined && { destinationNode: { nodeName: upTo, mode: 'inclusive' } }),
			...(runData === undefined ? { triggerToStartFrom: { name } } : { runData }),
		});
		if (answer.executionId === undefined) {
			throw new Error(`The run of ${workflowData.name} did not start: ${JSON.stringify(answer)}`);
		}
		return answer.executionId;
	}

	/** Starts a stored workflow by hand and waits until it is over (waits of n8n's Wait node included). */
	async runToEnd(id: string, options: ManualRun = {}, seconds = 120): Promise<Execution> {
		return await this.executionOver(await this.run(id, options), seconds);
	}

	/** An execution with its data. */
	async execution(id: string): Promise<Execution> {
		const stored = await this.ask<Omit<Execution, 'data'> & { data: string }>(
			'get',
			`/rest/executions/${id}`,
		);
		const flatted = await import('flatted');
		// n8n wrote this text itself, by the type that it is read as.
		const data: Execution['data'] = flatted.parse(stored.data);
		return { ...stored, data };
	}

	/** Waits until an execution is over. Its outcome, a failure too, is in the answer. */
	async executionOver(id: string, seconds = 120): Promise<Execution> {
		return await this.executionWith(id, (status) => OVER.has(status), 'over', seconds);
	}

	/** Waits until an execution is stored as waiting. */
	async executionWaiting(id: string, seconds = 60): Promise<Execution> {
		return await this.executionWith(id, (status) => status === 'waiting', 'waiting', seconds);
	}

	/** Executions, newest first, at most 100; of one workflow when an id is given. */
	async executions(workflowId?: string): Promise<ExecutionSummary[]> {
		const filter = workflowId === undefined ? {} : { workflowId };
		const query = new URLSearchParams({ filter: JSON.stringify(filter), limit: '100' });
		// The running ones come in front of the page of stored ones, and may be in both.
		const answer = await this.ask<{ results: ExecutionSummary[] }>(
			'get',
			`/rest/executions?${query.toString()}`,
		);
		return [...new Map(answer.results.map((entry) => [entry.id, entry])).values()];
	}

	/** Waits for the newest execution of a workflow to be over; for runs that a trigger started. */
	async newestExecutionOver(workflowId: string, seconds = 120): Promise<Execution> {
		const id = await eventually(
			`an execution of workflow ${workflowId}`,
			async () => (await this.executions(workflowId))[0]?.id,
			seconds,
		);
		return await this.executionOver(id, seconds);
	}

	/**
	 * Retries a failed execution, as the Executions list does, and waits for it to be over.
	 * @param withWhich the workflow as it was in that execution, or as it is saved now
	 */
	async retry(
		id: string,
		withWhich: 'originalWorkflow' | 'currentWorkflow',
		seconds = 120,
	): Promise<Execution> {
		const loadWorkflow = withWhich === 'currentWorkflow';
		const answer = await this.ask<{ id: string }>('post', `/rest/executions/${id}/retry`, {
			loadWorkflow,
		});
		return await this.executionOver(answer.id, seconds);
	}

	/** Stops a running or waiting execution. */
	async stop(id: string): Promise<void> {
		await this.ask('post', `/rest/executions/${id}/stop`, {});
	}

	/** Deletes executions. */
	async deleteExecutions(...ids: string[]): Promise<void> {
		await this.ask('post', '/rest/executions/delete', { ids });
	}

	/** A Data Table by its whole name, if there is one. */
	async table(name: string): Promise<{ id: string; projectId: string } | undefined> {
		const filter = new URLSearchParams({ filter: JSON.stringify({ name }) });
		const { data } = await this.ask<{
			data: Array<{ id: string; name: string; projectId: string }>;
		}>('get', `/rest/data-tables-global?${filter.toString()}`);
		return data.find((one) => one.name === name);
	}

	/** The rows of a Data Table, at most 250, oldest first; none while there is no such table. */
	async tableRows(name: string): Promise<Array<Record<string, unknown>>> {
		const table = await this.table(name);
		if (table === undefined) return [];
		const page = new URLSearchParams({ take: '250', sortBy: 'id:asc' });
		const { data } = await this.ask<{ data: Array<Record<string, unknown>> }>(
			'get',
			`/rest/projects/${table.projectId}/data-tables/${table.id}/rows?${page.toString()}`,
		);
		return data;
	}

	/** Adds rows to a Data Table, as a person does in the table. */
	async addTableRows(name: string, data: ReadonlyArray<Record<string, string | number>>) {
		await this.ask('post', `${await this.pathOfTable(name)}/insert`, { data });
	}

	/** Changes cells of the rows of a Data Table in which a column has this text, as a person does in the table. */
	async updateTableRows(
		name: string,
		{ column, is }: { column: string; is: string },
		data: Record<string, string | number | null>,
	): Promise<void> {
		await this.ask('patch', `${await this.pathOfTable(name)}/rows`, {
			filter: { type: 'and', filters: [{ columnName: column, condition: 'eq', value: is }] },
			data,
		});
	}

	/** The bytes of a file in an item, wherever n8n keeps it. */
	async binary(file: IBinaryData): Promise<Buffer> {
		if (file.id === undefined) return Buffer.from(file.data, 'base64');
		const query = new URLSearchParams({ id: file.id, action: 'download' });
		const answer = await this.send('get', `/rest/binary-data?${query.toString()}`, undefined, {
			responseType: 'arraybuffer',
		});
		if (!Buffer.isBuffer(answer.data)) throw new Error('n8n gave no bytes');
		return answer.data;
	}

	/**
	 * Calls a production webhook. n8n needs a moment after an activation and after a start: until the path is
	 * known, it is called again, for at most 20 s.
	 */
	async webhook(
		path: string,
		body: unknown = {},
		method: 'post' | 'get' = 'post',
	): Promise<AxiosResponse<unknown>> {
		return await eventually(
			`the webhook ${path}`,
			async () => {
				const answer = await this.http.request<unknown>({
					...{ url: `/webhook/${path}`, method },
					...(method === 'post' && { data: body }),
				});
				const unknownPath =
					answer.status === 404 && JSON.stringify(answer.data).includes('not registered');
				return unknownPath ? undefined : answer;
			},
			20,
		);
	}

	private async pathOfTable(name: string): Promise<string> {
		const table = await this.table(name);
		if (table === undefined) throw new Error(`There is no table ${name}`);
		return `/rest/projects/${table.projectId}/data-tables/${table.id}`;
	}

	private async executionWith(
		id: string,
		fits: (status: string) => boolean,
		what: string,
		seconds: number,
	): Promise<Execution> {
		return await eventually(
			`execution ${id} is ${what}`,
			async () => {
				const execution = await this.execution(id);
				if (fits(execution.status)) return execution;
				throw new Error(`its status is ${execution.status}`);
			},
			seconds,
			300,
		);
	}

	/** Asks n8n's REST interface and gives the `data` of its answer. The caller names the type n8n gives. */
	private async ask<T>(
		method: 'get' | 'post' | 'patch' | 'delete',
		path: string,
		body?: unknown,
	): Promise<T> {
		const answer = await this.send<{ data: T }>(method, path, body);
		return answer.data.data;
	}

	private async send<T = unknown>(
		method: 'get' | 'post' | 'patch' | 'delete',
		path: string,
		body?: unknown,
		options: { responseType?: 'arraybuffer' } = {},
	): Promise<AxiosResponse<T>> {
		const answer = await this.http.request<T>({
			...{ url: path, method, data: body, headers: { cookie: this.cookie } },
			...options,
		});
		if (answer.status >= 300) {
			throw new N8nApiError(answer.status, `${method} ${path}`, answer.data);
		}
		return answer;
	}
}

/** n8n's own words for a refusal. */
function messageIn(body: unknown): string {
	if (typeof body === 'object' && body !== null && 'message' in body) return String(body.message);
	return String(JSON.stringify(body)).slice(0, 1000);
}
