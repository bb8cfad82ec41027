import { node, workflowOfOne, type Contender } from './contender.cts';

/** n8n's own OpenAI node, Video → Generate, its credential's base URL set to the gateway. */
export const openAi: Contender = {
	name: 'OpenAI node',
	workflow: ({ openAi: credential }, items) =>
		workflowOfOne(
			'OpenAI node',
			items,
			node(
				'Video',
				'@n8n/n8n-nodes-langchain.openAi',
				2.1,
				{
					resource: 'video',
					operation: 'generate',
					modelId: { __rl: true, mode: 'id', value: 'Kling-2.6' },
					prompt: '={{ $json.prompt }}',
					seconds: 5,
					size: '1280x720',
					options: { waitTime: 7200 },
				},
				{ openAiApi: credential },
			),
		),
};
