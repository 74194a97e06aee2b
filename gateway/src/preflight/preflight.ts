import type { ChangeEvents, Preflight } from '../contract/index.ts';
import type { Changes } from '../core/changes.ts';
import { messageOf } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import { dayMs } from '../core/village-time.ts';
import type { Services } from '../http/ports.ts';
import { readJson } from '../storage/json-column.ts';
import type { SettingsStore } from '../village/settings-store.ts';
import { isDue } from './due.ts';
import { gather, type GatherParts } from './gather.ts';
import { countWell, judgePreflight } from './judge.ts';

export interface PreflightParts extends GatherParts {
  readonly log: Logger;
  readonly changes: Changes<ChangeEvents>;
  readonly settings: SettingsStore;
}

export interface PreflightCheck {
  readonly commands: Services['preflight'];
  /** The loop that looks once a day, for the supervisor. When it ends, so does a look that somebody asked for. */
  run(signal: AbortSignal): Promise<void>;
}

const lastKey = 'preflight.last';
/** Also how long after the start the first look may be: relays need that to come in. */
const everyMs = 60_000;
/** The plan was changed, and has been left alone for so long: somebody who edits does it several times. */
const settledMs = 10_000;

/** "This afternoon for tomorrow morning": what would keep the next 24 hours from being heard, while there is time to mend it. */
export function createPreflight(parts: PreflightParts): PreflightCheck {
  const { clock, log, changes, settings, timeZone, ports } = parts;
  const stopping = new AbortController();
  /** Undefined: not read yet. */
  let last: Preflight | null | undefined;
  let underWay: Promise<Preflight> | null = null;

  async function readLast(): Promise<Preflight | null> {
    if (last !== undefined) return last;
    const kept = await settings.get(lastKey);
    // A look that ended meanwhile is newer than what was kept.
    last ??= kept === null ? null : readJson<Preflight | null>(kept, null);
    return last;
  }

  /** One at a time: who asks while one is under way gets its answer. */
  function look(): Promise<Preflight> {
    underWay ??= lookNow().finally(() => {
      underWay = null;
    });
    return underWay;
  }

  async function lookNow(): Promise<Preflight> {
    const from = clock.now();
    const span = { from, to: from + dayMs };
    const facts = await gather(parts, span, stopping.signal);
    stopping.signal.throwIfAborted();
    const preflight: Preflight = {
      at: iso(from),
      from: iso(from),
      to: iso(span.to),
      slots: facts.slots.length,
      checked: countWell(facts),
      findings: judgePreflight(facts),
    };
    log.info({ slots: preflight.slots, findings: preflight.findings.length }, 'looked ahead');
    last = preflight;
    changes.emit('preflight.changed', preflight);
    // A full disk is one of the findings, and must not hide them.
    await settings.set(lastKey, JSON.stringify(preflight)).catch((error: unknown) => {
      log.warn({ reason: messageOf(error) }, 'the result of looking ahead will not survive a restart');
    });
    return preflight;
  }

  async function lookIfDue(): Promise<void> {
    const before = await readLast();
    const lastAt = before && Date.parse(before.at);
    if (ports.clockTrusted() && isDue(clock.now(), lastAt, timeZone)) await look();
  }

  /** What was found of another plan is no answer any more. Never rejects. */
  async function lookAgain(signal: AbortSignal): Promise<void> {
    try {
      await clock.sleep(settledMs, signal);
      await underWay?.catch(() => undefined);
      if (ports.clockTrusted() && (await readLast()) !== null) await look();
    } catch (error) {
      if (!signal.aborted) log.warn({ reason: messageOf(error) }, 'the changed plan could not be looked through');
    }
  }

  /** Until it is called off: the next 24 hours are looked through anew whenever the plan of them changes. */
  function followThePlan(): () => void {
    let newer = new AbortController();
    const changed = () => {
      newer.abort(new Error('the plan was changed again'));
      newer = new AbortController();
      void lookAgain(AbortSignal.any([newer.signal, stopping.signal]));
    };
    const cancels = [
      changes.on('programme.changed', changed),
      changes.on('programme.removed', changed),
      changes.on('overlay.changed', changed),
      changes.on('overlay.removed', changed),
      changes.on('slot.changed', ({ state, override }) => {
        if (state === 'planned' && override) changed();
      }),
    ];
    return () => cancels.forEach((cancel) => cancel());
  }

  return {
    commands: { last: readLast, run: look },
    async run(signal) {
      const stop = () => stopping.abort(signal.reason);
      signal.addEventListener('abort', stop, { once: true });
      const unfollow = followThePlan();
      try {
        for (;;) {
          await clock.sleep(everyMs, signal);
          await lookIfDue();
        }
      } finally {
        unfollow();
        signal.removeEventListener('abort', stop);
        if (signal.aborted) await underWay?.catch(() => undefined);
      }
    },
  };
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
