import type { RelayTemplate } from '../../gateway/src/contract/index.ts';

/** Everything in JSON, all channels in one message, counted from 0; ON says how long. */
export const jsonBoard: RelayTemplate = {
  command: { topic: 'cmd', on: '{"relay":{index},"on":true,"for":{seconds}}', off: '{"relay":{index},"on":false}' },
  state: { topic: 'report', path: 'relays.{index}.on', on: 'true', off: 'false' },
  availability: { topic: 'link', path: null, online: '1', offline: '0' },
  power: { topic: 'report', path: 'relays.{index}.watts' },
  lease: { kind: 'command' },
  ask: { topic: 'cmd', payload: '{"report":true}', afterCommand: false },
};

/** A sketch of ten lines: no last will, cannot be asked, opens by itself when ON is not repeated. */
export const plainBoard: RelayTemplate = {
  command: { topic: 'relay{channel}/set', on: '1', off: '0' },
  state: { topic: 'relay{channel}', path: null, on: '1', off: '0' },
  availability: null,
  power: null,
  lease: { kind: 'repeat', seconds: 2 },
  ask: null,
};

/** An industrial module: says its state when it changes and when it is asked, not when it is told what it does already. */
export const industrialBoard: RelayTemplate = {
  command: { topic: 'out/{channel}', on: 'close', off: 'open' },
  state: { topic: 'in/{channel}', path: 'contact', on: 'closed', off: 'open' },
  availability: { topic: 'sys', path: 'state', online: 'up', offline: 'gone' },
  power: { topic: 'in/{channel}/watts', path: null },
  lease: { kind: 'hold', topic: 'timer/{channel}', payload: 'PT{seconds}S' },
  ask: { topic: 'query', payload: '', afterCommand: true },
};

/** A bought module that keeps its contact closed whatever happens, with our own words otherwise. */
export const stubbornBoard: RelayTemplate = { ...plainBoard, lease: { kind: 'none' } };
