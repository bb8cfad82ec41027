import { SlotWindow } from '../../nodes/KlingVideo/submission/slotWindow.ts';
import {
	polled,
	nextPollAt,
	startWatch,
	type Watch,
} from '../../nodes/KlingVideo/waiting/pollSchedule.ts';
import { urgentPollAt } from '../../nodes/KlingVideo/waiting/urgentPoll.ts';
import { seededRandom } from '../noticing/tasks.cts';

/** How a gateway says that the account has no room. */
export type RefusalForm = 'refused' | 'failed later';

/** One world: an account, its other users, and a batch. */
export interface SlotWorld {
	seed: number;
	tasks: number;
	slots: number;
	/** Whether others take some of the slots and give them back. */
	others: boolean;
	form: RefusalForm;
	/** Of a task, in seconds. */
	duration: { median: number; sigma: number };
}

/** What the node makes of it. */
export interface SlotOutcome {
	/** Over that of a scheduler who knows the limit at every moment. */
	makespanRatio: number;
	refusalsPerTask: number;
	/** Beyond what was asked for; tasks that failed for lack of room are none. */
	tasksBeyond: number;
	pollsPerTask: number;
}

/** An answer of the gateway takes that long, in milliseconds. */
const ANSWER_MS = 300;

/** A task that is accepted without room fails after so long, in milliseconds. */
const FAILS_AFTER_MS = 3_000;

interface Task {
	duration: number;
	startedAt: number;
	endsAt: number;
	failsForRoom: boolean;
	isOver: boolean;
	watch: Watch;
	polledAt?: number;
	isConfirmed: boolean;
}

/** A queue of what happens when. */
class Events {
	private readonly list: Array<{ at: number; order: number; act: () => void }> = [];

	private order = 0;

	now = 0;

	at(moment: number, act: () => void): void {
		this.list.push({ at: Math.max(moment, this.now), order: this.order++, act });
	}

	run(isDone: () => boolean): void {
		while (!isDone()) {
			this.list.sort((a, b) => a.at - b.at || a.order - b.order);
			const next = this.list.shift();
			if (!next) throw new Error('Nothing happens any more, and tasks are left');
			this.now = next.at;
			next.act();
		}
	}
}

function normal(random: () => number): number {
	return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** How many slots others hold from each moment on: up to half of them, for minutes at a time. */
function othersPlan({ others, slots, seed }: SlotWorld): (at: number) => number {
	if (!others || slots < 2) return () => 0;
	const random = seededRandom(seed + 77);
	const steps: Array<{ from: number; held: number }> = [];
	for (let at = 0; at < 48 * 3600_000; at += 120_000 + 600_000 * random())
		steps.push({ from: at, held: Math.floor(random() * (slots / 2 + 1)) });
	return (at) => [...steps].reverse().find(({ from }) => from <= at)?.held ?? 0;
}

/** The makespan of a scheduler who knows at every moment what is free, in milliseconds. */
function idealMakespan(durations: number[], free: (at: number) => number): number {
	const ends: number[] = [];
	let at = 0;
	for (const duration of durations) {
		for (;;) {
			const open = ends.filter((end) => end > at).length;
			if (open < free(at)) break;
			at += 1_000;
		}
		ends.push(at + duration);
	}
	return Math.max(...ends);
}

/** Plays the node's queue and its polls against an account, in virtual time. The same seed gives the same world. */
export function simulateSlots(world: SlotWorld): SlotOutcome {
	const { seed, tasks: count, slots, form, duration } = world;
	const draw = seededRandom(seed);
	const random = seededRandom(seed + 1);
	const durations = Array.from(
		{ length: count },
		() => 1000 * Math.max(20, duration.median * Math.exp(duration.sigma * normal(draw))),
	);
	const held = othersPlan(world);
	const free = (at: number) => slots - held(at);
	const events = new Events();
	const window = new SlotWindow({ random });
	const queue = durations.map((_, index) => index);
	const running = new Set<Task>();
	let done = 0;
	let refusals = 0;
	let made = 0;
	let polls = 0;
	let lastEnd = 0;
	let shortest = Infinity;

	const hasRoom = () =>
		[...running].filter((task) => !task.isOver && !task.failsForRoom && task.endsAt > events.now)
			.length < free(events.now);

	const letGo = (): void => {
		while (queue.length > 0 && window.mayOffer(events.now)) {
			const index = queue.shift() ?? 0;
			window.offered();
			events.at(events.now + ANSWER_MS, () => answer(index));
		}
		const next = queue.length > 0 ? window.nextOfferAt() : undefined;
		if (next !== undefined && next > events.now) events.at(next, letGo);
	};
	const back = (index: number): void => {
		queue.push(index);
		queue.sort((a, b) => a - b);
	};
	const answer = (index: number): void => {
		const room = hasRoom();
		if (!room && form === 'refused') {
			refusals += 1;
			back(index);
			window.wasRefused(events.now);
		} else {
			window.wasAccepted();
			made += 1;
			const own = durations[index] ?? 0;
			const task: Task = {
				duration: own,
				startedAt: events.now,
				endsAt: events.now + (room ? own : FAILS_AFTER_MS),
				failsForRoom: !room,
				isOver: false,
				watch: startWatch(events.now, 'fresh'),
				isConfirmed: false,
			};
			running.add(task);
			pollLater(task, index);
		}
		letGo();
	};
	const pollLater = (task: Task, index: number): void => {
		const urgency =
			!task.isConfirmed && window.isWaitingToConfirm
				? 'confirm'
				: queue.length > 0
					? 'slot'
					: 'none';
		const at = Math.min(
			nextPollAt(task.watch, random()),
			urgentPollAt(urgency, task.watch.startedAt, task.polledAt, shortest),
		);
		events.at(at, () => poll(task, index));
	};
	const poll = (task: Task, index: number): void => {
		polls += 1;
		task.polledAt = events.now;
		if (events.now < task.endsAt) {
			if (!task.isConfirmed) {
				task.isConfirmed = true;
				window.wasConfirmed();
			}
			task.watch = polled(task.watch, events.now, undefined);
			pollLater(task, index);
		} else {
			task.isOver = true;
			running.delete(task);
			if (task.failsForRoom) {
				refusals += 1;
				made -= 1;
				window.hasEndedForLackOfRoom(events.now);
				back(index);
			} else {
				if (!task.isConfirmed) window.wasConfirmed();
				window.hasEnded();
				done += 1;
				shortest = Math.min(shortest, events.now - task.startedAt);
				lastEnd = Math.max(lastEnd, events.now);
			}
		}
		letGo();
	};

	letGo();
	events.run(() => done === count);
	return {
		makespanRatio: lastEnd / idealMakespan(durations, free),
		refusalsPerTask: refusals / count,
		tasksBeyond: made - count,
		pollsPerTask: polls / count,
	};
}
