import { plain } from '../content.ts';
import { clockText, villageMoment } from '../time.ts';

/** `cong-thon-2026-11-26-081305.jpg`: which camera, and when it saw that. */
export function snapshotName(camera: string, at: number, timeZone: string): string {
  const name = plain(camera)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const time = clockText(at, timeZone).replaceAll(':', '');
  return `${name || 'camera'}-${villageMoment(at, timeZone).date}-${time}.jpg`;
}
