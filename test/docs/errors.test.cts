import { failureTexts } from '../../nodes/KlingVideo/errors/failureTexts.ts';
import type { FailureReason } from '../../nodes/KlingVideo/shared/failure.ts';
import { bearerKey, gatewayOrigin } from '../../credentials/gatewayAccess.ts';
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

test.each([
	[() => gatewayOrigin('octopusx.ai'), /, but it is 'octopusx\.ai'$/],
	[() => bearerKey(''), /$/],
	[() => bearerKey('a b'), /$/],
])('the page has what the credential says (%#)', (use, end) => {
	expect(use).toThrow();
	try {
		use();
	} catch (error) {
		const said = (error as Error).message.replace(end, '');
		expect(readPage(PAGE)).toContain(`| ${said}`);
	}
});
