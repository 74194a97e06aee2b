import { describe, expect, it } from 'vitest';
import { type PowerProof, prove, type Proven, unmeasured } from '../../../gateway/src/relays/power-proof.ts';
import { relayTiming } from '../../../gateway/src/relays/timing.ts';

const off: Proven = { said: 'off', wanted: 'off', minDrawW: 5 };
const on: Proven = { said: 'on', wanted: 'on', minDrawW: 5 };

/** A channel with a meter, second by second; `>` is what the gateway sends. */
function createMeter(channel: Proven) {
  let proof: PowerProof = unmeasured;
  let proven = channel;
  let nowMs = 0;
  const lines: string[] = [];
  function tell(event: Parameters<typeof prove>[1]): void {
    const turn = prove(proof, event, proven, nowMs, relayTiming);
    proof = turn.proof;
    if (turn.command) lines.push(`${nowMs / 1_000} > ${turn.command}`);
  }
  const meter = {
    get fault() {
      return proof.fault;
    },
    lines,
    shows: (watts: number) => tell({ kind: 'reading', watts }),
    becomes(now: Proven) {
      proven = now;
      tell({ kind: 'switched' });
    },
    pass(seconds: number) {
      const end = nowMs + seconds * 1_000;
      while (proof.dueAtMs !== null && proof.dueAtMs <= end) {
        nowMs = Math.max(nowMs, proof.dueAtMs);
        tell({ kind: 'time' });
      }
      nowMs = end;
    },
  };
  return meter;
}

/** It was ON and drew 120 W, and now says OFF. */
function turnedOff() {
  const meter = createMeter(on);
  meter.shows(120);
  meter.becomes(off);
  return meter;
}
function turnedOn() {
  const meter = createMeter(off);
  meter.shows(0);
  meter.becomes(on);
  return meter;
}

describe('an amplifier that should be without power', () => {
  it('may show a late reading for fifteen seconds', () => {
    const meter = turnedOff();
    meter.pass(14);
    meter.shows(120);
    expect(meter.fault).toBeNull();
    meter.shows(0);
    meter.pass(600);
    expect(meter).toMatchObject({ fault: null, lines: [] });
  });

  it('is asked for after fifteen seconds, and if it still draws, its relay is welded', () => {
    const meter = turnedOff();
    meter.pass(15);
    expect(meter.lines).toEqual(['15 > measure']);
    meter.shows(118);
    expect(meter.fault).toBe('relay.draws-while-off');
  });

  it('is told OFF every half a minute until it draws nothing', () => {
    const meter = turnedOff();
    meter.pass(15);
    meter.shows(118);
    meter.pass(300);
    expect(meter.lines.slice(1, 4)).toEqual(['45 > off', '75 > off', '105 > off']);
    expect(meter.lines).toHaveLength(11);
    meter.shows(0);
    expect(meter.fault).toBeNull();
    meter.pass(300);
    expect(meter.lines).toHaveLength(11);
  });

  it('keeps its fault through the next broadcast, in which it draws as it should', () => {
    const meter = turnedOff();
    meter.pass(15);
    meter.shows(118);
    meter.becomes(on);
    meter.shows(120);
    expect(meter.fault).toBe('relay.draws-while-off');
    meter.becomes(off);
    meter.shows(0);
    expect(meter.fault).toBeNull();
  });

  it('is not asked for ever when the meter does not answer', () => {
    const meter = turnedOff();
    meter.pass(3_600);
    expect(meter.lines).toEqual(['15 > measure', '45 > measure', '75 > measure']);
    expect(meter.fault).toBeNull();
  });

  it('may draw what its own standby needs', () => {
    const meter = turnedOff();
    meter.pass(15);
    meter.shows(4.9);
    expect(meter.fault).toBeNull();
  });
});

describe('an amplifier that should run', () => {
  it('and draws nothing for fifteen seconds has no power of its own', () => {
    const meter = turnedOn();
    meter.pass(10);
    meter.shows(0);
    expect(meter.fault).toBeNull();
    meter.pass(5);
    meter.shows(0);
    expect(meter.fault).toBe('relay.no-draw');
    meter.shows(90);
    expect(meter.fault).toBeNull();
  });

  it('whose fuse blows in the middle is found fifteen seconds later', () => {
    const meter = turnedOn();
    meter.shows(120);
    meter.pass(600);
    meter.shows(0);
    meter.pass(15);
    expect(meter.lines).toEqual(['615 > measure']);
    meter.shows(0);
    expect(meter.fault).toBe('relay.no-draw');
  });

  it('is judged anew at every ON, and not cured by an OFF', () => {
    const meter = turnedOn();
    meter.pass(15);
    meter.shows(0);
    meter.becomes(off);
    meter.shows(0);
    expect(meter.fault).toBe('relay.no-draw');
    meter.becomes(on);
    expect(meter.fault).toBeNull();
    meter.pass(15);
    meter.shows(0);
    expect(meter.fault).toBe('relay.no-draw');
  });
});

describe('nothing is proved', () => {
  it('where nobody wants it judged, or the device has not done what is wanted', () => {
    for (const channel of [
      { ...off, minDrawW: null },
      { ...off, wanted: 'on' as const },
      { ...on, wanted: 'off' as const },
      { ...off, said: 'unknown' as const },
    ]) {
      const meter = createMeter(on);
      meter.shows(120);
      meter.becomes(channel);
      meter.pass(60);
      meter.shows(channel.said === 'on' ? 0 : 120);
      expect(meter).toMatchObject({ fault: null, lines: [] });
    }
  });

  it('of a channel without a meter', () => {
    const meter = createMeter(on);
    meter.becomes(off);
    meter.pass(600);
    expect(meter).toMatchObject({ fault: null, lines: [] });
  });
});
