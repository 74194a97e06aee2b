import { describe, expect, it } from 'vitest';
import { frameSamples, readFrame } from '../../../gateway/src/live/frames.ts';
import { frame } from '../../support/speaker.ts';

const samples = Int16Array.from({ length: frameSamples }, (_, i) => i - 480);

describe('what comes from a microphone', () => {
  it('is 20 ms of sound with its number and its time, wherever it lies in memory', () => {
    const bytes = Buffer.concat([Buffer.alloc(1), frame(7, samples, 140.5)]).subarray(1);
    expect(readFrame(bytes)).toEqual({ number: 7, capturedAt: 140.5, samples });
  });

  it('may be the word that the speaker is silent on purpose', () => {
    expect(readFrame(frame(8, null, 160))).toEqual({ number: 8, capturedAt: 160, samples: null });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['half a header', frame(1, null).subarray(0, 9)],
    ['a voice without sound', Buffer.concat([Buffer.from([1]), frame(1, null).subarray(1)])],
    ['a silence with sound', Buffer.concat([Buffer.from([2]), frame(1, samples).subarray(1)])],
    ['44.1 kHz', frame(1, samples.subarray(0, 882))],
    ['a little too much', Buffer.concat([frame(1, samples), Buffer.alloc(2)])],
    ['another kind', Buffer.concat([Buffer.from([9]), frame(1, samples).subarray(1)])],
    ['a time that is none', frame(1, samples, NaN)],
    ['text', Buffer.from('{"type":"hello","name":"world"}')],
  ])('is refused when it is %s', (_what, bytes) => {
    expect(readFrame(bytes)).toHaveProperty('refused');
  });
});
