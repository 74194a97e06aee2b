import { beforeEach, describe, expect, it } from 'vitest';
import { speakIn } from './in-words.ts';
import { csvInWords } from '../../../ui/src/parts/month/csv-in-words.ts';
import { monthWords } from '../../../ui/src/screens/alerts/months/month-words.ts';
import { sheetWords } from '../../../ui/src/screens/schedule/sheet/sheet-words.ts';

const sheetInWords = (csv: string) => csvInWords(csv, sheetWords);
const head = 'date,time,title,zone,by,outcome,code,aired_seconds';

describe('the month for a spreadsheet', () => {
  beforeEach(() => speakIn('vi'));

  it('has its columns, outcomes and whose hand it was in words, and codes for programs', () => {
    const csv = `${head}\r\n2026-11-03,05:00,aired,Đình,schedule,aired-partly,broadcast.interrupted,60\r\n`;
    expect(sheetInWords(csv).split('\r\n')).toEqual([
      '\uFEFFNgày,Giờ,Tên,Cụm loa,Theo lịch hay phát tay,Kết quả,Mã,Số giây đã phát',
      '2026-11-03,05:00,aired,Đình,theo lịch,Phát chưa trọn,broadcast.interrupted,60',
      '',
    ]);
  });

  it('speaks the language of the panel, and quotes a word with a comma', async () => {
    const csv = `${head}\r\n2026-11-03,05:00,Lan,Đình,hand,failed,relay.unreachable,0\r\n`;
    expect(sheetInWords(csv)).toContain('phát tay,"Lỗi, không phát",relay.unreachable');
    await speakIn('en');
    expect(sheetInWords(csv)).toMatch(/^\uFEFFDate,Time,Title,Zone,/);
    expect(sheetInWords(csv)).toContain('Đình,hand,');
  });

  it.each(['"Tin, nhạc"', '"Bản ""mới"""', '"a\r\nb"', '"hand,aired"', "'=1+1"])(
    'leaves a title as it is: %s',
    (title) => {
      const csv = `${head}\r\n2026-11-03,05:00,${title},Đình,hand,aired,broadcast.aired,9\r\n`;
      expect(sheetInWords(csv)).toContain(`05:00,${title},Đình,phát tay,Đã phát,broadcast.aired,9\r\n`);
    },
  );

  it('keeps what is too new for this panel as the gateway says it', () => {
    const csv = `${head},more\r\n2026-11-03,05:00,a,Đình,robot,vanished,x,9,1\r\n`;
    expect(sheetInWords(csv)).toContain(',robot,vanished,x,9,1\r\n');
  });

  it('calls the columns of the cameras as the sheet does', async () => {
    await speakIn('vi', 'alerts');
    const columns = 'camera,date,working_seconds,out_seconds,planned_seconds,unknown_seconds,percent';
    expect(csvInWords(`${columns}\r\n"Ngã ba, đình",2026-11-03,86340,60,0,0,99.93\r\n`, monthWords)).toBe(
      '\uFEFFCamera,Ngày,Số giây có hình,Số giây mất hình,Số giây đang sửa,Số giây không rõ,Có hình (%)\r\n' +
        '"Ngã ba, đình",2026-11-03,86340,60,0,0,99.93\r\n',
    );
  });
});
