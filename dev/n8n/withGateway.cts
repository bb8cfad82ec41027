import { startGateway, type GatewayOptions, type LocalGateway } from '../../gateway/server.cts';
import type { CredentialReference, N8nApi } from './n8nApi.cts';

export const CREDENTIAL_TYPE = 'klingVideoApi';

/** A gateway that only one test talks to, and the credential for it. */
export interface Bench {
	gateway: LocalGateway;
	credential: CredentialReference;
}

let made = 0;

/**
 * Runs a test with a gateway of its own, so that tests can run side by side and count requests. At the end no request
 * may have carried the key to the origin of the results.
 * @throws what the test throws; or when the key went astray
 */
export async function withGateway(
	api: N8nApi,
	options: GatewayOptions,
	use: (bench: Bench) => Promise<void>,
): Promise<void> {
	const gateway = await startGateway(options);
	try {
		made += 1;
		const credential = await api.createCredential(`Local gateway ${made}`, CREDENTIAL_TYPE, {
			apiKey: gateway.key,
			baseUrl: gateway.url,
		});
		await use({ gateway, credential });
		if (gateway.leaks.length > 0) {
			throw new Error(`The key went to the result origin: ${gateway.leaks[0]?.url}`);
		}
	} finally {
		await gateway.close();
	}
}
