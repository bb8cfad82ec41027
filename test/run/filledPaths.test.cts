import { FilledPaths } from '../../nodes/KlingVideo/run/filledPaths.ts';
import { ItemTry } from '../../nodes/KlingVideo/run/itemTry.ts';
import { NodeTry } from '../../nodes/KlingVideo/run/nodeTry.ts';

describe('the parameter that filled a place of the body', () => {
	const filled = new FilledPaths();
	filled.note(['metadata', 'output_config', 'duration'], 'Duration');
	filled.note(['metadata', 'output_config', 'resolution'], 'Resolution');
	filled.note(['image'], 'Image');

	test.each([
		['the place itself', ['metadata', 'output_config', 'resolution'], 'Resolution'],
		['something in it', ['image', 'url'], 'Image'],
		['what it is a part of: the first one', ['metadata'], 'Duration'],
		['another place', ['metadata', 'scene_type'], undefined],
		['a place with a name that begins alike', ['image_tail'], undefined],
		['another place of the same depth', ['prompt'], undefined],
	])('%s', (_, path, shownName) => {
		expect(filled.around(path)).toBe(shownName);
	});
});

test('what is to be done at the end of an item is done once, with how it ended', () => {
	const item = new ItemTry(0, new NodeTry(1, 0, undefined));
	const ends: string[] = [];
	item.atEnd.push((end) => ends.push(`one ${end}`));
	item.atEnd.push((end) => ends.push(`two ${end}`));
	item.end('failed');
	item.end('handedOver');
	expect(ends).toEqual(['one failed', 'two failed']);
	expect(item.settings).toEqual({ simplify: true });
});

describe('the items that have failed', () => {
	const threeItems = () => {
		const nodeTry = new NodeTry(3, 0, undefined);
		return { nodeTry, items: [0, 1, 2].map((index) => new ItemTry(index, nodeTry)) };
	};

	test('the first in their order counts', () => {
		const { nodeTry, items } = threeItems();
		const [one, two, three] = items;
		if (!one || !two || !three) throw new Error('No items');
		nodeTry.noteFailed(two);
		nodeTry.noteFailed(three);
		expect(nodeTry.firstFailed).toBe(two);
		nodeTry.noteFailed(one);
		expect(nodeTry.firstFailed).toBe(one);
	});

	test('an item that ended without an output is one', () => {
		const { nodeTry, items } = threeItems();
		expect(nodeTry.hasFailed).toBe(false);
		for (const item of items.slice(0, 2)) {
			item.output = { json: {} };
			nodeTry.settle(item);
		}
		expect(nodeTry.hasFailed).toBe(false);
		for (const item of items.slice(2)) nodeTry.settle(item);
		expect(nodeTry.hasFailed).toBe(true);
	});
});
