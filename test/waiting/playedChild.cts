/** The execution that checks the tasks of a node that waits, with the gateway that it asks and the n8n that runs it. */
import type { Readable } from 'node:stream';
import type {
	IContextObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	IWorkflowBase,
} from 'n8n-workflow';
import { checkRound } from '../../nodes/KlingVideo/waiting/database/checkRound.ts';
import { downloadRound } from '../../nodes/KlingVideo/waiting/database/downloadRound.ts';
import { asJson, fromJson } from '../../nodes/KlingVideo/waiting/database/storedTasks.ts';
import type { WaitingTask } from '../../nodes/KlingVideo/waiting/database/waitingTask.ts';
import { withVirtualTime, type VirtualTime } from '../support/virtualTime.cts';

/** A second, in milliseconds. */
export const S = 1_000;
/** When virtual time begins. */
export const START = Date.UTC(2026, 0, 5, 12);
/** Where the files of all tasks are. */
export const LINK = 'https://a.example/1.mp4';

/** A task that is waited for from now on, for an hour. */
export const waitingTask = (index: number, more: Partial<WaitingTask> = {}): WaitingTask => ({
	...{ taskId: `task_${index}`, itemIndex: index, several: true, simplify: true },
	...{ waitsIn: { executionId: '17', workflowId: 'abc' }, onTimeout: 'fail' },
	...{ since: START, giveUpAt: START + 3_600 * S, ...more },
});

/** A status as the gateway answers it. */
export const status = (word: string, more: object = {}) => ({ status: word, ...more });
/** The status of a task whose video is there. */
export const DONE = status('completed', { video_url: LINK });

/** An answer that is no plain status. */
export type Told = { statusCode?: number; body: object };

/** What the execution does at each check. */
export class Child {
	/** What a poll of a task finds; 404 for all others. */
	readonly tasks = new Map<string, object | Told>();
	/** What the older route tells of a task. */
	readonly elsewhere = new Map<string, object>();
	readonly polled: string[] = [];
	readonly sent: IHttpRequestOptions[] = [];
	/** The moments to which it was put to wait, in seconds. */
	readonly pauses: number[] = [];
	readonly called: Array<{ workflow: IWorkflowBase; tasks: WaitingTask[]; options: unknown }> = [];
	stored: IContextObject = {};
	/** What becomes of a download. */
	download: (tasks: WaitingTask[]) => Promise<INodeExecutionData[]> = async () => [];
	/** What the address of a video answers with. */
	file: () => Readable | undefined = () => undefined;
	/** The sizes of the files that were stored, by their names. */
	readonly files = new Map<string, number>();
	requestOptions: object = { timeout: 9_000 };
	credential: () => object = () => ({ apiKey: 'sk-12345678', baseUrl: 'https://g.example' });
	signal?: AbortSignal;

	constructor(readonly time: VirtualTime) {}

	private context(input: INodeExecutionData[]): IExecuteFunctions {
		const node = { name: 'Check Tasks', type: 'kling.klingVideo', typeVersion: 1, parameters: {} };
		return {
			getContext: (kind: string) => (kind === 'node' ? this.stored : {}),
			getInputData: () => input,
			getExecutionCancelSignal: () => this.signal,
			getNode: () => node,
			getMode: () => 'trigger',
			getNodeParameter: (name: string) => (name === 'requestOptions' ? this.requestOptions : {}),
			getCredentials: async () => this.credential(),
			logger: { info() {}, debug() {} },
			helpers: {
				httpRequestWithAuthentication: async (_name: string, options: IHttpRequestOptions) => {
					this.sent.push(options);
					const id = options.url.split('/').at(-1) ?? '';
					const isOther = options.url.includes('/generations/');
					this.polled.push(isOther ? `other ${id}` : id);
					return answerOf(id, isOther ? this.elsewhere.get(id) : this.tasks.get(id));
				},
				httpRequest: async () => {
					const body = this.file();
					return { statusCode: body ? 200 : 404, headers: {}, body };
				},
				prepareBinaryData: async (stream: Readable, name: string, mimeType: string) => {
					let bytes = 0;
					for await (const block of stream) bytes += (block as Buffer).length;
					this.files.set(name, bytes);
					return { data: '', mimeType, fileName: name };
				},
			},
			executeWorkflow: async (
				{ code }: { code: IWorkflowBase },
				items: INodeExecutionData[],
				_callback: undefined,
				options: unknown,
			) => {
				const tasks = fromJson(items[0]?.json);
				this.called.push({ workflow: code, tasks, options });
				return { data: [await this.download(tasks)] };
			},
			putExecutionToWait: async (until: Date) => {
				this.pauses.push((until.getTime() - START) / S);
			},
		} as unknown as IExecuteFunctions;
	}

	/** One check of the tasks, or of what was stored at the last one. */
	async check(...tasks: WaitingTask[]): Promise<INodeExecutionData[]> {
		return await this.checkOf([{ json: asJson(tasks) }]);
	}

	/** One check of what the node is given. */
	async checkOf(input: INodeExecutionData[]): Promise<INodeExecutionData[]> {
		const [items = []] = await checkRound.call(this.context(input));
		return items;
	}

	/** The work of the execution that downloads. */
	async downloads(...tasks: WaitingTask[]): Promise<INodeExecutionData[]> {
		const input = tasks.map((task) => ({ json: asJson([task]) }));
		const [items = []] = await downloadRound.call(this.context(input));
		return items;
	}

	/** The tasks as they stand at the pause. */
	get kept(): WaitingTask[] {
		return fromJson(this.stored);
	}
}

function answerOf(id: string, told: object | Told | undefined) {
	const missing = { statusCode: 404, body: { code: 'task_not_exist', message: 'No', data: null } };
	const body = { task_id: id, ...told };
	const answer: Told = told === undefined ? missing : 'body' in told ? (told as Told) : { body };
	return {
		...{ statusCode: answer.statusCode ?? 200, headers: {} },
		body: JSON.stringify(answer.body),
	};
}

/** Plays a story in virtual time. */
export const inChild = async (story: (child: Child) => Promise<void>): Promise<void> =>
	await withVirtualTime(async (time) => await story(new Child(time)));

/** A gateway that is down. */
export const DOWN: Told = { statusCode: 502, body: { message: 'down' } };
