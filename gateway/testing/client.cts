import axios, { type AxiosInstance } from 'axios';
import type { LocalGateway } from '../server.cts';

/** A plain HTTP client of a gateway: it throws on no status, follows no redirect and uses no proxy. */
export function clientOf(gateway: LocalGateway, key: string = gateway.key): AxiosInstance {
	return axios.create({
		baseURL: gateway.url,
		headers: { authorization: `Bearer ${key}` },
		validateStatus: () => true,
		maxRedirects: 0,
		proxy: false,
	});
}

/** A clock that stands still until a test moves it. */
export class TestClock {
	constructor(private at = Date.UTC(2026, 0, 31, 12, 0, 0)) {}

	now(): number {
		return this.at;
	}

	/** Moves on. */
	advance(seconds: number): void {
		this.at += seconds * 1000;
	}
}

/** Encodes parameters as `ext_info` wants them: JSON in a string, in JSON in a string. */
export function extInfo(parameters: object): string {
	return JSON.stringify({ AdditionalParameters: JSON.stringify(parameters) });
}
