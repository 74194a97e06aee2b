import type { AirLogEntry } from '../../../gateway/src/contract/index.ts';
import type { SoundOnDemand } from '../../../gateway/src/http/sound.ts';
import { at, type Fake } from './fake.ts';

export const airLogEntry: AirLogEntry = {
  id: 'log-1',
  broadcastId: 'run-1',
  slotId: null,
  title: 'Bản tin',
  priority: 'normal',
  drill: false,
  plannedAt: at,
  startedAt: at,
  endedAt: at,
  airedMs: 60_000,
  outcome: { kind: 'aired', code: 'aired', params: { seconds: 60 }, at },
  startedBy: null,
  reason: null,
  zones: [{ zoneId: 'dau-thon', name: 'Đầu thôn', outputId: 'loa', confirmed: true, airedMs: 60_000, fault: null }],
  items: [{ title: 'Bản tin', airedMs: 60_000, problem: null }],
  airedSound: [{ outputId: 'loa', heldMs: 60_000 }],
};

/** Bytes that say where they are. */
const oneSecond: SoundOnDemand = {
  bytes: 96_044,
  async *read(from, to) {
    yield Buffer.from(Array.from({ length: to - from }, (_, index) => (from + index) % 251));
  },
};

export const fakeAirLog: Fake<'airLog'> = ({ the, tell }) => ({
  list: async () => ({ items: [airLogEntry], next: null }),
  sound: async (id) => tell(`sound of ${the('air-log', airLogEntry, id).id}`, oneSecond),
});
