import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';

import type { VideoFacts } from '../../output/warnings';
import type { AskedVideo, DownloadSettings } from '../../shared/settings';
import type { Task } from '../../shared/task';
import type { Warning } from '../../shared/warning';
import type { Trouble } from '../trouble';

/**
 * One item of a node that waits in n8n's database, nearly always with a task that is waited for. Plain data, since it
 * travels as JSON from the node to its child, and from one check to the next. Moments are in Unix milliseconds.
 */
export interface WaitingTask extends Trouble {
	taskId: string;
	/** Its item of the node that waits. */
	itemIndex: number;
	/** Whether that node has more than one item. */
	several: boolean;
	/** The execution that waits, to which the file is to belong. */
	waitsIn: { executionId: string; workflowId: string };
	since: number;
	giveUpAt: number;
	onTimeout: 'fail' | 'returnStatus';
	simplify: boolean;
	/** Whether n8n sends a failed item to the node's error output. */
	hasErrorOutput?: boolean;
	/** What is wanted of the video; absent where no file is. */
	download?: DownloadSettings;
	/** What was asked of the video, to compare it with what comes. */
	asked?: AskedVideo;
	/** What the user should know of the item's input. */
	warnings?: Warning[];
	/** What the header of the video told. */
	facts?: VideoFacts;
	/** Tasks of the item that ended without a video before this one, oldest first. */
	earlierTaskIds?: string[];
	/** The task as last seen. */
	task?: Task;
	/** The task is completed; its file is all that is left to have. */
	isDownloading?: boolean;
	/** Another route was asked for the task once, as it seemed to be stuck. */
	wasDoubted?: boolean;
	/** There is nothing more to wait for. */
	isOver?: boolean;
	/** Why the task ended without what was wanted of it. */
	error?: IDataObject;
	/** Its file. */
	binary?: IBinaryKeyData;
	/** Of an item that is not waited for: it comes out like this. */
	output?: { json: IDataObject; binary?: IBinaryKeyData };
}
