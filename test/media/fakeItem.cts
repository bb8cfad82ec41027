/** An item with files as a node of n8n sees it, without n8n. */
import { Readable } from 'node:stream';
import type { IBinaryData, IDataObject, IExecuteSingleFunctions } from 'n8n-workflow';

/** What a test says of the item, its node and its n8n. */
export interface FakeItem {
	/** The files of the item in n8n's memory or storage, by field. */
	files?: Record<string, FakeFile>;
	json?: IDataObject;
	/** Parameters by path; a missing one has its default. */
	parameters?: Record<string, unknown>;
	mode?: string;
	/** What n8n tells of the workflow; absent = this n8n has no way to tell. */
	workflowSettings?: unknown;
	/** The nodes behind this one. */
	later?: Array<{ type: string; disabled?: boolean }>;
	/** The address under which n8n is reached. */
	instance?: string;
	baseUrl?: unknown;
}

/** One file of an item. */
export interface FakeFile {
	bytes: Buffer;
	mimeType?: string;
	/** Where n8n keeps it. */
	in: 'memory' | 'storage';
	/** Its size as n8n tells it with the file, or when asked; what is absent is not told. */
	told?: { withFile?: number; whenAsked?: number };
}

/** The type of the node in these tests. */
export const OWN_TYPE = 'n8n-nodes-kling-video.klingVideo';

/** What a test sees of the context: how often files were read, and how long links are to live. */
export interface FakeContext {
	context: IExecuteSingleFunctions;
	/** How many bytes were asked for at a time, each time that a file was read; undefined = n8n's own choice. */
	reads: Array<number | undefined>;
	lifetimes: string[];
	binary(field?: string): IBinaryData;
}

/** The context of an item. */
export function fakeItem(item: FakeItem): FakeContext {
	const { files = {}, json = {}, parameters = {}, instance = 'https://n8n.example.com' } = item;
	const reads: Array<number | undefined> = [];
	const lifetimes: string[] = [];
	const binary = Object.fromEntries(
		Object.entries(files).map(([field, file]) => [field, binaryOf(field, file)]),
	);
	const context = {
		getInputData: () => ({ json, ...(Object.keys(files).length > 0 && { binary }) }),
		getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
		getMode: () => item.mode ?? 'trigger',
		getNode: () => ({ name: 'Kling Video', type: OWN_TYPE }),
		getChildNodes: (name: string) => (name === 'Kling Video' ? (item.later ?? []) : []),
		getCredentials: async () =>
			await Promise.resolve({ baseUrl: item.baseUrl ?? 'https://gateway.example.com' }),
		...('workflowSettings' in item && { getWorkflowSettings: () => item.workflowSettings }),
		helpers: {
			assertBinaryData: (field: string) => {
				const found = binary[field];
				if (!found) throw new Error('This operation expects the input data to contain a file');
				return found;
			},
			getBinaryStream: async (id: string, chunkBytes?: number) => {
				reads.push(chunkBytes);
				const { bytes } = files[id] ?? { bytes: Buffer.alloc(0) };
				return await Promise.resolve(Readable.from(chunksOf(bytes, chunkBytes ?? 65_536)));
			},
			getBinaryMetadata: async (id: string) =>
				await Promise.resolve({ fileSize: files[id]?.told?.whenAsked }),
			binaryToBuffer: async (stream: Readable) => {
				const chunks: Buffer[] = [];
				for await (const chunk of stream) chunks.push(chunk as Buffer);
				return Buffer.concat(chunks);
			},
			createBinarySignedUrl: ({ id }: IBinaryData, lifetime: string) => {
				lifetimes.push(lifetime);
				return `${instance}/rest/binary-data/signed?token=${id}`;
			},
		},
	} as unknown as IExecuteSingleFunctions;
	return { context, reads, lifetimes, binary: (field = 'file') => binary[field] as IBinaryData };
}

function binaryOf(field: string, file: FakeFile): IBinaryData {
	const { bytes, mimeType = 'image/png', told } = file;
	if (file.in === 'memory') return { data: bytes.toString('base64'), mimeType };
	const size = told?.withFile;
	return { id: field, data: 'filesystem-v2', mimeType, ...(size !== undefined && { bytes: size }) };
}

function* chunksOf(bytes: Buffer, size: number): Generator<Buffer> {
	for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
