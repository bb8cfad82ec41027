/** How long and where to wait for a task. */
export interface WaitSettings {
	/** A fixed interval in milliseconds; without it the schedule adapts. */
	pollIntervalMs?: number;
	/** Of one task, from its acceptance. */
	timeoutMs: number;
	onTimeout: 'fail' | 'returnStatus';
	waitIn: 'memory' | 'database';
	/** The most tasks of this node that may be open at once; without it what the account allows. */
	tasksAtATime?: number;
}

/** What is wanted of the video. */
export interface DownloadSettings {
	/** The file field of the output item. */
	outputField: string;
	/** Default: the task id. An extension is added where it has none. */
	fileName?: string;
	/** In megabytes of 1,000,000 bytes, as n8n shows sizes. */
	maxSizeMb?: number;
}

/** How a file of the item reaches the gateway. */
export interface TransferSettings {
	/** As part of the request, instead of by a link to this n8n. */
	asBase64: boolean;
	/** How long the link works. */
	linkHours: number;
}

/** What the user asked for, in the words of the parameters; what was not asked for is left out. */
export interface AskedVideo {
	seconds?: number;
	/** E.g. `9:16`. */
	aspectRatio?: string;
	/** E.g. `1080P`. */
	resolution?: string;
	/** E.g. `720x1280`, or a ratio, as some gateways read it. */
	size?: string;
}

/** What the submission of an item goes by. */
export interface SubmitSettings {
	/** As sent. */
	modelName?: string;
	/** The task may take hours. */
	offPeak: boolean;
	/** How long a submission is offered again, in milliseconds, while nothing moves on a full account. */
	slotTimeoutMs: number;
	/** The most tasks that the node may submit in one execution. */
	maxVideos?: number;
	asked: AskedVideo;
}

/** Everything that the user set for one item beside the body: read once, before anything is sent. */
export interface ItemSettings {
	/** Absent where nothing is submitted. */
	submit?: SubmitSettings;
	/** Absent where nothing is waited for. */
	wait?: WaitSettings;
	/** Absent where no file is wanted. */
	download?: DownloadSettings;
	/** Whether the gateway's own body is left out of the output. */
	simplify: boolean;
}
