import type { Lang, Text } from '../sites/model/text.js';
import type { CommandEntry } from './command.js';
import { globalOptions } from './command-line.js';
import { wrap } from './present/view.js';
import { registry } from './registry.js';

/** Headings of the list of commands, by first word; what is no group stands under its own. */
const headings: readonly (readonly [heading: Text, first: readonly string[]])[] = [
  [{ vi: 'Hạ tầng, từ dữ liệu đến cụm', en: 'Infrastructure, from data to clusters' }, ['check', 'init', 'report', 'synth', 'plan', 'audit', 'apply', 'up', 'drift', 'rekey', 'destroy', 'approve', 'site', 'sandbox']],
  [{ vi: 'Cơ quan', en: 'Organisations' }, ['tenant']],
  [{ vi: 'Năng lực và mua sắm', en: 'Capacity and purchases' }, ['capacity']],
  [{ vi: 'Mất một trung tâm', en: 'Loss of a site' }, ['dr']],
  [{ vi: 'Sao lưu', en: 'Backups' }, ['backup']],
  [{ vi: 'Khóa và HSM', en: 'Keys and HSMs' }, ['hsm']],
  [{ vi: 'Quy tắc, giải thích, công cụ', en: 'Rules, explanations, tools' }, []],
];

const firstWord = ({ name }: CommandEntry): string => name.split(' ')[0] ?? '';

/** The commands under their headings, in the registry's order. */
function grouped(entries: readonly CommandEntry[]): readonly { readonly heading: Text; readonly entries: readonly CommandEntry[] }[] {
  const placed = new Set(headings.flatMap(([, first]) => first));
  return headings
    .map(([heading, first]) => ({ heading, entries: entries.filter((entry) => (first.length === 0 ? !placed.has(firstWord(entry)) : first.includes(firstWord(entry)))) }))
    .filter((group) => group.entries.length > 0);
}

/** What `ndc --help` shows, or the help of a group of commands, such as `tenant`: no line wider than `columns` where words allow it. */
export function help(lang: Lang, columns: number, entries: readonly CommandEntry[] = registry, group?: string): string {
  const vi = lang === 'vi';
  const command = `ndc ${group === undefined ? '' : `${group} `}${vi ? '<lệnh>' : '<command>'}`;
  const width = Math.max(...entries.map(({ name }) => name.length)) + 2;
  const optionWidth = Math.max(...globalOptions.map(([flags]) => flags.length)) + 2;
  const groups = grouped(entries);
  const entry = (name: string, wide: number, about: string): string => `  ${name.padEnd(wide)}${wrap(`${' '.repeat(wide + 2)}${about}`, columns, ' '.repeat(wide + 2)).slice(wide + 2)}`;
  const plain = (line: string): string => wrap(line, columns, '  ');
  return [
    vi ? `Cách dùng: ${command} [tùy chọn]` : `Usage: ${command} [options]`,
    '',
    ...groups.flatMap(({ heading, entries: own }) => [...(groups.length === 1 ? [] : [`${heading[lang]}:`]), ...own.map(({ name, about }) => entry(name, width, about[lang])), '']),
    vi ? 'Tùy chọn chung:' : 'Options of every command:',
    ...globalOptions.map(([flags, about]) => entry(flags, optionWidth, about[lang])),
    '',
    plain(vi ? 'Mã thoát: 0 tốt, 1 kiểm tra không đạt, 2 dữ liệu nhập sai, 3 môi trường lỗi.' : 'Exit codes: 0 fine, 1 a check failed, 2 the input is wrong, 3 the environment failed.'),
    plain(vi ? `Chi tiết: ${command} --help. Phiên bản: ndc --version. Phím Tab: ndc completion` : `More: ${command} --help. Version: ndc --version. The Tab key: ndc completion`),
    '',
  ].join('\n');
}
