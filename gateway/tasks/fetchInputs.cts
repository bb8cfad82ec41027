import { createHash } from 'node:crypto';

/** What upstream got for one media link. */
export interface FetchedInput {
	url: string;
	/** Bytes in all. */
	size: number;
	/** In hexadecimal. */
	sha256: string;
	contentType: string;
}

/** Fetches media links as upstream does, without any credential. Throws when one does not answer 200. */
export async function fetchInputs(urls: string[]): Promise<FetchedInput[]> {
	return await Promise.all(urls.map(async (url) => await fetchInput(url)));
}

async function fetchInput(url: string): Promise<FetchedInput> {
	const response = await fetch(url);
	if (!response.ok) throw new Error(`${response.status} for ${url}`);
	const hash = createHash('sha256');
	let size = 0;
	for await (const chunk of response.body ?? []) {
		hash.update(chunk);
		size += chunk.length;
	}
	const contentType = response.headers.get('content-type') ?? '';
	return { url, size, sha256: hash.digest('hex'), contentType };
}
