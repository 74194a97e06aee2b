import type { Camera, Zone } from '#contract';
import { sayAddress } from '../../../lib/camera/say-camera.ts';
import { readAddress, isPort } from './addresses.ts';

/** Cameras as they stand in somebody's spreadsheet: its columns found by their heads, each row with what is wrong with it. Pure. */

const columns = ['name', 'host', 'port', 'username', 'password', 'cabinet', 'zones'] as const;
export type Column = (typeof columns)[number];

/** Heads as people write them, without their marks, spaces and capitals. */
const heads: Readonly<Record<Column, readonly string[]>> = {
  name: ['ten', 'tencamera', 'camera', 'name', 'vitri', 'location'],
  host: ['diachi', 'diachiip', 'ip', 'host', 'hostname', 'address', 'ipaddress'],
  port: ['cong', 'congonvif', 'conghttp', 'port', 'onvifport', 'httpport'],
  username: ['taikhoan', 'tendangnhap', 'nguoidung', 'user', 'username', 'login'],
  password: ['matkhau', 'password', 'pass', 'pwd'],
  cabinet: ['tu', 'tudien', 'tumang', 'cabinet', 'switch'],
  zones: ['cumloa', 'loa', 'zone', 'zones'],
};

/** `no` stands in the way of the row; `unknown-zone` only leaves the zone out. */
export type RowProblem =
  | { readonly kind: 'no-host' | 'bad-host' | 'bad-port' | 'long' | 'twice' | 'letters' }
  | { readonly kind: 'known'; readonly name: string }
  | { readonly kind: 'unknown-zone'; readonly name: string };

export interface TableRow {
  /** As in the spreadsheet, from 1. */
  readonly line: number;
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** Empty: none was given. */
  readonly username: string;
  readonly password: string;
  readonly cabinet: string;
  readonly zoneIds: readonly string[];
  readonly problems: readonly RowProblem[];
}

export const isUsable = ({ problems }: TableRow): boolean => problems.every(({ kind }) => kind === 'unknown-zone');

/** So many rows are looked at. */
export const mostRows = 200;

export function readCameraTable(
  cells: readonly (readonly string[])[],
  known: readonly Pick<Camera, 'name' | 'host' | 'port'>[],
  zones: readonly Pick<Zone, 'id' | 'name'>[],
): TableRow[] {
  const [first = []] = cells;
  const found = first.map((head) => columnOf(head));
  const headed = found.filter((column) => column !== null).length >= Math.min(2, first.length);
  const order = headed ? found : readAddress(first[0] ?? '') === null ? [...columns] : columns.slice(1);
  const skipped = headed ? 1 : 0;
  const rows = cells.slice(skipped, skipped + mostRows).map((row, index) => {
    const cell = (column: Column) => row[order.indexOf(column)] ?? '';
    return { line: index + skipped + 1, cell };
  });
  const seen = new Set<string>();
  return rows.map(({ line, cell }) => readRow(line, cell, known, zones, seen));
}

function readRow(
  line: number,
  cell: (column: Column) => string,
  known: readonly Pick<Camera, 'name' | 'host' | 'port'>[],
  zones: readonly Pick<Zone, 'id' | 'name'>[],
  seen: Set<string>,
): TableRow {
  const problems: RowProblem[] = [];
  const address = readAddress(cell('host'));
  const port = cell('port') === '' ? (address?.port ?? 80) : Number(cell('port'));
  const host = address?.host ?? cell('host');
  if (cell('host') === '') problems.push({ kind: 'no-host' });
  else if (address === null) problems.push({ kind: 'bad-host' });
  if (!isPort(port)) problems.push({ kind: 'bad-port' });
  if (cell('name').length > 80 || cell('cabinet').length > 80) problems.push({ kind: 'long' });
  // Others than ASCII cameras do not take.
  if (!/^[\x00-\x7f]*$/.test(cell('password') + cell('username'))) problems.push({ kind: 'letters' });

  const key = sayAddress({ host: host.toLowerCase(), port });
  const already = known.find((camera) => sayAddress({ ...camera, host: camera.host.toLowerCase() }) === key);
  if (already) problems.push({ kind: 'known', name: already.name });
  else if (seen.has(key)) problems.push({ kind: 'twice' });
  seen.add(key);

  const zoneIds: string[] = [];
  for (const name of cell('zones')
    .split(/[;,/]/)
    .map((part) => part.trim())
    .filter(Boolean)) {
    const zone = zones.find((each) => bare(each.name) === bare(name));
    if (zone) zoneIds.push(zone.id);
    else problems.push({ kind: 'unknown-zone', name });
  }
  return {
    ...{ line, host, port, zoneIds, problems },
    ...{ name: cell('name'), username: cell('username'), password: cell('password'), cabinet: cell('cabinet') },
  };
}

function columnOf(head: string): Column | null {
  return columns.find((column) => heads[column].includes(bare(head))) ?? null;
}

/** Without marks, spaces and capitals: "Địa chỉ IP" → "diachiip". */
function bare(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('đ', 'd')
    .normalize('NFD')
    .replace(/[^a-z\d]/g, '');
}
