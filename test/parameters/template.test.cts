import { useGateway } from '../support/localGateway.cts';
import { IMAGE, link } from '../support/parameterValues.cts';

const gateway = useGateway({ templateEffect: 'served' });
const withTemplate = (template: string) => ({
	scenario: 'templateEffect',
	image: link(IMAGE),
	template,
});

test('one of blanks is refused', async () => {
	expect(await gateway.refusal(withTemplate('  '))).toEqual({
		message: "The value of 'Template' is empty",
		description: 'Give the name of an effect',
	});
});
