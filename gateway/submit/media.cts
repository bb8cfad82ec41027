import type { JsonObject } from '../json.cts';
import { readString } from './read.cts';
import { refuse } from './refusal.cts';

/** Collects a body's media links and refuses what is none. */
export class MediaLinks {
	readonly urls: string[] = [];

	constructor(private readonly acceptDataUris: boolean) {}

	/** A link field; undefined when left out. `data:` URIs pass for pictures only, and only where accepted. */
	read(from: JsonObject, key: string, path = key, picture = false): string | undefined {
		const value = readString(from, key, path);
		if (value === undefined) return undefined;
		this.check(value, path, picture);
		this.urls.push(value);
		return value;
	}

	private check(value: string, path: string, picture: boolean): void {
		if (/^data:/i.test(value)) {
			if (!this.acceptDataUris || !picture)
				refuse(`${path} must be a URL, data URIs are not supported`);
			if (!/^data:image\/(jpeg|png);base64,[A-Za-z0-9+/]+={0,2}$/.test(value)) {
				refuse(`${path} is not a base64 data URI of a jpg or png picture`);
			}
			return;
		}
		if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) {
			refuse(`${path} must be an http or https URL`);
		}
	}
}
