import { parseArgs } from 'node:util';
import { bearerKey, gatewayBase, gatewayOrigin } from '../../credentials/gatewayAccess.ts';

/** Where the key may be instead of on the command line, which other users of a machine can see. */
export const KEY_VARIABLE = 'KLING_GATEWAY_KEY';

/** What `--help` prints. */
export const USAGE = `Usage: npm run check-gateway -- --base-url URL --key KEY [options]

Asks a gateway a few questions that cost nothing, and tells what kind it is and what this node can do there.

  --base-url URL   The address of the gateway, as in the credential
  --key KEY        Its API key (or in the environment: ${KEY_VARIABLE})
  --model NAME     The model to ask about (default: the first Kling model that the gateway lists)
  --task ID        A task that was made earlier with this account: what is told of it shows who makes the videos.
                   Costs nothing either
  --paid           Makes one video, which costs money, and tells what of the request was dropped
  --seconds N      The length of that video (default: the shortest above the usual 5 seconds)
  --documented     Puts the settings of that video only where the documentation has them, to see what the gateway
                   drops then. The node puts them into every place where gateways look
  --minutes N      How long to wait for it (default: 30)
  --help           This text

Without --paid nothing is sent that a gateway or the service behind it could make a video of: the questions about
refusals have no prompt and no picture, or values of the wrong type. The key goes to the base URL only, along no
redirect, and is never printed.
`;

/** What the command line asks for. */
export interface CheckWish {
	/** Without `/v1` and slashes at its end. */
	baseUrl: string;
	key: string;
	model?: string;
	/** An earlier task to ask about. */
	taskId?: string;
	paid: boolean;
	/** The length of the paid video. */
	seconds?: number;
	/** Whether the paid video's settings stand in the documented places only. */
	documentedOnly: boolean;
	/** How long to wait for the paid video. */
	minutes: number;
}

/** Reads the command line. @throws Error that says what is wrong, without the key */
export function readCommandLine(
	args: readonly string[],
	environment: Readonly<Record<string, string | undefined>> = {},
): CheckWish | 'help' {
	const { values } = parseArgs({
		args: [...args],
		options: {
			'base-url': { type: 'string' },
			key: { type: 'string' },
			model: { type: 'string' },
			task: { type: 'string' },
			paid: { type: 'boolean' },
			seconds: { type: 'string' },
			documented: { type: 'boolean' },
			minutes: { type: 'string' },
			help: { type: 'boolean' },
		},
	});
	if (values.help) return 'help';
	const address = values['base-url'];
	const key = values.key ?? environment[KEY_VARIABLE];
	if (address === undefined) throw new Error('--base-url is missing');
	if (key === undefined) throw new Error(`--key is missing, and so is ${KEY_VARIABLE}`);
	gatewayOrigin(address);
	return {
		baseUrl: gatewayBase(address),
		key: bearerKey(key),
		model: values.model,
		taskId: values.task,
		paid: values.paid ?? false,
		seconds: whole('seconds', values.seconds),
		documentedOnly: values.documented ?? false,
		minutes: whole('minutes', values.minutes) ?? 30,
	};
}

function whole(name: string, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const value = Number(text);
	if (!Number.isInteger(value) || value < 1) {
		throw new Error(`--${name} must be a whole number of 1 or more, not "${text}"`);
	}
	return value;
}
