/** What a gateway's words about a refused key mean. */
interface RefusalWords {
	message: string;
	advice: string;
}

/** The words of new-api gateways, in both their languages; their code is empty in all of these cases. */
const KNOWN: ReadonlyArray<{ said: RegExp; means: (model: string) => RefusalWords }> = [
	{
		said: /no access to model|无权访问.{0,3}模型|无权使用.{0,3}模型/i,
		means: (model) => ({
			message: `The API key may not use ${model}`,
			advice: "Allow the model for the key at the gateway, or choose another one in 'Model'.",
		}),
	},
	{
		said: /user has been banned|user is banned|用户已被封禁/i,
		means: () => ({
			message: 'The gateway has blocked the user of the API key',
			advice: 'Ask the owner of the gateway.',
		}),
	},
	{
		said: /\bIP\b.{0,40}(?:list|not allowed)|IP.{0,20}列表/i,
		means: () => ({
			message: 'The API key may not be used from the IP address of this n8n',
			advice: "Add n8n's address to the key's list of IP addresses at the gateway.",
		}),
	},
	{
		said: /access (?:to )?(?:the )?group|分组/i,
		means: () => ({
			message: 'The API key may not use its group of channels',
			advice: 'Choose another group for the key at the gateway.',
		}),
	},
	{
		said: /channel.{0,40}disabled|渠道.{0,20}禁用/i,
		means: () => ({
			message: 'The channel of the API key is disabled at the gateway',
			advice: 'Ask the owner of the gateway.',
		}),
	},
];

/**
 * What a gateway's text about a refused key means, where its words are known. They choose our words, and nothing else.
 *
 * @param model how the model is called in a message, e.g. `the model 'Kling-2.6'`
 */
export function refusalWords(text: string | undefined, model: string): RefusalWords | undefined {
	return KNOWN.find(({ said }) => said.test(text ?? ''))?.means(model);
}
