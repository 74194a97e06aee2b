import { describe, expect, test } from 'vitest';
import { readPcmRate, readPcmStatus } from '../../../gateway/src/audio/sinks/alsa.ts';
import { readPulseWords } from '../../../gateway/src/audio/sinks/pacat.ts';

describe('what pacat says', () => {
  test('is the time that has sounded, among other talk', () => {
    const said =
      'Stream started.\u001b[K\nTime: 1.267 sec; Latency: 149212 usec.        \rTime: 1.317 sec; Latency: -120 usec.';
    expect(readPulseWords(said)).toEqual({
      words: [
        { kind: 'time', seconds: 1.267 },
        { kind: 'time', seconds: 1.317 },
      ],
      rest: '',
    });
  });

  test('is understood when it comes in two pieces', () => {
    const first = readPulseWords('Time: 12.3');
    expect(first.words).toEqual([]);
    expect(readPulseWords(`${first.rest}45 sec; Latency: 9 usec. `).words).toEqual([{ kind: 'time', seconds: 12.345 }]);
  });

  test('names the card it plays on, and the one it was moved to', () => {
    const heard =
      'Connected to device horn (index: 0, suspended: no).\nStream moved to device auto_null (2, not suspended).\u001b[K';
    expect(readPulseWords(heard).words).toEqual([
      { kind: 'card', name: 'horn' },
      { kind: 'card', name: 'auto_null' },
    ]);
  });

  test('tells when the card ran dry', () => {
    expect(readPulseWords('Stream underrun.\u001b[K \n').words).toEqual([{ kind: 'underrun' }]);
  });
});

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
