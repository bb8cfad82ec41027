import { Agent } from 'node:http';

/**
 * Axios settings for a connection of its own per request. Node keeps connections by default, and n8n closes an idle
 * one after 5 s: a request that meets the close ends in ECONNRESET without having been read.
 */
export const FRESH_CONNECTIONS = { httpAgent: new Agent({ keepAlive: false }) };
