/** Whose package it is, as far as package.json says. */
interface Manifest {
	author?: { name?: string; email?: string } | string;
	repository?: { url?: string } | string;
}

/** What the package came with: no one's address (RFC 2606), and a repository that no one owns. */
const PLACEHOLDER_EMAIL = /@example\.(?:com|org|net)/;
const PLACEHOLDER_REPOSITORY = 'github.com/n8n-nodes-kling-video/';

/** What a publisher has not set yet. npm refuses provenance for a repository that is not the one it was built in. */
export function publisherProblems(manifest: unknown): string[] {
	const { author, repository } = (manifest ?? {}) as Manifest;
	const email = typeof author === 'string' ? author : author?.email;
	const url = typeof repository === 'string' ? repository : repository?.url;
	return [
		...(!email || PLACEHOLDER_EMAIL.test(email)
			? ['package.json: set "author" to yourself, with an email address of yours']
			: []),
		...(!url || url.includes(PLACEHOLDER_REPOSITORY)
			? ['package.json: set "repository" to the address of your repository']
			: []),
	];
}
