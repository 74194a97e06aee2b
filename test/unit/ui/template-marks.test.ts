import { describe, expect, it } from 'vitest';
import { ownTree } from '../../../gateway/src/core/relays/template.ts';
import { templateTrouble } from '../../../gateway/src/core/relays/template-rules.ts';
import type { RelayTemplate } from '../../../gateway/src/contract/index.ts';
import { isAbout, type Writing } from '../../../ui/src/screens/more/equipment/template-marks.ts';

const { command, state } = ownTree;

/** Whether what is wrong with a template of two channels is shown at an input with that text. */
function marked(template: RelayTemplate, writing: Writing, text: string): boolean {
  const found = templateTrouble(template, 2);
  if (!found) throw new Error('nothing is wrong with it');
  return isAbout(found, writing, text, 2);
}

describe('what is wrong with a template is shown', () => {
  it('at the topic that cannot be used, and at no other', () => {
    const template = { ...ownTree, command: { ...command, topic: '+/cmd' } };
    expect(marked(template, 'topic', '+/cmd')).toBe(true);
    expect(marked(template, 'topic', state.topic)).toBe(false);
  });

  it('at “on” that has no place for the seconds, not at the word the board says', () => {
    const template: RelayTemplate = { ...ownTree, lease: { kind: 'command' } };
    expect(marked(template, 'payload', command.on)).toBe(true);
    expect(marked(template, 'word', state.on)).toBe(false);
  });

  it('at both topics that are one, though written with a place for the channel', () => {
    const template = { ...ownTree, state: { ...state, topic: command.topic } };
    expect(marked(template, 'topic', command.topic)).toBe(true);
  });

  it('at a word of the board in which nothing is filled', () => {
    const template = { ...ownTree, state: { ...state, on: 'ON{channel}' } };
    expect(marked(template, 'word', 'ON{channel}')).toBe(true);
    expect(marked(template, 'payload', command.on)).toBe(false);
  });
});
