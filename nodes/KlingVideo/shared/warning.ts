/** Something that the user should know of, and that is no failure. */
export interface Warning {
	code: 'emptyExpression' | 'otherLength' | 'otherAspectRatio' | 'otherResolution' | 'otherSize';
	message: string;
}
