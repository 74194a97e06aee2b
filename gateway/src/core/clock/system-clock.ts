import schedule from 'node-schedule';
import { setTimeout as delay } from 'node:timers/promises';
import type { Cancel, Clock } from './clock.ts';

const longestDelayMs = 2 ** 31 - 1;
/** node-schedule sleeps through clock steps; re-arming this often bounds how late a wake-up can be. */
const rearmMs = 30_000;

/** The real clock. node-schedule is used for `wakeAt` and nowhere else in the gateway. */
export function createSystemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    async sleep(ms, signal) {
      for (let left = Math.max(0, ms); ; left -= longestDelayMs) {
        try {
          await delay(Math.min(left, longestDelayMs), undefined, signal ? { signal } : {});
        } catch (error) {
          throw signal?.aborted ? signal.reason : error;
        }
        if (left <= longestDelayMs) return;
      }
    },
    every(ms, tick) {
      const timer = setInterval(tick, ms);
      return () => clearInterval(timer);
    },
    wakeAt,
  };
}

function wakeAt(instant: number, wake: () => void): Cancel {
  let job: schedule.Job | null = null;
  let immediate: NodeJS.Immediate | null = null;
  let done = false;

  const arm = () => {
    if (done) return;
    const at = Math.min(instant, Date.now() + rearmMs);
    // A date in the past gives `null` instead of a job: then it is due now.
    job = at > Date.now() ? schedule.scheduleJob(new Date(at), check) : null;
    if (!job) immediate = setImmediate(check);
  };
  const check = () => {
    if (done) return;
    if (Date.now() < instant) return arm();
    done = true;
    wake();
  };
  arm();
  return () => {
    done = true;
    job?.cancel();
    if (immediate) clearImmediate(immediate);
  };
}
