import { chain } from './chain.cts';
import type { DialectName } from './dialectName.cts';
import { documented } from './documented.cts';
import type { FamilyDialect } from './familyDialect.cts';
import { nativeKling } from './nativeKling.cts';
import { newApi } from './newApi.cts';
import { tencentVod } from './tencentVod.cts';

/** Every kind of gateway that can be played, by the name that the command line takes. */
export const DIALECTS = {
	documented,
	'new-api': newApi,
	'native-kling': nativeKling,
	'tencent-vod': tencentVod,
	chain,
} satisfies Record<DialectName, FamilyDialect>;

/** Whether a word names a kind of gateway. */
export function isDialectName(word: string): word is DialectName {
	return Object.hasOwn(DIALECTS, word);
}

/** A kind of gateway by its name. */
export function dialectOf(name: DialectName): FamilyDialect {
	return DIALECTS[name];
}
