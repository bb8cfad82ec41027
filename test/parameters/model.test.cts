import { NodeHelpers, type INode, type INodeParameters } from 'n8n-workflow';
import { KlingVideo } from '../../nodes/KlingVideo/KlingVideo.node.ts';
import { KLING_MODELS } from '../../nodes/KlingVideo/parameters/klingModels.ts';
import { scenarios } from '../../nodes/KlingVideo/scenarios/index.ts';
import { useGateway } from '../support/localGateway.cts';
import { byId, everyField, listed } from '../support/parameterValues.cts';

const gateway = useGateway({ templateEffect: 'served', promptRequired: false });
const pairs = scenarios.flatMap(({ value, models }) =>
	KLING_MODELS.map((model): [string, string, boolean] => [
		value,
		model.name,
		models.includes(model),
	]),
);

/** What the editor marks at the field. */
function issuesWith(parameters: INodeParameters): unknown {
	const { description } = new KlingVideo();
	const node: INode = {
		...{ id: '1', name: 'Kling Video', type: 'klingVideo', typeVersion: 1, position: [0, 0] },
		parameters: { operation: 'submit', ...parameters },
	};
	const issues = NodeHelpers.getNodeParametersIssues(description.properties, node, description);
	return issues?.parameters?.model;
}

test.each(pairs)('%s with %s: %s', async (scenario, model, canDoIt) => {
	const chosen = { ...everyField, scenario, model: listed(model) };
	if (canDoIt) {
		await gateway.submit(chosen);
		expect(gateway.server.submits).toMatchObject([{ status: 200, body: { model } }]);
	} else {
		// The editor shows it as soon as it is chosen, and n8n runs no such workflow.
		expect(issuesWith(chosen)).toEqual([
			expect.stringMatching(/^'Model' must be Automatic or Kling-\S+ in this scenario$/),
		]);
		await expect(gateway.submit(chosen)).rejects.toThrow(/has issues/);
		expect(gateway.server.requests).toEqual([]);
		const computed = { ...chosen, model: listed(`={{ "${model}" }}`) };
		const { message, description } = await gateway.refusal(computed);
		expect(message).toBe(`The value of 'Model' cannot be ${model} in this scenario`);
		expect(description).toMatch(
			/^Choose Automatic or Kling-.*, or give the name of another model by ID$/,
		);
	}
});

test.each([byId('kling-2.6-motion-pro-1080p'), byId('Kling-2.5')])(
	'a model by ID is sent as it is: %j',
	async (model) => {
		const scenario = 'motionControl';
		await gateway.submit({ ...everyField, scenario, model });
		expect(gateway.bodies()).toMatchObject([{ model: model.value }]);
	},
);

test("a model of the gateway's own list is sent as it is", async () => {
	await gateway.submit({ prompt: 'A fox', model: listed('kling-2.6-720p-noref-mute') });
	expect(gateway.bodies()).toEqual([{ prompt: 'A fox', model: 'kling-2.6-720p-noref-mute' }]);
});

test('none is refused', async () => {
	expect(await gateway.refusal({ prompt: 'A fox', model: byId('  ') })).toEqual({
		message: "The value of 'Model' is empty",
		description: 'Choose Automatic, or Kling-3.0-Omni or Kling-2.6 or Kling-2.5',
	});
});
