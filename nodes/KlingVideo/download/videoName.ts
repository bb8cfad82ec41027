const VIDEO_EXTENSION = /\.(?:mp4|mov|m4v|webm|mkv|avi|mpe?g|flv|wmv)$/i;

/**
 * The name that a video is stored under: the user's own, else the task id; always with a video's extension.
 *
 * @param extension of what the file is
 * @param wanted as the user typed it; folders in it become part of the name
 */
export function videoName(taskId: string, extension: string, wanted = ''): string {
	const name = clean(wanted) || clean(taskId) || 'video';
	return VIDEO_EXTENSION.test(name) ? name : `${name}.${extension}`;
}

/** What no file system takes in a name, and what would hide the file or leave its folder. */
function clean(name: string): string {
	return name
		.replace(/[\p{Cc}\\/:*?"<>|]+/gu, '_')
		.replace(/^[.\s]+|[.\s]+$/g, '')
		.slice(0, 200);
}
