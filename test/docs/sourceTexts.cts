import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { ROOT } from './page.cts';

/** An error that names a parameter, as the source words it; `…` stands for what is known only when it happens. */
export interface WordedInputError {
	parameter: string;
	problem: string;
	advice: string;
}

/** Stands for a name that is known only when it happens. */
const ANY = '(any field)';

/** Every source file of the package, parsed. */
function sources(): ts.SourceFile[] {
	return ['nodes', 'credentials'].flatMap((folder) =>
		readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.ts'))
			.sort()
			.map((file) => path.join(ROOT, folder, file))
			.map((file) =>
				ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2021, true),
			),
	);
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
	look(node);
	node.forEachChild((child) => visit(child, look));
}

/** The function or file that a declaration is known in. */
function scopeOf(declaration: ts.Node): ts.Node {
	let scope = declaration.parent;
	while (!ts.isFunctionLike(scope) && !ts.isSourceFile(scope)) scope = scope.parent;
	return scope;
}

function isWithin(node: ts.Node, scope: ts.Node): boolean {
	return node.getStart() >= scope.getStart() && node.end <= scope.end;
}

/** What a constant that is known here is set to. */
function constantOf(name: ts.Identifier): ts.Expression | undefined {
	let found: ts.Expression | undefined;
	visit(name.getSourceFile(), (node) => {
		if (
			ts.isVariableDeclaration(node) &&
			ts.isIdentifier(node.name) &&
			node.name.text === name.text &&
			isWithin(name, scopeOf(node))
		) {
			found ??= node.initializer;
		}
	});
	return found;
}

/** The texts that an expression may come to, `…` for any part that is not fixed. */
function textsOf(node: ts.Expression, depth = 0): string[] {
	if (ts.isStringLiteralLike(node)) return [node.text];
	if (ts.isNumericLiteral(node)) return [node.text];
	if (ts.isParenthesizedExpression(node)) return textsOf(node.expression, depth);
	if (ts.isConditionalExpression(node)) {
		return [...textsOf(node.whenTrue, depth), ...textsOf(node.whenFalse, depth)];
	}
	if (ts.isTemplateExpression(node)) {
		return node.templateSpans.reduce<string[]>(
			(texts, { expression, literal }) =>
				texts.flatMap((text) =>
					textsOf(expression, depth)
						.filter((inner) => inner !== '')
						.map((inner) => text + inner + literal.text),
				),
			[node.head.text],
		);
	}
	if (ts.isIdentifier(node) && depth < 3) {
		const constant = constantOf(node);
		if (constant) return textsOf(constant, depth + 1);
	}
	return ['…'];
}

/** The problems that `mediaLimits.ts` words, for the errors that take their problem from there. */
function mediaProblems(files: ts.SourceFile[]): string[] {
	const problems: string[] = [];
	const limits = files.filter(({ fileName }) => fileName.endsWith('media/mediaLimits.ts'));
	for (const file of limits) {
		visit(file, (node) => {
			if (!ts.isReturnStatement(node) || !node.expression) return;
			problems.push(...textsOf(node.expression).filter((text) => text.startsWith('holds')));
		});
	}
	return problems;
}

function wordedIn(call: ts.NewExpression, media: string[]): WordedInputError[] {
	const [parameter, problem, advice] = call.arguments ?? [];
	if (!parameter || !problem) return [];
	const names = textsOf(parameter).map((name) => (name === '…' ? ANY : name));
	const problems = textsOf(problem).flatMap((text) => (text === '…' ? media : [text]));
	return names.flatMap((name) =>
		problems.map((text) => ({
			parameter: name,
			problem: text,
			advice: advice
				? [...new Set(textsOf(advice))].join(' / ')
				: `Check the parameter${name === ANY ? '' : ` '${name}'`} and run the node again`,
		})),
	);
}

/** What a reader of numbers refuses, whichever field it reads. */
function refusedNumbers(node: ts.Node): WordedInputError[] {
	if (!ts.isCallExpression(node) || node.expression.getText() !== 'numberReader') return [];
	const [kind] = node.arguments;
	const advice = 'Check the parameter and run the node again';
	return (kind ? textsOf(kind) : []).map((text) => ({
		parameter: ANY,
		problem: `must be ${text}`,
		advice,
	}));
}

/** Every way in which the package refuses what a parameter holds, once each, by parameter. */
export function inputErrors(): WordedInputError[] {
	const files = sources();
	const media = mediaProblems(files);
	const found = new Map<string, WordedInputError>();
	for (const file of files) {
		visit(file, (node) => {
			for (const error of refusedNumbers(node)) found.set(JSON.stringify(error), error);
			if (!ts.isNewExpression(node) || node.expression.getText() !== 'InputError') return;
			for (const error of wordedIn(node, media)) {
				found.set(JSON.stringify(error), error);
			}
		});
	}
	return [...found.values()].sort(
		(one, other) =>
			one.parameter.localeCompare(other.parameter, 'en') ||
			one.problem.localeCompare(other.problem, 'en'),
	);
}

/** Every text that the source gives as the `message` of an error or a credential rule. */
export function messagesInSource(): string[] {
	const found = new Set<string>();
	for (const file of sources()) {
		visit(file, (node) => {
			if (ts.isPropertyAssignment(node) && node.name.getText() === 'message') {
				for (const text of textsOf(node.initializer)) found.add(text);
			}
			if (ts.isCallExpression(node) && node.expression.getText() === 'named') {
				const [, text] = node.arguments;
				for (const one of text ? textsOf(text) : []) found.add(one);
			}
		});
	}
	return [...found].filter((text) => /[a-z]{3}/.test(text)).sort();
}
