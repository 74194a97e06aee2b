import type { Programme } from '../../../gateway/src/contract/index.ts';
import { at, type Fake } from './fake.ts';

export const programme: Programme = {
  id: 'sang',
  title: 'Buổi sáng',
  kind: 'bulletin',
  content: { kind: 'playlist', playlistId: 'daily-sang' },
  text: 'Kính thưa bà con.',
  zoneIds: ['dau-thon'],
  priority: 'normal',
  rule: { repeat: 'daily', date: '2026-11-24', times: ['05:00'] },
  chimes: { opening: 'default', closing: 'none' },
  bedRecordingId: null,
  staggered: false,
  missed: { policy: 'catch-up', withinMinutes: 5 },
  enabled: true,
  approval: { state: 'approved', by: 'Trưởng thôn', at, note: null },
  durationMs: 60_000,
  nextAt: at,
  problem: null,
};

export const fakeProgrammes: Fake<'programmes'> = ({ the, tell }) => ({
  list: async () => [programme],
  get: async (id) => the('programme', programme, id),
  create: async ({ title }) => tell(`programme ${title}`, { programme, clashes: [] }),
  change: async (id) => tell(`programme ${id}`, { programme: the('programme', programme, id), clashes: [] }),
  remove: async (id) => tell(`no programme ${the('programme', programme, id).id}`, undefined),
  try: async () => ({ problem: null, clashes: [], next: [at] }),
  submit: async (id, actor) => tell(`${actor.login} submits ${id}`, the('programme', programme, id)),
  approve: async (id, _seen, actor) => tell(`${actor.login} approves ${id}`, the('programme', programme, id)),
  sendBack: async (id, note, actor) =>
    tell(`${actor.login} sends ${id} back: ${note}`, the('programme', programme, id)),
});
