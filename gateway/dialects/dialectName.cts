/** The name of a kind of gateway. */
export type DialectName = 'documented' | 'new-api' | 'native-kling' | 'tencent-vod' | 'chain';
