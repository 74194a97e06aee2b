import type { Alert } from '../../../gateway/src/contract/index.ts';
import { judge, type AlertNews } from '../../../gateway/src/alerts/judge.ts';
import { alertTiming } from '../../../gateway/src/alerts/timing.ts';
import { look, type Watched, type WatchedCamera } from '../../../gateway/src/alerts/watch.ts';

const begins = Date.parse('2026-11-26T01:00:00.000Z');

/** Cameras of a village, told what happens to them second by second. */
export function createStory(cameras: readonly (string | { id: string; cabinet: string })[]) {
  const watch = new Map<string, Watched>();
  const news: AlertNews[] = [];
  let open: Alert[] = [];
  let nowMs = 0;
  let stepMs = 0;
  let ids = 0;

  /** `begunS`: so many seconds before it is told. */
  function tell(id: string, change: Partial<WatchedCamera>, begunS = 0) {
    const before = watch.get(id);
    if (!before) throw new Error(`no camera ${id}`);
    watch.set(id, look(before, { ...before.camera, ...change }, nowMs, nowMs - begunS * 1_000));
    look1();
  }

  function look1() {
    const judged = judge(open, {
      watch,
      now: { ms: nowMs, at: begins + stepMs + nowMs },
      timing: alertTiming,
      newId: () => `alert-${++ids}`,
    });
    open = judged.open;
    news.push(...judged.news);
  }

  for (const camera of cameras) {
    const { id, cabinet } = typeof camera === 'string' ? { id: camera, cabinet: null } : camera;
    const well = { id, name: id, cabinet, maintenance: false, status: 'online', cause: null } as const;
    watch.set(id, look(undefined, well, 0, 0));
  }

  return {
    tell,
    /** It is certain after a quarter of a minute. */
    lose: (id: string) => tell(id, { status: 'offline', cause: 'timed-out' }, 15),
    mend: (id: string) => tell(id, { status: 'online', cause: null }),
    forget(id: string) {
      watch.delete(id);
      look1();
    },
    /** Somebody sets the clock. */
    setClock(byMs: number) {
      stepMs += byMs;
    },
    pass(seconds: number) {
      for (let second = 0; second < seconds; second++) {
        nowMs += 1_000;
        look1();
      }
    },
    acknowledge(note = 'đang ra xem') {
      open = open.map((alert) => ({
        ...alert,
        acknowledged: { by: 'Ông Tư', at: new Date(begins + nowMs).toISOString(), note },
      }));
    },
    open: () => open,
    /** `camera-offline dinh`, `cameras-together dinh+cho (tủ A)` */
    shown: () => open.map(shown),
    told: () => news.flatMap(({ event, alert }) => (event ? [`${event} ${shown(alert)}`] : [])),
    /** The same rules after a restart: the alerts are kept, what was seen of the cameras is not. */
    restart(since: (alert: Alert) => number = () => -3_600_000) {
      for (const [id, { camera }] of watch) {
        const alert = open.find(({ cameras: about }) => about.some((one) => one.id === id && one.backAt === null));
        const badSinceMs = alert ? nowMs + since(alert) : null;
        watch.set(id, {
          camera: { ...camera, status: 'unknown', cause: null },
          badSinceMs,
          lostSinceMs: alert?.kind === 'camera-degraded' ? null : badSinceMs,
          wellSinceMs: null,
        });
      }
    },
  };
}

function shown({ kind, cameras, cabinet, held }: Alert): string {
  const names = cameras.map(({ name, backAt }) => (backAt === null ? name : `(${name})`)).join('+');
  return `${kind} ${names}${kind === 'cameras-together' ? ` [${cabinet ?? 'all'}]` : ''}${held ? ' held' : ''}`;
}
