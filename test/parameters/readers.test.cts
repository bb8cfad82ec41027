import {
	numberFrom,
	readMilliseconds,
	readSeconds,
} from '../../nodes/KlingVideo/parameters/reading/readNumber.ts';
import { readBoolean } from '../../nodes/KlingVideo/parameters/reading/readBoolean.ts';
import { readJson, readJsonObject } from '../../nodes/KlingVideo/parameters/reading/readJson.ts';
import { readName, readText } from '../../nodes/KlingVideo/parameters/reading/readText.ts';
import type { Reader } from '../../nodes/KlingVideo/parameters/reading/reader.ts';
import { InputError } from '../../nodes/KlingVideo/shared/inputError.ts';
import { useGateway } from '../support/localGateway.cts';
import { IMAGE, link, VIDEO } from '../support/parameterValues.cts';
import { readableBody } from '../support/readableBody.cts';

function outcome<T>(read: Reader<T>, given: unknown): unknown {
	try {
		return read(given, 'A Field');
	} catch (error) {
		if (error instanceof InputError) return error.message;
		throw error;
	}
}

describe.each<[string, Reader<unknown>]>([
	['text', readText],
	['name', readName],
	['boolean', readBoolean],
	['number', numberFrom(0, 2)],
	['seconds', readSeconds],
	['milliseconds', readMilliseconds],
	['JSON', readJson],
	['JSON object', readJsonObject],
])('a %s', (_kind, read) => {
	test.each([undefined, null, '', ' \n'])('that is left empty is nothing: %j', (given) => {
		expect(outcome(read, given)).toBeUndefined();
	});
});

test.each([
	[true, true],
	[false, false],
	['true', true],
	['False', false],
	[' TRUE ', true],
	['1', true],
	['0', false],
	[1, true],
	[0, false],
	['yes', "The value of 'A Field' must be true or false, but is 'yes'"],
	['null', "The value of 'A Field' must be true or false, but is 'null'"],
	[2, "The value of 'A Field' must be true or false, but is '2'"],
	[[true], "The value of 'A Field' must be true or false, but is '[true]'"],
	[{}, "The value of 'A Field' must be true or false, but is '{}'"],
])('as yes or no %j is %j', (given, expected) => {
	expect(outcome(readBoolean, given)).toBe(expected);
});

test.each([
	[1.5, 1.5],
	['1.5', 1.5],
	[' +2 ', 2],
	['.5', 0.5],
	[0, 0],
	...[2.1, -1, NaN, Infinity, '0x1', '1e0', 'one', '1,5', true, [1], {}].map(
		(given): [unknown, string] => [given, "The value of 'A Field' must be a number from 0 to 2"],
	),
])('as a number from 0 to 2 %j is %j', (given, expected) => {
	expect(outcome(numberFrom(0, 2), given)).toBe(expected);
});

test.each([
	['A fox \n', 'A fox \n'],
	[7, '7'],
	['a\uD83D', 'a\uFFFD'],
	['\uDD8Aa 🦊', '\uFFFDa 🦊'],
	[['a'], "The value of 'A Field' must be text"],
	[{ a: 1 }, "The value of 'A Field' must be text"],
	[true, "The value of 'A Field' must be text"],
])('as text %j is %j', (given, expected) => {
	expect(outcome(readText, given)).toBe(expected);
});

test('JSON that an expression gave as a value is plain data', () => {
	const loop: Record<string, unknown> = {};
	loop.loop = loop;
	expect(outcome(readJson, loop)).toBe(
		"The value of 'A Field' cannot be written as JSON: it refers to itself",
	);
	const moment = new Date('2026-01-31T12:00:00.000Z');
	expect(outcome(readJson, { moment, none: undefined })).toEqual({
		moment: '2026-01-31T12:00:00.000Z',
	});
	expect(outcome(readJsonObject, [])).toBe("The value of 'A Field' must be a JSON object");
});

describe('through the engine', () => {
	const gateway = useGateway();
	const text = (options: object) => ({ prompt: 'A fox', options: { ...options } });

	test.each([
		['={{ "false" }}', 'Disabled', false],
		['={{ "0" }}', 'Disabled', false],
		['={{ 0 }}', 'Disabled', false],
		['={{ "TRUE" }}', 'Enabled', true],
		['={{ 1 }}', 'Enabled', true],
	])('a boolean that comes as %s says what it says', async (given, audio, offPeak) => {
		await gateway.submit(text({ generateAudio: given, offPeak: given }));
		expect(gateway.bodies()).toMatchObject([
			{ metadata: { audio_generation: audio, offpeak: offPeak, off_peak: offPeak } },
		]);
	});

	test('Keep Original Sound as text', async () => {
		const options = { keepOriginalSound: '={{ "false" }}' };
		const motion = { scenario: 'motionControl', image: link(IMAGE), video: link(VIDEO) };
		await gateway.submit({ ...motion, options });
		expect(gateway.bodies().map(readableBody)).toMatchObject([
			{ metadata: { ext_info: { AdditionalParameters: { keep_original_sound: 'no' } } } },
		]);
	});

	test.each([
		['Generate Audio', { generateAudio: '={{ "no" }}' }],
		['Off-Peak', { offPeak: '={{ ["true"] }}' }],
		['Duration', { duration: '={{ "5s" }}' }],
		['Resolution', { resolution: '={{ ["720P"] }}' }],
		['Aspect Ratio', { aspectRatio: '={{ ({ a: 1 }) }}' }],
		['Size', { size: '={{ [1, 2] }}' }],
		['Deduplication ID', { deduplicationId: '={{ ({ a: 1 }) }}' }],
	])('%s that cannot be read is refused by name', async (shownName, options) => {
		const { message } = await gateway.refusal(text(options));
		expect(message).toMatch(new RegExp(`^The value of '${shownName}' must be `));
	});

	test('other ratios and resolutions can be given by an expression', async () => {
		const options = { resolution: '={{ "4K" }}', aspectRatio: '={{ "21:9" }}' };
		await gateway.submit(text(options));
		expect(gateway.bodies()).toMatchObject([
			{ metadata: { resolution: '4K', aspect_ratio: '21:9' } },
		]);
	});

	test('half a character at the end of a prompt does not stop it', async () => {
		await gateway.submit({ prompt: '={{ "A fox 🦊".slice(0, 7) }}' });
		expect(gateway.bodies()).toMatchObject([{ prompt: 'A fox \uFFFD' }]);
	});
});
