import { describe, expect, it } from 'vitest';
import { observe, type Presence, type PresenceEvent, unheard } from '../../../gateway/src/core/presence.ts';
import { relayTiming } from '../../../gateway/src/relays/timing.ts';

function createWatch(presence: Presence = unheard('never-seen')) {
  let nowMs = 0;
  let asked = 0;
  const tell = (event: PresenceEvent) => {
    const seen = observe(presence, event, nowMs, relayTiming);
    presence = seen.presence;
    if (seen.ask) asked++;
  };
  return {
    tell,
    get shown() {
      return presence.shown;
    },
    get asked() {
      return asked;
    },
    pass(ms: number) {
      const end = nowMs + ms;
      while (presence.dueAtMs !== null && presence.dueAtMs <= end) {
        nowMs = presence.dueAtMs;
        tell('time');
      }
      nowMs = end;
    },
  };
}

describe('whether a relay is there', () => {
  it('a relay never heard of is not called offline', () => {
    expect(createWatch().shown).toBe('never-seen');
  });

  it('whatever it says, it is there', () => {
    const watch = createWatch();
    watch.tell('spoke');
    expect(watch.shown).toBe('online');
  });

  it('its last will counts after two seconds of silence', () => {
    const watch = createWatch();
    watch.tell('spoke');
    watch.tell('last-will');
    watch.pass(1_999);
    expect(watch.shown).toBe('online');
    watch.pass(1);
    expect(watch.shown).toBe('offline');
  });

  it('a last will that comes with a take-over by the same device does not count', () => {
    const watch = createWatch();
    watch.tell('spoke');
    watch.tell('last-will');
    watch.pass(500);
    watch.tell('spoke');
    watch.pass(10_000);
    expect(watch.shown).toBe('online');
  });

  it('a relay that hangs without a last will is asked, then offline within thirty seconds', () => {
    const watch = createWatch();
    watch.tell('spoke');
    watch.pass(20_000);
    expect(watch.asked).toBe(1);
    watch.pass(10_000);
    expect(watch.asked).toBe(3);
    expect(watch.shown).toBe('offline');
  });

  it('a quiet relay that answers when asked stays there', () => {
    const watch = createWatch();
    watch.tell('spoke');
    for (let n = 0; n < 20; n++) {
      watch.pass(21_000);
      watch.tell('spoke');
    }
    expect(watch.shown).toBe('online');
  });
});
