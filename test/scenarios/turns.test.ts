import { expect, it } from 'vitest';
import type { Broadcast, Zone } from '../../gateway/src/contract/index.ts';
import { newId } from '../../gateway/src/core/ids.ts';
import { until } from '../support/gateway-process.ts';
import { airLogOf, recordTone, startVillage, wireZone, type WiredZone } from '../support/village-on-the-wire.ts';

const within = 20;

/** When a horn began to sound and fell silent, by the samples it played: ms from its first. */
function heardAt({ sink }: WiredZone, kind: 'onset' | 'end'): number[] {
  const story = sink.story();
  const first = story.find((heard) => heard.kind === 'onset')?.frame ?? 0;
  return story.flatMap((heard) => (heard.kind === kind ? [(heard.frame - first) / 48] : []));
}

/** The instants at which it began to sound. */
function onsetsOf({ sink }: WiredZone): number[] {
  return sink.story().flatMap((heard) => (heard.kind === 'onset' ? [heard.at] : []));
}

it('neighbouring horns ring at once and speak one after the other: one is silent while the other speaks', async () => {
  const village = await startVillage();
  const { api } = village;
  const dinh = await wireZone(village, { name: 'Xóm Đình' });
  const cho = await wireZone(village, { name: 'Xóm Chợ' });
  await api.patch<Zone>(`/api/zones/${dinh.zone.id}`, { turn: 1 });
  await api.patch<Zone>(`/api/zones/${cho.zone.id}`, { turn: 2 });
  const bell = await recordTone(api, 'Chuông', 1);
  const words = await recordTone(api, 'Lời', 3);

  const chime = { recordingId: bell.id };
  const input = {
    id: newId(),
    content: { kind: 'recording', recordingId: words.id },
    zoneIds: [dinh.zone.id, cho.zone.id],
    priority: 'normal',
    chimes: { opening: chime, closing: chime },
    staggered: true,
  };
  const started = await api.post<Broadcast>('/api/broadcasts', input);
  expect(Date.parse(started.endsAt ?? '') - Date.parse(started.startsAt)).toBe(8_000);
  const states = new Set<string>();
  await until('the second speaks', async () => {
    const { zones } = await api.get<Broadcast>(`/api/broadcasts/${started.id}`);
    states.add(zones.map(({ state }) => state).join(' '));
    return zones[0]?.state === 'pausing';
  });
  expect(states).toContain('sounding pausing');
  const entry = await airLogOf(api, started);
  await until('both are silent', () => [dinh, cho].every((zone) => heardAt(zone, 'end').length === 2));

  const [first, second] = [dinh, cho].map((zone) => ({ onsets: heardAt(zone, 'onset'), ends: heardAt(zone, 'end') }));
  if (!first || !second) throw new Error('two zones were wired');
  const near = (times: readonly number[], expected: readonly number[]) => {
    expect(times).toHaveLength(expected.length);
    for (const [n, time] of times.entries()) expect(Math.abs(time - (expected[n] ?? 0))).toBeLessThan(within);
  };
  // Chime and words; silence in the turn of the other; the closing chime.
  near(first.onsets, [0, 7_000]);
  near(first.ends, [4_000, 8_000]);
  // Chime; silence in the turn of the first; words and closing chime.
  near(second.onsets, [0, 4_000]);
  near(second.ends, [1_000, 8_000]);
  // The chimes, and the ends, of both at the same moment.
  const [atDinh, atCho] = [onsetsOf(dinh)[0] ?? 0, onsetsOf(cho)[0] ?? 0];
  expect(Math.abs(atDinh - atCho)).toBeLessThan(within);

  expect(entry.outcome).toMatchObject({ kind: 'aired', code: 'broadcast.aired' });
  expect(entry.items.map(({ title }) => title)).toEqual(['Chuông', 'Lời', 'Chuông']);
  expect(entry.airedMs).toBe(8_000);
  for (const { airedMs } of entry.zones) expect(Math.abs(airedMs - 5_000)).toBeLessThan(100);
  // Each amplifier was switched on once: nobody risks a turn for a minute without power.
  await until('the amplifiers are off', () => [dinh, cho].every(({ relay }) => !relay.isOn(1)));
  for (const { relay } of [dinh, cho]) expect(relay.story.map(({ state }) => state)).toEqual(['on', 'off']);
});
