import type { ReportData } from '../../report-data.js';
import { both, html, type Html } from '../audit/markup.js';
import { svg } from '../hsm/graph.js';
import { thing } from '../hsm/words.js';
import { behind, drawing, paragraph, section, soft, tableHtml } from './parts.js';

/** What has to be opened before what, site by site. */
export function keysHtml({ keys, estate, asOf }: ReportData): Html {
  const drawn = keys.filter(({ graph }) => graph.nodes.length > 0);
  const nameOf = (id: string): Html => html`${both(thing(id).kind)} <span class="short">${thing(id).which}</span>`;
  const parts = drawn.map(({ site, graph }, index) => {
    const waits = new Map<string, string[]>();
    for (const { first, then } of graph.edges) waits.set(then, [...(waits.get(then) ?? []), first]);
    const rows = graph.layers.flatMap((ids, layer) => ids.map((id) => [String(layer + 1), nameOf(id), html`${(waits.get(id) ?? []).map((first, at) => html`${at === 0 ? '' : '; '}${nameOf(first)}`)}`]));
    return html`<h3 class="unseen">${site}</h3><figure class="lying">${drawing((view) => svg({ estate, asOf, sites: [site], graph }, view, { id: `keys-${index}-${view.lang}`, towards: 'right' }))}</figure>${behind(
      tableHtml(`keys-table-${index}`, { vi: `Thứ tự mở ở ${site}`, en: `Order of opening at ${site}` }, [{ title: { vi: 'Bước', en: 'Step' }, kind: 'number' }, { title: { vi: 'Mở gì', en: 'What' } }, { title: { vi: 'Phải có trước', en: 'Has to be there first' } }], rows),
    )}`;
  });
  return section(
    'keys',
    { vi: 'Khóa và thứ tự mở', en: 'Keys and the order of opening' },
    paragraph({ vi: 'Từ trái sang phải: cái phải có trước đứng bên trái. Mỗi bước chỉ cần những gì đứng trước nó.', en: 'From left to right: what has to be there first stands to the left. Each step needs only what stands before it.' }),
    drawn.length === 0 ? soft({ vi: 'Chưa khai báo khóa nào.', en: 'No keys are declared.' }) : html`${parts}`,
  );
}
