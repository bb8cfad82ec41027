import type { CheckWish } from './commandLine.cts';
import { kindLines, modelsOf, nodeLines } from './findings.cts';
import { askFreeQuestions, type Answers } from './freeQuestions.cts';
import { GatewayUnderCheck } from './gatewayUnderCheck.cts';
import { klingOnes } from './listedModels.cts';
import type { SupplierKind } from './dialects.cts';
import { paidOrder } from './paidOrder.cts';
import { makePaidVideo, type PaidWish } from './paidVideo.cts';
import { questionSection, reportText, scenarioSection, type Section } from './report.cts';
import { askAboutTask, taskLines } from './taskAnswers.cts';

/** What a check came to. */
export interface CheckResult {
	text: string;
	/** Whether the node can work there at all. */
	isUsable: boolean;
}

/** Asks a gateway everything that the wish allows, and reports. */
export async function checkGateway(
	wish: CheckWish,
	waiting: Pick<PaidWish, 'pause' | 'onTask'>,
): Promise<CheckResult> {
	const gateway = new GatewayUnderCheck(wish.baseUrl, wish.key);
	const answers = await askFreeQuestions(gateway, wish.model);
	const isUsable = answers.unknownTask !== undefined;
	const sections: Section[] = [
		headSection(wish),
		questionSection(answers),
		{ title: 'What it is', lines: kindLines(answers) },
		{ title: 'This node there', lines: nodeLines(answers) },
	];
	const made = Object.values(answers).flatMap(({ madeTask }) => madeTask ?? []);
	if (made.length > 0) sections.push(madeSection(made));
	const kinds = listedKinds(answers, wish.model);
	if (isUsable && wish.taskId !== undefined) {
		const about = await askAboutTask(gateway, wish.taskId);
		sections.push({ title: `Task ${wish.taskId}`, lines: taskLines(gateway, about) });
		if (about.kind !== undefined) kinds.splice(0, kinds.length, about.kind);
	}
	if (isUsable && wish.paid && made.length === 0) {
		const model = wish.model ?? klingOnes(modelsOf(answers))[0]?.id;
		if (model === undefined) {
			sections.push({
				title: 'One paid video',
				lines: ['Not made: say which model with --model.'],
			});
		} else {
			const order = paidOrder(model, wish);
			const { lines, kind } = await makePaidVideo(gateway, {
				...waiting,
				order,
				minutes: wish.minutes,
			});
			sections.push({
				title: `One paid video of ${model}`,
				lines: [sentLine(order.body), ...lines],
			});
			if (kind !== undefined) kinds.splice(0, kinds.length, kind);
		}
	}
	if (isUsable) sections.push(scenarioSection(kinds));
	return { text: gateway.clean(reportText(sections)), isUsable };
}

function headSection({ baseUrl, paid }: CheckWish): Section {
	return {
		title: `Gateway ${baseUrl}`,
		lines: [
			`Asked at ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
			paid ? 'One video was ordered (--paid).' : 'Nothing was ordered.',
		],
	};
}

/** Something that no known gateway does. */
function madeSection(tasks: string[]): Section {
	return {
		title: 'WARNING',
		lines: [
			`The gateway accepted a question that no video can be made of: task ${tasks.join(', ')}.`,
			'It should fail, and be refunded. Look into the task log of the gateway. Nothing more was sent.',
		],
	};
}

function sentLine(body: object): string {
	return `Sent: ${JSON.stringify(body)}`;
}

/** The kinds that the list of models gives away; none when it leaves one of the models in question open. */
function listedKinds(answers: Answers, wanted: string | undefined): SupplierKind[] {
	const listed = modelsOf(answers);
	const models =
		wanted === undefined ? klingOnes(listed) : listed.filter(({ id }) => id === wanted);
	const kinds = models.map(({ supplier }) => supplier);
	return kinds.includes(undefined) ? [] : [...new Set(kinds)].filter((kind) => kind !== undefined);
}
