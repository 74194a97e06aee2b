import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFreshTasmota } from '../../../gateway/src/simulator/relays/fresh-tasmota.ts';
import { openVillage, type PairingVillage } from './village.ts';

let village: PairingVillage;
beforeEach(async () => {
  village = await openVillage();
});
afterEach(() => village.end());

const power = () => new AbortController().signal;

describe('a Tasmota out of its box', () => {
  it('is on the list with what it says of itself, and becomes a relay that switches with its lease', async () => {
    const device = village.plugIn(createFreshTasmota, await village.open(), { channels: 2, watts: 90 });
    const seen = await village.newcomer('the Tasmota', ({ family }) => family === 'tasmota');
    expect(seen).toMatchObject({
      name: 'Tasmota',
      model: 'Sonoff Dual R3',
      mac: 'A8:03:2A:12:AB:34',
      address: '127.0.0.1',
      channels: 2,
      configurable: true,
      obstacle: null,
      adoption: null,
    });

    const { relay, credentials } = await village.commands.adopt(seen.id, { name: 'Cột đình', channels: 2 });
    expect(relay).toMatchObject({ id: 'cot-dinh', driver: 'tasmota', availability: 'never-seen' });
    await expect(village.commands.adopt(seen.id, { name: 'Cột đình', channels: 2 })).rejects.toMatchObject({
      code: 'pairing.under-way',
    });
    const steps = new Set<string>();
    await village.newcomer('its own word', ({ adoption }) => {
      if (adoption) steps.add(adoption.step);
      return adoption?.step === 'answered';
    });
    expect([...steps].slice(0, 2)).toEqual(['sending', 'restarting']);
    expect(device.settings.get('MqttUser')).toBe('relay-cot-dinh');
    expect(device.settings.get('MqttPassword2')).toBe(credentials.password);
    expect(device.settings.get('PulseTime2')).toBe('20'); // the lease of these stories: 2 s
    await expect(village.commands.adopt(seen.id, { name: 'Cột đình', channels: 2 })).rejects.toMatchObject({
      code: 'pairing.under-way',
    });

    // It is a relay as any other.
    expect(await village.relays.get('cot-dinh')).toMatchObject({
      availability: 'online',
      firmware: '14.2.0(simulated)',
    });
    const channel = { relayId: 'cot-dinh', channel: 2 };
    await village.relays.hold(channel, 'thử', power());
    expect(device.relay?.isOn(2)).toBe(true);
    await village.relays.release(channel, 'thử');
    expect(device.relay?.isOn(2)).toBe(false);
    // Nobody renews it: it falls by itself.
    const trial = await village.relays.test('cot-dinh', 1);
    expect(trial).toMatchObject({ failSafe: 'proved', fault: null });
  }, 40_000);

  it('that loses its power while it is set up is a relay that says it was never seen, and can be sent its settings again', async () => {
    const typed = await village.open();
    const device = village.plugIn(createFreshTasmota, typed);
    const seen = await village.newcomer('the Tasmota', ({ family }) => family === 'tasmota');
    const { credentials } = await village.commands.adopt(seen.id, { name: 'Cột đình', channels: 1 });
    await device.stop();
    await village.newcomer('its leaving', ({ adoption }) => adoption?.step === 'restarting');
    expect(await village.relays.get('cot-dinh')).toMatchObject({ availability: 'never-seen' });

    village.plugIn(createFreshTasmota, typed);
    const back = await village.newcomer('it again', ({ there, adoption }) => there && adoption?.fault !== null);
    expect(back.adoption?.fault?.code).toBe('pairing.not-taken');
    const again = await village.commands.adopt(back.id, { name: 'Cột đình', channels: 1 });
    expect(again.relay.id).toBe('cot-dinh');
    expect(again.credentials.password).not.toBe(credentials.password);
    await village.newcomer('its own word', ({ adoption }) => adoption?.step === 'answered');
  }, 40_000);
});
