import type { GatewayClient } from '../transport/gatewayClient';
import type { Task } from '../shared/task';

/** Writes each change of the status once, a mere progress for debugging only; never a link. */
export function logChange(
	{ logger }: Pick<GatewayClient, 'logger'>,
	before: Task | undefined,
	now: Task,
): void {
	const progress = now.progress === undefined ? '' : `, ${now.progress}%`;
	const line = `Kling Video: task ${now.id} is ${now.status}${progress}`;
	if (before?.status !== now.status) logger.info(line);
	else if (before.progress !== now.progress) logger.debug(line);
}
