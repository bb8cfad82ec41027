import type { IExecuteSingleFunctions, INodeProperties } from 'n8n-workflow';

import type { InputCheck } from './inputCheck';
import { asPreSend, atTheEnd } from './inputCheck';
import { noteMissingParts, refuseEmptyExpression } from './emptyExpression';
import type { ParameterPath } from './emptyExpression';
import { givenOption } from './givenOption';
import { fill } from './places';
import type { Place } from './places';
import type { Reader } from './reading/reader';

/** What becomes of a parameter's value. */
export interface Mapping<T> {
	read: Reader<T>;
	/** Every place of the body that it fills; a place is one line. */
	to: Array<Place<T>>;
	/** Looks at the value as read, which is nothing where the user left it empty. @throws InputError */
	check?: (value: T | undefined, context: IExecuteSingleFunctions) => void;
	/** Looks at the whole body, once every parameter is in it. */
	finally?: InputCheck;
}

/** The places of each mapped parameter, for those who list or try them. */
const declared = new WeakMap<INodeProperties, Array<Pick<Place<never>, 'path'>>>();

/** The places of the body that a parameter fills; none where its value has no fixed place. */
export function placesOf(property: INodeProperties): Array<Pick<Place<never>, 'path'>> {
	return declared.get(property) ?? [];
}

/** Declares the places of a parameter that fills them in its own way. */
export function declarePlaces<T>(
	property: INodeProperties,
	places: Array<Place<T>>,
): INodeProperties {
	declared.set(property, places);
	return property;
}

/**
 * Nothing that a user gave is handed to the engine's own `send.property`: it takes one dotted path, reads no kinds, and
 * merges objects key by key.
 */
function mappedAs<T>(
	property: INodeProperties,
	path: ParameterPath,
	given: (context: IExecuteSingleFunctions) => unknown,
	{ read, to, check, finally: last }: Mapping<T>,
): INodeProperties {
	const places: InputCheck = function (body) {
		const { displayName, required } = property;
		const value = read(given(this), displayName);
		if (value === undefined && required) refuseEmptyExpression(this, path, displayName);
		check?.(value, this);
		if (value === undefined) return;
		noteMissingParts(this, path, displayName);
		fill(this, body, displayName, to, value);
	};
	const preSend = [asPreSend(places), ...(last ? [atTheEnd(last)] : [])];
	return declarePlaces({ ...property, routing: { send: { preSend } } }, to);
}

/** A parameter of the panel whose value goes to places of the body. */
export function mappedField<T>(property: INodeProperties, mapping: Mapping<T>): INodeProperties {
	const { name } = property;
	return mappedAs(property, [name], (context) => context.getNodeParameter(name, ''), mapping);
}

/** The same for a parameter inside the collection Options. */
export function mappedOption<T>(property: INodeProperties, mapping: Mapping<T>): INodeProperties {
	const path = ['options', property.name];
	return mappedAs(property, path, (context) => givenOption(context, property), mapping);
}
