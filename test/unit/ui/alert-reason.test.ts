import { beforeAll, describe, expect, it } from 'vitest';
import { speakIn } from './in-words.ts';
import type { Alert } from '../../../gateway/src/contract/index.ts';
import { brief, reasonOfAlert, urgentFirst } from '../../../ui/src/lib/alert-reason.ts';

const gone: Alert = {
  id: 'a1',
  kind: 'camera-offline',
  since: '2026-11-26T01:13:00.000Z',
  raisedAt: '2026-11-26T01:13:30.000Z',
  cameras: [{ id: 'c1', name: 'Chợ', cause: 'unreachable', backAt: null, settled: false }],
  cabinet: null,
  held: false,
  relapses: 0,
  acknowledged: null,
  ended: null,
};
const known = { by: 'Ông Tư', at: gone.raisedAt, note: '' };

describe('an alert of a camera in words', () => {
  beforeAll(() => speakIn('vi'));

  it('is short in the line at the top, and whole where that leads', async () => {
    const { createSay } = await import('../../../ui/src/lib/say.ts');
    const say = createSay({ timeZone: () => 'Asia/Ho_Chi_Minh', relayName: () => undefined });
    expect(say(brief(reasonOfAlert(gone)))).toBe('Camera “Chợ” mất kết nối.');
    expect(say(reasonOfAlert(gone))).toBe(
      'Camera “Chợ” mất kết nối. Không thấy nó trong mạng: kiểm tra nguồn và dây mạng.',
    );
    const cameras = ['c1', 'c2'].map((id) => ({ ...gone.cameras[0]!, id }));
    const together = reasonOfAlert({ ...gone, kind: 'cameras-together', cameras, cabinet: 'Tủ điện khu A' });
    expect(say(brief(together))).toBe('Tủ điện khu A: mất 2 camera');
    expect(say(together)).toMatch(/^Tủ điện khu A: mất 2 camera cùng lúc\. Kiểm tra nguồn điện/);
    const relay = { code: 'village.relay-fault', params: { relay: 'Đình', cause: 'relay.unreachable' } };
    expect(brief(relay)).toBe(relay);
  });

  it('stands behind what is worse, and what somebody sees to behind all that nobody does', () => {
    const alerts: Alert[] = [
      { ...gone, id: 'known', acknowledged: known },
      { ...gone, id: 'clock', kind: 'camera-degraded' },
      { ...gone, id: 'gone' },
      { ...gone, id: 'cabinet', kind: 'cameras-together' },
    ];
    expect(urgentFirst(alerts).map(({ id }) => id)).toEqual(['cabinet', 'gone', 'clock', 'known']);
  });
});
