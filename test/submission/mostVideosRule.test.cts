import { InputError } from '../../nodes/KlingVideo/shared/inputError.ts';
import { checkMostVideos } from '../../nodes/KlingVideo/submission/mostVideos.ts';

function refusal(most: number, sent: number): unknown {
	try {
		checkMostVideos(most, sent);
	} catch (error) {
		return error;
	}
	return undefined;
}

test.each<[number | undefined, number]>([
	[undefined, 1_000],
	[1, 0],
	[3, 2],
])('with a limit of %s, %d before it are no reason to stop', (most, sent) => {
	expect(() => checkMostVideos(most, sent)).not.toThrow();
});

test.each([
	[1, 1, '1 task'],
	[2, 2, '2 tasks'],
	[1, 5, '5 tasks'],
])('with a limit of %d, %d before it are', (most, sent, tasks) => {
	const told = `The value of 'Most Videos' is ${most}, and this execution has submitted ${tasks} already`;
	const error = refusal(most, sent) as InputError;
	expect(error).toBeInstanceOf(InputError);
	expect(error.message).toBe(told);
	expect(error.description).toMatch(/^Raise 'Most Videos' .* a loop/);
});
