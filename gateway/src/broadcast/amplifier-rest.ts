import type { Reason } from '../contract/index.ts';
import type { Clock } from '../core/clock/clock.ts';
import { reasonOf } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import type { ZoneRun } from './legs.ts';
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
    if (!resting || run.state !== 'sounding') return;
    run.state = 'resting';
    run.restingSince = clock.monotonic();
    run.poweredAt = null;
    onChange();
    await powerDown(run);
  }

  async function wake(run: ZoneRun): Promise<void> {
    if (resting || run.state !== 'resting') return;
    const signal = signalOf(run);
    try {
      await amplifiers.powerUp(run.zone.id, holder, signal);
    } catch (error) {
      if (!signal.aborted) onFault(run, reasonOf(error));
      return;
    }
    // Silenced for good meanwhile.
    if (isOff(run)) return powerDown(run);
    run.restedMs += clock.monotonic() - (run.restingSince ?? clock.monotonic());
    run.restingSince = null;
    run.poweredAt = clock.monotonic();
    run.state = 'sounding';
    onChange();
  }

  async function powerDown(run: ZoneRun): Promise<void> {
    try {
      await amplifiers.powerDown(run.zone.id, holder);
    } catch (error) {
      log.error({ broadcastId: holder, zone: run.zone.id, err: error }, 'amplifier did not go off');
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

function isOff({ state }: ZoneRun): boolean {
  return state === 'off' || state === 'fault';
}
