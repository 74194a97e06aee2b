import { describe, expect, it } from 'vitest';
import type { RelayTemplate } from '../../../../gateway/src/contract/index.ts';
import { ownTree, spokenTopics } from '../../../../gateway/src/core/relays/template.ts';
import { templateTrouble } from '../../../../gateway/src/core/relays/template-rules.ts';
import { industrialBoard, jsonBoard, plainBoard, stubbornBoard } from '../../../support/board-templates.ts';

const codeOf = (template: RelayTemplate, channels = 2) => templateTrouble(template, channels)?.code ?? null;
const command = (change: Partial<RelayTemplate['command']>) => ({
  ...ownTree,
  command: { ...ownTree.command, ...change },
});
const state = (change: Partial<RelayTemplate['state']>) => ({ ...ownTree, state: { ...ownTree.state, ...change } });

describe('a template of topics and payloads', () => {
  it.each([
    ['our own tree', ownTree],
    ['a board that says everything in one message', jsonBoard],
    ['a board of few words', plainBoard],
    ['a board that is silent when nothing changes', industrialBoard],
    ['a board that keeps no lease', stubbornBoard],
  ])('is taken: %s, with one channel and with thirty-two', (_what, template) => {
    expect([codeOf(template, 1), codeOf(template, 32)]).toEqual([null, null]);
  });

  it.each([
    ['a wildcard', '+/set'],
    ['everything', '#'],
    ['the broker’s own', '$SYS/set'],
    ['the tree of another relay', '../cot-dinh/command'],
    ['a way out in the middle', 'a/../../b'],
    ['a dot for a step', './set'],
    ['a slash at the beginning', '/set'],
    ['a slash at the end', 'set/'],
    ['nothing between two slashes', 'a//set'],
    ['a blank', 'set it'],
    ['a letter that not every board can say', 'bật'],
    ['a zero byte', 'set\0'],
  ])('may not leave the relay’s own tree, nor be misread: %s', (_what, topic) => {
    expect(codeOf(command({ topic: `{channel}/${topic}` }))).toBe('relay.template-topic');
    expect(codeOf({ ...command({ topic }), lease: { kind: 'repeat', seconds: 60 } }, 1)).toBe('relay.template-topic');
  });

  it.each<[string, string, RelayTemplate]>([
    ['a place that nobody fills in', 'relay.template-place', command({ on: 'ON {kanal}' })],
    ['seconds where there are none', 'relay.template-place', command({ off: 'OFF {seconds}' })],
    ['a channel where one word is for all', 'relay.template-place', state({ on: 'ON{channel}' })],
    ['a line break in a payload', 'relay.template-payload', command({ on: 'ON\nOFF' })],
    ['a path that is none', 'relay.template-path', state({ path: 'a..b' })],
    ['ears where the mouth is', 'relay.template-same-topic', state({ topic: '{channel}/command' })],
    [
      'a command where versions are said',
      'relay.template-same-topic',
      command({ topic: 'firmware', on: '{channel}', off: '-{channel}' }),
    ],
    ['ON that is OFF', 'relay.template-same-payload', command({ on: 'X', off: 'X' })],
    [
      'a question that switches',
      'relay.template-same-payload',
      { ...ownTree, ask: { topic: '{channel}/command', payload: 'ON', afterCommand: false } },
    ],
    ['one command for two channels', 'relay.template-channels', command({ topic: 'command' })],
    ['one state for two channels', 'relay.template-channels', state({ topic: 'state' })],
    ['states that are the same but for their case', 'relay.template-same-word', state({ on: 'on', off: 'ON' })],
    ['a lease without its seconds', 'relay.template-no-seconds', { ...ownTree, lease: { kind: 'command' } }],
    [
      'a hold without its seconds',
      'relay.template-no-seconds',
      { ...ownTree, lease: { kind: 'hold', topic: '{channel}/hold', payload: 'long' } },
    ],
    [
      'watts where the state is',
      'relay.template-same-word',
      { ...ownTree, power: { topic: '{channel}/state', path: null } },
    ],
  ])('is refused: %s', (_what, code, template) => {
    expect(codeOf(template)).toBe(code);
  });

  it('that counts from 0 never takes the ON of one channel for the OFF of another', () => {
    const counted = command({ topic: 'cmd', on: '{channel}', off: '{index}' });
    expect(codeOf(counted)).toBe('relay.template-same-payload');
  });

  it('lists every topic on which the board speaks, and none on which it is spoken to', () => {
    expect(spokenTopics(jsonBoard, 2)).toEqual(['report', 'link', 'firmware']);
    expect(spokenTopics(ownTree, 2)).toEqual(['1/state', '2/state', '1/power', '2/power', 'status', 'firmware']);
  });
});
