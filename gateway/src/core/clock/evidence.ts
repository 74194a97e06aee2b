import { access, readdir, readFile } from 'node:fs/promises';
import type { ClockEvidence } from './trust.ts';

/**
 * What vouches for the wall clock on this Linux machine, best first:
 * NTP (systemd-timesyncd's flag file, chrony's drift file being fresh is no proof and is not used), a real-time clock
 * chip that set the time at boot, or the hypervisor that gives a virtual machine its time. `null`: nothing.
 */
export async function findClockEvidence(): Promise<ClockEvidence | null> {
  if (await exists('/run/systemd/timesync/synchronized')) return 'ntp';
  const chips = await readdir('/sys/class/rtc').catch(() => []);
  if (chips.length > 0) return 'rtc';
  const cpu = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  if (/^flags\s*:.*\bhypervisor\b/m.test(cpu)) return 'hypervisor';
  return null;
}

/** Names this boot of the machine: a person's word about the clock holds until the next one. */
export async function bootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => 'unknown')).trim();
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
