import type { Failure, FailureReason } from '../shared/failure';

/**
 * What a fault says about the next try: `passing` = ask the same address again, `lasting` = this address will not give
 * the file, another may, `final` = no address will.
 */
export type Hope = 'passing' | 'lasting' | 'final';

/** Why a file could not be had at one try. */
export class FileFault extends Error {
	constructor(
		readonly hope: Hope,
		readonly failure: Failure,
	) {
		super(failure.reason);
	}
}

/** The server has another file by now, or another part of it than was asked for: what came is of no use. */
export class FileChanged extends FileFault {
	constructor(text: string, about: Partial<Failure> = {}) {
		super('passing', { acceptance: 'unknown', ...about, text, reason: 'fileUnavailable' });
	}
}

/** A fault with our own words for it; the submission before it was accepted, so nothing is said about that. */
export function fileFault(
	hope: Hope,
	reason: FailureReason,
	about: Partial<Failure> = {},
): FileFault {
	return new FileFault(hope, { acceptance: 'unknown', ...about, reason });
}
