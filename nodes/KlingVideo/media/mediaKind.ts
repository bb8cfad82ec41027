/** What a file field takes; each kind has limits of its own. */
export type MediaKind =
	'image' | 'lastFrame' | 'motionVideo' | 'referenceVideo' | 'lipVideo' | 'voice' | 'lipVoice';
