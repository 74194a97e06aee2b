import { execFile } from 'node:child_process';
import { access, readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { ClockEvidence } from './trust.ts';

const askedAtMostMs = 5_000;

/**
 * What vouches for the wall clock on this Linux machine, cheapest to find first: systemd-timesyncd's flag file, a
 * real-time clock chip that set the time at boot, the hypervisor that gives a virtual machine its time, or the kernel's
 * own word that some NTP client (chrony, ntpd) keeps it. `null`: nothing.
 */
export async function findClockEvidence(): Promise<ClockEvidence | null> {
  if (await exists('/run/systemd/timesync/synchronized')) return 'ntp';
  const chips = await readdir('/sys/class/rtc').catch(() => []);
  if (chips.length > 0) return 'rtc';
  const cpu = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  if (/^flags\s*:.*\bhypervisor\b/m.test(cpu)) return 'hypervisor';
  return (await kernelIsSynchronised()) ? 'ntp' : null;
}

/** STA_UNSYNC of adjtimex(2), which Node cannot ask for itself. Absent or silent `timedatectl`: no. */
async function kernelIsSynchronised(): Promise<boolean> {
  const question = ['show', '--property=NTPSynchronized', '--value'];
  return promisify(execFile)('timedatectl', question, { timeout: askedAtMostMs }).then(
    ({ stdout }) => stdout.trim() === 'yes',
    () => false,
  );
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
