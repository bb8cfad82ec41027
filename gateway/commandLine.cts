import { parseArgs } from 'node:util';
import type { GatewayOptions } from './server.cts';
import { DIALECTS, isDialectName } from './dialects/all.cts';
import type { DialectName } from './dialects/dialectName.cts';
import { readSlotOptions, SLOT_OPTIONS, SLOT_USAGE } from './slots/slotOptions.cts';
import { failure, UPSTREAM_FAILURES, type UpstreamFailureCode } from './tasks/plan.cts';
import type { Outcome } from './tasks/taskView.cts';

/** What `--help` prints. */
export const USAGE = `Usage: npm run gateway -- [options]

  --port N            Port of the API (default: any free one)
  --result-port N     Port of the result origin (default: any free one)
  --key KEY           The API key (default: a random one)
  --seconds N         How long a task takes (default: 20)
  --refresh N         How often the gateway asks its upstream, in seconds (default: 15)
  --result-mb N       Size of a result file in MB (default: a few kB; at most 2147)
  --dialect NAME      Which kind of gateway it plays (default: documented):
${dialectLines()}
  --fail CODE         Every task fails: ${Object.keys(UPSTREAM_FAILURES).join(', ')}
  --cancel            Every task is cancelled
${SLOT_USAGE}  --stuck             Every task hangs at 100 % until it is given up
  --no-prompt-rule    Accept a submit without a prompt
  --slow N            A delay before every answer, in milliseconds
  --data-uris         Accept base64 data URIs as image
  --fetch-inputs      Fetch every media link before accepting a task
  --serve-templates   Accept template effects, which upstream refuses
  --chinese           Messages in Chinese
  --help              This text
`;

/** What the command line asks for: options, or the usage. Throws an Error that says what is wrong. */
export function readCommandLine(args: string[]): GatewayOptions | 'help' {
	const { values } = parseArgs({
		args,
		options: {
			port: { type: 'string' },
			'result-port': { type: 'string' },
			key: { type: 'string' },
			seconds: { type: 'string' },
			refresh: { type: 'string' },
			'result-mb': { type: 'string' },
			fail: { type: 'string' },
			cancel: { type: 'boolean' },
			...SLOT_OPTIONS,
			dialect: { type: 'string' },
			stuck: { type: 'boolean' },
			'no-prompt-rule': { type: 'boolean' },
			slow: { type: 'string' },
			'data-uris': { type: 'boolean' },
			'fetch-inputs': { type: 'boolean' },
			'serve-templates': { type: 'boolean' },
			chinese: { type: 'boolean' },
			help: { type: 'boolean' },
		},
	});
	if (values.help) return 'help';
	const megabytes = number('result-mb', values['result-mb']);
	const slow = number('slow', values.slow) ?? 0;
	return {
		port: number('port', values.port),
		resultPort: number('result-port', values['result-port']),
		key: values.key,
		refreshSeconds: number('refresh', values.refresh) ?? 15,
		plan: {
			seconds: number('seconds', values.seconds) ?? 20,
			outcome: outcome(values),
			resultBytes: megabytes === undefined ? undefined : Math.round(megabytes * 1e6),
		},
		...readSlotOptions(values),
		dialect: dialect(values.dialect),
		promptRequired: !values['no-prompt-rule'],
		// Left out, it is as the dialect has it.
		acceptDataUris: values['data-uris'],
		fetchInputs: values['fetch-inputs'] ?? false,
		templateEffect: values['serve-templates'] ? 'served' : 'refused',
		language: values.chinese ? 'zh' : 'en',
		latencyMs: { submit: slow, status: slow, content: slow, models: slow, result: slow },
	};
}

function number(name: string, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const value = Number(text);
	if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
		throw new Error(`--${name} must be a number, not "${text}"`);
	}
	return value;
}

function dialect(name: string | undefined): DialectName | undefined {
	if (name === undefined || isDialectName(name)) return name;
	throw new Error(`--dialect knows no "${name}"; it must be one of ${names().join(', ')}`);
}

function names(): string[] {
	return Object.keys(DIALECTS);
}

function dialectLines(): string {
	return Object.entries(DIALECTS)
		.map(([name, { description }]) => `                        ${name.padEnd(13)} ${description}`)
		.join('\n');
}

function outcome({
	fail: code,
	cancel,
	stuck,
}: {
	fail?: string;
	cancel?: boolean;
	stuck?: boolean;
}): Outcome {
	if (cancel) return { status: 'cancelled' };
	if (stuck) return { status: 'stuck' };
	if (code === undefined) return { status: 'completed' };
	if (!isFailureCode(code)) throw new Error(`--fail knows no code "${code}"`);
	return failure(code);
}

function isFailureCode(code: string): code is UpstreamFailureCode {
	return Object.hasOwn(UPSTREAM_FAILURES, code);
}
