import { describe, expect, it } from 'vitest';
import {
  advance,
  type Channel,
  type ChannelEvent,
  unknownChannel,
  wanted,
} from '../../../gateway/src/relays/channel.ts';
import { relayTiming } from '../../../gateway/src/relays/timing.ts';

/** Tells a channel its story, a line an event, and writes down what it did: `>` a command, `=` a verdict. */
function createStory(maxOnMs: number | null = null, askable = true) {
  let channel: Channel = unknownChannel;
  let nowMs = 100_000;
  const lines: string[] = [];

  function tell(event: ChannelEvent): void {
    const turn = advance(channel, event, nowMs, { ...relayTiming, maxOnMs, askable });
    channel = turn.channel;
    if (turn.command) lines.push(`> ${turn.command}`);
    if (turn.verdict) lines.push(`= ${turn.verdict.kind}${'code' in turn.verdict ? ` ${turn.verdict.code}` : ''}`);
  }

  const story = {
    get channel() {
      return channel;
    },
    /** What happened since the last look. */
    get lines() {
      return lines.splice(0);
    },
    forget: () => void lines.splice(0),
    want: () => tell({ kind: 'want' }),
    try: () => tell({ kind: 'try' }),
    drop: () => tell({ kind: 'drop' }),
    back: () => tell({ kind: 'back' }),
    away: (code: 'relay.offline' | 'mqtt.offline' = 'relay.offline') => tell({ kind: 'away', code }),
    says: (word: 'ON' | 'OFF', retained = false) => tell({ kind: 'said', on: word === 'ON', retained, at: nowMs }),
    /** Time passes; each deadline is met on its minute. */
    pass(ms: number) {
      const end = nowMs + ms;
      while (channel.dueAtMs !== null && channel.dueAtMs <= end) {
        nowMs = channel.dueAtMs;
        tell({ kind: 'time' });
      }
      nowMs = end;
    },
  };
  story.back();
  story.says('OFF');
  story.forget();
  return story;
}

function createHeldStory(maxOnMs: number | null = null) {
  const story = createStory(maxOnMs);
  story.want();
  story.says('ON');
  story.forget();
  return story;
}

describe('a channel that is asked to go on', () => {
  it('is on when the device itself says so', () => {
    const story = createStory();
    story.want();
    expect(story.lines).toEqual(['> on']);
    expect(story.channel.phase).toBe('arming');
    story.says('ON');
    expect(story.lines).toEqual(['= on']);
    expect(story.channel.phase).toBe('on');
  });

  it('is told three times, ever more patiently, then it is a fault and is told to go off', () => {
    const story = createStory();
    story.want();
    story.pass(1_999);
    expect(story.lines).toEqual(['> on']);
    story.pass(1);
    expect(story.lines).toEqual(['> on']);
    story.pass(3_000);
    expect(story.lines).toEqual(['> on']);
    story.pass(4_000);
    expect(story.lines).toEqual(['> off', '= not-on relay.unreachable']);
    expect(story.channel.fault).toBe('relay.unreachable');
    expect(wanted(story.channel)).toBe('off');
  });

  it('that answers OFF every time has refused', () => {
    const story = createStory();
    story.want();
    for (const waitMs of [2_000, 3_000, 4_000]) {
      story.says('OFF');
      story.pass(waitMs);
    }
    expect(story.lines).toContain('= not-on relay.refused');
    story.says('OFF');
    expect(story.channel).toMatchObject({ phase: 'off', fault: 'relay.refused' });
  });

  it('that then falls silent is unreachable: the OFF it said first may have been an older answer', () => {
    const story = createStory();
    story.want();
    story.says('OFF');
    story.pass(9_000);
    expect(story.lines).toContain('= not-on relay.unreachable');
  });

  it('is not confirmed by what the broker remembers of yesterday', () => {
    const story = createStory();
    story.want();
    story.says('ON', true);
    expect(story.channel.phase).toBe('arming');
  });

  it('waits ten seconds after it went off', () => {
    const story = createHeldStory();
    story.drop();
    story.says('OFF');
    story.pass(4_000);
    story.want();
    expect(story.lines).toEqual(['> off', '= off']);
    expect(wanted(story.channel)).toBe('on');
    story.pass(5_999);
    expect(story.lines).toEqual([]);
    story.pass(1);
    expect(story.lines).toEqual(['> on']);
  });

  it('rests in full when it is wanted again at once, though the answer to a renewal still comes in', () => {
    const story = createHeldStory();
    story.pass(30_000);
    story.drop();
    story.want();
    story.says('ON');
    expect(story.lines).toEqual(['> renew', '> off']);
    story.says('OFF');
    story.pass(9_999);
    expect(story.lines).toEqual([]);
    story.pass(1);
    expect(story.lines).toEqual(['> on']);
  });

  it('gives up at once when the device is lost, and owes it an OFF', () => {
    const story = createStory();
    story.want();
    story.away();
    expect(story.lines).toEqual(['> on', '= not-on relay.offline']);
    story.pass(600_000);
    expect(story.lines).toEqual([]);
    story.back();
    expect(story.lines).toEqual(['> off']);
  });
});

describe('a channel that is held', () => {
  it('has its lease renewed every thirty seconds', () => {
    const story = createHeldStory();
    for (let n = 0; n < 3; n++) {
      story.pass(30_000);
      expect(story.lines).toEqual(['> renew']);
      story.says('ON');
    }
    expect(story.channel.phase).toBe('on');
  });

  it('does not take talk for the answer to a renewal it never sent', () => {
    const story = createHeldStory();
    story.pass(20_000);
    story.says('ON');
    story.pass(10_000);
    expect(story.lines).toEqual(['> renew']);
  });

  it('that falls silent shows a fault soon, and is lost when its lease must have ended', () => {
    const story = createHeldStory();
    story.pass(39_000);
    expect(story.channel).toMatchObject({ phase: 'on', fault: 'relay.unreachable' });
    story.pass(50_999);
    expect(story.lines).not.toContain('= lost relay.unreachable');
    story.pass(1);
    expect(story.lines.slice(-2)).toEqual(['> off', '= lost relay.unreachable']);
  });

  it('that answers again in time was never lost', () => {
    const story = createHeldStory();
    story.pass(60_000);
    story.says('ON');
    expect(story.channel).toMatchObject({ phase: 'on', fault: null });
    story.pass(29_999);
    story.says('ON');
    expect(story.lines).not.toContain('= lost relay.unreachable');
  });

  it('that turns itself off is turned on again', () => {
    const story = createHeldStory();
    story.says('OFF');
    expect(story.lines).toEqual(['> on']);
    story.says('ON');
    expect(story.channel.phase).toBe('on');
  });

  it('that turns itself off a third time is lost', () => {
    const story = createHeldStory();
    for (let n = 0; n < 2; n++) {
      story.says('OFF');
      story.says('OFF');
      story.says('ON');
      story.says('ON');
    }
    expect(story.lines).toEqual(['> on', '= on', '> on', '= on']);
    story.says('OFF');
    expect(story.lines).toEqual(['> off', '= lost relay.turned-off']);
    expect(story.channel.fault).toBe('relay.turned-off');
  });

  it('that turns itself off and stays off is lost after two tries', () => {
    const story = createHeldStory();
    story.says('OFF');
    story.pass(5_000);
    expect(story.lines).toEqual(['> on', '> on', '> off', '= lost relay.turned-off']);
  });

  it('outlives a short loss of the line, and is renewed when the line is back', () => {
    const story = createHeldStory();
    story.away('mqtt.offline');
    story.pass(40_000);
    expect(story.lines).toEqual([]);
    expect(story.channel).toMatchObject({ phase: 'on', fault: null });
    story.back();
    expect(story.lines).toEqual(['> renew']);
    story.says('ON');
    expect(story.channel.leaseEndsAtMs).toBeGreaterThan(200_000);
  });

  it('is lost when the line stays down longer than the lease', () => {
    const story = createHeldStory();
    story.away('mqtt.offline');
    story.pass(90_000);
    expect(story.lines).toEqual(['= lost relay.unreachable']);
    story.back();
    expect(story.lines).toEqual(['> off']);
  });
});

describe('a channel that may be on for an hour', () => {
  const hour = 3_600_000;
  const liveOn = (story: ReturnType<typeof createStory>, ms: number) => {
    for (let passed = 0; passed < ms; passed += 30_000) {
      story.pass(30_000);
      if (story.channel.phase === 'on') story.says('ON');
    }
  };

  it('is turned off after it, and whoever held it is told', () => {
    const story = createHeldStory(hour);
    liveOn(story, hour - 30_000);
    expect(new Set(story.lines)).toEqual(new Set(['> renew']));
    liveOn(story, 30_000);
    expect(story.lines).toEqual(['> off', '= lost relay.max-on']);
    story.says('OFF');
    expect(story.channel).toMatchObject({ phase: 'off', fault: 'relay.max-on' });
  });

  it('gains no time by turning itself off in between', () => {
    const story = createHeldStory(hour);
    liveOn(story, hour - 60_000);
    story.says('OFF');
    story.says('ON');
    liveOn(story, 90_000);
    expect(story.lines).toContain('= lost relay.max-on');
  });

  it('begins anew when somebody holds it again, and then the fault is over', () => {
    const story = createHeldStory(hour);
    liveOn(story, hour);
    story.says('OFF');
    story.forget();
    story.want();
    story.pass(10_000);
    story.says('ON');
    liveOn(story, hour - 60_000);
    expect(story.lines).not.toContain('= lost relay.max-on');
    expect(story.channel.fault).toBeNull();
  });

  it('may be on for ever when no limit is set', () => {
    const story = createHeldStory(null);
    liveOn(story, 24 * hour);
    expect(story.channel.phase).toBe('on');
  });
});

describe('a channel that is tried', () => {
  function createTriedStory(askable = true) {
    const story = createStory(null, askable);
    story.try();
    story.says('ON');
    expect(story.lines).toEqual(['> on', '= on']);
    return story;
  }

  it('is not renewed, and when it goes off by itself it is told OFF as well', () => {
    const story = createTriedStory();
    story.pass(4_000);
    expect(story.lines).toEqual([]);
    story.says('OFF');
    expect(story.lines).toEqual(['> off', '= fell']);
    story.says('OFF');
    expect(story.lines).toEqual(['= off']);
    expect(story.channel).toMatchObject({ phase: 'off', trial: false, fault: null });
  });

  it('is asked when its time is over, and told OFF when it says that it is still on', () => {
    const story = createTriedStory();
    story.pass(5_500);
    expect(story.lines).toEqual(['> ask']);
    story.says('ON');
    expect(story.lines).toEqual(['> off', '= kept']);
  });

  it('is not blamed for talk before its time is over', () => {
    const story = createTriedStory();
    story.pass(1_000);
    story.says('ON');
    expect(story.channel.phase).toBe('on');
  });

  it('that falls silent has proved nothing', () => {
    const story = createTriedStory();
    story.pass(14_499);
    expect(story.lines).toEqual(['> ask', '> ask', '> ask']);
    story.pass(1);
    expect(story.lines).toEqual(['> off', '= lost relay.unreachable']);
  });

  it('that cannot be asked, and did not say that it went off, counts as still on', () => {
    const story = createTriedStory(false);
    story.pass(5_499);
    expect(story.lines).toEqual([]);
    story.pass(1);
    expect(story.lines).toEqual(['> off', '= kept']);
  });

  it('is not blamed for being on when its line comes back before its time is over', () => {
    const story = createTriedStory();
    story.pass(1_000);
    story.away('mqtt.offline');
    story.back();
    story.says('ON');
    expect(story.lines).toEqual([]);
    story.pass(3_000);
    story.says('OFF');
    expect(story.lines).toEqual(['> off', '= fell']);
  });

  it('is armed anew, with a whole lease, when a broadcast needs it', () => {
    const story = createTriedStory();
    story.want();
    expect(story.lines).toEqual(['> on']);
    story.says('ON');
    story.pass(30_000);
    expect(story.lines).toEqual(['= on', '> renew']);
  });
});

describe('a channel that is given back', () => {
  it('is off when the device itself says so', () => {
    const story = createHeldStory();
    story.drop();
    expect(story.channel.phase).toBe('disarming');
    story.says('OFF');
    expect(story.lines).toEqual(['> off', '= off']);
  });

  it('that does not obey is told again and again, at most half a minute apart, until it does', () => {
    const story = createHeldStory();
    story.drop();
    story.pass(9_000);
    expect(story.lines).toEqual(['> off', '> off', '> off', '> off', '= not-off relay.stuck-on']);
    expect(story.channel.fault).toBe('relay.stuck-on');
    story.pass(300_000);
    expect(story.lines.length).toBeGreaterThanOrEqual(10);
    story.says('OFF');
    expect(story.channel).toMatchObject({ phase: 'off', fault: null });
  });

  it('while out of reach is told as soon as it is back', () => {
    const story = createHeldStory();
    story.away('mqtt.offline');
    story.drop();
    expect(story.lines).toEqual(['= not-off mqtt.offline']);
    story.back();
    expect(story.lines).toEqual(['> off']);
    story.says('OFF');
    expect(story.lines).toEqual(['= off']);
  });
});

describe('a channel that nobody holds', () => {
  it('is told to go off the moment it says that it is on', () => {
    const story = createStory();
    story.says('ON');
    expect(story.lines).toEqual(['> off']);
  });

  it('is told to go off when its device comes back', () => {
    const story = createStory();
    story.away();
    story.back();
    expect(story.lines).toEqual(['> off']);
  });

  it('is left in peace while it is off', () => {
    const story = createStory();
    story.pass(3_600_000);
    story.says('OFF');
    expect(story.lines).toEqual([]);
  });
});
