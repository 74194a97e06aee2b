import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFreshShelly } from '../../../gateway/src/simulator/relays/fresh-shelly.ts';
import { openVillage, type PairingVillage } from './village.ts';

let village: PairingVillage;
beforeEach(async () => {
  village = await openVillage();
});
afterEach(() => village.end());

describe('a Shelly out of its box', () => {
  it('is asked who it is, and becomes a relay with its fail-safe script', async () => {
    const device = village.plugIn(createFreshShelly, await village.open(), { mac: 'A8032AB12345', channels: 2 });
    const seen = await village.newcomer('the Shelly', ({ family, channels }) => family === 'shelly' && channels === 2);
    expect(seen).toMatchObject({
      name: 'shellyplus2pm-a8032ab12345',
      model: 'Plus2PM (SNSW-002P16EU)',
      mac: 'A8:03:2A:B1:23:45',
      firmware: '1.4.4',
      configurable: true,
    });
    await village.commands.adopt(seen.id, { name: 'Cột đình', channels: 2 });
    await village.newcomer('its own word', ({ adoption }) => adoption?.step === 'answered');
    expect(device.settings.get('topic_prefix')).toBe('loa-thon/ngot/relay/cot-dinh');
    expect(device.settings.get('Switch.SetConfig:1')).toContain('detached');
    expect(device.settings.get('script')).toContain('fail-safe');
    expect(await village.relays.test('cot-dinh', 2)).toMatchObject({ failSafe: 'proved', fault: null });
  }, 40_000);

  it('whose page has a password says so, and is set up once that is off', async () => {
    const typed = await village.open();
    const locked = village.plugIn((parts) => createFreshShelly({ ...parts, locked: true }), typed, {
      mac: 'A8032AB12345',
    });
    const seen = await village.newcomer('the Shelly', ({ family }) => family === 'shelly');
    await village.commands.adopt(seen.id, { name: 'Cột đình', channels: 1 });
    await village.newcomer('the refusal', ({ adoption }) => adoption?.fault?.code === 'pairing.locked');
    await locked.stop();
    village.plugIn(createFreshShelly, typed, { mac: 'A8032AB12345' });
    await village.newcomer('it again', ({ there }) => there);
    await village.commands.adopt(seen.id, { name: 'Cột đình', channels: 1 });
    await village.newcomer('its own word', ({ adoption }) => adoption?.step === 'answered');
  }, 40_000);
});
