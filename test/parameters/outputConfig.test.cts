import { useGateway } from '../support/localGateway.cts';

const gateway = useGateway();
const withOptions = (options: object) => ({ prompt: 'A fox', options: { ...options } });

test.each(['720', '720*1280', '720 x 1280', '1x1', '16:9', 'x'])(
	'the size %s is refused',
	async (size) => {
		expect(await gateway.refusal(withOptions({ size }))).toEqual({
			message: `The value of 'Size' must be width x height in pixels, but is '${size}'`,
			description: "Write it like '720x1280'",
		});
	},
);

test('options that are left empty are not sent', async () => {
	const empty = {
		size: '',
		fileInfos: '',
		extInfo: '',
		metadata: '',
		resolution: '={{ undefined }}',
	};
	await gateway.submit(withOptions(empty));
	expect(gateway.bodies()).toEqual([{ model: 'Kling-3.0-Omni', prompt: 'A fox' }]);
});
