import { at, textOf } from '../../nodes/KlingVideo/shared/json.ts';

/** Who makes the videos of a gateway, as far as it changes what arrives there. */
export const SUPPLIER_KINDS = ['documented', 'nativeKling', 'chain', 'tencentVod'] as const;

export type SupplierKind = (typeof SUPPLIER_KINDS)[number];

/** How each kind is named. */
export const KIND_NAMES: Record<SupplierKind, string> = {
	documented: 'as documented',
	nativeKling: 'native Kling channel',
	chain: 'another gateway behind it (a chain)',
	tencentVod: 'Tencent VOD channel',
};

/**
 * Tells the kind from what the second status route (`GET /v1/video/generations/{id}`) says of a task: it passes on the
 * supplier's own answer.
 *
 * @param body `{"code":"success","data":{…,"data":<the supplier's answer>}}`
 */
export function kindOfTask(body: unknown): SupplierKind | undefined {
	const own = at(body, 'data', 'data');
	if (at(own, 'Response') !== undefined) return 'tencentVod';
	if (at(own, 'data', 'task_status') !== undefined) return 'nativeKling';
	const isVideo = textOf(at(own, 'object')) === 'video' || at(own, 'error') !== undefined;
	return isVideo || at(own, 'status') !== undefined ? 'chain' : undefined;
}
