/** What a file field takes; each kind has limits of its own. */
export type MediaKind =
	| 'image'
	| 'lastFrame'
	| 'motionVideo'
	/** Where the character faces as in the image. */
	| 'motionVideoAsInImage'
	| 'referenceVideo'
	| 'lipVideo'
	| 'voice'
	| 'lipVoice';
