import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseToml } from '../../../gateway/src/config/toml.ts';
import { codeOf } from '../../../gateway/src/core/errors.ts';
import { fill } from '../../../gateway/src/speech/notices/fill.ts';
import { readNotice } from '../../../gateway/src/speech/notices/notice-file.ts';
import { createNotices } from '../../../gateway/src/speech/notices/notices.ts';
import { readAloud } from '../../../gateway/src/speech/reading/read-aloud.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const ours = createNotices({ folder: join(import.meta.dirname, '../../../playlists'), parse: parseToml });
const spoken = (text: string) => readAloud(text).map((sentence) => sentence.text);
const read = (toml: string) => readNotice('notices/x.toml', parseToml(toml));
const wrong = (toml: string) => {
  try {
    return read(toml) && 'nothing';
  } catch (error) {
    return (error as { params: { where: string } }).params.where;
  }
};

it('a village is given notices for what it announces most', async () => {
  const notices = await ours.list();
  expect(notices.filter(({ problem }) => problem)).toEqual([]);
  expect(notices.map(({ id, title }) => [id, title])).toEqual([
    ['bao', 'Bão'],
    ['cat-dien', 'Cắt điện'],
    ['cat-nuoc', 'Cắt nước'],
    ['moi-hop', 'Mời họp'],
    ['tiem-phong', 'Tiêm phòng'],
    ['tim-tre-lac', 'Tìm trẻ lạc'],
    ['xa-lu', 'Xả lũ'],
  ]);
});

it('a notice with its blanks filled in is said as a person would say it', async () => {
  const text = fill(await ours.get('moi-hop'), {
    ai: 'toàn thể bà con thôn Ngọt',
    viec: 'đường ngõ xóm',
    ngay: '2026-11-24',
    gio: '19:30',
    noi: 'NVH thôn',
  });
  expect(text).toContain('lúc 19:30, thứ Ba, ngày 24/11, tại NVH thôn.');
  expect(spoken(text)).toEqual([
    'Thông báo mời họp.',
    'Kính mời toàn thể bà con thôn Ngọt đến dự buổi họp về đường ngõ xóm, lúc mười chín giờ ba mươi phút, thứ Ba, ngày hai mươi tư tháng mười một, tại nhà văn hóa thôn.',
    'Cuộc họp quan trọng, mong bà con đến đông đủ và đúng giờ.',
    'Xin cảm ơn bà con.',
  ]);
});

it('every one of them can be filled in with its own examples, and leaves no blank and no bracket', async () => {
  for (const notice of await ours.list()) {
    const given = (only: (needed: boolean) => boolean) =>
      Object.fromEntries(
        notice.blanks
          .filter(({ needed }) => only(needed))
          .map(({ name, kind, example }) => [
            name,
            { date: '2026-11-24', time: '19:30', text: example, 'long-text': example }[kind],
          ]),
      );
    const full = fill(
      notice,
      given(() => true),
    );
    const least = fill(
      notice,
      given((needed) => needed),
    );
    for (const text of [full, least]) expect(text).not.toMatch(/[{}[\]]|\d{4}-\d\d-\d\d| [,.]$/);
    expect(full.length).toBeGreaterThanOrEqual(least.length);
    expect(spoken(full).join(' ')).not.toMatch(/\d/);
  }
});

it('what is needed has to be filled in; the rest may stay empty and is not spoken of', () => {
  const notice = read(`title = 'T'\ntext = 'Mời {ai}. [Mang {gi}.]'
    blanks = [{ name = 'ai', label = 'Ai?' }, { name = 'gi', label = 'Gì?' }]`);
  expect(notice.blanks.map(({ needed }) => needed)).toEqual([true, false]);
  expect(fill(notice, { ai: 'bà con' })).toBe('Mời bà con.');
  expect(fill(notice, { ai: 'bà con', gi: 'ghế' })).toBe('Mời bà con. Mang ghế.');
  for (const given of [{}, { ai: '  ' }]) expect(() => fill(notice, given)).toThrow('Fill in: Ai?');
  const lines = { ...notice, text: 'Một.\n[{gi}.]\nHai [{gi}]\nBa.' };
  expect(fill(lines, { ai: 'x' })).toBe('Một.\nHai\nBa.');
  // What was typed is words, whatever it looks like.
  expect(fill(notice, { ai: '{gi} [x] $& $1', toString: 'x' })).toBe('Mời {gi} [x] $& $1.');
});

it('the example in the playlists’ README works', async () => {
  const readme = await readFile(join(import.meta.dirname, '../../../playlists/README.md'), 'utf8');
  const notice = read(/```toml\n([^`]+)```/.exec(readme)?.[1] ?? '');
  expect(fill(notice, { lop: 'lớp 5A', gio: '8:00', ngay: 'ngày mai' })).toBe(
    'Kính mời phụ huynh lớp 5A đến trường lúc 8:00, ngày mai.',
  );
});

it('a day may be said in words', () => {
  const notice = read(`title = 'T'\ntext = '{ngay}'\nblanks = [{ name = 'ngay', label = 'N', kind = 'date' }]`);
  expect(fill(notice, { ngay: 'chiều mai' })).toBe('chiều mai');
  expect(fill(notice, { ngay: '2026-11-29' })).toBe('Chủ nhật, ngày 29/11');
});

it('of a file that is wrong the place is named', () => {
  expect(wrong(`text = 'x'`)).toBe('title');
  expect(wrong(`title = 1\ntext = 'x'`)).toBe('title');
  expect(wrong(`title = 'T'`)).toBe('text');
  expect(wrong(`title = 'T'\ntext = '{ai}'`)).toBe('{ai}');
  expect(wrong(`title = 'T'\ntext = '{a}'\nblanks = [{ name = 'a' }]`)).toBe('blanks.1.label');
  expect(wrong(`title = 'T'\ntext = 'x'\nblanks = [{ name = 'a', label = 'A' }]`)).toBe('blanks.1.name');
  expect(wrong(`title = 'T'\ntext = '{a}'\nblanks = [{ name = 'a', label = 'A', kind = 'x' }]`)).toBe('blanks.1.kind');
  expect(wrong(`title = 'T'\ntext = 'x'\nblanks = 'a'`)).toBe('blanks');
});

it('a broken file is named, and the others work; one that was just copied there is there', async () => {
  const folder = await tempFolder();
  const notices = createNotices({ folder, parse: parseToml });
  expect(await notices.list()).toEqual([]);
  await mkdir(join(folder, 'notices'));
  const good = await readFile(join(import.meta.dirname, '../../../playlists/notices/moi-hop.toml'), 'utf8');
  const files = { 'Mời họp.toml': good, 'a.toml': 'title = "x', 'b.toml': 'x'.repeat(65_000), 'c.txt': 'x' };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, 'notices', name), text);
  await symlink('/etc/passwd', join(folder, 'notices', 'd.toml'));
  const found = await notices.list();
  expect(found.map(({ id, problem }) => [id, problem?.code ?? null])).toEqual([
    ['moi-hop', null],
    ['a', 'notice.broken'],
    ['b', 'notice.broken'],
  ]);
  expect(found[1]?.problem?.params).toMatchObject({ file: 'notices/a.toml' });
  expect(await notices.get('a').catch(codeOf)).toBe('notice.broken');
  expect(await notices.get('x').catch(codeOf)).toBe('notice.not-found');
});
