import { gatewayAccess } from '../../../credentials/gatewayAccess';
import type { NodeContext } from '../run/nodeContext';
import type { NodeTry } from '../run/nodeTry';

/** The name of the credential that holds key and gateway. */
export const CREDENTIAL = 'klingVideoApi';

/**
 * The key of the credential, read once a try.
 *
 * @throws Error when the credential cannot be used, before anything is sent
 */
export async function usableKey(context: NodeContext, nodeTry: NodeTry): Promise<string> {
	nodeTry.key ??= (async () => {
		const { key } = gatewayAccess(await context.getCredentials(CREDENTIAL));
		nodeTry.secret = key;
		return key;
	})();
	return await nodeTry.key;
}
