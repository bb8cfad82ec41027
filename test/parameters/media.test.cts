import { useGateway } from '../support/localGateway.cts';
import { IMAGE, LAST, link, VIDEO, VOICE } from '../support/parameterValues.cts';

const gateway = useGateway();
const slots = {
	image: link(IMAGE),
	lastFrame: link(LAST),
	video: link(VIDEO),
	audio: link(VOICE),
	template: 'hug',
};
const needed: Array<[scenario: string, name: keyof typeof slots, shownName: string]> = [
	['imageToVideo', 'image', 'Image'],
	['firstLastFrame', 'image', 'Image'],
	['firstLastFrame', 'lastFrame', 'Last Frame'],
	['motionControl', 'image', 'Image'],
	['motionControl', 'video', 'Video'],
	['avatar', 'image', 'Image'],
	['avatar', 'audio', 'Audio'],
	['lipSync', 'video', 'Video'],
	['lipSync', 'audio', 'Audio'],
	['templateEffect', 'image', 'Image'],
];

test.each(needed)('%s without %s is refused', async (scenario, name, shownName) => {
	const { message, description } = await gateway.refusal({
		...slots,
		scenario,
		[name]: link(' '),
	});
	expect(message).toBe(`The value of '${shownName}' is empty`);
	expect(description).toMatch(/^Give /);
});

test.each(needed)(
	'%s takes no other link than http(s) as %s',
	async (scenario, name, shownName) => {
		const parameters = { ...slots, scenario, [name]: link('ftp://example.com/file') };
		expect(await gateway.refusal(parameters)).toEqual({
			message: `The value of '${shownName}' must be a link that starts with http:// or https://`,
			description: "To use a file of the item, switch the field to 'File'",
		});
	},
);

test.each([
	'example.com/first.png',
	'/first.png',
	'file:///first.png',
	'data:image/png;base64,iVBORw0KGgo=',
	'javascript:alert(1)',
	'http://',
	'data',
])('%s is no link', async (value) => {
	const { message } = await gateway.refusal({ scenario: 'imageToVideo', image: link(value) });
	expect(message).toMatch(/^The value of 'Image' must be a link/);
});

test.each([
	'http://example.com/a b.png?x=1#y',
	'HTTPS://EXAMPLE.COM/A.PNG',
	'  https://example.com/a.png \n',
])('%j is sent as it is, without the blanks around it', async (value) => {
	await gateway.submit({ scenario: 'imageToVideo', image: link(value) });
	expect(gateway.bodies()).toEqual([{ model: 'Kling-3.0-Omni', image: value.trim() }]);
});

test.each(['={{ null }}', '={{ undefined }}', '={{ 7 }}', '  '])(
	'%s is no link at all',
	async (value) => {
		const { message } = await gateway.refusal({ scenario: 'imageToVideo', image: link(value) });
		expect(message).toBe("The value of 'Image' is empty");
	},
);

test('a locator may come from an expression as a whole', async () => {
	await gateway.submit(
		{ scenario: 'imageToVideo', image: '={{ $json.picture }}' },
		{ items: [{ json: { picture: IMAGE } }] },
	);
	expect(gateway.bodies()).toEqual([{ model: 'Kling-3.0-Omni', image: IMAGE }]);
});
