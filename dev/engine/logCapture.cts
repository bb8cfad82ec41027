import { Container, Logger } from './engineModules.cts';

/** One line that n8n's logger was given. */
export interface LogLine {
	level: string;
	message: string;
	/** What was passed beside the message, as JSON would show it. */
	meta: unknown;
}

const lines: LogLine[] = [];

/** What n8n's Logger writes to: the part of a winston logger that it calls. */
const transport = {
	levels: { error: 0, warn: 1, info: 2, debug: 3 },
	level: 'debug',
	log(level: string, message: string, meta: unknown): void {
		lines.push({ level, message, meta });
	},
	child() {
		return transport;
	},
};

// n8n's own Logger, its output redirected: what `this.logger` and `LoggerProxy` write is kept here.
Reflect.set(Container.get(Logger), 'internalLogger', transport);

/** The number of lines logged so far: pass it to `linesSince` later. */
export function logPosition(): number {
	return lines.length;
}

/** The lines logged after `position`, oldest first. */
export function linesSince(position: number): LogLine[] {
	return lines.slice(position);
}
