import { describe, expect, it } from 'vitest';
import './in-words.ts';
import type { RelayTemplate } from '../../../gateway/src/contract/index.ts';
import { ownTree } from '../../../gateway/src/core/relays/template.ts';
import {
  isIncomplete,
  isUsable,
  sameTemplate,
  TemplateDraft,
} from '../../../ui/src/screens/more/equipment/template-draft.svelte.ts';
import { industrialBoard, jsonBoard, plainBoard, stubbornBoard } from '../../support/board-templates.ts';

describe('what a technician writes down about a board', () => {
  it.each([jsonBoard, plainBoard, industrialBoard, stubbornBoard])(
    'is what was saved, until it is changed',
    (saved) => {
      expect(new TemplateDraft(saved).template()).toEqual(saved);
    },
  );

  it('begins as our own tree, and is none while the board speaks that', () => {
    const draft = new TemplateDraft(null);
    expect(draft.template()).toBeNull();
    draft.own = true;
    expect(draft.template()).toEqual(ownTree);
  });

  it('leaves blanks around a topic or a path out, and a path that is only blanks', () => {
    const draft = new TemplateDraft(jsonBoard);
    Object.assign(draft.state, { topic: ' report ', path: '  ' });
    expect(draft.template()?.state).toMatchObject({ topic: 'report', path: null });
  });

  it('keeps what was written about a part that is switched off for a moment', () => {
    const draft = new TemplateDraft(jsonBoard);
    draft.availability.on = false;
    draft.leaseKind = 'none';
    expect(draft.template()).toMatchObject({ availability: null, lease: { kind: 'none' } });
    draft.availability.on = true;
    draft.leaseKind = 'command';
    expect(draft.template()).toEqual(jsonBoard);
  });

  it('cannot be saved with a gap in it, or when it would not switch for certain; a question may be empty', () => {
    expect(isIncomplete(industrialBoard)).toBe(false);
    expect(isUsable({ ...jsonBoard, command: { ...jsonBoard.command, on: ' ' } }, 1)).toBe(false);
    expect(isUsable({ ...jsonBoard, state: { ...jsonBoard.state, topic: 'cmd' } }, 1)).toBe(false);
    expect(isUsable(null, 4)).toBe(true);
  });

  it('has not changed only because the gateway tells its parts in another order', () => {
    const { state, command, ...rest } = jsonBoard;
    const turned = { ...rest, state: Object.fromEntries(Object.entries(state).reverse()), command };
    expect(sameTemplate(turned as RelayTemplate, jsonBoard)).toBe(true);
    expect(sameTemplate(jsonBoard, { ...jsonBoard, lease: { kind: 'repeat', seconds: 60 } })).toBe(false);
    expect(sameTemplate(jsonBoard, null)).toBe(false);
  });
});
