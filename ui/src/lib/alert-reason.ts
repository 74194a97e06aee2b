import { reasonOfTrouble, troubleRank } from '#alerts/reason';
import type { Alert, Reason } from '#contract';

/** What an alert is about, as a code that `say` knows: "Camera “Cổng làng” mất kết nối. Không thấy nó trong mạng: …" */
export function reasonOfAlert({ kind, cameras, cabinet, ended }: Alert): Reason {
  const away = cameras.filter(({ backAt }) => backAt === null);
  // What is over, or held, is still named by those it was about.
  return reasonOfTrouble({ kind, cabinet, about: ended || away.length === 0 ? cameras : away });
}

/** The reason in a line that leads to more: "Camera “Cổng làng” mất kết nối.", "Tủ A: mất 4 camera". What to do stands where the line leads. */
export function brief(reason: Reason): Reason {
  if (/^village\.(cabinet|cameras)-lost$/.test(reason.code)) return { ...reason, code: `${reason.code}.short` };
  if (!reason.code.startsWith('village.camera-')) return reason;
  const { cause: _, ...params } = reason.params;
  return { ...reason, params };
}

/** What nobody sees to yet stands first, then what somebody does, then what is back and being watched; of each, the worst. */
export function urgentFirst(alerts: readonly Alert[]): Alert[] {
  const rank = ({ held, acknowledged }: Alert) => (held ? 2 : acknowledged ? 1 : 0);
  return [...alerts].sort((a, b) => rank(a) - rank(b) || troubleRank[a.kind] - troubleRank[b.kind]);
}

/** How many need somebody. */
export function unansweredIn(alerts: readonly Alert[]): number {
  return alerts.filter(({ held, acknowledged }) => !held && !acknowledged).length;
}
