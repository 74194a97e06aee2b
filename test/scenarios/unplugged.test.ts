import { setTimeout as delay } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import type { Output, OutputInput } from '../../gateway/src/contract/index.ts';
import { until } from '../support/gateway-process.ts';
import { startPulse } from '../support/sound-pulse.ts';
import {
  airLogOf,
  broadcastNow,
  powerZone,
  quietPlace,
  recordTone,
  startVillage,
  wireZone,
  type WiredZone,
} from '../support/village-on-the-wire.ts';

/** Somebody pulls the sound card out in the midst of a broadcast, and pushes it in again. */
it.each<[string, OutputInput['sink'], boolean]>([
  ['PulseAudio', { kind: 'sound-card', system: 'pulse', device: 'horn' }, false],
  ['PulseAudio, which sends the sound to nowhere meanwhile', { kind: 'sound-card', system: 'auto', device: '' }, true],
  ['ALSA', { kind: 'sound-card', system: 'alsa', device: 'pulse' }, false],
])(
  'a card of %s that is pulled out is missed at once and comes back by itself; the other horn never stops',
  async (_, sink, left) => {
    const pulse = await startPulse();
    if (!pulse) throw new Error('PulseAudio is not on this machine');
    onTestFinished(() => pulse.stop());
    // A null sink that nobody listens to sleeps for two seconds at a time, and begins as late.
    const awake = await pulse.listen();
    onTestFinished(() => awake.stop());
    const village = await startVillage(await quietPlace(), { PULSE_SERVER: pulse.server });
    const { api } = village;
    const other = await wireZone(village, { name: 'Đầu thôn' });
    const zone = await powerZone(village, { name: 'Nhà văn hóa', sink });
    const seconds = 14;
    const recording = await recordTone(api, 'Bản tin', seconds);
    const stateOf = async () => (await api.get<Output>(`/api/outputs/${zone.output.id}`)).state;

    const broadcast = await broadcastNow(api, { kind: 'recording', recordingId: recording.id }, [
      other,
      { ...zone, sink: other.sink } satisfies WiredZone,
    ]);
    await until('it plays', async () => (await stateOf()) === 'playing');
    await delay(2_000);
    await pulse.unplug({ left });
    const fault = await until('the card is missed', async () => {
      const output = await api.get<Output>(`/api/outputs/${zone.output.id}`);
      return output.state === 'fault' && output.fault;
    });
    expect(fault.code).toMatch(/^audio\.(sink-lost|sink-unreachable|no-sound-card)$/);
    await pulse.plugIn();
    const pluggedAt = Date.now();
    const ear = await pulse.listen();
    onTestFinished(() => ear.stop());
    const back = await ear.onset(pluggedAt, pluggedAt + 8_000);
    expect((back ?? Infinity) - pluggedAt).toBeLessThan(7_000);

    const entry = await airLogOf(api, broadcast);
    // As if it had never been gone: what was to be said meanwhile is passed over. Where the card ran dry as it came back on a
    // busy machine, nothing is lost, and all comes that much later.
    const endedAt = Date.parse(entry.startedAt ?? '') + seconds * 1_000;
    const { samples, beganAt } = ear.heard();
    const last = beganAt + samples.findLastIndex((sample) => Math.abs(sample) > 200) / 48;
    expect(last - endedAt).toBeGreaterThan(-100);
    expect(last - endedAt).toBeLessThan(600);
    expect(entry).toMatchObject({
      outcome: { kind: 'aired-partly', code: expect.stringMatching(/^audio\./) as string },
      zones: [
        { name: 'Đầu thôn', confirmed: true, fault: null },
        { name: 'Nhà văn hóa', confirmed: true, fault: { code: expect.stringMatching(/^audio\./) as string } },
      ],
    });
    expect(entry.zones[0]?.airedMs).toBeGreaterThan((seconds - 1) * 1_000);
  },
);
