import type { Camera } from '#contract';
import { t } from '../../../lib/i18n/index.svelte.ts';
import { csvFile } from '../../../lib/save-file.ts';
import { writeTable } from '../../../lib/table.ts';

/** Cameras as a file that a spreadsheet opens, and that can be taken in again. */

const head = (): string[] =>
  (['name', 'host', 'port', 'username', 'password', 'cabinet', 'zones'] as const).map((column) =>
    t(`camera-table.column.${column}`),
  );

/** For filling in: the columns alone. */
export function emptyTable(): Blob {
  return csvFile(writeTable([head()]));
}

/** The column of passwords stays empty: nobody is told them again. */
export function exportTable(cameras: readonly Camera[], zoneName: (id: string) => string | undefined): Blob {
  const rows = cameras.map(({ name, host, port, username, cabinet, zoneIds }) => {
    const zones = zoneIds.map(zoneName).filter((zone) => zone !== undefined);
    return [name, host, String(port), username ?? '', '', cabinet ?? '', zones.join('; ')];
  });
  return csvFile(writeTable([head(), ...rows]));
}
