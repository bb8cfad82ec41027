/** Everything that n8n shows of the node, as a page to be read: names, texts, defaults, and when they are shown. */
import { KlingVideo } from '../../nodes/KlingVideo/KlingVideo.node.ts';
import { expectSection } from './page.cts';
import { builderHintOf, hintsOf, panelOf } from './panel.cts';

test('the page has every field with its texts, its default and when it is shown', () => {
	expectSection('docs/panel.md', 'panel', panelOf(new KlingVideo().description));
});

test('the page has every hint, and when it is shown', () => {
	expectSection('docs/panel.md', 'hints', hintsOf(new KlingVideo().description));
});

test("the page has what n8n's AI workflow builder is told", () => {
	expectSection('docs/panel.md', 'builder', builderHintOf(new KlingVideo().description) ?? '');
});
