import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { GATEWAY_BASE_URL } from '../../credentials/gatewayAccess';
import { searchModels } from './listSearch/searchModels';
import { properties } from './operations';
import { builderHint } from './operations/builderHint';
import { hints } from './operations/hints';
import { withWarningHints } from './output/warningHints';
import { WAITING } from './waiting/database/calledWorkflow';
import { checkRound } from './waiting/database/checkRound';
import { CHECK_OPERATION } from './waiting/database/checkWorkflow';
import { downloadRound } from './waiting/database/downloadRound';
import { DOWNLOAD_OPERATION } from './waiting/database/downloadWorkflow';

/** Makes videos with Kling through a gateway in OpenAI format. */
export class KlingVideo implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kling Video',
		name: 'klingVideo',
		icon: {
			light: 'file:../../icons/klingVideo.svg',
			dark: 'file:../../icons/klingVideo.dark.svg',
		},
		group: ['transform'],
		version: [1, 1.1],
		defaultVersion: 1.1,
		subtitle:
			'={{ ({ generate: "Generate", submit: "Submit", getStatus: "Get Status", wait: "Wait" }[$parameter["operation"]] ?? $parameter["operation"]) + ($parameter["scenario"] ? ": " + ({ textToVideo: "Text to Video", imageToVideo: "Image to Video", firstLastFrame: "First and Last Frame", referenceToVideo: "References to Video", multiShot: "Multi-Shot", motionControl: "Motion Control", avatar: "Digital Human", lipSync: "Lip Sync", templateEffect: "Template Effect", editVideo: "Edit Video" }[$parameter["scenario"]] ?? $parameter["scenario"]) : "") }}',
		description:
			'Make videos with Kling from text, pictures, movements and voices; each one is paid for and takes minutes',
		defaults: { name: 'Kling Video' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'klingVideoApi', required: true }],
		requestDefaults: {
			baseURL: GATEWAY_BASE_URL,
			headers: { Accept: 'application/json' },
		},
		properties,
		waitingNodeTooltip:
			'={{ "Waits in the database until all videos are done. Executions shows a second execution, which checks the tasks: leave both alone." }}',
		hints,
		builderHint,
	};

	methods = { listSearch: { searchModels } };

	/** What is done for an execution that waits; `operationNode` asks for it. */
	customOperations = {
		[WAITING]: { [CHECK_OPERATION]: checkRound, [DOWNLOAD_OPERATION]: downloadRound },
	};

	private shown?: INodeType['execute'];

	/** n8n gives this function to every declarative node when it is first used; there is none before. */
	get execute(): INodeType['execute'] {
		return this.shown;
	}

	set execute(declared: INodeType['execute']) {
		this.shown = declared && withWarningHints(declared);
	}
}
