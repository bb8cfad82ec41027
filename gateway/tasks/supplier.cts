/** Who makes a gateway's videos: another gateway, Kling itself, or Tencent Cloud VOD. */
export type Supplier = 'gateway' | 'kling' | 'vod';

/** The number by which a gateway names its kind of channel. */
export const PLATFORM: Record<Supplier, string> = { gateway: '55', kling: '50', vod: '63' };
