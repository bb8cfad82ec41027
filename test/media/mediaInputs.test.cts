import { createHash } from 'node:crypto';
import type { IExecuteSingleFunctions } from 'n8n-workflow';
import { isFileLost } from '../../nodes/KlingVideo/media/lostFile';
import { NODE_TYPE } from '../../dev/engine/engine.cts';
import { withVirtualTime } from '../support/virtualTime.cts';
import { faults } from '../../gateway/server.cts';
import { clearBinaryData, useBinaryData } from '../../dev/engine/binaryData.cts';
import { useGateway } from '../support/localGateway.cts';
import { startSignedLinks, type SignedLinks } from '../../dev/engine/signedLinks.cts';
import {
	addressIn,
	assetBytes,
	assetInput,
	FILE_FIELD,
	itemWith,
	mediaSlots,
} from './mediaSlots.cts';

// What is sent as a file is tested here, also where a person left the prompt empty.
const gateway = useGateway({ promptRequired: false });

let links: SignedLinks;
beforeAll(async () => (links = await startSignedLinks()));

afterAll(async () => {
	await links.close();
	clearBinaryData();
});

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe.each(Object.entries(mediaSlots))('the slot %s', (_name, slot) => {
	const file = assetBytes(slot.asset);
	const items = [itemWith(assetInput(slot.asset))];

	it('takes a link as it is', async () => {
		const value = 'https://example.com/a%20file?sign=1';
		const parameters = slot.parameters({ __rl: true, mode: 'url', value: ` ${value} ` });
		const result = await gateway.submit(parameters);
		expect(result.error).toBeUndefined();
		expect(addressIn(gateway.bodies()[0], slot)).toBe(value);
	});

	describe.each(['filesystem', 'database', 'memory'] as const)('in %s mode', (mode) => {
		beforeAll(async () => await useBinaryData(mode));

		it('sends a file of the item as Base64', async () => {
			await gateway.submit(slot.parameters(FILE_FIELD, { fileTransfer: 'base64' }), { items });
			const { mimeType } = assetInput(slot.asset);
			expect(gateway.bodies()).toHaveLength(1);
			expect(addressIn(gateway.bodies()[0], slot)).toBe(
				`data:${mimeType};base64,${file.toString('base64')}`,
			);
		});

		if (mode === 'memory') {
			it('says why a file in memory cannot be sent as a link', async () => {
				const { error } = await gateway.submit(slot.parameters(FILE_FIELD), { items });
				expect(error?.message).toBe(
					`The value of '${slot.shownName}' cannot be sent as a link, since this n8n keeps files in memory`,
				);
				expect(error?.description).toContain('N8N_DEFAULT_BINARY_DATA_MODE=filesystem');
				expect(gateway.bodies()).toEqual([]);
			});
			return;
		}

		it('sends a file of the item as a link that serves it', async () => {
			const { instanceUrl } = links;
			await gateway.submit(slot.parameters(FILE_FIELD), { items, instanceUrl });
			const address = String(addressIn(gateway.bodies()[0], slot));
			expect(address).toMatch(/\/rest\/binary-data\/signed\?token=/);
			const served = Buffer.from(await (await fetch(address)).arrayBuffer());
			expect(sha256(served)).toBe(sha256(file));
		});
	});
});

describe('a link', () => {
	const slot = mediaSlots.image!;
	const items = [itemWith(assetInput('picture.jpg'))];

	beforeAll(async () => await useBinaryData('filesystem'));

	/** The lifetime of the link in the first submission, in seconds. */
	function lifetime(): number {
		const token = new URL(String(addressIn(gateway.bodies()[0], slot))).searchParams.get('token');
		const [, payload = ''] = (token ?? '').split('.');
		const { iat, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
			iat: number;
			exp: number;
		};
		return exp - iat;
	}

	it('works for 24 hours', async () => {
		await gateway.submit(slot.parameters(FILE_FIELD), { items });
		expect(lifetime()).toBe(24 * 3600);
	});

	it('works for as long as the user says', async () => {
		await gateway.submit(slot.parameters(FILE_FIELD, { linkLifetime: 2 }), { items });
		expect(lifetime()).toBe(2 * 3600);
	});

	it('works for hours that come as text', async () => {
		await gateway.submit(slot.parameters(FILE_FIELD, { linkLifetime: '={{ "2" }}' }), { items });
		expect(lifetime()).toBe(2 * 3600);
	});

	it.each([0, -1, 'soon'])('cannot work for %s hours', async (linkLifetime) => {
		const { error } = await gateway.submit(slot.parameters(FILE_FIELD, { linkLifetime }), {
			items,
		});
		expect(error?.message).toBe("The value of 'Link Lifetime' must be a number of hours above 0");
	});

	it.each([
		'http://localhost:5678/',
		'http://n8n:5678/',
		'http://192.168.1.20/',
		'http://[::1]:5678/',
		'https://n8n.local/',
	])('from %s is refused for a gateway elsewhere', async (instanceUrl) => {
		const { error } = await gateway.submit(slot.parameters(FILE_FIELD), {
			items,
			instanceUrl,
			credentials: { apiKey: gateway.server.key, baseUrl: 'https://gateway.example.com' },
		});
		expect(error?.message).toBe(
			`The value of 'Image' cannot be fetched by the gateway, since this n8n has the local address ${new URL(instanceUrl).origin}`,
		);
		expect(error?.description).toContain('WEBHOOK_URL');
		expect(error?.description).toContain('Base64');
		expect(error?.text).not.toContain('token=');
	});

	it('from a public address is taken', async () => {
		await gateway.submit(slot.parameters(FILE_FIELD), {
			items,
			instanceUrl: 'https://n8n.example.com/',
		});
		expect(addressIn(gateway.bodies()[0], slot)).toMatch(
			/^https:\/\/n8n\.example\.com\/rest\/binary-data\/signed\?token=/,
		);
	});
});

describe('a file of an execution that is not saved', () => {
	const slot = mediaSlots.image!;
	const items = [itemWith(assetInput('picture.jpg'))];
	const unsaved = {
		mode: 'trigger',
		workflowSettings: { saveDataSuccessExecution: 'none' },
	} as const;

	beforeAll(async () => await useBinaryData('filesystem'));

	it('is not sent as a link by Submit, which ends before the gateway has fetched it', async () => {
		const refusal = await gateway.refusal(slot.parameters(FILE_FIELD), { items, ...unsaved });
		expect(refusal.message).toBe(
			"The value of 'Image' cannot be sent as a link, since successful executions of this workflow are not saved: n8n deletes the file as soon as the execution ends, before the gateway has fetched it",
		);
		expect(refusal.description).toContain('Use the operation Generate');
		expect(refusal.description).toContain('save successful executions');
		expect(refusal.description).toContain('Base64');
	});

	it('is sent in no other way than the two that there are', async () => {
		const parameters = slot.parameters(FILE_FIELD, { fileTransfer: '={{ "Base64" }}' });
		const refusal = await gateway.refusal(parameters, { items });
		expect(refusal.message).toBe(
			"The value of 'File Transfer' must be link or base64, but is 'Base64'",
		);
	});

	it.each([
		['as Base64', { fileTransfer: 'base64' }, unsaved],
		['by a test run, which is kept for a while', {}, { ...unsaved, mode: 'manual' }],
		[
			'where successful executions are saved',
			{},
			{ mode: 'trigger', workflowSettings: { saveDataSuccessExecution: 'all' } },
		],
		['where n8n as a whole decides', {}, { mode: 'trigger' }],
	] as const)('is sent %s', async (_how, options, run) => {
		gateway.server.settings.acceptDataUris = true;
		const { error } = await gateway.submit(slot.parameters(FILE_FIELD, options), { items, ...run });
		expect(error).toBeUndefined();
		expect(gateway.bodies()).toHaveLength(1);
	});

	it('is sent by Generate, which goes on until the video is there', async () => {
		gateway.server.settings.plan = { seconds: 0 };
		const parameters = { operation: 'generate', ...slot.parameters(FILE_FIELD) };
		const { error } = await withVirtualTime(
			async () => await gateway.run({ parameters, items, ...unsaved }),
		);
		expect(error).toBeUndefined();
		expect(gateway.bodies()).toHaveLength(1);
	});

	it.each([
		['this node', NODE_TYPE, true],
		['a Wait node', 'n8n-nodes-base.wait', true],
		['a Wait node that is turned off', 'n8n-nodes-base.wait', false],
		['any other node', 'n8n-nodes-base.set', false],
	])('before %s', (_name, type, isKept) => {
		const later = [{ name: 'Later', type, typeVersion: 1, disabled: _name.endsWith('off') }];
		const context = {
			getNode: () => ({ name: 'Submit', type: NODE_TYPE }),
			getNodeParameter: () => 'submit',
			getMode: () => 'trigger',
			getWorkflowSettings: () => ({ saveDataSuccessExecution: 'none' }),
			getChildNodes: () => later,
		} as unknown as IExecuteSingleFunctions;
		expect(isFileLost(context)).toBe(!isKept);
	});
});

describe('in the combined mode of n8n, where files stand among the JSON', () => {
	const slot = mediaSlots.image!;
	const workflowSettings = { binaryMode: 'combined' } as const;
	const photo = {
		data: assetBytes('picture.jpg').toString('base64'),
		mimeType: 'image/jpeg',
		fileName: 'picture.jpg',
	};
	const items = [{ json: { _files: { file: photo } } }];
	const locator = (value: string) => ({ __rl: true, mode: 'field', value }) as const;

	it.each(['file', '_files.file'])('a field is found as %s', async (name) => {
		gateway.server.settings.acceptDataUris = true;
		const parameters = slot.parameters(locator(name), { fileTransfer: 'base64' });
		const { error } = await gateway.submit(parameters, { items, workflowSettings });
		// n8n 2.8 does not know the mode.
		if (process.env.N8N_ENGINE === '2.8') return;
		expect(error).toBeUndefined();
		expect(addressIn(gateway.bodies()[0], slot)).toBe(`data:image/jpeg;base64,${photo.data}`);
	});

	it('a field that is missing names the fields that there are', async () => {
		const refusal = await gateway.refusal(slot.parameters(locator('scan')), {
			items,
			workflowSettings,
		});
		expect(refusal.description).toBe("The file fields of the item are 'file'");
	});
});

it('finds a field that a workflow names in the way of the combined mode in the usual one', async () => {
	await useBinaryData('filesystem');
	const slot = mediaSlots.image!;
	const locator = { __rl: true, mode: 'field', value: '_files.file' } as const;
	const items = [itemWith(assetInput('picture.jpg'))];
	const { error } = await gateway.submit(slot.parameters(locator), { items });
	expect(error).toBeUndefined();
	expect(gateway.bodies()).toHaveLength(1);
});

describe('the field of a file', () => {
	const slot = mediaSlots.image!;

	it('that is missing names the fields that there are', async () => {
		const photo = assetInput('picture.jpg');
		const { error } = await gateway.submit(slot.parameters(FILE_FIELD), {
			items: [{ json: {}, binary: { photo, scan: photo } }],
		});
		expect(error?.message).toBe(
			"The value of 'Image' names the file field 'file', but the item has no such field",
		);
		expect(error?.description).toBe("The file fields of the item are 'photo', 'scan'");
		expect(gateway.bodies()).toEqual([]);
	});

	it('in an item without files says so', async () => {
		const { error } = await gateway.submit(slot.parameters(FILE_FIELD));
		expect(error?.message).toBe(
			"The value of 'Image' names the file field 'file', but the item has no file",
		);
	});
});

describe('the record of submissions', () => {
	const slot = mediaSlots.image!;

	beforeAll(async () => await useBinaryData('filesystem'));

	it.each(['link', 'base64'])('knows a file sent as %s again', async (fileTransfer) => {
		gateway.server.settings.acceptDataUris = true;
		// Two items: the second is refused at its first try, so the first one's task has to be found again.
		let submits = 0;
		gateway.server.faults.hook = ({ route }) => {
			if (route !== 'submit') return undefined;
			submits += 1;
			return submits === 2 ? faults.invalidRequest('busy') : undefined;
		};
		const file = assetInput('picture.jpg');
		const other = assetInput('picture.png');
		const result = await gateway.submit(slot.parameters(FILE_FIELD, { fileTransfer }), {
			items: [itemWith(file), itemWith(other)],
			settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 },
		});
		expect(result.error).toBeUndefined();
		expect(gateway.server.tasks).toHaveLength(2);
		expect(gateway.server.submits).toHaveLength(3);
	});
});
