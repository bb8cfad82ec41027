import type { IBuilderHint } from 'n8n-workflow';

/** What n8n's AI workflow builder is told about the node, beside its description. */
export const builderHint: IBuilderHint = {
	searchHint:
		'Makes videos with Kling. In a workflow use the operation Generate: it submits, waits and downloads in one node. Never put it in a loop that runs it again on an error: every Generate and every Submit is paid for. As a tool of an AI agent use two tools instead, Submit and Get Status, since a video takes one to several minutes. For videos that take hours use Submit, then Wait with Wait In set to In Database. A file of an earlier node goes in with the mode File and the name of its file field, e.g. data.',
	relatedNodes: [
		{
			nodeType: 'n8n-nodes-base.formTrigger',
			relationHint:
				'Takes a picture from a person: its file field goes into Image with the mode File',
		},
		{
			nodeType: 'n8n-nodes-base.respondToWebhook',
			relationHint:
				'Answers with the task ID of Submit at once; a caller must not wait for minutes',
		},
		{
			nodeType: '@n8n/n8n-nodes-langchain.agent',
			relationHint: 'Calls Submit and Get Status as its tools',
		},
	],
};
