import { describe, expect, it, test } from 'vitest';
import { readAloud } from '../../../gateway/src/speech/reading/read-aloud.ts';
import { twentySentences } from './twenty-sentences.ts';

const spoken = (text: string) =>
  readAloud(text)
    .map((sentence) => sentence.text)
    .join(' ');
/** Of a text of one sentence: without its capital and its full stop. */
const words = (text: string) => spoken(`x ${text}`).replace(/^X /, '').replace(/\.$/, '');
const refusal = (text: string) => {
  try {
    return spoken(text);
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('twenty sentences of a village are read as its people would read them', () => {
  test.each(twentySentences)('%s', (written, said) => expect(spoken(written)).toBe(said));
});

describe('what is written, and what is said', () => {
  const facts: Readonly<Record<string, readonly (readonly [written: string, said: string])[]>> = {
    numbers: [
      ['0', 'không'],
      ['10', 'mười'],
      ['11', 'mười một'],
      ['14', 'mười bốn'],
      ['15', 'mười lăm'],
      ['21', 'hai mươi mốt'],
      ['24', 'hai mươi tư'],
      ['25', 'hai mươi lăm'],
      ['101', 'một trăm linh một'],
      ['104', 'một trăm linh tư'],
      ['110', 'một trăm mười'],
      ['115 người', 'một trăm mười lăm người'],
      ['1.000', 'một nghìn'],
      ['1.005', 'một nghìn không trăm linh năm'],
      ['1.000.500', 'một triệu không trăm nghìn năm trăm'],
      ['1,000,000', 'một triệu'],
      ['10.000.000.000', 'mười tỷ'],
      ['1.234.000.000.000', 'một nghìn hai trăm ba mươi tư tỷ'],
      ['05 hộ', 'năm hộ'],
      ['1,5', 'một phẩy năm'],
      ['1.5', 'một phẩy năm'],
      ['1,25', 'một phẩy hai mươi lăm'],
      ['0,05', 'không phẩy không năm'],
      ['3,1416', 'ba phẩy một bốn một sáu'],
      ['-5', 'âm năm'],
      ['20-25', 'hai mươi đến hai mươi lăm'],
      ['từ 2 - 3 ngày', 'từ hai đến ba ngày'],
      ['tỷ số 2-1', 'tỷ số hai một'],
      ['2026-2027', 'hai nghìn không trăm hai mươi sáu đến hai nghìn không trăm hai mươi bảy'],
      ['1/2', 'một phần hai'],
      ['1/4 xã', 'một phần tư xã'],
      ['thứ 1, thứ 4 và thứ 12', 'thứ nhất, thứ tư và thứ mười hai'],
      ['001234567890', 'không không một, hai ba bốn, năm sáu bảy, tám chín không'],
    ],
    dates: [
      ['24/11/2026', 'ngày hai mươi tư tháng mười một năm hai nghìn không trăm hai mươi sáu'],
      ['24-11-2026', 'ngày hai mươi tư tháng mười một năm hai nghìn không trăm hai mươi sáu'],
      ['2026-11-24', 'ngày hai mươi tư tháng mười một năm hai nghìn không trăm hai mươi sáu'],
      ['24/11', 'ngày hai mươi tư tháng mười một'],
      ['ngày 24-11', 'ngày hai mươi tư tháng mười một'],
      ['ngày 02/09', 'ngày mùng hai tháng chín'],
      ['mùng 1/2', 'mùng một tháng hai'],
      ['chiều 3/4', 'chiều ngày mùng ba tháng tư'],
      ['1/5', 'ngày mùng một tháng năm'],
      ['1/5 số hộ', 'một phần năm số hộ'],
      ['24-26/11', 'ngày hai mươi tư đến hai mươi sáu tháng mười một'],
      ['từ 24/11 – 26/11', 'từ ngày hai mươi tư tháng mười một đến ngày hai mươi sáu tháng mười một'],
      ['tháng 4', 'tháng tư'],
      ['11/2026', 'tháng mười một năm hai nghìn không trăm hai mươi sáu'],
      ['31/4', 'ba mươi mốt trên bốn'],
      ['số nhà 12/5', 'số nhà mười hai trên năm'],
      ['24/7', 'hai mươi tư trên bảy'],
      ['thứ 2-6', 'thứ hai đến thứ sáu'],
      ['T2-T6', 'thứ hai đến thứ sáu'],
      ['T7 – CN', 'thứ bảy đến chủ nhật'],
    ],
    times: [
      ['14h30', 'mười bốn giờ ba mươi phút'],
      ['7g', 'bảy giờ'],
      ['5h', 'năm giờ'],
      ['19:30', 'mười chín giờ ba mươi phút'],
      ['8:00', 'tám giờ'],
      ['8h05', 'tám giờ năm phút'],
      ['7-9h', 'bảy đến chín giờ'],
      ['14:00 – 16:00', 'mười bốn giờ đến mười sáu giờ'],
      ["30'", 'ba mươi phút'],
      ['7 giờ 30 phút', 'bảy giờ ba mươi phút'],
    ],
    money: [
      ['2.500.000 đ', 'hai triệu năm trăm nghìn đồng'],
      ['2 500 000 đồng', 'hai triệu năm trăm nghìn đồng'],
      ['50k', 'năm mươi nghìn đồng'],
      ['1,2 tỷ', 'một phẩy hai tỷ'],
      ['500 ngàn', 'năm trăm nghìn'],
      ['1tr5', 'một triệu năm trăm nghìn đồng'],
      ['3 triệu VNĐ', 'ba triệu đồng'],
      ['$20', 'hai mươi đô la'],
      ['50.000đ/người/tháng', 'năm mươi nghìn đồng một người một tháng'],
    ],
    telephones: [
      ['0912345678', 'không chín một hai, ba bốn năm, sáu bảy tám'],
      ['+84 912 345 678', 'không chín một hai, ba bốn năm, sáu bảy tám'],
      ['024 3825 1234', 'không hai bốn, ba tám hai năm, một hai ba bốn'],
      ['1900 6789', 'một chín không không, sáu bảy tám chín'],
      ['gọi 114', 'gọi một một bốn'],
    ],
    units: [
      ['37°C', 'ba mươi bảy độ xê'],
      ['5 km', 'năm ki lô mét'],
      ['100 m2', 'một trăm mét vuông'],
      ['60 km/h', 'sáu mươi ki lô mét trên giờ'],
      ['vài chục km/h', 'vài chục ki lô mét trên giờ'],
      ['500g', 'năm trăm gam'],
      ['20% - 30%', 'hai mươi phần trăm đến ba mươi phần trăm'],
      ['0,5 ha', 'không phẩy năm héc ta'],
    ],
    'number plates': [
      ['xe 29A-123.45', 'xe hai chín a, một hai ba, bốn năm'],
      ['xe 29A - 123.45', 'xe hai chín a, một hai ba, bốn năm'],
      ['xe 36B1-045.67', 'xe ba sáu bê một, không bốn năm, sáu bảy'],
      ['xe 29-B1 123.45', 'xe hai chín bê một, một hai ba, bốn năm'],
      ['xe 51LD-1234', 'xe năm một e lờ dê, một hai ba bốn'],
      ['lớp 12A', 'lớp mười hai A'],
    ],
    'Roman numerals': [
      ['quý IV', 'quý bốn'],
      ['thế kỷ XXI', 'thế kỷ hai mươi mốt'],
      ['lần thứ I', 'lần thứ nhất'],
      ['Đại hội XIV', 'Đại hội mười bốn'],
      ['IIII', 'i i i i'],
    ],
    abbreviations: [
      ['UBND', 'ủy ban nhân dân'],
      ['HĐND-UBND', 'hội đồng nhân dân ủy ban nhân dân'],
      ['TP.HCM', 'thành phố Hồ Chí Minh'],
      ['TP.Vinh', 'thành phố Vinh'],
      ['GD&ĐT', 'giáo dục và đào tạo'],
      ['P.5', 'phường năm'],
      ['ĐT 254', 'đường tỉnh hai trăm năm mươi tư'],
      ['VTV', 'vê tê vê'],
      ['FPT', 'ép pê tê'],
      ['khu B', 'khu bê'],
      ['SAMSUNG', 'SAMSUNG'],
      ['HỌP THÔN', 'họp thôn'],
    ],
    signs: [
      ['xây-dựng', 'xây dựng'],
      ['và/hoặc', 'và hoặc'],
      ['A & B', 'A và bê'],
      ['~30 người', 'khoảng ba mươi người'],
      ['Thôn (xóm Đình)', 'Thôn, xóm Đình'],
      ['"Ngọt"', 'Ngọt'],
      ['Welcome to Facebook', 'Welcome to Facebook'],
    ],
  };
  for (const [kind, list] of Object.entries(facts)) {
    describe(kind, () => {
      test.each(list)('%s → %s', (written, said) => expect(words(written)).toBe(said));
    });
  }
});

describe('sentences', () => {
  it('are followed by a breath of 300 to 500 ms, the longest between paragraphs', () => {
    const read = readAloud('Một. Hai!\nBa\n\nBốn?');
    expect(read).toEqual([
      { text: 'Một.', pauseMs: 400 },
      { text: 'Hai!', pauseMs: 350 },
      { text: 'Ba.', pauseMs: 500 },
      { text: 'Bốn?', pauseMs: 500 },
    ]);
  });
});

describe('a full stop after what is written short', () => {
  test.each([
    ['Họp tại NVH. Mỗi hộ một người.', 'Họp tại nhà văn hóa. Mỗi hộ một người.'],
    ['Gọi CA xã. Báo UBND. Xin cảm ơn.', 'Gọi công an xã. Báo ủy ban nhân dân. Xin cảm ơn.'],
    ['Mang theo CCCD.\nXin cảm ơn.', 'Mang theo căn cước công dân. Xin cảm ơn.'],
    ['Trồng ngô, khoai, v.v. Bà con chú ý.', 'Trồng ngô, khoai, vân vân. Bà con chú ý.'],
    ['Ngô, khoai v.v. đều được.', 'Ngô, khoai vân vân đều được.'],
  ])('ends the sentence: %s', (written, said) => expect(spoken(written)).toBe(said));

  test.each([
    ['Về TP. Vinh gặp BS. Lan.', 'Về thành phố Vinh gặp bác sĩ Lan.'],
    ['Về TP.Vinh.', 'Về thành phố Vinh.'],
  ])('is a part of a title: %s', (written, said) => expect(spoken(written)).toBe(said));
});

describe('what nobody can say', () => {
  it('emoji, control characters and stacked marks are left out', () => {
    expect(spoken('Chào 😀👍🏽🇻🇳 bà\u0000 con\u0007\u202e\u200b, h̷̡̛̫e̸l̶l̵o')).toBe('Chào bà con, hello.');
  });

  it('of markup only its words are said', () => {
    expect(spoken('<p>Mời <b>bà con</b></p><script>alert(1)</script>')).toBe('Mời bà con.');
    expect(spoken('# Mời họp\n- **Một**\n- [Hai](http://x.vn)')).toBe('Mời họp. Một. Hai.');
  });

  it('nothing that a voice could take for a command of its own is left', () => {
    expect(spoken('[[a:]] <prosody rate="x">a</prosody> \\pause=9\\ |x|')).not.toMatch(/[[\]<>\\|{}]/);
  });

  it('letters composed and decomposed are the same', () => {
    expect(spoken('Thông báo'.normalize('NFD'))).toBe('Thông báo.');
  });

  it('a text of which nothing is left is refused', () => {
    for (const text of ['', '   \n', '😀😀', '...', '漢字', '<br>']) expect(refusal(text)).toBe('speech.empty');
  });

  it('five thousand characters are read, one more is refused, and so are a hundred thousand', () => {
    expect(refusal('a '.repeat(2_500))).not.toMatch(/^speech/);
    expect(refusal('a'.repeat(5_001))).toBe('speech.too-long');
    expect(refusal('à'.normalize('NFD').repeat(5_000))).not.toMatch(/^speech/);
    expect(refusal('x'.repeat(100_000))).toBe('speech.too-long');
  });

  /** Of this process, as a busy machine does not lengthen it; the least of five, ms. */
  const workOf = (work: () => void) =>
    Math.min(
      ...Array.from({ length: 5 }, () => {
        const before = process.cpuUsage();
        work();
        const { user, system } = process.cpuUsage(before);
        return (user + system) / 1_000;
      }),
    );

  test.each(['a.', '0.', '1/', '9-', '1,0', 'A ', 'gọi ', '<', '[', '0912 ', 'a@', '-', '12:', 'Đ&'])(
    'five thousand characters of “%s” are no more work than ten times five hundred',
    (piece) => {
      const text = (characters: number) => `x${piece.repeat(characters / piece.length)}`;
      const short = workOf(() => Array.from({ length: 10 }, () => refusal(text(499))));
      // A rule that looked at the rest of the text from each character would need ten times as much.
      expect(workOf(() => refusal(text(4_990)))).toBeLessThan(4 * short);
    },
  );
});
