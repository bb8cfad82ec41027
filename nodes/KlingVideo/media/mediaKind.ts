/** What a slot takes; each kind has limits of its own. */
export type MediaKind = 'image' | 'lastFrame' | 'motionVideo' | 'lipVideo' | 'voice' | 'lipVoice';
