import { expect, it } from 'vitest';
import type { RelayDriver, RelayTemplate } from '../../../gateway/src/contract/index.ts';
import { hurried, openVillage, pass, until } from './village.ts';

const never = new AbortController().signal;

type Life = Awaited<ReturnType<typeof begin>>;

/** A village with one relay of one channel, known to be OFF. */
async function begin(driver: RelayDriver, template: RelayTemplate | null) {
  const village = await openVillage();
  const relay = await village.plugIn(driver, 1, 120, template);
  const channel = async () => (await village.relays.get(relay.id)).channels[0];
  await until('the first OFF', async () => (await channel())?.state === 'off');
  return {
    village,
    relay,
    ref: { relayId: relay.id, channel: 1 },
    channel,
    fault: async () => (await channel())?.fault?.code,
    states: () => relay.story.map((line) => line.state),
  };
}

/** What a village lives through with its relays, on a real broker; the same for every driver. */
export function tellStories(driver: RelayDriver, template: RelayTemplate | null = null): void {
  /** Mostly waiting, so several are told at the same time; each has a village to itself. */
  const story = (fact: string, live: (life: Life) => Promise<void>) =>
    it.concurrent(fact, async () => {
      const life = await begin(driver, template);
      try {
        await live(life);
      } finally {
        await life.village.close();
      }
    });

  story('has power while a broadcast holds it, and none after', async ({ village, relay, ref, channel, states }) => {
    await village.relays.hold(ref, 'b1', never);
    expect(relay.isOn(1)).toBe(true);
    await until('120 W', async () => (await channel())?.powerW === 120);
    await village.relays.release(ref, 'b1');
    expect(relay.isOn(1)).toBe(false);
    expect(states()).toEqual(['on', 'off']);
  });

  story('keeps it on far longer than the lease', async ({ village, ref, states }) => {
    await village.relays.hold(ref, 'b1', never);
    await pass(hurried.leaseSeconds * 1_500);
    expect(states()).toEqual(['on']);
    await village.relays.release(ref, 'b1');
  });

  story('goes silent by itself when the gateway dies', async ({ village, relay, ref }) => {
    await village.relays.hold(ref, 'b1', never);
    await village.die();
    await until('OFF', () => !relay.isOn(1));
    const [on, off] = relay.story;
    const heldMs = (off?.at ?? 0) - (on?.at ?? 0);
    expect(heldMs).toBeLessThanOrEqual(hurried.renewMs + hurried.leaseSeconds * 1000 + 500);
  });

  story('keeps two overlapping broadcasts on until the second ends', async ({ village, relay, ref, states }) => {
    await Promise.all([village.relays.hold(ref, 'b1', never), village.relays.hold(ref, 'b2', never)]);
    await village.relays.release(ref, 'b1');
    expect(relay.isOn(1)).toBe(true);
    await village.relays.release(ref, 'b2');
    expect(states()).toEqual(['on', 'off']);
  });

  story('lets the amplifier rest between OFF and ON', async ({ village, relay, ref }) => {
    await village.relays.hold(ref, 'b1', never);
    await village.relays.release(ref, 'b1');
    await village.relays.hold(ref, 'b2', never);
    const [, off, on] = relay.story;
    expect((on?.at ?? 0) - (off?.at ?? 0)).toBeGreaterThanOrEqual(hurried.minOffMs - 50);
    await village.relays.release(ref, 'b2');
  });

  story('says which relay does not answer, and finds it again when it does', async ({ village, relay, ref, fault }) => {
    relay.knobs.hang = true;
    await expect(village.relays.hold(ref, 'b1', never)).rejects.toMatchObject({ code: 'relay.unreachable' });
    expect(await fault()).toBe('relay.unreachable');
    relay.knobs.hang = false;
    await until('an answer', async () => (await fault()) === undefined);
    expect(relay.isOn(1)).toBe(false);
  });

  story('shows a relay that hangs as offline, though its line is up', async ({ village, relay, ref }) => {
    relay.knobs.hang = true;
    await until('offline', async () => (await village.relays.get(relay.id)).availability === 'offline');
    await expect(village.relays.hold(ref, 'b1', never)).rejects.toMatchObject({ code: 'relay.offline' });
  });

  story('is not taken in by a relay that answers OFF to ON', async ({ village, relay, ref }) => {
    relay.knobs.lie = 'says-off';
    await expect(village.relays.hold(ref, 'b1', never)).rejects.toMatchObject({ code: 'relay.refused' });
    expect(relay.isOn(1)).toBe(false);
  });

  story('finds a relay out that says ON and stays OFF', async ({ village, relay, ref, fault }) => {
    const lost: string[] = [];
    village.relays.onLost((_channel, code) => lost.push(code));
    relay.knobs.lie = 'acks-only';
    await village.relays.hold(ref, 'b1', never).catch(() => undefined);
    // Its telemetry tells the truth; on a Tasmota it comes when it is asked, at the latest.
    for (let n = 0; n < 8 && lost.length === 0 && driver === 'tasmota'; n++) {
      await village.link.publish(`loa-thon/ngot/relay/${relay.id}/cmnd/STATE`, '');
      await pass(100);
    }
    await until('the truth', async () => lost.length > 0 || (await fault()) !== undefined);
  });

  story('gives up a relay that flaps, and leaves it off', async ({ village, relay, ref, states }) => {
    const lost: string[] = [];
    village.relays.onLost((_channel, code) => lost.push(code));
    relay.knobs.flapMs = 150;
    await village.relays.hold(ref, 'b1', never);
    await until('lost', () => lost.length > 0);
    expect(lost).toEqual(['relay.turned-off']);
    await until('OFF', () => !relay.isOn(1));
    expect(states().filter((state) => state === 'on')).toHaveLength(1 + hurried.comebacks);
  });

  story('does with a slow relay, and one whose answers get lost', async ({ village, relay, ref }) => {
    relay.knobs.slowMs = 300;
    relay.knobs.dropAnswers = 1;
    await village.relays.hold(ref, 'b1', never);
    expect(relay.isOn(1)).toBe(true);
    await village.relays.release(ref, 'b1');
    expect(relay.isOn(1)).toBe(false);
  });

  story('does with a relay that hears and says everything twice', async ({ village, relay, ref, channel, states }) => {
    relay.knobs.duplicates = true;
    await village.relays.hold(ref, 'b1', never);
    await pass(hurried.leaseSeconds * 1_500);
    expect(await channel()).toMatchObject({ state: 'on', fault: null });
    await village.relays.release(ref, 'b1');
    await pass(200);
    expect(states()).toEqual(['on', 'off']);
  });

  story(
    'goes on commanding OFF to a relay that stays on, and says so, until it obeys',
    async ({ village, relay, ref, fault }) => {
      await village.relays.hold(ref, 'b1', never);
      relay.knobs.lie = 'stays-on';
      await expect(village.relays.release(ref, 'b1')).rejects.toMatchObject({ code: 'relay.stuck-on' });
      expect(await fault()).toBe('relay.stuck-on');
      relay.knobs.lie = 'none';
      await until('OFF', async () => !relay.isOn(1) && (await fault()) === undefined);
    },
  );

  story('finds a welded contact out by what the amplifier draws', async ({ village, relay, ref, channel, fault }) => {
    await village.relays.hold(ref, 'b1', never);
    relay.knobs.welded = true;
    await village.relays.release(ref, 'b1');
    expect(await channel()).toMatchObject({ state: 'off' });
    await until('the fault', async () => (await fault()) === 'relay.draws-while-off');
    relay.knobs.welded = false;
    await until('OFF, by one more order', async () => !relay.isOn(1) && (await fault()) === undefined);
  });

  story('says when the amplifier draws nothing, and goes on', async ({ village, relay, ref, channel, fault }) => {
    const doubts: string[] = [];
    village.relays.onDoubt((_channel, code) => doubts.push(code));
    relay.knobs.unplugged = true;
    await village.relays.hold(ref, 'b1', never);
    await until('the fault', async () => (await fault()) === 'relay.no-draw');
    expect(doubts).toEqual(['relay.no-draw']);
    expect(await channel()).toMatchObject({ state: 'on', wanted: 'on' });
    relay.knobs.unplugged = false;
    await until('the amplifier', async () => (await fault()) === undefined);
    await village.relays.release(ref, 'b1');
  });

  story('turns off at once what somebody turned on by hand', async ({ relay, states }) => {
    relay.press(1);
    await until('OFF', () => states().join() === 'on,off');
  });

  story('is not impressed by nonsense', async ({ village, relay, ref, channel }) => {
    await village.relays.hold(ref, 'b1', never);
    relay.talkNonsense();
    await pass(100);
    expect(await channel()).toMatchObject({ state: 'on', fault: null });
    expect(relay.isOn(1)).toBe(true);
    await village.relays.release(ref, 'b1');
  });

  story(
    'brings a relay back that was restarted during a broadcast',
    async ({ village, relay, ref, channel, states }) => {
      await village.relays.hold(ref, 'b1', never);
      relay.reboot();
      await until('ON again', () => states().join() === 'on,off,on');
      await until('confirmed', async () => (await channel())?.state === 'on');
      await village.relays.release(ref, 'b1');
    },
  );

  story('outlives a broker that goes and comes back during a broadcast', async ({ village, relay, ref, channel }) => {
    await village.relays.hold(ref, 'b1', never);
    await village.loseBroker();
    await until('the loss', () => !village.link.connected);
    await expect(village.relays.hold(ref, 'b2', never)).rejects.toMatchObject({ code: 'mqtt.offline' });
    await village.bringBrokerBack();
    await until(
      'ON and confirmed',
      async () => relay.isOn(1) && (await channel())?.state === 'on' && village.link.connected,
    );
    await village.relays.release(ref, 'b1').catch(() => undefined);
    await until('OFF', () => !relay.isOn(1));
  });

  story(
    'takes away, when the broker is back, what was given back meanwhile',
    async ({ village, relay, ref, channel }) => {
      await village.relays.hold(ref, 'b1', never);
      await village.loseBroker();
      await until('the loss', () => !village.link.connected);
      await expect(village.relays.release(ref, 'b1')).rejects.toMatchObject({ code: 'mqtt.offline' });
      await village.bringBrokerBack();
      await until('OFF, by order or by lease', async () => !relay.isOn(1) && (await channel())?.wanted === 'off');
    },
  );

  story('is turned off when the gateway is stopped', async ({ village, relay, ref }) => {
    await village.relays.hold(ref, 'b1', never);
    await village.stop();
    expect(relay.isOn(1)).toBe(false);
    const [on, off] = relay.story;
    expect((off?.at ?? 0) - (on?.at ?? 0)).toBeLessThan(hurried.leaseSeconds * 1000);
  });

  story('turns off, at the start of the gateway, a relay that was left on', async ({ village, relay }) => {
    await village.stop();
    relay.press(1);
    expect(relay.isOn(1)).toBe(true);
    const startedAt = village.clock.now();
    const again = await village.openGateway();
    await until('OFF', () => !relay.isOn(1));
    // A Tasmota without PulseTime would stay ON for ever, so it was the gateway.
    expect((relay.story.at(-1)?.at ?? 0) - startedAt).toBeLessThan(hurried.leaseSeconds * 1000);
    await until('known', async () => (await again.relays.get(relay.id)).channels[0]?.state === 'off');
  });

  story('says which firmware it has, and is remembered when it comes and goes', async ({ village, relay }) => {
    if (driver !== 'generic') {
      await until('its version', async () => /^\d/.test((await village.relays.get(relay.id)).firmware ?? ''));
    }
    expect((await village.relays.get(relay.id)).reconnects.sinceStart).toBe(0);
    relay.dropLine();
    await until('its return', async () => (await village.relays.get(relay.id)).reconnects.sinceStart === 1);
    expect((await village.relays.history(relay.id)).at(-1)?.kind).toBe('came');
  });

  story('is tried by a technician', async ({ village, relay, states }) => {
    const result = await village.relays.test(relay.id, 1);
    expect(result.fault).toBeNull();
    expect(result.onConfirmedMs).toBeLessThan(500);
    expect(result).toMatchObject({ failSafe: 'proved' });
    expect(states()).toEqual(['on', 'off']);
    expect((await village.relays.get(relay.id)).channels[0]?.failSafe.state).toBe('proved');
    const [on, off] = relay.story;
    expect((off?.at ?? 0) - (on?.at ?? 0)).toBeGreaterThan(hurried.trialLeaseSeconds * 1000 - 100);
  });

  story('is not used again when it does not go off by itself', async ({ village, relay, ref, fault }) => {
    relay.knobs.noLease = true;
    const result = await village.relays.test(relay.id, 1);
    expect(result).toMatchObject({ failSafe: 'absent', fault: { code: 'relay.no-fail-safe' } });
    expect(relay.isOn(1)).toBe(false);
    expect(await fault()).toBe('relay.no-fail-safe');
    await expect(village.relays.hold(ref, 'b1', never)).rejects.toMatchObject({ code: 'relay.no-fail-safe' });
    expect(relay.isOn(1)).toBe(false);
  });

  story('is left to a broadcast that begins while it is tried', async ({ village, relay, ref, states }) => {
    const tested = village.relays.test(relay.id, 1);
    await until('ON', () => relay.isOn(1));
    await village.relays.hold(ref, 'b1', never);
    expect(await tested).toMatchObject({ failSafe: null, fault: { code: 'relay.on-air' } });
    await pass(hurried.trialLeaseSeconds * 1_500);
    expect(states()).toEqual(['on']);
    await village.relays.release(ref, 'b1');
  });

  story('speaks below its own topic and nowhere else', async ({ village, ref }) => {
    await village.relays.hold(ref, 'b1', never);
    await village.relays.release(ref, 'b1');
    // A Tasmota also asks for its group's topics: refused, which it does not notice.
    const { subscribe: _group, ...others } = village.refusals();
    expect(others).toEqual({});
  });
}
