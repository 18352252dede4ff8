import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { fold } from '../../../bin/present/fold.js';
import { painter, table, type View } from '../../../bin/present/view.js';

const columns = [{ title: 'site' }, { title: 'what it is for' }, { title: 'memory left, TiB', align: 'right' }, { title: 'rule' }] as const;
const rows = [
  ['ndc-01', 'Các hệ thống của Bộ Nông nghiệp và Môi trường và của những cơ quan khác', '18.1 36 %', 'Mỗi hệ thống có nơi dự phòng ở trung tâm khác, đã diễn tập trong chín mươi ngày'],
  ['ndc-02', 'csdl-can-bo-cong-chuc-vien-chuc-prod/bo-nong-nghiep-va-moi-truong', '2.0 4 %', '–'],
];
const view = (width: number, more: Partial<View> = {}): View => ({ lang: 'vi', columns: width, colour: false, folds: true, ...more });
const wide = (text: string): number[] => text.split('\n').map((line) => stringWidth(line));

describe('a table', () => {
  it.each([60, 80, 120])('fits a terminal of %i columns, and loses no word', (width) => {
    const text = table(view(width), columns, rows);
    expect(Math.max(...wide(text))).toBeLessThanOrEqual(width);
    const letters = (of: string): string => [...of.replaceAll(/\s/g, '')].sort().join('');
    expect(letters(text)).toBe(letters([...columns.map(({ title }) => title), ...rows.flat()].join('')));
  });

  it('breaks at spaces, texts before figures, and keeps names whole', () => {
    expect(table(view(80), columns, [rows[0] ?? []])).toBe(
      [
        '  site    what it is for             memory left, TiB  rule',
        '  ndc-01  Các hệ thống của Bộ Nông          18.1 36 %  Mỗi hệ thống có nơi dự',
        '          nghiệp và Môi trường và                      phòng ở trung tâm khác,',
        '          của những cơ quan khác                       đã diễn tập trong chín',
        '                                                       mươi ngày',
      ].join('\n'),
    );
  });

  it('that fits is left alone, and so is one for a log: a line for each row', () => {
    expect(table(view(300), columns, rows)).toBe(table(view(60, { folds: false }), columns, rows));
    expect(table(view(60, { folds: false }), columns, rows).split('\n')).toHaveLength(3);
  });

  it('carries a colour on, and measures none', () => {
    const red = painter(view(80, { colour: true })).red('một hai ba bốn');
    const lines = fold(red, 7);
    expect(lines.map(stripVTControlCharacters)).toEqual(['một hai', 'ba bốn']);
    expect(lines.every((line) => line.startsWith('\u001b[31m'))).toBe(true);
    expect(lines[0]?.endsWith('\u001b[0m')).toBe(true);
  });

  it('breaks a word only where it must, after what joins its parts, and wide letters whole', () => {
    expect(fold('bo-nong-nghiep', 8)).toEqual(['bo-nong-', 'nghiep']);
    expect(fold('abcdefgh', 3)).toEqual(['abc', 'def', 'gh']);
    expect(fold('漢字漢字', 5)).toEqual(['漢字', '漢字']);
    expect(fold('2,784 32 %', 5)).toEqual(['2,784', '32 %']);
  });
});
