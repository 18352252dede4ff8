import { clauseWords } from '../../policies/reports/quote.js';
import type { ExplanationData } from '../commands/explain.js';
import { painter, say, wrap, type View } from './view.js';

/** Packs and inputs as an auditor reads them; their names stand behind for the options that take them. */
const packs: Readonly<Record<string, string>> = { design: 'thiết kế', operations: 'vận hành', failover: 'chuyển đổi dự phòng' };
const inputs: Readonly<Record<string, string>> = { estate: 'dữ liệu', planset: 'bộ kế hoạch' };

export function text(data: ExplanationData, view: View): string {
  const paint = painter(view);
  const vi = view.lang === 'vi';
  const part = (title: string, body: string): string => wrap(`${paint.bold(title)} ${body}`, view.columns, '  ');
  const lines = [
    data.title === undefined ? paint.bold(data.id) : wrap(`${paint.bold(data.id)}  ${say(view, data.title)}`, view.columns, '  '),
    wrap(say(view, data.explanation), view.columns, ''),
    ...data.legal.map(({ document, clause, title }) => part(vi ? 'Căn cứ pháp lý:' : 'Legal basis:', `${document} ${clauseWords(clause, view.lang)}, ${say(view, title)}`)),
    ...(data.engineering === undefined ? [] : [part(vi ? 'Căn cứ kỹ thuật:' : 'Engineering basis:', `${say(view, data.engineering.statement)}${data.engineering.link === undefined ? '' : ` (${data.engineering.link})`}`)]),
    ...(data.remedy === undefined ? [] : [part(vi ? 'Cần làm:' : 'What to do:', say(view, data.remedy))]),
    ...(data.pack === undefined ? [] : [part(vi ? 'Bộ quy tắc:' : 'Pack:', `${vi ? `${packs[data.pack] ?? data.pack} (${data.pack})` : data.pack}, ${vi ? (data.severity === 'warning' ? 'cảnh báo' : 'lỗi') : (data.severity ?? '')}; ${vi ? 'đọc' : 'reads'} ${data.reads.map((input) => (vi ? (inputs[input] ?? input) : input)).join(', ')}`)]),
  ];
  return `${lines.join('\n')}\n`;
}
