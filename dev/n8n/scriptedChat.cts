import fastify from 'fastify';

/** A message as the OpenAI format has it, as far as the tests look. */
export interface ChatMessage {
	role: string;
	content: unknown;
}

/** One question that n8n asked the model. */
export interface ChatRequest {
	messages: ChatMessage[];
	tools?: Array<{ function: { name: string; parameters: unknown } }>;
}

/** A chat server in OpenAI format that plays a script: it calls the one tool it is given, then ends. */
export interface ScriptedChat {
	/** The base URL for n8n's OpenAI credential. */
	url: string;
	readonly requests: ChatRequest[];
	close(): Promise<void>;
}

/** Starts one on a free port of 127.0.0.1; `toolArguments` is what it calls the tool with. */
export async function startScriptedChat(
	toolArguments: Readonly<Record<string, unknown>>,
): Promise<ScriptedChat> {
	const requests: ChatRequest[] = [];
	const app = fastify({ bodyLimit: 64 * 1024 * 1024 });
	app.get('/v1/models', async () => ({ object: 'list', data: [{ id: 'scripted' }] }));
	app.post<{ Body: ChatRequest }>('/v1/chat/completions', async ({ body }) => {
		requests.push(body);
		const tool = body.tools?.[0]?.function.name;
		const answered = body.messages.some(({ role }) => role === 'tool');
		const message =
			tool === undefined || answered
				? { role: 'assistant', content: 'Here is your video.' }
				: {
						role: 'assistant',
						content: null,
						tool_calls: [
							{
								id: `call_${requests.length}`,
								type: 'function',
								function: { name: tool, arguments: JSON.stringify(toolArguments) },
							},
						],
					};
		return {
			id: `chatcmpl-${requests.length}`,
			object: 'chat.completion',
			created: Math.floor(Date.now() / 1000),
			model: 'scripted',
			choices: [
				{ index: 0, message, finish_reason: message.content === null ? 'tool_calls' : 'stop' },
			],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		};
	});
	const origin = await app.listen({ host: '127.0.0.1', port: 0 });
	return { url: `${origin}/v1`, requests, close: async () => await app.close() };
}
