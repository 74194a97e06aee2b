import { describe, expect, it } from 'vitest';
import { codeOf } from '../../../gateway/src/core/errors.ts';
import { judgeIntake, titleOf, type Decoded } from '../../../gateway/src/library/intake-rules.ts';

const whole = { declaredMs: 20_000, decodedMs: 19_950, lufs: -20 };

function verdict(change: Partial<Decoded>): string | null {
  try {
    return judgeIntake({ ...whole, ...change })?.code ?? null;
  } catch (error) {
    return codeOf(error);
  }
}

describe('what is taken in', () => {
  it('a whole piece, without a word', () => {
    expect(verdict({})).toBeNull();
    expect(verdict({ declaredMs: null })).toBeNull();
  });

  it('a piece that stops early is kept, and it is said', () => {
    expect(verdict({ decodedMs: 9_000 })).toBe('recording.truncated');
    expect(judgeIntake({ ...whole, decodedMs: 9_000 })?.params).toEqual({ seconds: 9, declaredSeconds: 20 });
  });

  it('a piece that stops in its first second is refused', () => {
    expect(() => judgeIntake({ ...whole, decodedMs: 900 })).toThrow('stops almost at once');
  });

  it('nothing is refused as empty, silence as silent, a day of sound as too long', () => {
    expect(verdict({ declaredMs: null, decodedMs: 99 })).toBe('recording.empty');
    expect(verdict({ lufs: -70 })).toBe('recording.silent');
    expect(verdict({ declaredMs: null, decodedMs: 86_400_000 })).toBe('recording.too-long');
  });
});

describe('a title', () => {
  it('is the name of the file without its ending', () => {
    expect(titleOf('Bản tin sáng 24.11.mp3')).toBe('Bản tin sáng 24.11');
    expect(titleOf('C:\\Loa\\thông báo.wav')).toBe('thông báo');
  });

  it('is never empty', () => {
    expect(titleOf('.mp3')).toBe('.mp3');
    expect(titleOf('a')).toBe('a');
  });
});
