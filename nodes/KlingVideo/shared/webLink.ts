/** Whether a text is an address that a gateway or we may fetch. */
export function isHttpUrl(text: string): boolean {
	return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}
