import { describe, expect, it } from 'vitest';
import type { ChannelRef } from '../../../gateway/src/contract/index.ts';
import { AppError } from '../../../gateway/src/core/errors.ts';
import { createZonePower } from '../../../gateway/src/zones/zone-power.ts';

const mains: ChannelRef = { relayId: 'mains', channel: 1 };
const line: ChannelRef = { relayId: 'lines', channel: 3 };

function relays(dead: string[] = []) {
  const story: string[] = [];
  const lost = new Set<(channel: ChannelRef, code: string) => void>();
  const doubts = new Set<(channel: ChannelRef, code: string) => void>();
  const power = createZonePower({
    relays: {
      hold(channel, holder) {
        if (dead.includes(channel.relayId)) return Promise.reject(new AppError('relay.unreachable', 504, 'no answer'));
        story.push(`hold ${channel.relayId} for ${holder}`);
        return Promise.resolve();
      },
      release(channel, holder) {
        story.push(`release ${channel.relayId} of ${holder}`);
        return dead.includes(`${channel.relayId}-off`)
          ? Promise.reject(new AppError('relay.stuck-on', 504, 'still on'))
          : Promise.resolve();
      },
      isAway: (channel) => channel.relayId === 'lost',
      restMs: (channel) => (channel.relayId === 'mains' ? 7_000 : 0),
      onLost(listener) {
        lost.add(listener);
        return () => lost.delete(listener);
      },
      onDoubt(listener) {
        doubts.add(listener);
        return () => doubts.delete(listener);
      },
    },
    channelsOf: (zoneId) => (zoneId === 'gone' ? undefined : [mains, line]),
    onChange: () => undefined,
  });
  return {
    story,
    power,
    lose: (channel: ChannelRef) => lost.forEach((tell) => tell(channel, 'relay.turned-off')),
    doubt: (channel: ChannelRef) => doubts.forEach((tell) => tell(channel, 'relay.no-draw')),
  };
}
const never = new AbortController().signal;

describe('the power of a zone', () => {
  it('is on when every one of its relays said so', async () => {
    const { story, power } = relays();
    const up = power.amplifiers.powerUp('dinh', 'b1', never);
    expect(power.stateOf('dinh').power).toBe('warming');
    await up;
    expect(power.stateOf('dinh').power).toBe('on');
    await power.amplifiers.powerDown('dinh', 'b1');
    expect(power.stateOf('dinh')).toEqual({ power: 'off', fault: null });
    expect(story).toEqual([
      'hold mains for dinh/b1',
      'hold lines for dinh/b1',
      'release mains of dinh/b1',
      'release lines of dinh/b1',
    ]);
  });

  it('with one dead relay gives the others back and names the dead one', async () => {
    const { story, power } = relays(['lines']);
    await expect(power.amplifiers.powerUp('dinh', 'b1', never)).rejects.toMatchObject({ code: 'relay.unreachable' });
    expect(story).toEqual(['hold mains for dinh/b1', 'release mains of dinh/b1']);
    expect(power.stateOf('dinh')).toEqual({
      power: 'fault',
      fault: { code: 'relay.unreachable', params: { relay: 'lines', channel: 3 } },
    });
  });

  it('is well again when that relay is, or at the next broadcast', async () => {
    const { power } = relays(['lines']);
    await power.amplifiers.powerUp('dinh', 'b1', never).catch(() => undefined);
    power.recovered('mains');
    expect(power.stateOf('dinh').power).toBe('fault');
    power.recovered('lines');
    expect(power.stateOf('dinh')).toEqual({ power: 'off', fault: null });
  });

  it('rests as long as the one of its relays that was switched off last', () => {
    expect(relays().power.amplifiers.restMs('dinh')).toBe(7_000);
  });

  it('is never taken for confirmed where the zone is gone', async () => {
    await expect(relays().power.amplifiers.powerUp('gone', 'b1', never)).rejects.toMatchObject({
      code: 'zone.not-found',
    });
  });

  it('stays on while a second broadcast holds it', async () => {
    const { power } = relays();
    await power.amplifiers.powerUp('dinh', 'b1', never);
    power.amplifiers.cool('dinh', 'b1');
    expect(power.stateOf('dinh').power).toBe('cooling');
    await power.amplifiers.powerUp('dinh', 'b2', never);
    await power.amplifiers.powerDown('dinh', 'b1');
    expect(power.stateOf('dinh').power).toBe('on');
  });

  it('of two zones behind one relay goes on for the second when a broadcast gives the first back', async () => {
    const { story, power } = relays();
    await power.amplifiers.powerUp('dinh', 'b1', never);
    await power.amplifiers.powerUp('dau-thon', 'b1', never);
    const holders = () => {
      const held = new Set<string>();
      for (const line of story.filter((told) => told.includes('mains'))) {
        const [verb, , , holder = ''] = line.split(' ');
        if (verb === 'hold') held.add(holder);
        else held.delete(holder);
      }
      return held.size;
    };
    await power.amplifiers.powerDown('dinh', 'b1');
    expect(holders()).toBe(1);
    await power.amplifiers.powerDown('dau-thon', 'b1');
    expect(holders()).toBe(0);
  });

  it('tells when a held relay is lost, and which zone suffers', async () => {
    const { power, lose } = relays();
    const told: string[] = [];
    power.amplifiers.onLost((zoneId, reason) => told.push(`${zoneId} ${reason.code}`));
    lose(line);
    await power.amplifiers.powerUp('dinh', 'b1', never);
    lose({ relayId: 'lines', channel: 4 });
    lose(line);
    expect(told).toEqual(['dinh relay.turned-off']);
    expect(power.stateOf('dinh').power).toBe('fault');
  });

  it('tells when the amplifier draws nothing: the zone stays on, with that fault until it is given back', async () => {
    const { power, doubt } = relays();
    const told: string[] = [];
    power.amplifiers.onDoubt((zoneId, reason) => told.push(`${zoneId} ${reason.code}`));
    doubt(mains);
    await power.amplifiers.powerUp('dinh', 'b1', never);
    doubt(mains);
    expect(told).toEqual(['dinh relay.no-draw']);
    expect(power.stateOf('dinh')).toMatchObject({ power: 'on', fault: { code: 'relay.no-draw' } });
    await power.amplifiers.powerDown('dinh', 'b1');
    expect(power.stateOf('dinh')).toEqual({ power: 'off', fault: null });
  });

  it('a relay that does not obey OFF is told to the broadcast and shown', async () => {
    const { power } = relays(['mains-off']);
    await power.amplifiers.powerUp('dinh', 'b1', never);
    await expect(power.amplifiers.powerDown('dinh', 'b1')).rejects.toMatchObject({ code: 'relay.stuck-on' });
    expect(power.stateOf('dinh').fault?.params.relay).toBe('mains');
  });
});
