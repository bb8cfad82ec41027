import type { INodeProperties } from 'n8n-workflow';

import type { InputCheck } from '../parameters/inputCheck';

/** One way to make a video: everything that sets it apart from the others. */
export interface Scenario {
	/** What a saved workflow holds: never changed once published. */
	value: string;
	/** Where the panel shows it: by rising numbers, with room for others in between. */
	place: number;
	name: string;
	/** What it does, in the node panel's list of actions; a click there opens the node with this scenario. */
	action: string;
	description: string;
	/** What the body holds whatever the user sets. */
	body?: object;
	/** The fields shown at once, in the order a person thinks. */
	fields: INodeProperties[];
	/** The optional fields of its own, in that order. Those that are marked so have a field in sight, below the model. */
	options: INodeProperties[];
	/** What can only be said once all fields and options are in place. */
	check?: InputCheck;
}
