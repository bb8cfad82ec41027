import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { randomUUID } from 'node:crypto';
import { BinaryDataConfig, BinaryDataService, type BinaryData } from 'n8n-core';
import type { IBinaryData } from 'n8n-workflow';
import { Container } from './engineModules.cts';
import { engineHome } from './engineProcess.cts';

/** Where n8n keeps the bytes of binary data: in the execution itself, in files, or in its database. */
export type BinaryDataMode = 'memory' | 'filesystem' | 'database';

/**
 * n8n's database storage as the engine sees it. The real one needs the n8n package and its database; this
 * one answers the same calls from a map, with ids and paths of the same form.
 */
class DatabaseLikeStore implements BinaryData.Manager {
	private readonly files = new Map<string, { data: Buffer; metadata: BinaryData.Metadata }>();

	async init(): Promise<void> {}

	async store(
		_location: BinaryData.FileLocation,
		data: Buffer | Readable,
		metadata: BinaryData.PreWriteMetadata,
	): Promise<BinaryData.WriteResult> {
		const buffer = Buffer.isBuffer(data) ? data : Buffer.concat(await data.toArray());
		const fileId = randomUUID();
		const fileSize = buffer.length;
		this.files.set(fileId, { data: buffer, metadata: { ...metadata, fileSize } });
		return { fileId, fileSize };
	}

	getPath(fileId: string): string {
		return `database://${fileId}`;
	}

	async getAsBuffer(fileId: string): Promise<Buffer> {
		return this.find(fileId).data;
	}

	async getAsStream(fileId: string): Promise<Readable> {
		return Readable.from(this.find(fileId).data);
	}

	async getMetadata(fileId: string): Promise<BinaryData.Metadata> {
		return this.find(fileId).metadata;
	}

	async copyByFileId(_location: BinaryData.FileLocation, fileId: string): Promise<string> {
		const copyId = randomUUID();
		this.files.set(copyId, this.find(fileId));
		return copyId;
	}

	async copyByFilePath(
		location: BinaryData.FileLocation,
		filePath: string,
		metadata: BinaryData.PreWriteMetadata,
	): Promise<BinaryData.WriteResult> {
		return await this.store(location, await readFile(filePath), metadata);
	}

	async rename(oldFileId: string, newFileId: string): Promise<void> {
		this.files.set(newFileId, this.find(oldFileId));
		this.files.delete(oldFileId);
	}

	private find(fileId: string) {
		const file = this.files.get(fileId);
		if (file === undefined) throw new Error(`Binary data file not found: ${fileId}`);
		return file;
	}
}

/** The folder of the filesystem mode. */
export const binaryDataFolder = path.join(engineHome, 'storage');

/**
 * Sets n8n's binary data mode for the executions that follow. Signed links work in the modes that give
 * binary data an id: filesystem and database.
 */
export async function useBinaryData(mode: BinaryDataMode): Promise<void> {
	const config = Container.get(BinaryDataConfig);
	config.mode = mode === 'memory' ? 'default' : mode;
	config.localStoragePath = binaryDataFolder;
	const service = Container.get(BinaryDataService);
	await service.init();
	if (mode === 'database') service.setManager('database', new DatabaseLikeStore());
}

/** The bytes of a binary field, wherever n8n keeps them. */
export async function readBinary(binary: IBinaryData): Promise<Buffer> {
	return await Container.get(BinaryDataService).getAsBuffer(binary);
}

/** The id of the binary data that a signed link stands for. @throws when the signature is not n8n's */
export function readSignedUrl(url: string): string {
	const token = new URL(url).searchParams.get('token') ?? '';
	return Container.get(BinaryDataService).validateSignedToken(token);
}

/** Removes every file of the filesystem mode. */
export function clearBinaryData(): void {
	rmSync(binaryDataFolder, { recursive: true, force: true });
}
