import { describe, expect, it } from 'vitest';
import { createTopicTree } from '../../../gateway/src/mqtt/topic-tree.ts';

function matches(filter: string, topic: string): boolean {
  const tree = createTopicTree<string>();
  tree.add(filter, 'found');
  return tree.match(topic).length === 1;
}

// The examples of MQTT 3.1.1 §4.7, and the traps beside them.
describe('a topic filter', () => {
  it.each([
    ['sport/tennis/player1/#', 'sport/tennis/player1'],
    ['sport/tennis/player1/#', 'sport/tennis/player1/ranking'],
    ['sport/tennis/player1/#', 'sport/tennis/player1/score/wimbledon'],
    ['#', 'sport'],
    ['#', '/finance'],
    ['sport/tennis/+', 'sport/tennis/player1'],
    ['sport/+', 'sport/'],
    ['+/+', '/finance'],
    ['/+', '/finance'],
    ['+/tennis/#', 'sport/tennis'],
    ['$SYS/#', '$SYS/broker/uptime'],
    ['$SYS/monitor/+', '$SYS/monitor/Clients'],
    ['a//b', 'a//b'],
    ['a/+/b', 'a//b'],
    ['a/$x/+', 'a/$x/b'],
    ['a/+/b', 'a/$x/b'],
  ])('%s hears %s', (filter, topic) => expect(matches(filter, topic)).toBe(true));

  it.each([
    ['sport/tennis/+', 'sport/tennis/player1/ranking'],
    ['sport/+', 'sport'],
    ['+', '/finance'],
    ['sport', 'sport/'],
    ['sport/', 'sport'],
    ['sport', 'Sport'],
    ['#', '$SYS/broker/uptime'],
    ['+/monitor/Clients', '$SYS/monitor/Clients'],
    ['a/b/#', 'a/bc'],
    ['a/+', 'b/c'],
    ['constructor/+', 'toString/x'],
  ])('%s does not hear %s', (filter, topic) => expect(matches(filter, topic)).toBe(false));
});

describe('a topic tree', () => {
  it('finds everything that matches, once for each filter', () => {
    const tree = createTopicTree<string>();
    for (const filter of ['a/b', 'a/+', 'a/#', '#', 'a/c', '+/b']) tree.add(filter, filter);
    tree.add('a/b', 'another');
    expect(tree.match('a/b').sort()).toEqual(['#', '+/b', 'a/#', 'a/+', 'a/b', 'another']);
    expect(tree.filters().sort()).toEqual(['#', '+/b', 'a/#', 'a/+', 'a/b', 'a/c']);
  });

  it('says when the last value of a filter has gone, and forgets the filter', () => {
    const tree = createTopicTree<string>();
    tree.add('a/b/c', 'one');
    tree.add('a/b/c', 'two');
    tree.add('a', 'three');
    expect(tree.remove('a/b/c', 'one')).toBe(false);
    expect(tree.remove('a/b/c', 'nobody')).toBe(false);
    expect(tree.remove('a/b/c', 'two')).toBe(true);
    expect(tree.remove('a/b/c', 'two')).toBe(false);
    expect(tree.remove('never/there', 'two')).toBe(false);
    expect(tree.filters()).toEqual(['a']);
    expect(tree.match('a')).toEqual(['three']);
  });

  it('keeps what is below a filter that goes', () => {
    const tree = createTopicTree<string>();
    tree.add('a', 'above');
    tree.add('a/b', 'below');
    tree.remove('a', 'above');
    expect(tree.match('a/b')).toEqual(['below']);
  });
});
