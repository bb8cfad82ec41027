import type { DialectName } from './dialects/dialectName.cts';
import type { Language } from './errors.cts';
import { allModels, type GatewayModel } from './models.cts';
import type { Route } from './requestLog.cts';
import type { OverLimit } from './slots/overLimit.cts';
import type { Planner } from './tasks/taskStore.cts';

/** How the gateway behaves. A test may change any of it at any time; `reset()` brings the start's back. */
export interface Settings {
	/** Which kind of gateway it plays: what it reads, refuses and answers. `LocalGateway.speak` sets all that belongs to one. */
	dialect: DialectName;
	/** What becomes of tasks accepted from now on. */
	plan: Planner;
	/** How often the gateway asks its upstream, in seconds: 0 = at once, 15 = as real ones do. */
	refreshSeconds: number;
	/** How many tasks an account may have open at once; `Infinity` (default): any number. */
	slots: number;
	/** How a submission over that number is answered. */
	over: OverLimit;
	/** Whether all keys but `otherAccount` belong to one account (default), or each to its own: slots and tasks are an account's. */
	accounts: 'one' | 'perKey';
	/** The names that a submit may use and `GET /v1/models` lists. */
	models: GatewayModel[];
	language: Language;
	/** What a 401 prints of the key; older gateways print part of it. */
	keyInErrors: 'none' | 'part' | 'whole';
	/** Whether `image` may be a base64 data URI; few gateways take one. */
	acceptDataUris: boolean;
	/** Whether a submit may come as multipart/form-data, as n8n's own OpenAI node sends it. */
	acceptForms: boolean;
	/** Some gateways refuse `file_infos` beside `image`. */
	fileInfosBesideImage: 'accepted' | 'refused';
	/** Upstream serves template effects for another model family only. */
	templateEffect: 'served' | 'refused';
	/** Whether a submit without a prompt is refused, as nearly all gateways do in every scenario. */
	promptRequired: boolean;
	/**
	 * What a key limited to some models gets on GETs: its tasks (`served`), 403 for tasks of other models (`byModel`),
	 * or always 403 with an empty name, as older gateways do (`refused`).
	 */
	limitedKeys: 'served' | 'byModel' | 'refused';
	/** Whether there is `GET /v1/video/generations/{id}`, a second opinion on a task. */
	generationsRoute: boolean;
	/** Whether paths outside `/v1` and `/api` show the gateway's web page. */
	webPage: boolean;
	/** Whether the result origin answers Range requests. */
	resultRanges: boolean;
	/** Whether `/content` answers Range requests: some gateways do, most say so and send everything (`claimed`). */
	contentRanges: boolean | 'claimed';
	/** Whether `/content` asks for no key and serves every account's tasks, as some gateways do. */
	contentPublic: boolean;
	/** Whether `/content` redirects to the result's link instead of passing the file through. */
	contentRedirects: boolean;
	/** How long `/content` passes bytes through before it cuts the connection, in seconds. */
	contentLimitSeconds: number;
	/** Whether upstream fetches every media link before it accepts; what it got is in the task's `inputs`. */
	fetchInputs: boolean;
	/** A delay before every answer, per route, in milliseconds of real time. */
	latencyMs: Partial<Record<Route, number>>;
}

/** The settings of a gateway that keeps to its documentation and shows a task's state at once. */
export function documentedSettings(): Settings {
	return {
		dialect: 'documented',
		plan: {},
		refreshSeconds: 0,
		slots: Number.POSITIVE_INFINITY,
		over: '429',
		accounts: 'one',
		models: allModels(),
		language: 'en',
		keyInErrors: 'none',
		acceptDataUris: false,
		acceptForms: true,
		fileInfosBesideImage: 'accepted',
		templateEffect: 'refused',
		promptRequired: true,
		limitedKeys: 'served',
		generationsRoute: true,
		webPage: true,
		resultRanges: true,
		contentRanges: false,
		contentPublic: false,
		contentRedirects: false,
		contentLimitSeconds: 60,
		fetchInputs: false,
		latencyMs: {},
	};
}
