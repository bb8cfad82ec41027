import { isFree } from '../../dev/n8n/freePort.cts';

/** n8n's own port, where people look for it first. */
export const USUAL_PORT = 5678;

/** How many ports above it are tried. */
const FURTHER = 100;

/**
 * The port for n8n: the one that was asked for, else the first free one from n8n's own up. A port that another n8n has
 * would let that one answer, and be filled.
 *
 * @throws Error when the wanted port is taken, or no port is free
 */
export async function choosePort(wanted: number | undefined): Promise<number> {
	if (wanted !== undefined) {
		if (await isFree(wanted)) return wanted;
		throw new Error(
			`Port ${wanted} is in use, perhaps by another n8n. Leave --port out, or name another one.`,
		);
	}
	for (let port = USUAL_PORT; port < USUAL_PORT + FURTHER; port += 1) {
		if (await isFree(port)) return port;
	}
	throw new Error(`No port from ${USUAL_PORT} up is free. Name one with --port.`);
}
