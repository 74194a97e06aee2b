import type { Alert, Reason } from '#contract';

/** What an alert is about, as a code that `say` knows: "Camera “Cổng làng” mất kết nối. Không thấy nó trong mạng: …" */
export function reasonOfAlert({ kind, cameras, cabinet, ended }: Alert): Reason {
  const away = cameras.filter(({ backAt }) => backAt === null);
  // What is over, or held, is still named by those it was about.
  const about = ended || away.length === 0 ? cameras : away;
  if (kind === 'cameras-together') {
    const count = about.length;
    return cabinet === null
      ? { code: 'village.cameras-lost', params: { count } }
      : { code: 'village.cabinet-lost', params: { count, cabinet } };
  }
  const [{ name: camera, cause } = { name: '', cause: null }] = about;
  return { code: `village.${kind}`, params: { camera, ...(cause && { cause: `camera-cause.${cause}` }) } };
}

/** The reason in a line that leads to more: "Camera “Cổng làng” mất kết nối." The cause stands where the line leads. */
export function brief(reason: Reason): Reason {
  if (!reason.code.startsWith('village.camera-')) return reason;
  const { cause: _, ...params } = reason.params;
  return { ...reason, params };
}

/** Lower is worse: many pictures are gone, one is, one is not so good. */
const kindRank: Record<Alert['kind'], number> = {
  'cameras-together': 0,
  'camera-offline': 1,
  'camera-locked': 2,
  'camera-degraded': 3,
};

/** What nobody sees to yet stands first, then what somebody does, then what is back and being watched; of each, the worst. */
export function urgentFirst(alerts: readonly Alert[]): Alert[] {
  const rank = ({ held, acknowledged }: Alert) => (held ? 2 : acknowledged ? 1 : 0);
  return [...alerts].sort((a, b) => rank(a) - rank(b) || kindRank[a.kind] - kindRank[b.kind]);
}

/** How many need somebody. */
export function unansweredIn(alerts: readonly Alert[]): number {
  return alerts.filter(({ held, acknowledged }) => !held && !acknowledged).length;
}
