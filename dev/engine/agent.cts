import './engineProcess.cts';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

/** What an agent calls its tool with, side by side; the calls of each step follow those of the step before. */
export type AgentSteps = IDataObject[][];

function isTool(value: unknown): value is { invoke(args: IDataObject): Promise<unknown> } {
	return typeof value === 'object' && value !== null && 'invoke' in value;
}

/** Plays the model's part: calls the tool as told, and emits an item for each answer, or for each error. */
export class Agent implements INodeType {
	description: INodeType['description'] = {
		name: 'agent',
		displayName: 'Agent',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Agent' },
		inputs: ['main', 'ai_tool'],
		outputs: ['main'],
		properties: [],
	};

	execute: (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

	constructor(steps: AgentSteps) {
		this.execute = async function (this: IExecuteFunctions) {
			const given: unknown = await this.getInputConnectionData('ai_tool', 0);
			const tool: unknown = Array.isArray(given) ? given[0] : given;
			if (!isTool(tool)) throw new Error('No tool is connected to the agent');
			const items: INodeExecutionData[] = [];
			for (const calls of steps) {
				const answers = await Promise.allSettled(
					calls.map(async (args) => await tool.invoke(args)),
				);
				for (const answer of answers) items.push({ json: toJson(answer) });
			}
			return [items];
		};
	}
}

function toJson(answer: PromiseSettledResult<unknown>): IDataObject {
	return answer.status === 'fulfilled'
		? { answer: String(answer.value) }
		: { error: answer.reason instanceof Error ? answer.reason.message : String(answer.reason) };
}

/** The node type as n8n makes a tool of it: under a name of its own, with the tool's output instead of the main one. */
export function asToolType(type: INodeType): INodeType {
	const { description } = type;
	const tool: INodeType = Object.create(type, {
		description: {
			value: { ...description, name: `${description.name}Tool`, inputs: [], outputs: ['ai_tool'] },
		},
	});
	return tool;
}
