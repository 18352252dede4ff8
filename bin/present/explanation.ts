import type { ExplanationData } from '../commands/explain.js';
import { painter, say, wrap, type View } from './view.js';

export function text(data: ExplanationData, view: View): string {
  const paint = painter(view);
  const vi = view.lang === 'vi';
  const part = (title: string, body: string): string => wrap(`${paint.bold(title)} ${body}`, view.columns, '  ');
  const lines = [
    data.title === undefined ? paint.bold(data.id) : `${paint.bold(data.id)}  ${say(view, data.title)}`,
    wrap(say(view, data.explanation), view.columns, ''),
    ...data.legal.map(({ document, clause, title }) => part(vi ? 'Căn cứ pháp lý:' : 'Legal basis:', `${document} ${clause}, ${say(view, title)}`)),
    ...(data.engineering === undefined ? [] : [part(vi ? 'Căn cứ kỹ thuật:' : 'Engineering basis:', `${say(view, data.engineering.statement)}${data.engineering.link === undefined ? '' : ` (${data.engineering.link})`}`)]),
    ...(data.remedy === undefined ? [] : [part(vi ? 'Cần làm:' : 'What to do:', say(view, data.remedy))]),
    ...(data.pack === undefined ? [] : [part(vi ? 'Bộ quy tắc:' : 'Pack:', `${data.pack}, ${data.severity ?? ''}; ${vi ? 'đọc' : 'reads'} ${data.reads.join(', ')}`)]),
  ];
  return `${lines.join('\n')}\n`;
}
