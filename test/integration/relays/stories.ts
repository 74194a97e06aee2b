import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RelayDriver } from '../../../gateway/src/contract/index.ts';
import type { SimulatedRelay } from '../../../gateway/src/simulator/relays/simulated-relay.ts';
import { hurried, openVillage, pass, type RelayVillage, until } from './village.ts';

const never = new AbortController().signal;

/** What a village lives through with its relays, on a real broker; the same for every driver. */
export function tellStories(driver: RelayDriver): void {
  let village: RelayVillage;
  let relay: SimulatedRelay;
  let ref: { relayId: string; channel: number };

  const channel = async () => (await village.relays.get(relay.id)).channels[0];
  const fault = async () => (await channel())?.fault?.code;
  const states = () => relay.story.map((line) => line.state);

  beforeEach(async () => {
    village = await openVillage();
    relay = await village.plugIn(driver, 1, 120);
    ref = { relayId: relay.id, channel: 1 };
    await until('the first OFF', async () => (await channel())?.state === 'off');
  });
  afterEach(() => village.close());

  it('has power while a broadcast holds it, and none after', async () => {
    await village.relays.hold(ref, 'b1', never);
    expect(relay.isOn(1)).toBe(true);
    await until('120 W', async () => (await channel())?.powerW === 120);
    await village.relays.release(ref, 'b1');
    expect(relay.isOn(1)).toBe(false);
    expect(states()).toEqual(['on', 'off']);
  });

  it('keeps it on far longer than the lease', async () => {
    await village.relays.hold(ref, 'b1', never);
    await pass(hurried.leaseSeconds * 1_500);
    expect(states()).toEqual(['on']);
    await village.relays.release(ref, 'b1');
  });

  it('goes silent by itself when the gateway dies', async () => {
    await village.relays.hold(ref, 'b1', never);
    await village.die();
    await until('OFF', () => !relay.isOn(1));
    const [on, off] = relay.story;
    const heldMs = (off?.at ?? 0) - (on?.at ?? 0);
    expect(heldMs).toBeLessThanOrEqual(hurried.renewMs + hurried.leaseSeconds * 1000 + 500);
  });

  it('keeps two overlapping broadcasts on until the second ends', async () => {
    await Promise.all([village.relays.hold(ref, 'b1', never), village.relays.hold(ref, 'b2', never)]);
    await village.relays.release(ref, 'b1');
    expect(relay.isOn(1)).toBe(true);
    await village.relays.release(ref, 'b2');
    expect(states()).toEqual(['on', 'off']);
  });

  it('lets the amplifier rest between OFF and ON', async () => {
    await village.relays.hold(ref, 'b1', never);
    await village.relays.release(ref, 'b1');
    await village.relays.hold(ref, 'b2', never);
    const [, off, on] = relay.story;
    expect((on?.at ?? 0) - (off?.at ?? 0)).toBeGreaterThanOrEqual(hurried.minOffMs - 50);
    await village.relays.release(ref, 'b2');
  });

  it('says which relay does not answer, and finds it again when it does', async () => {
    relay.knobs.hang = true;
    await expect(village.relays.hold(ref, 'b1', never)).rejects.toMatchObject({ code: 'relay.unreachable' });
    expect(await fault()).toBe('relay.unreachable');
    relay.knobs.hang = false;
    await until('an answer', async () => (await fault()) === undefined);
    expect(relay.isOn(1)).toBe(false);
  });

  it('shows a relay that hangs as offline, though its line is up', async () => {
    relay.knobs.hang = true;
    await until('offline', async () => (await village.relays.get(relay.id)).availability === 'offline');
    await expect(village.relays.hold(ref, 'b1', never)).rejects.toMatchObject({ code: 'relay.offline' });
  });

  it('is not taken in by a relay that answers OFF to ON', async () => {
    relay.knobs.lie = 'says-off';
    await expect(village.relays.hold(ref, 'b1', never)).rejects.toMatchObject({ code: 'relay.refused' });
    expect(relay.isOn(1)).toBe(false);
  });

  it('finds a relay out that says ON and stays OFF', async () => {
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

  it('gives up a relay that flaps, and leaves it off', async () => {
    const lost: string[] = [];
    village.relays.onLost((_channel, code) => lost.push(code));
    relay.knobs.flapMs = 150;
    await village.relays.hold(ref, 'b1', never);
    await until('lost', () => lost.length > 0);
    expect(lost).toEqual(['relay.turned-off']);
    await until('OFF', () => !relay.isOn(1));
    expect(states().filter((state) => state === 'on')).toHaveLength(1 + hurried.comebacks);
  });

  it('does with a slow relay, and one whose answers get lost', async () => {
    relay.knobs.slowMs = 300;
    relay.knobs.dropAnswers = 1;
    await village.relays.hold(ref, 'b1', never);
    expect(relay.isOn(1)).toBe(true);
    await village.relays.release(ref, 'b1');
    expect(relay.isOn(1)).toBe(false);
  });

  it('goes on commanding OFF to a relay that stays on, and says so, until it obeys', async () => {
    await village.relays.hold(ref, 'b1', never);
    relay.knobs.lie = 'stays-on';
    await expect(village.relays.release(ref, 'b1')).rejects.toMatchObject({ code: 'relay.stuck-on' });
    expect(await fault()).toBe('relay.stuck-on');
    relay.knobs.lie = 'none';
    await until('OFF', async () => !relay.isOn(1) && (await fault()) === undefined);
  });

  it('turns off at once what somebody turned on by hand', async () => {
    relay.press(1);
    await until('OFF', () => states().join() === 'on,off');
  });

  it('is not impressed by nonsense', async () => {
    await village.relays.hold(ref, 'b1', never);
    relay.talkNonsense();
    await pass(100);
    expect(await channel()).toMatchObject({ state: 'on', fault: null });
    expect(relay.isOn(1)).toBe(true);
    await village.relays.release(ref, 'b1');
  });

  it('brings a relay back that was restarted during a broadcast', async () => {
    await village.relays.hold(ref, 'b1', never);
    relay.reboot();
    await until('ON again', () => states().join() === 'on,off,on');
    await until('confirmed', async () => (await channel())?.state === 'on');
    await village.relays.release(ref, 'b1');
  });

  it('outlives a broker that goes and comes back during a broadcast', async () => {
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

  it('takes away, when the broker is back, what was given back meanwhile', async () => {
    await village.relays.hold(ref, 'b1', never);
    await village.loseBroker();
    await until('the loss', () => !village.link.connected);
    await expect(village.relays.release(ref, 'b1')).rejects.toMatchObject({ code: 'mqtt.offline' });
    await village.bringBrokerBack();
    await until('OFF, by order or by lease', async () => !relay.isOn(1) && (await channel())?.wanted === 'off');
  });

  it('is turned off when the gateway is stopped', async () => {
    await village.relays.hold(ref, 'b1', never);
    await village.stop();
    expect(relay.isOn(1)).toBe(false);
    const [on, off] = relay.story;
    expect((off?.at ?? 0) - (on?.at ?? 0)).toBeLessThan(hurried.leaseSeconds * 1000);
  });

  it('turns off, at the start of the gateway, a relay that was left on', async () => {
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

  it('is tried by a technician', async () => {
    const result = await village.relays.test(relay.id, 1);
    expect(result.fault).toBeNull();
    expect(result.onConfirmedMs).toBeLessThan(500);
    expect(states()).toEqual(['on', 'off']);
  });

  it('speaks below its own topic and nowhere else', async () => {
    await village.relays.hold(ref, 'b1', never);
    await village.relays.release(ref, 'b1');
    // A Tasmota also asks for its group's topics: refused, which it does not notice.
    const { subscribe: _group, ...others } = village.refusals();
    expect(others).toEqual({});
  });
}
