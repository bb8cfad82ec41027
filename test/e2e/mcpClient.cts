import axios, { type AxiosInstance } from 'axios';
import { eventually } from '../../dev/n8n/eventually.cts';
import { FRESH_CONNECTIONS } from '../../dev/n8n/freshConnections.cts';

/** A tool as an MCP server lists it. */
export interface McpTool {
	name: string;
	description: string;
}

/** An AI assistant's side of the Model Context Protocol, over its streamable HTTP. Every method throws on an error. */
export class McpClient {
	private asked = 0;

	private constructor(private readonly http: AxiosInstance) {}

	/** Begins a session. A server that was activated just now is asked again until its address is known. */
	static async connect(url: string): Promise<McpClient> {
		const headers = { accept: 'application/json, text/event-stream' };
		const http = axios.create({
			...FRESH_CONNECTIONS,
			...{ baseURL: url, headers, responseType: 'text', timeout: 60_000 },
		});
		const client = new McpClient(http);
		await eventually(
			`the MCP server at ${url}`,
			async () =>
				await client.ask('initialize', {
					protocolVersion: '2025-03-26',
					capabilities: {},
					clientInfo: { name: 'test', version: '1' },
				}),
			20,
		);
		await http.post('', { jsonrpc: '2.0', method: 'notifications/initialized' });
		return client;
	}

	/** The tools that the server offers. */
	async tools(): Promise<McpTool[]> {
		return (await this.ask<{ tools: McpTool[] }>('tools/list', {})).tools;
	}

	/** Calls a tool. Returns its answer's text. */
	async call(name: string, args: object): Promise<string> {
		const { content } = await this.ask<{ content: Array<{ text?: string }> }>('tools/call', {
			name,
			arguments: args,
		});
		return content.map(({ text = '' }) => text).join('\n');
	}

	/** Asks for a method. The caller names the type that the protocol gives. */
	private async ask<T>(method: string, params: object): Promise<T> {
		this.asked += 1;
		const answer = await this.http.post<string>('', {
			...{ jsonrpc: '2.0', id: this.asked, method, params },
		});
		const session: unknown = answer.headers['mcp-session-id'];
		if (typeof session === 'string') this.http.defaults.headers.common['mcp-session-id'] = session;
		const text = /^data: (.*)$/m.exec(answer.data)?.[1] ?? answer.data;
		const { result, error }: { result?: T; error?: { message: string } } = JSON.parse(text);
		if (result === undefined) throw new Error(`${method}: ${error?.message ?? text}`);
		return result;
	}
}
