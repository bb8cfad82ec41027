import type { INodeProperties } from 'n8n-workflow';

import { mappedOption } from './mapped';
import type { Mapping } from './mapped';

/** Stands in a field for what the model does by itself. Nothing is sent for it. */
const UNSET = 'Model Default';

const BEFORE = { show: { '@version': [{ _cnd: { lt: 1.1 } }] } };
const SINCE = { show: { '@version': [{ _cnd: { gte: 1.1 } }] } };

const marked = new WeakSet<INodeProperties>();

/** An option that decides the price: from version 1.1 of the node on it has a field in sight, below the model. */
export function optionInSight<T>(property: INodeProperties, mapping: Mapping<T>): INodeProperties {
	const option = mappedOption(property, mapping);
	marked.add(option);
	return option;
}

/** Whether an option has a field in sight. */
export function isInSight(option: INodeProperties): boolean {
	return marked.has(option);
}

/**
 * The field in sight of an option: empty unless the user says otherwise. For a number that is `null`: n8n's editor would
 * make 0 of an empty text, and of that the least value, which is then sent.
 */
export function fieldOf(option: INodeProperties): INodeProperties {
	const { type, options = [] } = option;
	return {
		...option,
		displayOptions: SINCE,
		builderHint: {
			propertyHint:
				'Beside options, not in it. It decides the price: leave it empty unless the user asks for it.',
		},
		...(type === 'options'
			? { default: '', options: [{ name: UNSET, value: '' }, ...options] }
			: { default: null, placeholder: UNSET }),
	};
}

/**
 * What the collection Options has of an option: itself, unless its field is in sight. Then it is the option in version 1
 * only; later, a node that was written by hand may hold it all the same. The hidden entry lets n8n keep its value, which
 * the field reads, and the entry before it shows it: the editor knows what is under Options, the engine does not yet.
 */
export function entriesOf(option: INodeProperties): INodeProperties[] {
	if (!isInSight(option)) return [option];
	const unrouted = { ...option, routing: undefined };
	const isHeld = { [`/options.${option.name}`]: [{ _cnd: { exists: true } }] };
	return [
		{ ...option, displayOptions: BEFORE },
		{ ...unrouted, displayOptions: { show: { ...SINCE.show, ...isHeld } } },
		{ ...unrouted, displayOptions: SINCE, type: 'hidden' },
	];
}
