import axios from 'axios';
import { eventually } from '../../dev/n8n/eventually.cts';

/**
 * Fills in the form of a published workflow as a browser does, and waits for its last page.
 * @param url the form's production address
 * @param fields the values of the fields, in the form's order
 * @returns the HTML of the last page, after which the execution is over
 * @throws when the form is refused, or the workflow ends without a page
 */
export async function sendForm(url: string, fields: ReadonlyArray<string | File>): Promise<string> {
	await eventually(`the form ${url}`, async () => ((await fetch(url)).ok ? true : undefined), 20);
	const form = new FormData();
	fields.forEach((value, index) => form.append(`field-${index}`, value));
	const sent = await axios.post<{ formWaitingUrl?: string }>(url, form);
	if (sent.data.formWaitingUrl === undefined) {
		throw new Error(`The form gave no page to wait for: ${JSON.stringify(sent.data)}`);
	}
	const page = new URL(sent.data.formWaitingUrl);
	const status = new URL(page);
	status.pathname += '/n8n-execution-status';
	await eventually(
		'the last page of the form',
		async () => {
			const answer = await axios.get<string>(status.href, { responseType: 'text' });
			if (answer.data.trim() === 'form-waiting') return true;
			throw new Error(`its execution is ${answer.data}`);
		},
		90,
	);
	const shown = await axios.get<string>(page.href, { responseType: 'text' });
	await axios.post(page.href);
	return shown.data;
}
