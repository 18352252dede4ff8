import { z } from 'zod';
import { nearest } from './nearest.js';
import { optionsOf, unwrap } from './schema-at.js';
import type { Text } from './text.js';
import { fromOtherBase } from './units.js';

/** "Bộ Y tế" → `bo-y-te`: NFC first, then marks off and đ → d. */
export function foldVietnamese(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[đĐ]/g, 'd')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

/** The administration's words for the values of the classification, folded. */
const words: Readonly<Record<string, readonly string[]>> = {
  mo: ['open'],
  'dung-chung': ['shared'],
  'chia-se': ['shared'],
  'chuyen-nganh': ['specialised'],
  'thong-thuong': ['ordinary'],
  'quan-trong': ['important'],
  'cot-loi': ['core'],
  'co-ban': ['basic'],
  'nhay-cam': ['sensitive'],
  khong: ['none'],
  'tu-dong': ['auto'],
  'trung-uong': ['central'],
  tinh: ['province'],
  'van-hanh': ['operate'],
  xem: ['view'],
  'ngan-sach-nha-nuoc': ['state-budget'],
  'ngan-sach': ['state-budget'],
  'von-long-ghep': ['integrated'],
  'long-ghep': ['integrated'],
  'thi-diem-cong-tu': ['ppp-pilot'],
  'cong-tu': ['ppp-pilot'],
  'nguon-khac': ['other'],
};

const without = (text: string, vi: string, en: string): Text => ({ vi: `${text} (${vi})`, en: `${text} (${en})` });

/** A number that is meant as text. */
export const inQuotes = (written: string): Text => without(`"${written}"`, 'trong dấu nháy', 'in quotation marks');

/** A day or a quarter as it is written for reading, as a file writes it. */
function datesIn(text: string): string[] {
  const day = /^(?:ngày\s*)?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/i.exec(text);
  if (day !== null) {
    const [, date = '', month = '', year = ''] = day;
    return [`${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`, `${year}-Q${Math.ceil(Number(month) / 3)}`];
  }
  const quarter = /^(?:quý\s*|q)(I{1,3}|IV|[1-4])\s*[-/ ]\s*(?:năm\s*)?(\d{4})$/i.exec(text);
  if (quarter === null) return [];
  const roman: Readonly<Record<string, number>> = { I: 1, II: 2, III: 3, IV: 4 };
  const number = (quarter[1] ?? '').toUpperCase();
  return [`${quarter[2]}-Q${roman[number] ?? number}`];
}

/** Writing habits of Vietnamese hands, and slips of YAML, recognised with the text to paste. Empty when nothing fits. */
export function suggestionFor(found: unknown, schema: z.ZodType | undefined): string | Text {
  const leaf = unwrap(schema);
  const options = optionsOf(leaf);
  if (typeof found === 'number' && leaf instanceof z.ZodString && options.length === 0) return inQuotes(String(found));
  if (typeof found !== 'string' || found.length > 200) return '';
  const text = found.normalize('NFC').trim();

  if (options.length > 0) {
    const folded = foldVietnamese(text);
    const known = Object.hasOwn(words, folded) ? words[folded]?.find((word) => options.includes(word)) : undefined;
    return known ?? nearest(text, options) ?? nearest(folded, options) ?? '';
  }
  if (leaf instanceof z.ZodBoolean) {
    if (/^(có|yes|on|đúng)$/i.test(text)) return 'true';
    if (/^(không|no|off|sai)$/i.test(text)) return 'false';
    return /^(true|false)$/i.test(text) ? without(text.toLowerCase(), 'không có dấu nháy', 'without quotation marks') : '';
  }
  if (leaf instanceof z.ZodNumber) {
    const level = /^cấp\s*(?:độ\s*)?(\d)$/i.exec(text);
    if (level !== null && leaf.safeParse(Number(level[1])).success) return level[1] ?? '';
    if (/^-?\d+(\.\d+)?$/.test(text) && leaf.safeParse(Number(text)).success) return without(text, 'không có dấu nháy', 'without quotation marks');
    if (/^\d{1,3}([., ]\d{3}){2,}$/.test(text)) return text.replace(/[., ]/g, '');
    if (/^\d+(_\d+)+$/.test(text)) return text.replaceAll('_', '');
    const inDecimal = fromOtherBase(text);
    if (inDecimal !== undefined) return inDecimal;
    return /^-?\d+,\d+$/.test(text) ? text.replace(',', '.') : '';
  }
  const dates = datesIn(text).filter((written) => leaf?.safeParse(written).success === true);
  if (dates[0] !== undefined) return dates[0];
  if ((leaf?.meta() as { plain?: unknown } | undefined)?.plain === true) {
    const folded = foldVietnamese(text);
    return folded !== found && leaf?.safeParse(folded).success === true ? folded : '';
  }
  return '';
}
