/** What a file says of its own end, once all of it has passed. */
export type FileEnd =
	/** Its parts end where it ends, and what a player needs is there. */
	| { is: 'whole' }
	/** It is certainly damaged; `why` continues "The file …". */
	| { is: 'damaged'; why: string }
	/** It is no video; `why` continues "The file …". */
	| { is: 'noVideo'; why: string }
	/** It may have ended early: it does not say how long it is. */
	| { is: 'unknown' };
