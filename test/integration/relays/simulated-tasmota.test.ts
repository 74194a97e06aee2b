import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SimulatedRelay } from '../../../gateway/src/simulator/relays/simulated-relay.ts';
import { createTasmotaRelay } from '../../../gateway/src/simulator/relays/tasmota.ts';
import { openVillage, type RelayVillage, until } from './village.ts';

/** What the firmware's source says of the wire, seen by somebody who listens to everything. */
describe('the simulated Tasmota', () => {
  let village: RelayVillage;
  let relay: SimulatedRelay;
  let link: ReturnType<RelayVillage['openLink']>;
  const heard: string[] = [];
  const base = 'loa-thon/ngot/relay/loa-01';
  const command = (word: string, payload: string) => link.publish(`${base}/cmnd/${word}`, payload);
  const hears = (line: string) => until(line, () => heard.includes(line));

  beforeEach(async () => {
    village = await openVillage();
    await village.die();
    const account = { id: 'relay-loa-01', name: 'Loa', kind: 'relay', prefix: base } as const;
    const { password } = await village.accounts.create(account);
    link = village.openLink();
    heard.length = 0;
    await link.subscribe(`${base}/#`, (topic, payload) => {
      heard.push(`${topic.slice(base.length + 1)} ${payload.toString()}`.trimEnd());
    });
    link.start();
    await until('the line', () => link.connected);
    relay = createTasmotaRelay({
      ...village.broker(),
      id: 'loa-01',
      username: 'relay-loa-01',
      password,
      channels: 1,
      retryMs: 100,
    });
    relay.start();
    await hears('stat/POWER OFF');
  });
  afterEach(async () => {
    await relay.stop();
    await link.stop();
    await village.close();
  });

  it('says at boot that it is there, asks itself with an empty POWER, then who it is and how it stands', () => {
    const words = heard.map((line) => line.split(' ')[0]);
    expect(words.slice(0, 7)).toEqual(
      expect.arrayContaining(['tele/LWT', 'cmnd/POWER', 'tele/INFO1', 'tele/INFO2', 'tele/INFO3', 'stat/RESULT']),
    );
    expect(heard).toContain('tele/LWT Online');
    expect(heard.indexOf('stat/RESULT {"POWER":"OFF"}')).toBeLessThan(heard.indexOf('stat/POWER OFF'));
  });

  it('acknowledges with RESULT and then POWER', async () => {
    heard.length = 0;
    await command('POWER1', 'on');
    await hears('stat/POWER ON');
    expect(heard).toEqual(['cmnd/POWER1 on', 'stat/RESULT {"POWER":"ON"}', 'stat/POWER ON']);
  });

  it('does not say how it stands when it only reconnects', async () => {
    await command('POWER1', 'ON');
    await hears('stat/POWER ON');
    heard.length = 0;
    relay.dropLine();
    await hears('tele/LWT Offline');
    await hears('tele/LWT Online');
    await command('STATE', '');
    await until('the answer', () => heard.some((line) => line.startsWith('stat/RESULT {"Time"')));
    expect(heard.filter((line) => line.startsWith('stat/POWER'))).toEqual([]);
    expect(relay.isOn(1)).toBe(true);
  });

  it('counts PulseTime from the last ON, also when it was ON already', async () => {
    await command('PulseTime1', '8');
    await command('POWER1', 'ON');
    await hears('stat/POWER ON');
    await new Promise((resolve) => setTimeout(resolve, 500));
    await command('POWER1', 'ON');
    await hears('stat/POWER OFF');
    await until('OFF', () => !relay.isOn(1));
    const [on, off] = relay.story;
    expect((off?.at ?? 0) - (on?.at ?? 0)).toBeGreaterThanOrEqual(1_250);
  });

  it('is OFF after a power cut, and says so', async () => {
    await command('POWER1', 'ON');
    await hears('stat/POWER ON');
    heard.length = 0;
    relay.cutPower();
    expect(relay.isOn(1)).toBe(false);
    await hears('tele/LWT Offline');
    relay.start();
    await hears('stat/POWER OFF');
  });
});
