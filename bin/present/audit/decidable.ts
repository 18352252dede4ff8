import type { AuditData } from '../../commands/audit.js';
import { figure, painter, safe, say, wrap, type View } from '../view.js';

/** Stacks or rules named in a line before the rest is only counted. */
const namesShown = 6;

/** What this input decides, what it leaves open, and what to ask the operator for. */
export function decidableText({ decidable }: AuditData, view: View): string[] {
  const vi = view.lang === 'vi';
  const { decided, partly, undecided, notApplicable, ask } = decidable;
  const part = partly.map(({ policy, unknown, of }) => `${policy} (${vi ? `chưa đủ căn cứ ${figure(view, unknown)}/${figure(view, of)}` : `${figure(view, unknown)} of ${figure(view, of)} unknown`})`);
  return [
    painter(view).bold(vi ? 'Quyết định được gì từ những gì đã đọc' : 'What can be decided from what was read'),
    row(view, vi ? 'trả lời đầy đủ' : 'answered in full', `${figure(view, decided.length)} ${vi ? 'quy tắc' : `rule${decided.length === 1 ? '' : 's'}`}${decided.length === 0 ? '' : ` (${decided.join(', ')})`}`),
    ...(part.length === 0 ? [] : [row(view, vi ? 'trả lời một phần' : 'answered in part', part.join(', '))]),
    ...(notApplicable.length === 0 ? [] : [row(view, vi ? 'không có gì để xét' : 'nothing to judge', notApplicable.join(', '))]),
    ...(undecided.length === 0 ? [] : [row(view, vi ? 'không trả lời được' : 'not answered', undecided.join(', '))]),
    ...(ask.length === 0 ? [] : [`  ${vi ? 'cần đề nghị bên vận hành:' : 'ask the operator:'}`]),
    ...ask.map(({ of, because, ask: what }) => wrap(`  - ${of.length === 0 ? '' : `${named(of, view)}: `}${say(view, because)}. ${say(view, what)}`, view.columns, '    ')),
  ];
}

const row = (view: View, name: string, value: string): string => wrap(`  ${name}: ${value}`, view.columns, '    ');

function named(names: readonly string[], view: View): string {
  const rest = names.length - namesShown;
  return `${names.slice(0, namesShown).map(safe).join(', ')}${rest > 0 ? ` … (+${figure(view, rest)})` : ''}`;
}
