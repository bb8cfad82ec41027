import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyMode,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';

type Entry = INodeProperties | INodePropertyOptions | INodePropertyCollection | INodePropertyMode;

/** What is told in words of its own. */
const IN_WORDS = new Set([
	'displayName',
	'name',
	'type',
	'description',
	'options',
	'values',
	'modes',
]);

/** Plain data as JSON; of a function only that there is one. */
function json(value: unknown): string {
	return JSON.stringify(value, (_key, inner: unknown) =>
		typeof inner === 'function' ? 'a function of the node' : inner,
	);
}

/** One line for one thing that n8n shows, and what else is declared of it. */
function line(entry: Entry, depth: number): string {
	const { name, description = '' } = entry as INodeProperties;
	const shown = 'displayName' in entry ? `**${entry.displayName}** \`${name}\`` : `**${name}**`;
	const type = 'type' in entry ? `, ${entry.type}` : '';
	const rest = Object.entries(entry)
		.filter(([key, value]) => !IN_WORDS.has(key) && value !== undefined)
		.map(([key, value]) => `${key} \`${json(value)}\``);
	const told = [description, ...rest].filter((text) => text !== '').join('; ');
	return `${'  '.repeat(depth)}- ${shown}${type}${told === '' ? '' : `: ${told}`}`;
}

function insideOf(entry: Entry): Entry[] {
	const {
		options = [],
		values = [],
		modes = [],
	} = entry as Partial<INodeProperties> & {
		values?: INodeProperties[];
	};
	return [...options, ...values, ...modes];
}

/** What n8n says beside the node's input and output, and when. */
export function hintsOf({ hints = [] }: Pick<INodeTypeDescription, 'hints'>): string {
	return hints
		.map(({ message, ...rest }) => {
			const told = Object.entries(rest).map(([key, value]) => `${key} \`${json(value)}\``);
			return `- ${message} ${told.join('; ')}`;
		})
		.join('\n');
}

/** What n8n's AI workflow builder is told about the node, and about other nodes beside it. */
export function builderHintOf({
	builderHint,
}: Pick<INodeTypeDescription, 'builderHint'>): string | undefined {
	if (!builderHint) return undefined;
	const { searchHint, relatedNodes = [] } = builderHint;
	const related = relatedNodes.map((node) =>
		typeof node === 'string' ? `- \`${node}\`` : `- \`${node.nodeType}\`: ${node.relationHint}`,
	);
	return [searchHint, related.join('\n')].join('\n\n');
}

/** Everything that n8n shows of a node, a line each; what a field holds is told once. */
export function panelOf({ properties }: Pick<INodeTypeDescription, 'properties'>): string {
	const told = new Set<string>();
	const linesOf = (entry: Entry, depth: number): string[] => {
		const inside = insideOf(entry).flatMap((inner) => linesOf(inner, depth + 1));
		const text = inside.join('\n');
		const isKnown = inside.length > 0 && told.has(text);
		told.add(text);
		const own = line(entry, depth);
		if (depth > 0 && 'displayName' in entry) {
			const all = [own, text].join('\n');
			if (told.has(all)) return [`${own.slice(0, own.indexOf('`, ') + 1)}: as above`];
			told.add(all);
		}
		return isKnown ? [`${own}; what it holds is told above`] : [own, ...inside];
	};
	return properties.flatMap((property) => linesOf(property, 0)).join('\n');
}
