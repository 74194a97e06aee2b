import { hourMs } from '../time.ts';

/** What decides whether a page that lives for weeks begins anew now. */
export interface PageLife {
  /** Of the gateway that this page came from, and of the one that answers now. */
  readonly bornVersion: string;
  readonly version: string;
  readonly ageMs: number;
  /** Of the village's day. */
  readonly minutes: number;
  /** The gateway answers, and its changes arrive. */
  readonly well: boolean;
  /** Something sounds, or is about to. */
  readonly sounding: boolean;
}

const quietFrom = 3 * 60 + 30;
const quietTo = 4 * 60 + 30;

/** After an update at once; else once in a night when nothing happens. Never while the gateway is away: nothing would come back. */
export function shouldRenew({ bornVersion, version, ageMs, minutes, well, sounding }: PageLife): boolean {
  if (!well) return false;
  if (version !== bornVersion) return true;
  return ageMs > 12 * hourMs && !sounding && minutes >= quietFrom && minutes < quietTo;
}
