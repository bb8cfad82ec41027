import assert from 'node:assert/strict';
import type { SharedSuite } from '../suite.cts';
import { CREDENTIAL_TYPE, withGateway } from '../../../dev/n8n/withGateway.cts';

/** What the window says of a refused key: versions before 2.41 put their own words over the credential's. */
const KEY_REFUSED = {
	'1.123.5': 'Authorization failed - please check your credentials',
	'2.8.4': 'Authorization failed - please check your credentials',
	'2.41.1': 'The gateway does not accept this API key',
} as const;

/** What it says of a web page in the place of the models, as gateways have one outside of /v1. */
const NO_GATEWAY =
	"Check 'Base URL': something answered there, but not with a gateway's list of models";

/** The Test button of the credential window. */
export const credential: SharedSuite = {
	name: 'credential',
	basic: true,
	n8n: 'shared',
	pace: 'oneByOne',
	tests: [
		{
			name: 'the test passes with the right key',
			async run({ n8n: { api } }) {
				await withGateway(api, {}, async ({ gateway, credential }) => {
					const data = { apiKey: gateway.key, baseUrl: `${gateway.url}/v1/` };
					const test = await api.testCredential(credential, CREDENTIAL_TYPE, data);
					assert.equal(test.status, 'OK', test.message);
					assert.equal(gateway.requestsTo('models').length, 1);
				});
			},
		},
		{
			name: 'the test fails with a wrong key and says so',
			async run({ n8n: { api }, version }) {
				await withGateway(api, { keyInErrors: 'whole' }, async ({ gateway, credential }) => {
					const data = { apiKey: 'sk-wrong', baseUrl: gateway.url };
					const test = await api.testCredential(credential, CREDENTIAL_TYPE, data);
					assert.deepEqual(test, {
						status: 'Error',
						message: KEY_REFUSED[version],
					});
				});
			},
		},
		{
			name: 'the test fails with an address that is no gateway and says so',
			async run({ n8n: { api } }) {
				await withGateway(api, {}, async ({ gateway, credential }) => {
					const data = { apiKey: gateway.key, baseUrl: `${gateway.url}/elsewhere` };
					const test = await api.testCredential(credential, CREDENTIAL_TYPE, data);
					assert.deepEqual(test, {
						status: 'Error',
						message: NO_GATEWAY,
					});
				});
			},
		},
	],
};
