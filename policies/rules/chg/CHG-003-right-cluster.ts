import { operatingSites } from '../../../sites/model/scenario.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { absenceText } from '../../engine/absence.js';
import { finding, type Finding } from '../../engine/columns.js';
import type { Judgement, Rule } from '../../engine/rule.js';
import type { ReadPlanSet, ReadStack } from '../../planset/read-model.js';
import { reasonText } from '../../planset/reason-text.js';

const uidsOf = (stacks: readonly ReadStack[]): readonly string[] => [...new Set(stacks.flatMap(({ clusterUid }) => clusterUid ?? []))];

function judge(planset: ReadPlanSet, site: { readonly id: string; readonly cluster: { readonly uid?: string | undefined } }, others: readonly string[]): Finding {
  const stacks = planset.stacks.filter((stack) => stack.site === site.id);
  const uids = uidsOf(stacks);
  const evidence = uids.map((found): Evidence => ({ what: { vi: 'uid của kube-system trong kế hoạch', en: 'uid of kube-system in the plan' }, found }));
  const shared = others.filter((other) => uidsOf(planset.stacks.filter((stack) => stack.site === other)).some((uid) => uids.includes(uid)));
  const pinned = site.cluster.uid;
  if (uids.length > 1) return finding('fail', { vi: `Kế hoạch của ${site.id} được lập trên nhiều cụm khác nhau.`, en: `The plans of ${site.id} were made against more than one cluster.` }, { evidence });
  if (shared.length > 0) return finding('fail', { vi: `Kế hoạch của ${site.id} và ${shared.join(', ')} được lập trên cùng một cụm.`, en: `The plans of ${site.id} and ${shared.join(', ')} were made against the same cluster.` }, { evidence });
  const [uid] = uids;
  if (uid === undefined) {
    const absent = stacks.every(({ judgedFrom }) => judgedFrom === 'absent') ? stacks[0] : undefined;
    const because = stacks.find(({ clusterUnknownBecause }) => clusterUnknownBecause !== undefined)?.clusterUnknownBecause ?? 'no plan of this site was read';
    const why = absent === undefined ? reasonText(because) : absenceText(absent);
    return finding('unknown', { vi: `Chưa biết kế hoạch của ${site.id} dành cho cụm nào: ${why.vi}.`, en: `It cannot be known which cluster the plans of ${site.id} are for: ${why.en}.` }, { declaredAbsence: absent?.absence?.declared === true });
  }
  if (pinned !== undefined && pinned !== uid) return finding('fail', { vi: `Kế hoạch của ${site.id} được lập trên cụm ${uid}, không phải cụm đã ghim ${pinned}.`, en: `The plans of ${site.id} were made against the cluster ${uid}, not against the pinned one, ${pinned}.` }, { evidence });
  return finding('pass', { vi: `Kế hoạch của ${site.id} dành cho đúng cụm của nó.`, en: `The plans of ${site.id} are for its own cluster.` }, { evidence });
}

export const chg003: Rule = {
  id: 'CHG-003',
  version: 1,
  title: { vi: 'Kế hoạch của mỗi trung tâm dành cho đúng cụm của nó', en: 'The plans of each site are for its own cluster' },
  explanation: {
    vi: 'Khi chuyển sang dự phòng, người vận hành đổi ngữ cảnh và làm gấp. Một kế hoạch đã lưu áp dụng lên bất cứ cụm nào đang được trỏ tới, và không cụm nào kêu. Vì vậy uid đọc được trong kế hoạch phải là của một cụm, khác cụm của trung tâm khác, và là cụm đã ghim.',
    en: 'In a failover people change contexts, in a hurry. A saved plan applies to whatever is pointed at, and no cluster objects. So the uid read in the plans is of one cluster, of no other site’s, and the pinned one.',
  },
  severity: 'error',
  pack: 'failover',
  legal: [],
  engineering: { statement: { vi: 'Kế hoạch lập trên cụm A áp dụng được lên cụm B mà không báo lỗi.', en: 'A plan made on cluster A applies on cluster B without an error.' } },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['same-cluster', 'drop-uid'],
  check: ({ estate, planset }) => {
    // Synthesised JSON is of no cluster.
    if (planset?.mode !== 'planset') return [];
    const sites = operatingSites(estate);
    return sites.map((site): Judgement => {
      const judged = judge(planset, site, sites.map(({ id }) => id).filter((id) => id !== site.id));
      return { subject: { object: `site/${site.id}`, site: site.id }, ...judged, recorded: judged.status };
    });
  },
  remedy: { vi: 'Sửa ngữ cảnh của kết nối cho đúng cụm, rồi lập lại kế hoạch.', en: 'Let the connection’s context point at the right cluster, and plan again.' },
};
