import { beforeEach, describe, expect, it } from 'vitest';
import { speakIn } from './in-words.ts';
import type { Camera } from '../../../gateway/src/contract/index.ts';
import { readTable } from '../../../ui/src/lib/table.ts';
import { emptyTable, exportTable } from '../../../ui/src/screens/camera/add/camera-file.ts';
import { isUsable, readCameraTable } from '../../../ui/src/screens/camera/add/camera-table.ts';
import { readAddress, readAddresses } from '../../../ui/src/screens/camera/add/addresses.ts';

const zones = [
  { id: 'xom-dinh', name: 'Xóm Đình' },
  { id: 'cho', name: 'Chợ' },
];
const read = (text: string, known: { name: string; host: string; port: number }[] = []) =>
  readCameraTable(readTable(text), known, zones);

describe('a list of cameras out of a spreadsheet', () => {
  it.each([
    ['pasted cells', '\t'],
    ['a file with commas', ','],
    ['a file of a Vietnamese Excel', ';'],
  ])('is read from %s, with heads in Vietnamese', (_, mark) => {
    const lines = [
      ['Tên camera', 'Địa chỉ IP', 'Cổng', 'Tài khoản', 'Mật khẩu', 'Tủ', 'Cụm loa'],
      ['Cổng thôn', '192.168.1.64', '8000', 'admin', 'thon-ngot', 'Tủ khu A', 'Xóm Đình'],
    ];
    expect(read(`\uFEFF${lines.map((line) => line.join(mark)).join('\r\n')}\r\n`)).toEqual([
      {
        ...{ line: 2, name: 'Cổng thôn', host: '192.168.1.64', port: 8000, username: 'admin', password: 'thon-ngot' },
        ...{ cabinet: 'Tủ khu A', zoneIds: ['xom-dinh'], problems: [] },
      },
    ]);
  });

  it('has its columns in any order, in English too', () => {
    const [row] = read('IP,Password,Name\n192.168.1.64,"a,b",Gate');
    expect(row).toMatchObject({ name: 'Gate', host: '192.168.1.64', password: 'a,b', port: 80 });
  });

  it('needs no heads, and no more than addresses', () => {
    expect(read('Cổng\t192.168.1.64\t80\tadmin\tx').map(({ name, host }) => [name, host])).toEqual([
      ['Cổng', '192.168.1.64'],
    ]);
    expect(read('192.168.1.64\n192.168.1.65:8000').map(({ line, host, port }) => [line, host, port])).toEqual([
      [1, '192.168.1.64', 80],
      [2, '192.168.1.65', 8000],
    ]);
  });

  it('says of each row what is wrong with it', () => {
    const rows = read(
      [
        'ten;dia chi;cong;mat khau;cum loa',
        'a;;;;',
        'b;http://admin:1@192.168.1.5;;;',
        'c;192.168.1.300;;;',
        'd;192.168.1.6;99999;;',
        'e;192.168.1.7;;mật khẩu;',
        'f;192.168.1.8;;;Xóm Lạ / chợ',
        'g;192.168.1.8;;;',
        'h;192.168.1.64;;;',
        `${'i'.repeat(81)};192.168.1.9;;;`,
      ].join('\n'),
      [{ name: 'Cổng', host: '192.168.1.64', port: 80 }],
    );
    expect(rows.map(({ problems }) => problems.map(({ kind }) => kind).join())).toEqual([
      ...['no-host', 'bad-host', 'bad-host', 'bad-port', 'letters', 'unknown-zone', 'twice', 'known', 'long'],
    ]);
    expect(rows.filter(isUsable).map(({ name, zoneIds }) => [name, zoneIds])).toEqual([['f', ['cho']]]);
  });

  it('is no wider than a screenful of villages, and takes nonsense for nonsense', () => {
    expect(read(Array.from({ length: 500 }, (_, n) => `10.0.${n % 250}.1`).join('\n')).length).toBe(200);
    expect(read('{"a":1}').every((row) => !isUsable(row))).toBe(true);
  });
});

describe('the list of cameras as a file', () => {
  beforeEach(() => speakIn('vi', 'cameras'));
  const camera: Camera = {
    ...{ id: 'a', name: '=1+1', host: '192.168.1.64', port: 80, path: null, username: 'admin', hasPassword: true },
    ...{ monitorProfile: null, viewProfile: null, place: null, zoneIds: ['xom-dinh'], cabinet: null },
    ...{ maintenance: false, facts: null, profiles: [], turns: false, cause: null, live: true, since: '' },
    ...{ status: 'online', pictureAt: null, stream: null, driftMs: null, events: 'heard', warnings: [] },
  };
  // Unlike `text()`, this keeps the mark before the text.
  const textOf = async (file: Blob) => Buffer.from(await file.arrayBuffer()).toString();
  const file = () => textOf(exportTable([camera], () => 'Xóm Đình'));

  it('opens in an office’s spreadsheet, computes nothing there, and tells no password', async () => {
    expect(await file()).toBe(
      `\uFEFFTên,Địa chỉ,Cổng,Tài khoản,Mật khẩu,Tủ,Cụm loa\r\n"'=1+1",192.168.1.64,80,admin,,,Xóm Đình\r\n`,
    );
  });

  it('can be taken in again, as can the empty one', async () => {
    expect(read(await file())).toMatchObject([{ host: '192.168.1.64', username: 'admin', zoneIds: ['xom-dinh'] }]);
    expect(read(await textOf(emptyTable()))).toEqual([]);
  });
});

describe('an address that somebody types', () => {
  it('is a name or a number, with a port or without', () => {
    expect(readAddress('192.168.1.64')).toEqual({ host: '192.168.1.64', port: 80 });
    expect(readAddress('cong-thon.lan:8000')).toEqual({ host: 'cong-thon.lan', port: 8000 });
    expect(readAddress('[fd00::1]:8080')).toEqual({ host: 'fd00::1', port: 8080 });
    expect(readAddress('fd00::1')).toEqual({ host: 'fd00::1', port: 80 });
  });

  it.each([
    'http://192.168.1.64',
    'admin:x@192.168.1.64',
    '192.168.1',
    '192.168.1.64/onvif',
    '1.2.3.4:0',
    'file:///etc',
    '192.168.1.7o',
    '192.168.1.',
  ])('is not %s', (text) => {
    expect(readAddress(text)).toBeNull();
  });

  it('may be nine in a row, but not a thousand', () => {
    const nine = readAddresses('192.168.1.64-72');
    expect(nine.addresses.map(({ host }) => host)).toEqual(Array.from({ length: 9 }, (_, n) => `192.168.1.${64 + n}`));
    expect(readAddresses('192.168.1.1 - 192.168.1.3, 10.0.0.1').addresses).toHaveLength(4);
    expect(readAddresses('10.0.0.1-250')).toMatchObject({ strange: [], left: 214 });
    expect(readAddresses('10.0.0.1-250').addresses).toHaveLength(36);
    expect(readAddresses('192.168.1.254-257').strange).toEqual(['192.168.1.254-257']);
    expect(readAddresses('a.b, ?!').strange).toEqual(['?!']);
  });
});
