import { Readable } from 'node:stream';
import type { ChangeEvents, Snapshot } from '../contract/index.ts';
import type { Changes } from '../core/changes.ts';
import type { Cancel, Clock } from '../core/clock/clock.ts';
import { dayMs } from '../core/village-time.ts';
import type { Logger } from '../core/log.ts';

const heartbeatMs = 15_000;
/** A panel with so many changes waiting is let go: its browser comes back and gets a snapshot. */
const mostWaitingBytes = 1_000_000;

export interface PanelEventsParts {
  readonly changes: Changes<ChangeEvents>;
  readonly snapshot: () => Promise<Snapshot>;
  readonly isSignedIn: (token: string) => Promise<boolean>;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface PanelEvents {
  /** A stream of server-sent events: first `snapshot`, then every change after it. Ends when the session does. */
  open(token: string): Promise<Readable>;
  /** How many are open now. */
  count(): number;
  start(): void;
  stop(): void;
}

interface Panel {
  readonly token: string;
  readonly stream: Readable;
  readonly openedAt: number;
  /** Changes that came while the snapshot was being made; null once it has left. */
  early: Buffer[] | null;
  /** Of its snapshot, while that waits: how much there is in a village says nothing of its panels. 0 once it has left. */
  snapshotBytes: number;
}

/**
 * Tells every open panel what changes. Own code rather than @fastify/sse: what matters here (join without a gap,
 * bound a slow panel, end with the session) is not in it, and the format is two lines of text.
 */
export function createPanelEvents({ changes, snapshot, isSignedIn, clock, log }: PanelEventsParts): PanelEvents {
  const panels = new Set<Panel>();
  let cancels: Cancel[] = [];

  function tell(panel: Panel, frame: Buffer): void {
    if (panel.stream.readableLength < panel.snapshotBytes) panel.snapshotBytes = 0;
    if (panel.early) panel.early.push(frame);
    else panel.stream.push(frame);
    const waiting = waitingBytes(panel);
    if (waiting <= mostWaitingBytes) return;
    log.info({ waitingBytes: waiting }, 'slow panel let go');
    panel.stream.destroy();
  }

  function onChange(name: string, payload: unknown): void {
    if (panels.size === 0) return;
    const frame = frameOf(name, payload);
    for (const panel of panels) {
      // Levels are stale at once: a panel that has something to catch up on does without.
      if (name === 'levels' && (panel.early || panel.stream.readableLength > 0)) continue;
      tell(panel, frame);
    }
  }

  async function beat(panel: Panel): Promise<void> {
    tell(panel, Buffer.from(':\n\n'));
    // Once a day the browser comes back by itself, so that its cookie is renewed.
    const tired = clock.monotonic() - panel.openedAt > dayMs;
    if (tired || !(await isSignedIn(panel.token))) panel.stream.push(null);
  }

  return {
    async open(token) {
      const stream = new Readable({ read: () => undefined });
      const panel: Panel = { token, stream, openedAt: clock.monotonic(), early: [], snapshotBytes: 0 };
      panels.add(panel);
      stream.once('close', () => panels.delete(panel));
      try {
        const first = Buffer.concat([Buffer.from('retry: 2000\n'), frameOf('snapshot', await snapshot())]);
        stream.push(Buffer.concat([first, ...(panel.early ?? [])]));
        panel.early = null;
        panel.snapshotBytes = first.length;
        return stream;
      } catch (error) {
        stream.destroy();
        panels.delete(panel);
        throw error;
      }
    },
    count: () => panels.size,
    start() {
      cancels = [
        changes.listen(onChange),
        clock.every(heartbeatMs, () => {
          for (const panel of panels) {
            beat(panel).catch((error: unknown) => {
              log.warn({ err: error }, 'panel let go: its session could not be looked up');
              panel.stream.destroy();
            });
          }
        }),
      ];
    },
    stop() {
      for (const cancel of cancels) cancel();
      cancels = [];
      for (const panel of panels) panel.stream.push(null);
      panels.clear();
    },
  };
}

/** Changes that have not left yet. */
function waitingBytes({ stream, early, snapshotBytes }: Panel): number {
  return stream.readableLength - snapshotBytes + (early ?? []).reduce((sum, frame) => sum + frame.length, 0);
}

function frameOf(name: string, payload: unknown): Buffer {
  return Buffer.from(`event: ${name}\ndata: ${JSON.stringify(payload)}\n\n`);
}
