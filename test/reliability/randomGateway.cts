/** A gateway that does whatever it likes, for stories told at random. */
import fc from 'fast-check';

import { failure, faults, type Fault, type PartialPlan } from '../../gateway/server.cts';
import type { RunResult } from '../../dev/engine/engine.cts';
import type { GatewayOfTests } from '../support/localGateway.cts';

const runs = Number(process.env.PROPERTY_RUNS ?? 60);

/** How many stories a test plays: `PROPERTY_RUNS`; `PROPERTY_SHRINK=1` looks for the shortest one that fails. */
export const STORIES = { numRuns: runs, endOnFailure: process.env.PROPERTY_SHRINK !== '1' };

/** In milliseconds; a story takes a part of a second. */
export const STORIES_LIMIT_MS = Math.max(300_000, runs * 2_000);

/** What the gateway does with one request; nothing stands for its real answer. */
export interface Behaviour {
	name: string;
	/** Made when the request comes in; the delay is in virtual ms. */
	fault?: () => Fault;
	delay: number;
}

const behaviour = (named: Array<[string, (() => Fault)?]>): fc.Arbitrary<Behaviour> =>
	fc
		.record({
			delay: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 45_000 })),
			kind: fc.constantFrom(...named),
		})
		.map(({ delay, kind: [name, fault] }) => ({ name, fault, delay }));

const maybe = (name: string, fault: (accept: boolean) => Fault): Array<[string, () => Fault]> => [
	[name, () => fault(false)],
	[`${name}, task made`, () => fault(true)],
];

/** What the gateway does, for fast-check to choose from. */
export function randomGateway(gateway: GatewayOfTests) {
	const atSubmit = behaviour([
		['answer'],
		['answer'],
		['answer'],
		['400', () => faults.invalidRequest()],
		['401', () => faults.invalidToken(gateway.server.key)],
		['403', () => faults.noKeyCredit()],
		...maybe('408', (accept) => faults.emptyBody(408, { accept })),
		['429', () => faults.emptyBody(429)],
		['429', () => faults.saturated({ retryAfter: 30 })],
		['307', () => faults.redirect(gateway.server.resultOrigin, 307)],
		['model_not_found', () => faults.modelNotFound('Kling-2.6')],
		...maybe('dropped', (accept) => faults.dropped({ accept })),
		...maybe('hang', (accept) => faults.hang({ accept })),
		...maybe('502', (accept) => faults.html(502, { accept })),
		...maybe('empty 200', (accept) => faults.emptyBody(200, { accept })),
		...maybe('500', (accept) => faults.json(500, { error: 'y' }, { accept })),
		['500 of the gateway', () => faults.e2(500, 'x', 'y')],
		['no room', () => faults.e2(400, '1303', 'y')],
		['cut', () => faults.truncated(30)],
		['dropped within the answer', () => faults.droppedAfterHeaders()],
	]);

	const atStatus = behaviour([
		['answer'],
		['answer'],
		['401', () => faults.invalidToken()],
		['429', () => faults.saturated({ retryAfter: 20 })],
		['task_not_exist', () => faults.taskNotExist()],
		['dropped', () => faults.dropped()],
		['hang', () => faults.hang()],
		['502', () => faults.html(502)],
		['empty 200', () => faults.emptyBody(200)],
		['200 with an error', () => faults.okWithError('busy')],
		['success: false', () => faults.unsuccessful('busy')],
		['cut', () => faults.truncated(30)],
		['no status', () => faults.json(200, { id: 'x' })],
	]);

	const plan: fc.Arbitrary<PartialPlan> = fc.record({
		seconds: fc.integer({ min: 1, max: 400 }),
		outcome: fc.constantFrom(
			{ status: 'completed' } as const,
			{ status: 'completed' } as const,
			{ status: 'cancelled' } as const,
			failure('ModelGenerateFailed'),
		),
		dialect: fc.constantFrom(
			{},
			{ progress: 'hundredEarly', completedWithoutUrlGets: 2 } as const,
			{ unknownSeconds: 30, progress: 'absent' } as const,
		),
	});
	return { atSubmit, atStatus, plan };
}

/** What becomes of a request: the fault of the behaviour, after its delay. */
export function faultOf(next: Behaviour | undefined): Fault | undefined {
	const fault = next?.fault?.();
	if (!next?.delay) return fault;
	return faults.hold(new Promise((resolve) => setTimeout(resolve, next.delay)), fault);
}

/** Whatever of a run holds a part of the key. */
export function secretsShownBy(gateway: GatewayOfTests, result: RunResult): unknown[] {
	const secret = gateway.server.key.slice(3, 12);
	const places = [result.stored, result.error?.text, result.log, result.outputs, result.context];
	return places.filter((place) => (JSON.stringify(place) ?? '').includes(secret));
}
