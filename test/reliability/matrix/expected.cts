import { STRUCK, type MatrixCase } from './cases.cts';

/** How one execution is to end. */
export interface Ending {
	/** The execution fails, and its error has this reason. */
	failsWith?: string;
	/** The items that come out with an error of their own. */
	errorItems: string[];
	/** The items whose task ids have to be in the outcome. */
	withId: string[];
}

/** What one case is to come to. */
export interface Expectation {
	first: Ending;
	/** Of a person's Retry; undefined where the first execution does not fail. */
	retried?: Ending;
	/** How many tasks the user asked for: one for each item, and one more where a person sent one again. */
	asked: number;
	/** How many tasks the gateway has accepted in the end. */
	accepted: number;
	/** How many submissions of the struck item reach the gateway; the least and the most where chance has a say. */
	struckSubmissions: number | { least: number; most: number };
}

/** So often a full account is offered a task in the two or three minutes that the item waits, with jitter. */
const OFFERS = { least: 3, most: 6 };

const TRIES = 3;

/** Works out what is to happen, from what the fault means alone. */
export function expectationOf(matrixCase: MatrixCase): Expectation {
	return matrixCase.target.struck === 'submit' ? ofSubmit(matrixCase) : ofStatus(matrixCase);
}

function ofSubmit({ fault, mode }: MatrixCase): Expectation {
	const { means, reason } = fault.submit!;
	const { items } = mode;
	const struck = fault.unreachable ? items : [STRUCK];
	const others = items.filter((name) => !struck.includes(name));
	const well: Ending = { errorItems: [], withId: items };
	const isRetrying = mode.settings.retryOnFail === true;
	const hidden = means === 'hidden' ? 1 : 0;
	const isUnknown = means === 'unknown' || means === 'hidden';
	const all = { asked: items.length, accepted: items.length };

	if (means === 'waited') return { ...all, first: well, struckSubmissions: 3 };
	// The fault struck once, so the second try gets through.
	if (means === 'refused' && isRetrying) {
		return { ...all, first: well, struckSubmissions: fault.unreachable ? 1 : 2 };
	}
	const times = isRetrying ? TRIES : 1;
	const reached = means === 'saturated' ? [OFFERS.least * times, OFFERS.most * times] : [1, 1];
	const [least = 0, most = 0] = fault.unreachable ? [0, 0] : reached;
	const failed: Expectation = {
		first: mode.settings.onError
			? { errorItems: struck, withId: others }
			: { failsWith: reason, errorItems: [], withId: others },
		asked: items.length,
		accepted: others.length + hidden,
		struckSubmissions: { least, most },
	};
	if (!mode.personRetries) return failed;
	return {
		...failed,
		retried: well,
		asked: items.length + (isUnknown ? 1 : 0),
		accepted: items.length + hidden,
		struckSubmissions: { least: least + 1, most: most + 1 },
	};
}

function ofStatus({ fault, target, mode }: MatrixCase): Expectation {
	const { reason, waitReason, generating } = fault.status!;
	const means =
		target.operation === 'generate' ? (generating ?? fault.status!.means) : fault.status!.means;
	const { items } = mode;
	const well: Ending = { errorItems: [], withId: items };
	const all = { asked: items.length, accepted: items.length, struckSubmissions: 1 };
	const isRetrying = mode.settings.retryOnFail === true;
	const isBadEnd = means === 'badEnd';
	const isGetStatus = target.operation === 'getStatus';

	// One look tells the bad end as it is: that is no error of the look.
	if (means === 'passes' || (isBadEnd && isGetStatus)) return { ...all, first: well };
	if (means === 'final' && isRetrying) return { ...all, first: well };
	const submitsAnew = isBadEnd && target.operation === 'generate';
	const anew = {
		...all,
		asked: items.length + 1,
		accepted: items.length + 1,
		struckSubmissions: 2,
	};
	if (submitsAnew && isRetrying) return { ...anew, first: well };
	const told = isGetStatus ? reason : (waitReason ?? reason);
	const first: Ending = mode.settings.onError
		? { errorItems: [STRUCK], withId: items }
		: { failsWith: told, errorItems: [], withId: items };
	if (!mode.personRetries) return { ...all, first };
	if (submitsAnew) return { ...anew, first, retried: well };
	return { ...all, first, retried: isBadEnd ? first : well };
}
