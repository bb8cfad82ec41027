import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../shared/inputError';
import { isEmpty } from '../body/bodyPath';
import type { InputCheck } from './inputCheck';
import { mapped } from './mapped';

/** Kling's limit, in characters. */
export const LONGEST_PROMPT = 2500;

const checkLength: InputCheck = function (body) {
	const { prompt } = body;
	if (isEmpty(prompt)) return;
	if (typeof prompt !== 'string') throw new InputError('Prompt', 'must be text');
	const length = [...prompt].length;
	if (length > LONGEST_PROMPT) {
		throw new InputError(
			'Prompt',
			`has ${length} characters, but the limit is ${LONGEST_PROMPT}`,
			'Shorten the prompt',
		);
	}
};

const checkPresence: InputCheck = function (body) {
	if (isEmpty(body.prompt)) {
		throw new InputError('Prompt', 'is empty', 'Describe the video in a few words');
	}
};

const base: INodeProperties = {
	displayName: 'Prompt',
	name: 'prompt',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	placeholder: 'e.g. A red fox runs through fresh snow at dawn',
	description: 'What the video shows, in English or Chinese, up to 2,500 characters',
};

/** For scenarios that cannot do without. */
export const prompt = mapped({ ...base, required: true }, 'prompt', {
	checks: [checkPresence, checkLength],
});

/** For scenarios that can take it from their files. */
export const optionalPrompt = mapped(
	{
		...base,
		description: 'What should happen in the video, in English or Chinese, up to 2,500 characters',
	},
	'prompt',
	{ checks: [checkLength] },
);

/** For several reference images, which it has to name. */
export const referencingPrompt = mapped(
	{
		...base,
		required: true,
		placeholder: 'e.g. The woman of <<<image_1>>> drinks from the cup of <<<image_2>>>',
		description:
			'What the video shows; names the reference images as &lt;&lt;&lt;image_1&gt;&gt;&gt;, &lt;&lt;&lt;image_2&gt;&gt;&gt; in their order',
	},
	'prompt',
	{ checks: [checkPresence, checkLength] },
);
