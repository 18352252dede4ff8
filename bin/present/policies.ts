import { clauseWords } from '../../policies/reports/quote.js';
import type { ListedRule, PoliciesData } from '../commands/policy/list.js';
import { asCalled } from './as-called.js';
import { date, figure, painter, safe, say, table, wrap, type View } from './view.js';

/** The rules in a table; with `--needs`, rule × input, and what an unknown answer does. */
export function text({ asOf, rules, needs }: PoliciesData, view: View): string {
  return `${needs ? needsText(rules, view) : listText(rules, view)}\n${endText({ asOf, rules, needs }, view)}\n`;
}

const packs = { design: { vi: 'thiết kế', en: 'design' }, operations: { vi: 'vận hành', en: 'operations' }, failover: { vi: 'dự phòng', en: 'failover' } } as const;
const severities = { error: { vi: 'lỗi', en: 'error' }, warning: { vi: 'cảnh báo', en: 'warning' } } as const;

function listText(rules: readonly ListedRule[], view: View): string {
  const titles = view.lang === 'vi' ? ['mã', 'bộ', 'mức', 'căn cứ', 'hiệu lực', 'quy tắc'] : ['id', 'pack', 'severity', 'basis', 'in force', 'rule'];
  const rows = rules.map((rule) => [named(rule, view), say(view, packs[rule.pack]), say(view, severities[rule.severity]), basisText(rule, view), forceText(rule, view), safe(say(view, rule.title))]);
  return table(view, titles.map((title) => ({ title })), rows, '');
}

function needsText(rules: readonly ListedRule[], view: View): string {
  const vi = view.lang === 'vi';
  const titles = vi ? ['mã', 'dữ liệu', 'kế hoạch', 'chưa rõ thì', 'căn cứ', 'quy tắc'] : ['id', 'estate', 'plans', 'unknown', 'basis', 'rule'];
  const rows = rules.map((rule) => {
    const reads = (input: 'estate' | 'planset'): string => (rule.reads.includes(input) ? '●' : '·');
    const missing = rule.unknownBlocks ? (vi ? 'chặn' : 'blocks') : vi ? 'chỉ báo' : 'reported';
    return [named(rule, view), reads('estate'), reads('planset'), missing, basisText(rule, view), safe(say(view, rule.title))];
  });
  return table(view, titles.map((title) => ({ title })), rows, '');
}

/** An own rule is marked, so that nobody reads it as one of the catalogue. */
const named = ({ id, from }: ListedRule, view: View): string => (from === 'own' ? painter(view).cyan(`${id}*`) : id);

/** Clauses by their documents' labels; law and engineering are told apart. */
function basisText({ legal, engineering }: ListedRule, view: View): string {
  const own = view.lang === 'vi' ? 'kỹ thuật' : 'engineering';
  return [...legal.map(({ label, clause }) => `${label} ${clauseWords(clause, view.lang)}`), ...(engineering ? [own] : [])].join(', ');
}

function forceText({ inForce, effectiveFrom, effectiveTo }: ListedRule, view: View): string {
  const vi = view.lang === 'vi';
  if (effectiveFrom === undefined && effectiveTo === undefined) return vi ? 'có' : 'yes';
  const span = `${effectiveFrom === undefined ? '' : date(view, effectiveFrom)}–${effectiveTo === undefined ? '' : date(view, effectiveTo)}`;
  return inForce ? span : `${vi ? 'chưa/hết' : 'no'} (${span})`;
}

function endText({ asOf, rules, needs }: PoliciesData, view: View): string {
  const vi = view.lang === 'vi';
  const alone = rules.filter(({ reads }) => !reads.includes('planset')).length;
  const own = rules.filter(({ from }) => from === 'own').length;
  const lines = [
    vi
      ? `${figure(view, rules.length)} quy tắc, tính đến ${date(view, asOf)}: ${figure(view, alone)} quy tắc kết luận được chỉ từ dữ liệu, ${figure(view, rules.length - alone)} quy tắc cần thêm kế hoạch. Chỉ có cấu hình đã tổng hợp thì các quy tắc đó không nói gì về hiện trạng.`
      : `${figure(view, rules.length)} rules as of ${asOf}: ${figure(view, alone)} can be answered from the estate alone, ${figure(view, rules.length - alone)} need plans. From synthesised configuration alone those say nothing of what is recorded now.`,
    ...(needs
      ? [vi ? 'Thiếu đầu vào thì kết luận là chưa đủ căn cứ, không bao giờ là đạt; ở quy tắc ghi "chặn" nó còn làm cả cuộc kiểm tra không đạt.' : 'Where an input is missing the verdict is unknown, never a pass; of a rule that "blocks" it also fails the whole audit.']
      : []),
    ...(own === 0 ? [] : [vi ? `* quy tắc riêng (${figure(view, own)})` : `* a rule of your own (${figure(view, own)})`]),
    vi ? 'Chi tiết: ndc explain <mã>' : 'More: ndc explain <id>',
  ];
  return lines.map((line) => wrap(asCalled(view, line), view.columns, '  ')).join('\n');
}
