/** Every way in which a file can come, without n8n: stored whole, or an error. */
import { FILE_CASES, type FileCase } from './fileCases.cts';
import type { Serving } from './fileReplies.cts';
import { sample } from '../support/filmSamples.cts';
import { GATEWAY, LINK, playDownload } from './playedDownload.cts';

const film = sample('faststart');

/** The gateway's file route answers as it should, or with 404. */
async function play({ link, content }: FileCase, serve: Serving) {
	const own = { headers: { 'content-length': film.length }, body: film };
	let before = 0;
	return await playDownload(
		({ withKey, from, ifRange }) => {
			if (withKey) return content === 'own' ? own : { status: 404 };
			return serve({
				before: before++,
				...(from !== undefined && { from }),
				...(ifRange !== undefined && { ifRange }),
			});
		},
		{ link: link ?? LINK },
	);
}

const cases = FILE_CASES.flatMap((chapter) => chapter.cases).filter(
	({ content }) => content === undefined || content === 'own',
);

it.each(cases.map((fileCase) => [fileCase.name, fileCase] as const))('%s', async (_, fileCase) => {
	for (const serve of fileCase.serves) {
		const { stored, told, asked, clock } = await play(fileCase, serve);
		const file = fileCase.content === 'own' ? film : fileCase.file;
		expect(stored?.bytes.equals(file ?? Buffer.alloc(0))).toBe(
			fileCase.says === undefined ? true : undefined,
		);
		expect(told).toContain(fileCase.says ?? '');
		if (fileCase.requests !== undefined) expect(asked).toHaveLength(fileCase.requests);
		expect(clock.now()).toBeLessThan(20 * 60_000);
		// The key goes to the gateway's own file route alone, and no request is left open.
		for (const { url, withKey, isEnded } of asked) {
			expect(withKey).toBe(url.startsWith('/') || url.startsWith(GATEWAY.origin));
			expect(isEnded()).toBe(true);
		}
	}
});
