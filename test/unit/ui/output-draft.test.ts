import { expect, it } from 'vitest';
import './in-words.ts';
import { OutputDraft } from '../../../ui/src/screens/more/equipment/output-draft.svelte.ts';

it('what is timed on one kind of output is not on a stream, and is kept while another kind is looked at', () => {
  const draft = new OutputDraft(undefined);
  draft.name = ' Loa xóm ';
  draft.delayMs = '290';
  draft.kind = 'http-stream';
  expect(draft.input).toEqual({ name: 'Loa xóm', sink: { kind: 'http-stream' }, latencyMs: 0, delayMs: 0 });
  draft.kind = 'sound-card';
  expect(draft.input).toMatchObject({ delayMs: 290 });
});
