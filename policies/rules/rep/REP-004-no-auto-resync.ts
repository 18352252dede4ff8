import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { ofKind } from '../../derived/by-kind.js';
import { unrendered } from '../../derived/hidden.js';
import { replicationGroup, specFlag, volumeReplicationKinds } from '../../derived/replication-ends.js';
import { concluded } from '../../engine/conclude.js';
import type { Finding } from '../../engine/columns.js';
import type { Rule } from '../../engine/rule.js';
import { judgeSites, type SiteSubject, type SiteView } from '../../engine/site-rows.js';

function judge({ site, column, planset, stacks }: SiteView): Finding {
  const seen = volumeReplicationKinds.flatMap((kind) => ofKind(planset, site.id, column, replicationGroup, kind));
  const problems: Text[] = [];
  const unknown: string[] = [];
  const evidence: Evidence[] = [];
  for (const { resource, object } of seen) {
    const flag = specFlag(object, 'autoResync');
    if (flag === false) continue;
    evidence.push({ what: { vi: `autoResync của ${object.kind} ${object.namespace ?? ''}/${object.name}`, en: `autoResync of ${object.kind} ${object.namespace ?? ''}/${object.name}` }, found: flag === true ? 'true' : flag.because, pointer: resource.pointer, document: resource.stack });
    if (flag === true) problems.push({ vi: `${object.kind} ${object.namespace ?? ''}/${object.name} tự đồng bộ lại`, en: `${object.kind} ${object.namespace ?? ''}/${object.name} resynchronises by itself` });
    else unknown.push(flag.because);
  }
  return concluded({
    where: { vi: site.id, en: site.id },
    problems,
    unknown: [...unknown, ...unrendered(planset, stacks.filter(({ kind }) => kind === 'protection'), column)],
    own: stacks,
    all: stacks,
    fine: { vi: `không quan hệ nào trong ${seen.length} quan hệ được quản lý tự đồng bộ lại`, en: `none of its ${seen.length} managed replications resynchronises by itself` },
    evidence,
  });
}

export const rep004: Rule = {
  id: 'REP-004',
  version: 1,
  title: { vi: 'Không quan hệ sao chép nào tự đồng bộ lại (autoResync)', en: 'No replication resynchronises by itself (autoResync)' },
  explanation: {
    vi: 'Sau khi tách đôi, đồng bộ lại nghĩa là vứt bỏ dữ liệu của một bên. Con người phải chọn bên nào: autoResync từng xóa mất dữ liệu khi chuyển nơi (ceph-csi 3209). Trường bỏ trống được hiểu là tắt.',
    en: 'After a split, to resynchronise is to throw one side\'s data away. A person chooses which: autoResync has lost data on relocation (ceph-csi 3209). A field left out counts as off.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'Lỗi đã ghi nhận của ceph-csi khi chuyển nơi.', en: 'A recorded fault of ceph-csi on relocation.' }, link: 'https://github.com/ceph/ceph-csi/issues/3209' },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'fail',
  mutants: ['weaken', 'known-to-unknown'],
  check: (input) => judgeSites(input, (site): readonly SiteSubject[] => [{ subject: { object: `site/${site.id}`, site: site.id }, judge }]),
  remedy: { vi: 'Đặt autoResync: false; để người quyết định bên nào được giữ.', en: 'Set autoResync: false; let a person decide which side is kept.' },
};
