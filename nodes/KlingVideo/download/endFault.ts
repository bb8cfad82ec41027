import type { FileEnd } from '../shared/fileEnd';
import type { FileFault } from './fileFault';
import { fileFault } from './fileFault';

/**
 * What is wrong with a file that has come to its end, by what it says of itself; undefined when nothing is.
 *
 * @param bytes that came
 * @param isPromised whether the server had said how many there are, and all of them came
 */
export function endFault(end: FileEnd, bytes: number, isPromised: boolean): FileFault | undefined {
	switch (end.is) {
		case 'whole':
			return undefined;
		case 'noVideo':
			return fileFault(isPromised ? 'lasting' : 'passing', 'fileInvalid', {
				text: `a file of ${bytes} bytes that ${end.why}`,
			});
		case 'damaged':
			// Where nothing was promised, the connection may have ended early; else the file is so.
			return fileFault(isPromised ? 'lasting' : 'passing', 'fileUnavailable', {
				text: `The file is damaged: it has ${bytes} bytes and ${end.why}`,
			});
		case 'unknown':
			return isPromised
				? undefined
				: fileFault('lasting', 'fileUnavailable', {
						text: `${bytes} bytes came, and neither the server nor the file says how many there are`,
					});
	}
}
