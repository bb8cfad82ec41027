import { failureTexts } from '../../nodes/KlingVideo/errors/failureTexts.ts';
import type { FailureReason } from '../../nodes/KlingVideo/shared/failure.ts';
import { gatewayAccess } from '../../credentials/gatewayAccess.ts';
import { ERROR_CASES } from './errorCases.cts';
import { expectSection, readPage, table } from './page.cts';
import { inputErrors, messagesInSource } from './sourceTexts.cts';

const PAGE = 'docs/errors.md';

const reasons = Object.keys(ERROR_CASES) as FailureReason[];

function wordsOf(reason: FailureReason) {
	return ERROR_CASES[reason].map(({ cause, failure, facts }) => ({
		cause,
		...failureTexts(
			{ acceptance: 'unknown', ...failure, reason },
			{ submitting: false, hasTask: false, ...facts },
		),
	}));
}

test('the page has every failure with its present message and advice', () => {
	const rows = reasons.flatMap((reason) =>
		wordsOf(reason).map(({ message, cause, advice }) => [`\`${reason}\``, message, cause, advice]),
	);
	expectSection(PAGE, 'failures', table(['code', 'message', 'cause', 'what to do'], rows));
});

test('the page has every refusal of a parameter', () => {
	const rows = inputErrors().map(({ parameter, problem, advice }) => [parameter, problem, advice]);
	expect(rows.length).toBeGreaterThan(40);
	expectSection(PAGE, 'input', table(['parameter', "the value of '…' …", 'what to do'], rows));
});

/** A text of the source as a pattern: `…` may be anything. */
function pattern(text: string): RegExp {
	const parts = text.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(parts.join('.*'));
}

test.each(messagesInSource())('the page has the message "%s"', (message) => {
	expect(readPage(PAGE)).toMatch(pattern(message));
});

const KEY = 'sk-Zq8Wn3Rt6Yp1Lk5Jh9Gf2Ds7';
const ADDRESS = 'https://octopusx.ai';

test.each([
	[KEY, ''],
	[KEY, KEY],
	[KEY, 'octopusx.ai'],
	[KEY, 'https://user:pw@octopusx.ai'],
	[KEY, `${ADDRESS}/?a=1`],
	[KEY, `${ADDRESS}/${KEY}`],
	['', ADDRESS],
	[ADDRESS, ADDRESS],
	[`Bearer ${KEY}`, ADDRESS],
	['a b', ADDRESS],
])('the page has what the credential says (%#)', (apiKey, baseUrl) => {
	let said = '';
	try {
		gatewayAccess({ apiKey, baseUrl });
	} catch (error) {
		said = (error as Error).message;
	}
	expect(said).not.toBe('');
	expect(readPage(PAGE)).toContain(`| ${said} |`);
});
