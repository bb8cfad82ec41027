import type { NodeHint } from 'n8n-workflow';

const PAYS = '["generate", "submit"].includes($parameter["operation"])';

/** Whether the prompt is an expression. */
const IS_EXPRESSION = 'String($rawParameter["prompt"] ?? "").startsWith("=")';

/** The prompt of the first item, as it is sent. */
const PROMPT = 'String($parameter["prompt"] ?? "").trim()';

/** Minutes of waiting in memory from which a restart of n8n gets likely. */
const LONG_WAIT_MINUTES = 120;

/**
 * What the editor says beside the node's input and output before it costs something. n8n evaluates the conditions for the
 * first item; its texts are fixed, so they hold no numbers of items.
 */
export const hints: NodeHint[] = [
	{
		message:
			'Several items come in: each one is a video of its own, and paid for. The option Most Videos sets a limit.',
		type: 'info',
		location: 'outputPane',
		whenToDisplay: 'beforeExecution',
		displayCondition: `={{ ${PAYS} && $input.all().length > 1 }}`,
	},
	{
		message:
			"The prompt of the first item is empty: its expression gives nothing. Check the field's name in the input.",
		type: 'warning',
		location: 'outputPane',
		whenToDisplay: 'beforeExecution',
		displayCondition: `={{ ${PAYS} && ${IS_EXPRESSION} && ${PROMPT} === "" }}`,
	},
	{
		message:
			"A part of the first item's prompt is missing: an expression in it gives nothing. The video would be made, and paid for, without it.",
		type: 'warning',
		location: 'outputPane',
		whenToDisplay: 'beforeExecution',
		displayCondition: `={{ ${PAYS} && ${IS_EXPRESSION} && ${PROMPT} !== "" && ($rawParameter["prompt"].match(/[{][{][^]*?[}][}]/g) ?? []).some((part) => $evaluateExpression(part) == null) }}`,
	},
	{
		message:
			'This node waits for hours in memory, where a restart of n8n ends the wait. Safer: set Wait In to In Database under Wait Options.',
		type: 'warning',
		location: 'outputPane',
		whenToDisplay: 'beforeExecution',
		displayCondition: `={{ ["generate", "wait"].includes($parameter["operation"]) && $parameter["waitOptions"]?.waitIn !== "database" && ($parameter["options"]?.offPeak === true || Number($parameter["waitOptions"]?.timeout) >= ${LONG_WAIT_MINUTES}) }}`,
	},
	{
		message:
			'Executing this step again makes new, paid videos. To work on with these, pin the output; after an error, Retry in the Executions list goes on with the tasks that were accepted.',
		type: 'info',
		location: 'outputPane',
		whenToDisplay: 'afterExecution',
		displayCondition: `={{ ${PAYS} }}`,
	},
];
