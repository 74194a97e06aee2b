import type { Reason } from '../contract/index.ts';
import type { Clock } from '../core/clock/clock.ts';
import { reasonOf } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import { hearAgain, type ZoneRun } from './legs.ts';
import type { Amplifiers } from './ports.ts';

export interface AmplifierRests {
  /** True: for long there has been nothing to hear; false: there is again. */
  hush(hushed: boolean): void;
  /** Resolves when no amplifier is being switched. Never rejects. */
  done(): Promise<void>;
}

/**
 * While a station is away for long its horns would only hum: their amplifiers rest, and go on again when there is something
 * to hear. What is said while they warm up is lost; a programme that has been away for a minute is joined in the middle anyway.
 */
export function createAmplifierRests({
  zones,
  holder,
  amplifiers,
  signalOf,
  clock,
  log,
  onFault,
  onChange,
}: {
  readonly zones: readonly ZoneRun[];
  readonly holder: string;
  readonly amplifiers: Pick<Amplifiers, 'powerUp' | 'powerDown'>;
  /** Aborted when this zone is not to sound any more. */
  readonly signalOf: (run: ZoneRun) => AbortSignal;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onFault: (run: ZoneRun, reason: Reason) => void;
  readonly onChange: () => void;
}): AmplifierRests {
  /** What each amplifier does last: one after the other, however often the station comes and goes. */
  const switching = new Map<ZoneRun, Promise<void>>();
  let resting = false;

  function then(run: ZoneRun, act: () => Promise<void>): void {
    switching.set(run, (switching.get(run) ?? Promise.resolve()).then(act));
  }

  async function rest(run: ZoneRun): Promise<void> {
    if (!resting || run.state !== 'sounding' || run.poweredAt === null) return;
    run.poweredAt = null;
    if (!(await powerDown(run)) || isOff(run)) return;
    run.state = 'resting';
    run.unheardSince ??= clock.monotonic();
    onChange();
  }

  async function wake(run: ZoneRun): Promise<void> {
    if (resting || !wasLetGo(run)) return;
    const signal = signalOf(run);
    try {
      await amplifiers.powerUp(run.zone.id, holder, signal);
    } catch (error) {
      if (!signal.aborted) onFault(run, reasonOf(error));
      return;
    }
    // Silenced for good meanwhile.
    if (isOff(run)) {
      await powerDown(run);
      return;
    }
    hearAgain(run, clock.monotonic());
    run.poweredAt = clock.monotonic();
    run.state = 'sounding';
    onChange();
  }

  /** True when the relays said OFF. One that does not is on for all anybody knows: its zone does not rest, and may hum. */
  async function powerDown(run: ZoneRun): Promise<boolean> {
    try {
      await amplifiers.powerDown(run.zone.id, holder);
      return true;
    } catch (error) {
      log.error({ broadcastId: holder, zone: run.zone.id, err: error }, 'amplifier did not go off');
      return false;
    }
  }

  return {
    hush(hushed) {
      resting = hushed;
      for (const run of zones) then(run, () => (hushed ? rest(run) : wake(run)));
    },
    async done() {
      await Promise.all(switching.values());
    },
  };
}

/** It was told to go off, whether it did or not, and has to be held anew. */
function wasLetGo({ state, poweredAt }: ZoneRun): boolean {
  return state === 'resting' || (state === 'sounding' && poweredAt === null);
}

function isOff({ state }: ZoneRun): boolean {
  return state === 'off' || state === 'fault';
}
