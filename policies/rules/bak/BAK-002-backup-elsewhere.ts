import type { Estate } from '../../../sites/model/estate.js';
import type { Text } from '../../../sites/model/text.js';
import { copiesOf } from '../../derived/backup-copies.js';
import { mirrorTarget, wantsOffSite, type Dataset } from '../../derived/held-data.js';
import { unrendered } from '../../derived/hidden.js';
import type { AcrossView } from '../../engine/across-sites.js';
import { concluded } from '../../engine/conclude.js';
import type { Finding } from '../../engine/columns.js';
import { datasetName, isApart, judgeDatasets, sorted } from '../../engine/dataset-rows.js';
import type { Rule } from '../../engine/rule.js';

function judge(estate: Estate, dataset: Dataset, { planset, column, stacks }: AcrossView): Finding {
  const { primary } = dataset.environment;
  const mirror = mirrorTarget(estate, dataset.environment);
  const copies = copiesOf(estate, planset, dataset, column);
  const { good, unknown, problems } = sorted(copies, (copy): readonly Text[] => {
    if (isApart(estate, dataset, copy)) return [];
    const at = copy.at;
    if (at === undefined) return copy.problems.length > 0 || copy.unknown.length > 0 ? [] : [{ vi: 'không rõ kho nhận', en: 'its store cannot be told' }];
    return at === primary ? [{ vi: `nằm ở chính nơi chạy (${at})`, en: `it lies where the data run (${at})` }] : [{ vi: `nằm ở nơi nhận bản sao tức thời (${at})`, en: `it lies in the site that mirrors the data (${at})` }];
  });
  const unsure = good.length > 0 ? [] : unknown;
  return concluded({
    where: datasetName(dataset),
    problems: [],
    missing: good.length > 0 || unsure.length > 0 ? [] : [{ vi: `không có bản sao lưu nào ngoài ${[primary, mirror].flatMap((site) => site ?? []).join(', ')}${problems.length === 0 ? '' : `: ${problems.map(({ vi }) => vi).join('; ')}`}`, en: `no backup lies outside ${[primary, mirror].flatMap((site) => site ?? []).join(', ')}${problems.length === 0 ? '' : `: ${problems.map(({ en }) => en).join('; ')}`}` }],
    unknown: good.length > 0 ? [] : [...unsure, ...unrendered(planset, stacks.filter(({ kind }) => kind === 'protection'), column)],
    own: stacks,
    fine: { vi: `có bản sao lưu ở ${[...new Set(good.map(({ at }) => at))].join(', ')}`, en: `its backup lies in ${[...new Set(good.map(({ at }) => at))].join(', ')}` },
    evidence: copies.map(({ evidence }) => evidence),
  });
}

export const bak002: Rule = {
  id: 'BAK-002',
  version: 1,
  title: { vi: 'Bản sao lưu không nằm ở nơi chạy chính hay nơi nhận bản sao tức thời', en: 'The backup lies neither at the primary nor at the mirror target' },
  explanation: {
    vi: 'Bản sao lưu ở nơi chạy chính mất cùng nơi đó; ở nơi nhận bản sao tức thời thì nơi đó nhận cả lỗi và mã độc trong vài giây. Mức bạch kim và vàng đặt bản sao lưu ở trung tâm thứ ba; mức bạc và đồng, không có bản sao tức thời, chỉ cần một trung tâm khác nơi chạy. Nơi nhận được nhận ra theo địa chỉ kho đối tượng, không theo tên.',
    en: 'A backup at the primary is lost with it; at the mirror target it stands beside data that turned bad a second after the original did. Platinum and gold keep theirs in the third site; silver and bronze, which nothing mirrors, in any other site. A store is told by its address, never by a name.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'Phục vụ Q V.1.đ và V.2.b; văn bản không nói bản sao lưu đặt ở đâu.', en: 'Serves Q V.1.đ and V.2.b; the document does not say where a backup lies.' } },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['backup-at-primary', 'contradict', 'known-to-unknown', 'drop-object'],
  check: (input) => judgeDatasets(input, { at: 'off-site', applies: ({ environment }) => wantsOffSite(input.estate, environment), judge: (dataset, view) => judge(input.estate, dataset, view) }),
  remedy: { vi: 'Chọn nơi sao lưu khác nơi chạy chính và nơi dự phòng, thêm một lịch gửi tới đó; đưa trung tâm còn thiếu vào hoạt động.', en: 'Choose a backup site other than primary and standby and add a schedule that sends there; bring the missing site into operation.' },
};
