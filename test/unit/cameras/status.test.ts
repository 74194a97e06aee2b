import { describe, expect, it } from 'vitest';
import {
  observe,
  statusTiming,
  unseen,
  type CameraHealth,
  type Finding,
  type StatusTiming,
} from '../../../gateway/src/cameras/status.ts';

const promised = { fps: 15, kbps: 512 };
const answered: Finding = { kind: 'answered', driftMs: 400 };
const off = (driftMs: number): Finding => ({ kind: 'answered', driftMs });
const flowing: Finding = { kind: 'stream', fps: 15, kbps: 480, promised };
const rate = (fps: number, kbps: number): Finding => ({ kind: 'stream', fps, kbps, promised });
const trouble = (verdict: Extract<Finding, { kind: 'trouble' }>['verdict']): Finding => ({ kind: 'trouble', verdict });
const noStream = (why: Extract<Finding, { kind: 'no-stream' }>['why']): Finding => ({ kind: 'no-stream', why });
const seen = (what: Extract<Finding, { kind: 'picture' }>['seen']): Finding => ({ kind: 'picture', seen: what });

interface Act {
  readonly from: number;
  readonly to: number;
  readonly every: number;
  readonly finding: Finding;
}

/** A finding each so many seconds, from the one second to the other. */
const act = (from: number, to: number, every: number, finding: Finding): Act => ({ from, to, every, finding });
/** A camera that works: asked every quarter of a minute, its stream looked at each second, its picture each minute. */
const well = (from: number, to: number): Act[] => [
  act(from, to, 15, answered),
  act(from, to, 1, flowing),
  act(from, to, 60, seen('live')),
];

/** Lives second by second, and tells each change of what is shown: `12 s: offline, unreachable`. */
function story(acts: readonly Act[], timing: StatusTiming = statusTiming): string[] {
  const told: string[] = [];
  let health: CameraHealth = unseen(0);
  const end = Math.max(...acts.map(({ to }) => to));
  for (let second = 0; second <= end; second++) {
    const now = acts.filter(({ from, to, every }) => second >= from && second <= to && (second - from) % every === 0);
    for (const finding of [...now.map((each) => each.finding), { kind: 'time' } as const]) {
      const { shown } = health;
      health = observe(health, finding, second * 1_000, timing);
      if (health.shown === shown) continue;
      const { status, cause, live } = health.shown;
      told.push(`${second} s: ${status}${cause ? `, ${cause}` : ''}${live ? '' : ', no picture'}`);
    }
  }
  return told;
}

describe('a camera', () => {
  it('that works is online as soon as its stream was seen to flow', () => {
    expect(story(well(0, 600))).toEqual(['0 s: online']);
  });

  it('whose cable is pulled is offline within a minute, and back at once', () => {
    const pulled = [
      ...well(0, 100),
      act(105, 190, 15, trouble('unreachable')),
      act(113, 190, 5, noStream('stream-silent')),
    ];
    expect(story([...pulled, ...well(195, 400)])).toEqual([
      '0 s: online',
      // The line stays open for a while: it is seen that nothing comes, and it did not answer since.
      '111 s: offline, unreachable, no picture',
      '195 s: degraded, stream-silent, no picture',
      '197 s: online',
    ]);
  });

  it('whose stream broke off is never told to be there by an answer from before', () => {
    const acts = [...well(0, 58), act(59, 120, 15, trouble('refused')), act(59, 120, 5, noStream('stream-refused'))];
    expect(story(acts)).toEqual(['0 s: online', '64 s: offline, refused, no picture']);
  });

  it('that answered since its stream broke off is there, though it misses one answer', () => {
    const acts = [...well(0, 58), act(60, 120, 5, noStream('stream-refused')), act(61, 80, 15, answered)];
    expect(story([...acts, act(91, 91, 1, trouble('timed-out'))]).at(-1)).toBe(
      '65 s: degraded, stream-refused, no picture',
    );
  });

  it('that misses one answer is not accused', () => {
    expect(story([...well(0, 300), act(52, 52, 1, trouble('timed-out'))])).toEqual(['0 s: online']);
  });

  it('that does not answer but shows its picture is not offline', () => {
    const acts = [act(0, 30, 15, answered), act(0, 300, 1, flowing), act(45, 300, 15, trouble('timed-out'))];
    expect(story(acts)).toEqual(['0 s: online', '60 s: degraded, timed-out']);
  });

  it('that answers but shows nothing says so', () => {
    expect(story([act(0, 90, 15, answered), act(3, 90, 10, noStream('stream-busy'))])).toEqual([
      '13 s: degraded, stream-busy, no picture',
    ]);
  });

  it.each(['wrong-password', 'locked'] as const)('that says %s is left alone from the first time on', (verdict) => {
    expect(story([act(0, 0, 1, trouble(verdict))])).toEqual([`0 s: locked, ${verdict}, no picture`]);
  });

  it.each(['no-profiles', 'not-onvif'] as const)('that says %s is believed at once, after the start', (verdict) => {
    expect(story([act(70, 70, 1, trouble(verdict))])).toEqual([`70 s: offline, ${verdict}, no picture`]);
  });

  it('is not called offline while it may still be starting, after the power came back', () => {
    expect(story([act(0, 100, 15, trouble('unreachable'))])).toEqual([
      '15 s: unknown, unreachable, no picture',
      '60 s: offline, unreachable, no picture',
    ]);
  });

  it('is nothing as long as nothing was found', () => {
    expect(story([act(0, 300, 1, { kind: 'time' })])).toEqual([]);
  });
});

describe('the picture', () => {
  it.each(['frozen', 'black'] as const)('that is %s twice is no live picture, within a hundred seconds', (fault) => {
    const acts = [
      ...well(0, 300).slice(0, 2),
      act(0, 60, 60, seen('live')),
      act(75, 150, 15, seen(fault)),
      act(165, 300, 60, seen('live')),
    ];
    expect(story(acts)).toEqual(['0 s: online', `90 s: degraded, ${fault}, no picture`, '165 s: online']);
  });

  it('that is black needs few bits, and is called black', () => {
    const acts = [
      act(0, 300, 15, answered),
      act(0, 20, 1, flowing),
      act(21, 300, 1, rate(15, 12)),
      act(60, 300, 15, seen('black')),
    ];
    expect(story(acts)).toEqual(['0 s: online', '36 s: degraded, thin', '75 s: degraded, black, no picture']);
  });

  it('that seemed frozen once, at night, is live', () => {
    const acts = [...well(0, 200).slice(0, 2), act(60, 60, 1, seen('frozen')), act(75, 200, 60, seen('live'))];
    expect(story(acts)).toEqual(['0 s: online']);
  });

  it('that stalls is gone, and nothing is believed of it when it returns', () => {
    const acts = [
      act(0, 200, 15, answered),
      act(0, 60, 1, flowing),
      act(30, 45, 15, seen('black')),
      act(90, 200, 1, flowing),
    ];
    expect(story(acts)).toEqual([
      '0 s: online',
      '45 s: degraded, black, no picture',
      '71 s: degraded, stream-stalled, no picture',
      '92 s: online',
    ]);
  });
});

describe('the stream', () => {
  const after = (finding: Finding) => [act(0, 200, 15, answered), act(0, 30, 1, flowing), act(31, 200, 1, finding)];

  it.each([
    ['half its pictures', rate(8, 480), null],
    ['fewer than half', rate(7, 480), 'slow'],
    ['next to nothing in each', rate(15, 20), 'thin'],
  ] as const)('with %s is judged after a quarter of a minute', (_story, finding, cause) => {
    expect(story(after(finding))).toEqual(['0 s: online', ...(cause ? [`46 s: degraded, ${cause}`] : [])]);
  });

  it('that is a little better than bad stays bad, and is good only from well above', () => {
    const acts = [
      ...after(rate(7, 480)).slice(0, 2),
      act(31, 59, 1, rate(7, 480)),
      act(60, 120, 1, rate(9, 480)),
      act(121, 200, 1, rate(11, 480)),
    ];
    expect(story(acts)).toEqual(['0 s: online', '46 s: degraded, slow', '131 s: online']);
  });

  it('that promises nothing is held to nothing', () => {
    const finding: Finding = { kind: 'stream', fps: 1, kbps: 1, promised: { fps: null, kbps: null } };
    expect(story([act(0, 60, 15, answered), act(0, 60, 1, finding)])).toEqual(['0 s: online']);
  });
});

describe('the clock of a camera', () => {
  it('that is more than a minute off is told, and not taken back before it is well within', () => {
    const acts = [
      act(0, 300, 1, flowing),
      act(0, 0, 1, off(-61_000)),
      act(60, 60, 1, off(45_000)),
      act(120, 120, 1, off(-20_000)),
    ];
    expect(story(acts)).toEqual(['0 s: online', '0 s: degraded, clock-off', '120 s: online']);
  });

  it('is not what keeps a camera from working whose picture is still awaited', () => {
    expect(story([act(0, 8, 4, off(-90_000)), act(8, 20, 1, flowing)])).toEqual(['8 s: degraded, clock-off']);
  });

  it('that a camera keeps to itself is no fault', () => {
    expect(story([...well(0, 60).slice(1), act(0, 60, 15, { kind: 'answered', driftMs: null })])).toEqual([
      '0 s: online',
    ]);
  });
});

describe('the cause', () => {
  it('is the lowest rung that is broken', () => {
    const all = [off(-90_000), rate(1, 480), seen('black'), flowing];
    const acts = [...all.map((finding) => act(0, 120, 1, finding)), act(60, 120, 15, trouble('broken-reply'))];
    const told = story(acts.filter(({ finding }) => finding !== flowing));
    expect(told.map((line) => line.split(', ')[1])).toEqual(['clock-off', 'black', 'slow']);
    expect(story(acts.filter(({ finding }) => finding.kind !== 'answered')).at(-1)).toContain('broken-reply');
  });
});

describe('the beginning of a fault', () => {
  /** Of what is shown in the end. */
  function sinceS(acts: readonly Act[]): number {
    let health = unseen(0);
    for (let second = 0; second <= 120; second++) {
      for (const { from, to, every, finding } of acts) {
        if (second >= from && second <= to && (second - from) % every === 0) {
          health = observe(health, finding, second * 1_000);
        }
      }
      health = observe(health, { kind: 'time' }, second * 1_000);
    }
    return health.shown.sinceMs / 1_000;
  }

  it('is when it was last known to be none: a picture that hangs may hang since it was looked at last', () => {
    const acts = [...well(0, 120).slice(0, 2), act(20, 20, 1, seen('live')), act(80, 120, 15, seen('frozen'))];
    expect(sinceS(acts)).toBe(20);
  });

  it('of a camera that is gone is when the last of it came, over whatever', () => {
    const gone = [act(65, 120, 15, trouble('unreachable')), act(60, 120, 5, noStream('stream-refused'))];
    expect(sinceS([...well(0, 50), ...gone])).toBe(50);
  });

  it('of a refused login is when it was refused', () => {
    expect(sinceS([...well(0, 50), act(65, 65, 1, trouble('wrong-password'))])).toBe(65);
  });
});

describe('a loose plug', () => {
  const fall = (at: number) => [
    act(at, at + 40, 10, trouble('unreachable')),
    act(at, at + 40, 5, noStream('stream-refused')),
  ];
  const rise = (at: number) => well(at, at + 60);

  it('is one fault of its own after three falls, until ten minutes without one', () => {
    const three = [0, 120, 240].flatMap((at) => [...rise(at), ...fall(at + 65)]);
    const told = story([...three, ...well(360, 1_200)]);
    expect(told.filter((line) => line.includes('offline'))).toHaveLength(3);
    expect(told.slice(-2)).toEqual(['362 s: degraded, flapping', '910 s: online']);
  });

  it('that fell twice is only that', () => {
    const two = [0, 120].flatMap((at) => [...rise(at), ...fall(at + 65)]);
    expect(story([...two, ...well(240, 400)]).at(-1)).toBe('242 s: online');
  });
});

describe('whatever happens', () => {
  it('no camera is online or live without a stream that flowed in the last ten seconds', () => {
    const findings: Finding[] = [
      ...[answered, off(-90_000), flowing, rate(1, 2), seen('live'), seen('frozen'), seen('black')],
      ...[trouble('timed-out'), trouble('wrong-password'), noStream('stream-silent'), { kind: 'time' } as const],
    ];
    let seed = 1;
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    let health = unseen(0);
    let flowedAt = -Infinity;
    for (let now = 0, step = 0; step < 20_000; step++) {
      now += random(4_000);
      const finding = findings[random(findings.length)]!;
      if (finding.kind === 'stream') flowedAt = now;
      health = observe(health, finding, now);
      const { status, cause, live } = health.shown;
      if (status === 'online' || live) expect(now - flowedAt).toBeLessThanOrEqual(statusTiming.stallMs);
      expect(cause === null).toBe(status === 'online' || (status === 'unknown' && cause === null));
      if (cause === 'frozen' || cause === 'black') expect(live).toBe(false);
    }
  });
});
