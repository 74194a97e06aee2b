import { describe, expect, it } from 'vitest';
import { reachOf, villageRule } from '../../../gateway/src/core/addresses.ts';

describe('where a station may be', () => {
  it.each([
    ['113.160.92.10', 'public'],
    ['2405:4800::1', 'public'],
    ['192.168.1.20', 'lan'],
    ['10.20.0.5', 'lan'],
    ['172.31.255.1', 'lan'],
    ['100.64.0.1', 'lan'],
    ['fd12::7', 'lan'],
    ['127.0.0.1', 'never'],
    ['127.9.9.9', 'never'],
    ['0.0.0.0', 'never'],
    ['169.254.169.254', 'never'],
    ['fd00:ec2::254', 'never'],
    ['224.0.0.1', 'never'],
    ['255.255.255.255', 'never'],
    ['::1', 'never'],
    ['::', 'never'],
    ['fe80::1%eth0', 'never'],
    ['ff02::1', 'never'],
    ['::ffff:127.0.0.1', 'never'],
    ['::ffff:7f00:1', 'never'],
    ['::FFFF:192.168.1.20', 'lan'],
    ['64:ff9b::7f00:1', 'never'],
    ['2002:7f00:1::', 'never'],
    ['2001::1', 'never'],
  ])('%s is %s', (address, reach) => {
    expect(reachOf(address, [])).toBe(reach);
  });

  it('this machine is no station, by whichever of its addresses', () => {
    const own = ['192.168.1.5', '113.160.92.9', 'fe80::5%eth0'];
    expect(reachOf('192.168.1.5', own)).toBe('never');
    expect(reachOf('::ffff:113.160.92.9', own)).toBe('never');
    expect(reachOf('192.168.1.6', own)).toBe('lan');
  });

  it('the village’s own network is reached only where a technician said so', () => {
    const may = villageRule(() => ['192.168.1.5']);
    expect(may('192.168.1.20', false)).toBe(false);
    expect(may('192.168.1.20', true)).toBe(true);
    expect(may('192.168.1.5', true)).toBe(false);
    expect(may('127.0.0.1', true)).toBe(false);
    expect(may('113.160.92.10', false)).toBe(true);
  });
});
