import { parseArgs } from 'node:util';
import type { GatewayOptions } from './server.cts';
import { readSlotOptions, SLOT_OPTIONS, SLOT_USAGE } from './slots/slotOptions.cts';
import {
	failure,
	UPSTREAM_FAILURES,
	type Outcome,
	type UpstreamFailureCode,
} from './tasks/plan.cts';

/** What `--help` prints. */
export const USAGE = `Usage: npm run gateway -- [options]

  --port N            Port of the API (default: any free one)
  --result-port N     Port of the result origin (default: any free one)
  --key KEY           The API key (default: a random one)
  --seconds N         How long a task takes (default: 20)
  --refresh N         How often the gateway asks its upstream, in seconds (default: 15)
  --result-mb N       Size of a result file in MB (default: a few kB; at most 2147)
  --fail CODE         Every task fails: ${Object.keys(UPSTREAM_FAILURES).join(', ')}
  --cancel            Every task is cancelled
${SLOT_USAGE}  --slow N            A delay before every answer, in milliseconds
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
			outcome: outcome(values.fail, values.cancel ?? false),
			resultBytes: megabytes === undefined ? undefined : Math.round(megabytes * 1e6),
		},
		...readSlotOptions(values),
		acceptDataUris: values['data-uris'] ?? false,
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

function outcome(code: string | undefined, cancel: boolean): Outcome {
	if (cancel) return { status: 'cancelled' };
	if (code === undefined) return { status: 'completed' };
	if (!isFailureCode(code)) throw new Error(`--fail knows no code "${code}"`);
	return failure(code);
}

function isFailureCode(code: string): code is UpstreamFailureCode {
	return Object.hasOwn(UPSTREAM_FAILURES, code);
}
