import { describe, expect, it } from 'vitest';
import { isPrefix, mayPublish, maySubscribe } from '../../../gateway/src/mqtt/access-rules.ts';

const prefix = 'loa-thon/ngot/relay/me';
const relay = { prefix, publishes: true };
const observer = { prefix: 'loa-thon/ngot', publishes: false };

describe('a relay', () => {
  it.each([`${prefix}/1/state`, `${prefix}/tele/LWT`, `${prefix}/a/b/c/d`])('speaks on its own %s', (topic) => {
    expect(mayPublish(relay, topic)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['its name alone', prefix],
    ['a neighbour whose name begins alike', `${prefix}2/1/state`],
    ['its name inside another topic', `x/${prefix}/1/state`],
    ['its name after an empty level', `/${prefix}/1/state`],
    ['its name in capitals', `${prefix.toUpperCase()}/1/state`],
    ['another village', 'loa-thon/khac/relay/me/1/state'],
    ["the gateway's status", 'loa-thon/ngot/gateway/status'],
    ['the broker', '$SYS/broker/uptime'],
    ['a wildcard level', `${prefix}/+/state`],
    ['a wildcard tail', `${prefix}/#`],
  ])('does not speak on %s', (_what, topic) => {
    expect(mayPublish(relay, topic)).toBe(false);
  });

  it('gains nothing with two dots: to MQTT they are a level like any other', () => {
    const topic = `${prefix}/../you/1/command`;
    expect(mayPublish(relay, topic)).toBe(true);
    expect(topic.startsWith('loa-thon/ngot/relay/you')).toBe(false);
  });

  it.each([`${prefix}/#`, `${prefix}/+/command`, `${prefix}/1/command`])('listens to its own %s', (filter) => {
    expect(maySubscribe(relay, filter)).toBe(true);
  });

  it.each([
    '',
    '#',
    '/#',
    '+/#',
    '+/me/#',
    '+/+/+/me/#',
    prefix,
    `${prefix}2/#`,
    `${prefix}+/#`,
    `${prefix}#`,
    'loa-thon/ngot/relay/+/1/command',
    'loa-thon/ngot/#',
    `$share/all/${prefix}/#`,
    `$queue/${prefix}/#`,
    '$SYS/#',
  ])("does not listen to '%s'", (filter) => {
    expect(maySubscribe(relay, filter)).toBe(false);
  });
});

describe('an observer', () => {
  it('listens to the whole village and any part of it', () => {
    expect(maySubscribe(observer, 'loa-thon/ngot/#')).toBe(true);
    expect(maySubscribe(observer, 'loa-thon/ngot/relay/+/status')).toBe(true);
  });

  it('does not listen to another village', () => {
    expect(maySubscribe(observer, 'loa-thon/+/relay/#')).toBe(false);
    expect(maySubscribe(observer, 'loa-thon/ngot-2/#')).toBe(false);
  });

  it('speaks nowhere', () => {
    expect(mayPublish(observer, 'loa-thon/ngot/relay/me/1/command')).toBe(false);
  });
});

it('a prefix is plain words between slashes', () => {
  expect(isPrefix('loa-thon/ngot/relay/loa-01')).toBe(true);
  for (const text of ['', '/', 'a/', '/a', 'a//b', 'a/+', 'a/#', '#', '$SYS', 'a b', 'Ngọt']) {
    expect(isPrefix(text)).toBe(false);
  }
});
