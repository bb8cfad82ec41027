import type { JsonAnswer, RawAnswer } from '../answer.cts';
import { supplierRefused } from '../errors.cts';
import { checkSubmit } from '../submit/checkSubmit.cts';
import { Refusal } from '../submit/refusal.cts';
import { localhostLink } from '../tasks/dialect.cts';
import { documented, EVERYTHING } from './documented.cts';
import type { FamilyDialect } from './familyDialect.cts';
import { looseCheck } from './looseCheck.cts';

/** A gateway behind a gateway: the body goes on as it came, the answers come back with another id in them. */
export const chain: FamilyDialect = {
	description: 'resells another gateway: its refusals, its task_id, links to localhost',
	habits: EVERYTHING,
	check(body, rights, rules) {
		const front = looseCheck(body, rights, rules);
		try {
			return { ...front, ...checkSubmit(body, 'ok', rules) };
		} catch (error) {
			if (error instanceof Refusal) throw new Refusal(asSuppliers(error.answer));
			throw error;
		}
	},
	wording: {
		...documented.wording,
		taskIdOnGet: 'supplier',
		resultAt: [
			'url',
			'video_url',
			'result_url',
			'output',
			'metadata.url',
			'metadata.video_url',
			'metadata.result_url',
			'metadata.result_urls',
		],
		resultUrl: localhostLink,
		linkOnFailure: true,
		sweep: 'unseen',
	},
	settings: { acceptDataUris: true, contentRanges: 'claimed' },
	refusal: asSuppliers,
};

function asSuppliers({ status, body }: JsonAnswer | RawAnswer): JsonAnswer {
	return supplierRefused(status, Buffer.isBuffer(body) ? body.toString() : body);
}
