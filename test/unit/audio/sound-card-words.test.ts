import { describe, expect, test } from 'vitest';
import { readPcmRate, readPcmStatus } from '../../../gateway/src/audio/sinks/alsa.ts';

describe('what the kernel says of an ALSA stream', () => {
  const running = [
    'state: RUNNING',
    'owner_pid   : 4321',
    'trigger_time: 8412.180163415',
    'tstamp      : 8415.442038912',
    'delay       : 6912',
    'avail       : 1280',
    'avail_max   : 2400',
    '-----',
    'hw_ptr      : 156480',
    'appl_ptr    : 163392',
    '',
  ].join('\n');

  test('is who owns it, what it was given and what has not sounded', () => {
    expect(readPcmStatus(running)).toEqual({ state: 'RUNNING', ownerPid: 4321, given: 163_392, delay: 6_912 });
  });

  test('is nothing when nobody plays', () => {
    expect(readPcmStatus('closed\n')).toBeNull();
    expect(readPcmStatus('')).toBeNull();
  });

  test('has its own rate', () => {
    expect(readPcmRate('access: RW_INTERLEAVED\nformat: S16_LE\nchannels: 2\nrate: 44100 (44100/1)\n')).toBe(44_100);
    expect(readPcmRate('closed\n')).toBeNull();
  });
});
