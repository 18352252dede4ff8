import type { DeepReadonly, Estate } from '../../../sites/model/estate.js';
import type { Site } from '../../../sites/model/kinds/site.js';
import { isLost } from '../../../sites/model/losses.js';
import { operatingSites } from '../../../sites/model/scenario.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence, VerdictStatus } from '../../../sites/model/verdict.js';
import type { Judgement, Rule } from '../../engine/rule.js';
import { absenceText } from '../../engine/absence.js';
import { recordedRedundancy, whyNotLive } from '../../engine/live.js';
import type { ReadPlanSet, ReadStack } from '../../planset/read-model.js';
import { reasonText } from '../../planset/reason-text.js';

/** Q V.2.b speaks of NDC 01, 02, 03 "and other centres". */
const needed = 3;

type Sites = readonly DeepReadonly<Site>[];

/** What is known of each operating site's cluster. */
interface Cluster {
  readonly uids: readonly string[];
  readonly absent?: ReadStack;
  readonly because: string;
}

function clusterOf(planset: ReadPlanSet, site: string): Cluster {
  const stacks = planset.stacks.filter((stack) => stack.site === site);
  const uids = [...new Set(stacks.flatMap(({ clusterUid }) => clusterUid ?? []))];
  const absent = stacks.every(({ judgedFrom }) => judgedFrom === 'absent') ? stacks[0] : undefined;
  const because = stacks.find(({ clusterUnknownBecause }) => clusterUnknownBecause !== undefined)?.clusterUnknownBecause ?? 'no plan of this site was read';
  return { uids, because, ...(absent === undefined ? {} : { absent }) };
}

/** Whether anything was recorded at a site when its plans were made. */
const holdsSomething = (stacks: readonly ReadStack[]): boolean => stacks.some(({ resources }) => resources.some(({ before, release }) => before !== undefined || release?.before !== undefined));

/** Distinct clusters among the operating sites; `unread` are those whose uid was not read. */
function clustersOf(planset: ReadPlanSet, sites: Sites): { readonly distinct: number; readonly unread: readonly Cluster[]; readonly recorded: number } {
  const clusters = sites.map(({ id }) => clusterOf(planset, id));
  const holds = (id: string): boolean => holdsSomething(planset.stacks.filter(({ site }) => site === id));
  return { distinct: new Set(clusters.flatMap(({ uids }) => uids)).size, unread: clusters.filter(({ uids }) => uids.length === 0), recorded: sites.filter(({ id }) => holds(id)).length };
}

/** At least three operate, on as many clusters. Planned sites that would make up the number are the cause. */
function enough(estate: Estate, sites: Sites, planset: ReadPlanSet | undefined): Judgement {
  const subject = { object: `estate/${estate.settings.id}` };
  const operating = sites.map(({ id }) => id).join(', ');
  const missing = needed - sites.length;
  const lost = Object.values(estate.sites).filter(({ id, phase }) => phase === 'operating' && (estate.scenario.lose.includes(`site/${id}`) || isLost(estate, id))).map(({ id }) => id);
  const evidence = Object.values(estate.sites).map(
    ({ id, phase }): Evidence => ({ what: { vi: `Giai đoạn của ${id}`, en: `Phase of ${id}` }, found: lost.includes(id) ? `${phase}, lost` : phase, pointer: pointer('sites', id, 'phase'), document: 'estate' }),
  );
  if (missing > 0) {
    const planned = Object.values(estate.sites).filter(({ phase }) => phase === 'planned' || phase === 'building').map(({ id }) => id);
    return {
      subject,
      status: 'fail',
      // What is lost makes it so as well: a waiver on a planned site cannot cover that.
      causes: planned.length + lost.length >= missing ? [...lost, ...planned].slice(0, missing).map((id) => `site/${id}`) : [],
      finding: {
        vi: `Có ${sites.length} trên ${needed} trung tâm dữ liệu đang hoạt động (${operating || 'không có'}); ${lost.length === 0 ? '' : `coi như mất: ${lost.join(', ')}; `}${restOf(planned, lost).vi}.`,
        en: `${sites.length} of ${needed} sites operate (${operating || 'none'}); ${lost.length === 0 ? '' : `taken as lost: ${lost.join(', ')}; `}${restOf(planned, lost).en}.`,
      },
      evidence,
    };
  }
  const pass: Judgement = { subject, status: 'pass', recorded: 'unknown', evidence, finding: { vi: `Có ${sites.length} trung tâm dữ liệu đang hoạt động: ${operating}.`, en: `${sites.length} sites operate: ${operating}.` } };
  if (planset?.mode !== 'planset') return pass;
  const { distinct, unread, recorded: holding } = clustersOf(planset, sites);
  // Sites that operate on paper and hold nothing yet are no redundancy now.
  const ids = new Set(sites.map(({ id }) => id));
  const recorded: VerdictStatus = recordedRedundancy(holding >= needed ? 'pass' : unread.length > 0 ? 'unknown' : 'fail', planset.stacks.filter(({ site }) => ids.has(site)));
  const holds = { vi: `Chỉ ${holding} trong ${sites.length} trung tâm đã có gì được ghi nhận.`, en: `${holding} of ${sites.length} sites hold anything that is recorded.` };
  if (distinct >= needed) return { ...pass, recorded, ...(recorded === 'fail' ? { recordedFinding: holds } : {}), evidence: [...evidence, ...(recorded === 'unknown' ? whyNotLive(planset.stacks.filter(({ site }) => ids.has(site))) : [])] };
  if (distinct + unread.length >= needed)
    return {
      ...pass,
      status: 'unknown',
      recorded: 'unknown',
      declaredAbsence: unread.every(({ absent }) => absent?.absence?.declared === true),
      finding: { vi: `Đọc được uid của ${distinct} cụm; cần ${needed} cụm khác nhau, nên chưa đủ căn cứ.`, en: `The uids of ${distinct} clusters were read and ${needed} distinct ones are needed, so this cannot be known.` },
    };
  return { ...pass, status: 'fail', recorded: 'fail', finding: { vi: `${sites.length} trung tâm dữ liệu chỉ chạy trên ${distinct} cụm khác nhau; cần ${needed}.`, en: `${sites.length} sites run on ${distinct} distinct clusters only; ${needed} are needed.` } };
}

/** Sites that would make up the number later, or that there are none. */
function restOf(planned: readonly string[], lost: readonly string[]): Text {
  if (planned.length > 0) return { vi: `chưa hoạt động: ${planned.join(', ')}`, en: `not operating yet: ${planned.join(', ')}` };
  return lost.length > 0
    ? { vi: 'mọi trung tâm khác đã khai báo đều hoạt động', en: 'every other declared site operates' }
    : { vi: 'chưa hoạt động: không khai báo thêm trung tâm nào', en: 'not operating yet: no further site is declared' };
}

/** What a site must have of its own by declaration. */
function sharedParts(site: DeepReadonly<Site>, others: Sites): readonly { readonly vi: string; readonly en: string }[] {
  const found: { vi: string; en: string }[] = [];
  if (site.storage.length === 0) found.push({ vi: 'không có lưu trữ riêng', en: 'it has no storage of its own' });
  if (site.hsm.site !== site.id) found.push({ vi: `thiết bị HSM đặt tại ${site.hsm.site}`, en: `its HSM stands in ${site.hsm.site}` });
  if (site.hsm.partitions.length === 0) found.push({ vi: 'HSM không có phân vùng nào', en: 'its HSM has no partition' });
  if (site.services.state.site !== site.id) found.push({ vi: `trạng thái hạ tầng lưu tại ${site.services.state.site}`, en: `its state is kept in ${site.services.state.site}` });
  for (const other of others) {
    if (other.id === site.id) continue;
    if (other.cluster.name === site.cluster.name) found.push({ vi: `trùng tên cụm "${site.cluster.name}" với ${other.id}`, en: `its cluster name "${site.cluster.name}" is also that of ${other.id}` });
    if (other.cluster.id === site.cluster.id) found.push({ vi: `trùng mã cụm ${site.cluster.id} với ${other.id}`, en: `its cluster id ${site.cluster.id} is also that of ${other.id}` });
    if (site.cluster.uid !== undefined && other.cluster.uid === site.cluster.uid) found.push({ vi: `trùng uid cụm đã ghim với ${other.id}`, en: `its pinned cluster uid is also that of ${other.id}` });
  }
  return found;
}

function own(site: DeepReadonly<Site>, sites: Sites, planset: ReadPlanSet | undefined): Judgement {
  const subject = { object: `site/${site.id}`, site: site.id };
  const problems = [...sharedParts(site, sites)];
  const evidence: Evidence[] = [
    { what: { vi: 'Tên cụm', en: 'Cluster name' }, found: site.cluster.name, pointer: pointer('sites', site.id, 'cluster', 'name'), document: 'estate' },
    { what: { vi: 'Mã cụm', en: 'Cluster id' }, found: String(site.cluster.id), pointer: pointer('sites', site.id, 'cluster', 'id'), document: 'estate' },
  ];
  const fail = (recorded: VerdictStatus): Judgement => ({
    subject,
    status: 'fail',
    recorded,
    finding: { vi: `${site.id} không độc lập: ${problems.map(({ vi }) => vi).join('; ')}.`, en: `${site.id} is not independent: ${problems.map(({ en }) => en).join('; ')}.` },
    evidence,
  });
  if (planset?.mode !== 'planset') {
    if (problems.length > 0) return fail('fail');
    const text = { vi: `${site.id} khai báo cụm, lưu trữ, HSM và trạng thái hạ tầng riêng.`, en: `${site.id} declares its own cluster, storage, HSM and state.` };
    return { subject, status: 'pass', recorded: 'unknown', finding: text, evidence };
  }
  const clusters = new Map(sites.map(({ id }) => [id, clusterOf(planset, id)]));
  const { uids = [], absent, because = '' } = clusters.get(site.id) ?? {};
  const [uid] = uids;
  for (const found of uids) evidence.push({ what: { vi: 'uid của kube-system trong kế hoạch', en: 'uid of kube-system in the plan' }, found });
  if (uids.length > 1) problems.push({ vi: 'các kế hoạch của một trung tâm được lập trên nhiều cụm khác nhau', en: 'its plans were made against more than one cluster' });
  if (uid !== undefined && site.cluster.uid !== undefined && uid !== site.cluster.uid) problems.push({ vi: `uid trong kế hoạch khác uid đã ghim ${site.cluster.uid}`, en: `the uid in the plan is not the pinned one, ${site.cluster.uid}` });
  for (const [other, cluster] of clusters)
    if (other !== site.id && cluster.uids.some((found) => uids.includes(found))) problems.push({ vi: `kế hoạch của ${site.id} và ${other} được lập trên cùng một cụm`, en: `the plans of ${site.id} and ${other} were made against the same cluster` });
  if (problems.length > 0) return fail('fail');
  const unread = [...clusters].filter(([, cluster]) => cluster.uids.length === 0);
  if (unread.length > 0) {
    const why = absent === undefined ? reasonText(because) : absenceText(absent);
    const names = unread.map(([id]) => id).join(', ');
    return {
      subject,
      status: 'unknown',
      declaredAbsence: unread.every(([, cluster]) => cluster.absent?.absence?.declared === true),
      finding:
        uid === undefined
          ? { vi: `Chưa biết ${site.id} chạy trên cụm nào: ${why.vi}.`, en: `It cannot be known which cluster ${site.id} is: ${why.en}.` }
          : { vi: `Chưa biết cụm của ${site.id} có khác cụm của ${names} hay không: chưa đọc được uid ở đó.`, en: `It cannot be known whether the cluster of ${site.id} differs from that of ${names}: no uid was read there.` },
      evidence,
    };
  }
  const own = planset.stacks.filter((stack) => stack.site === site.id);
  return {
    subject,
    status: 'pass',
    recorded: holdsSomething(own) ? recordedRedundancy('pass', own) : 'unknown',
    finding: { vi: `${site.id} có cụm riêng (uid không trùng), lưu trữ, HSM và trạng thái hạ tầng riêng.`, en: `${site.id} has its own cluster (distinct uid), storage, HSM and state.` },
    evidence: [...evidence, ...whyNotLive(own)],
  };
}

export const red001: Rule = {
  id: 'RED-001',
  version: 1,
  title: { vi: 'Ít nhất ba trung tâm dữ liệu hoạt động, độc lập với nhau', en: 'At least three sites operate, each on its own' },
  explanation: {
    vi: 'Dự phòng ở cấp trung tâm chỉ có thật khi có ít nhất ba trung tâm đang hoạt động, mỗi nơi có cụm máy chủ, lưu trữ, HSM và trạng thái hạ tầng riêng. Nhãn trong tệp không chứng minh điều đó: hai bộ nhãn có thể cùng trỏ vào một cụm. Vì vậy, với bộ kế hoạch, quy tắc chỉ đạt khi uid của kube-system đọc được trong kế hoạch của các trung tâm khác nhau từng đôi một; khi chỉ đọc cấu hình, quy tắc xét tên và mã cụm đã khai báo.',
    en: 'Redundancy between sites is real only when at least three sites operate, each with a cluster, storage, HSM and state of its own. Labels prove nothing: two sets of labels may point at one cluster. On a plan set the rule therefore passes only on pairwise distinct uids of kube-system read in the plans; offline it judges the declared cluster names and ids.',
  },
  severity: 'error',
  pack: 'design',
  legal: [{ document: 'q', clause: 'V.2.b' }],
  engineering: { statement: { vi: 'Mỗi trung tâm có cụm, lưu trữ, HSM và trạng thái riêng: kết luận kỹ thuật, văn bản không quy định.', en: 'Each site has its own cluster, storage, HSM and state: an engineering conclusion, the document does not say so.' } },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'fail',
  mutants: ['drop-site', 'same-cluster', 'drop-uid', 'contradict'],
  check: ({ estate, planset }) => {
    const sites = operatingSites(estate);
    return [enough(estate, sites, planset), ...sites.map((site) => own(site, sites, planset))];
  },
  remedy: {
    vi: 'Đưa các trung tâm còn thiếu vào hoạt động theo mốc đã định; cho mỗi trung tâm một cụm, lưu trữ, HSM và nơi lưu trạng thái riêng; nối mỗi trung tâm đúng cụm của nó rồi lập lại kế hoạch.',
    en: 'Bring the missing sites into operation by their milestones; give each site a cluster, storage, HSM and state of its own; connect each site to its own cluster and plan again.',
  },
};
