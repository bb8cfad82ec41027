import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../shared/inputError';
import type { InputCheck } from './inputCheck';
import { highest, shownNumber } from './klingModels';
import { mappedField } from './mapped';
import { limitsFor } from './modelLimits';
import { top } from './places';
import { readText } from './reading/readText';

const checkLength: InputCheck = function (body) {
	const { prompt } = body;
	const limits = limitsFor(this, body);
	if (!limits || typeof prompt !== 'string') return;
	const length = [...prompt].length;
	if (length <= limits.promptCharacters) return;
	throw new InputError(
		'Prompt',
		`has ${length} characters, but the limit is ${limits.promptCharacters}`,
		'Shorten the prompt',
	);
};

const most = shownNumber(highest('promptCharacters'));

const base: INodeProperties = {
	displayName: 'Prompt',
	name: 'prompt',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	placeholder: 'e.g. A red fox runs through fresh snow at dawn',
	description: `What the video shows, in English or Chinese, up to ${most} characters`,
	builderHint: {
		propertyHint:
			'One item is one video. Text from an earlier node goes in as an expression, e.g. {{ $json.prompt }}; it must not come out empty.',
	},
};

const mapping = { read: readText, to: [{ path: top('prompt') }], finally: checkLength };

function required(property: INodeProperties): INodeProperties {
	return mappedField(
		{ ...property, required: true },
		{
			...mapping,
			check: (value) => {
				if (value !== undefined) return;
				throw new InputError('Prompt', 'is empty', 'Describe the video in a few words');
			},
		},
	);
}

/** For scenarios that cannot do without. */
export const prompt = required(base);

/** For scenarios that can take it from their files; most gateways refuse them without one all the same. */
export const optionalPrompt = mappedField(
	{
		...base,
		hint: 'Most gateways refuse a request without a prompt',
		description: `What should happen in the video, in English or Chinese, up to ${most} characters`,
	},
	mapping,
);

/** For several reference images, which it has to name. */
export const referencingPrompt = required({
	...base,
	placeholder: 'e.g. The woman of <<<image_1>>> drinks from the cup of <<<image_2>>>',
	description:
		'What the video shows; names the reference images as &lt;&lt;&lt;image_1&gt;&gt;&gt;, &lt;&lt;&lt;image_2&gt;&gt;&gt; in their order, and a reference video as &lt;&lt;&lt;video_1&gt;&gt;&gt;',
});

/** For a video that is changed. */
export const editingPrompt = required({
	...base,
	placeholder: 'e.g. Put the jacket of <<<image_1>>> on the man of <<<video_1>>>',
	description:
		'What to change; names the video as &lt;&lt;&lt;video_1&gt;&gt;&gt; and the pictures as &lt;&lt;&lt;image_1&gt;&gt;&gt;, &lt;&lt;&lt;image_2&gt;&gt;&gt; in their order',
});
