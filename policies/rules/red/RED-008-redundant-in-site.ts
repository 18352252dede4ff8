import type { DeepReadonly, Estate } from '../../../sites/model/estate.js';
import type { Component } from '../../../sites/model/kinds/components.js';
import type { Site } from '../../../sites/model/kinds/site.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { cephProblems, shapeText, survivesRack, type NodesPerRack } from '../../derived/ceph.js';
import { boundsOf } from '../../derived/container-resources.js';
import { componentsOf, installedOf } from '../../derived/installed.js';
import { none, notKnown, together, type Openings } from '../../derived/network-policy.js';
import { rackProblems, type Companions } from '../../derived/rack-redundancy.js';
import { seenIn } from '../../derived/seen.js';
import { containerName, workloadOf, type Workload } from '../../derived/workloads.js';
import { concluded } from '../../engine/conclude.js';
import { finding, type Finding } from '../../engine/columns.js';
import type { Judgement, Rule } from '../../engine/rule.js';
import { judgeSites, type SiteSubject, type SiteView } from '../../engine/site-rows.js';
import type { Seen } from '../../planset/lookup.js';
import type { ReadStack } from '../../planset/read-model.js';
import { reasonText } from '../../planset/reason-text.js';

/** Most storage nodes of a site in one rack: of its pools, else of the planning inputs. */
function nodesPerRack(estate: Estate, site: DeepReadonly<Site>): NodesPerRack {
  const pools = site.nodePools.filter(({ purpose }) => purpose === 'storage');
  const counts = (pools.length > 0 ? pools : [undefined]).map((pool) => pool?.nodesPerRack ?? estate.planning.facility.nodesPerRack.storage);
  return counts.includes(undefined) ? undefined : Math.max(...counts.flatMap((count) => count ?? []));
}

function controlPlane({ id, cluster: { controlPlaneNodes } }: DeepReadonly<Site>): Judgement {
  const fine = controlPlaneNodes === 3 || controlPlaneNodes === 5;
  return {
    subject: { object: `control-plane/${id}`, site: id },
    status: fine ? 'pass' : 'fail',
    evidence: [{ what: { vi: 'Máy chủ điều khiển', en: 'Control-plane nodes' }, found: String(controlPlaneNodes), pointer: pointer('sites', id, 'cluster', 'controlPlaneNodes'), document: 'estate' }],
    finding: fine ? { vi: `${id} có ${controlPlaneNodes} máy chủ điều khiển.`, en: `${id} has ${controlPlaneNodes} control-plane nodes.` } : { vi: `${id} có ${controlPlaneNodes} máy chủ điều khiển; đa số chỉ bền với 3 hoặc 5.`, en: `${id} has ${controlPlaneNodes} control-plane nodes; a majority lasts with 3 or 5.` },
  };
}

/** Storage classes as declared, against the loss of a rack. */
function storageRows(estate: Estate, site: DeepReadonly<Site>): readonly Judgement[] {
  const perRack = nodesPerRack(estate, site);
  return site.storage.map((storage, index): Judgement => {
    const { redundancy, failureDomain } = storage;
    const loss = survivesRack(redundancy, failureDomain, perRack);
    const shape = shapeText(redundancy);
    const subject = { object: `storage/${site.id}/${storage.class}`, site: site.id };
    const evidence: Evidence[] = [
      { what: { vi: 'Dự phòng', en: 'Redundancy' }, found: shape, pointer: pointer('sites', site.id, 'storage', index, 'redundancy'), document: 'estate' },
      { what: { vi: 'Trải theo', en: 'Failure domain' }, found: failureDomain, pointer: pointer('sites', site.id, 'storage', index, 'failureDomain'), document: 'estate' },
      { what: { vi: 'Máy chủ lưu trữ trong một tủ', en: 'Storage nodes in one rack' }, found: String(perRack ?? '–') },
    ];
    if (loss === undefined) return { subject, status: 'unknown', evidence, finding: { vi: `${storage.class} ở ${site.id} trải theo máy chủ, mà chưa rõ bao nhiêu máy chủ trong một tủ; cần \`nodesPerRack\`.`, en: `${storage.class} in ${site.id} is spread over hosts, and how many of them stand in one rack is not declared; \`nodesPerRack\` is to be given.` } };
    return loss.survives
      ? { subject, status: 'pass', evidence, finding: { vi: `${storage.class} ở ${site.id} (${shape}) mất nhiều nhất ${loss.lost} phần khi mất một tủ và vẫn phục vụ.`, en: `${storage.class} in ${site.id} (${shape}) loses at most ${loss.lost} part with a rack and goes on serving.` } }
      : { subject, status: 'fail', evidence, finding: { vi: `${storage.class} ở ${site.id} (${shape}) mất ${loss.lost} phần khi mất một tủ: ngừng phục vụ hoặc không còn bản dự phòng.`, en: `${storage.class} in ${site.id} (${shape}) loses ${loss.lost} parts with a rack: it stops serving or has nothing left to lose.` } };
  });
}

const evidenceOf = (seen: readonly Seen[]): readonly Evidence[] => seen.map(({ resource, object }) => ({ what: { vi: `${object.kind} đã đọc`, en: `${object.kind} read` }, found: object.name, pointer: resource.pointer, document: resource.stack }));

const companionsOf = (seen: readonly Seen[]): Companions => ({
  budgets: seen.flatMap(({ object }) => (object.kind === 'PodDisruptionBudget' ? [object] : [])),
  autoscalers: seen.flatMap(({ object }) => (object.kind === 'HorizontalPodAutoscaler' ? [object] : [])),
});

/** Redundancy of what a set of objects runs. */
function redundancy(seen: readonly Seen[], around: readonly Seen[], once: ReadonlySet<string>, perRack: NodesPerRack): { readonly judged: readonly Seen[]; readonly open: Openings } {
  const companions = companionsOf(around);
  const judged: Seen[] = [];
  const parts: Openings[] = [];
  for (const one of seen) {
    const workload = workloadOf(one);
    const ceph = cephProblems(one.object, perRack);
    if (workload === undefined && ceph === undefined) continue;
    judged.push(one);
    parts.push(ceph ?? none, workload === undefined ? none : together([rackProblems(workload, companions, once), ...workload.unknown.map((because) => notKnown(`${workload.kind} ${workload.name}: ${because}`))]));
  }
  return { judged, open: together(parts) };
}

/** Containers of the platform that name no size: nothing else bounds them, and one of them can starve its neighbours. */
function unbounded(workloads: readonly Workload[]): Openings {
  return together(
    workloads.flatMap((workload) =>
      workload.containers.map((container): Openings => {
        const { missing, unknown } = boundsOf(container, ['requests.cpu', 'requests.memory', 'limits.memory']);
        const where = containerName(workload, container);
        return { beyond: missing.length === 0 ? [] : [{ vi: `${where} không có ${missing.join(', ')}`, en: `${where} has no ${missing.join(', ')}` }], unknown: unknown.map((because) => `${where} ${because}`) };
      }),
    ),
  );
}

const isPlatform = ({ kind }: ReadStack): boolean => kind !== 'tenant';

/** Objects of one component, or of everything else in the platform's stacks. */
type Part = (view: SiteView) => { readonly where: Text; readonly seen: readonly Seen[]; readonly missing: readonly Text[]; readonly unseen?: Finding };

function ofComponent(component: DeepReadonly<Component>): Part {
  return ({ site, column, planset, stacks }) => {
    const where: Text = { vi: `${component.id} ở ${site.id}`, en: `${component.id} in ${site.id}` };
    const { releases, objects, opaque } = installedOf(component, stacks, column);
    if (releases.length === 0) return { where, seen: [], missing: [{ vi: `không có bản cài đặt nào của chart ${component.chart}`, en: `no release installs its chart ${component.chart}` }] };
    const [hidden] = opaque;
    const unseen =
      hidden === undefined
        ? undefined
        : planset.mode === 'offline'
          ? finding('not-applicable', { vi: `${where.vi}: chart chỉ được dựng khi lập kế hoạch; xét trên bộ kế hoạch.`, en: `${where.en}: charts are rendered when a plan is made; judged on plan sets.` })
          : finding('unknown', { vi: `Chưa biết ${where.vi} chạy những gì: ${reasonText(hidden.because).vi}.`, en: `What ${where.en} runs cannot be known: ${hidden.because}.` });
    return { where, seen: objects, missing: [], ...(unseen === undefined ? {} : { unseen }) };
  };
}

function everythingElse(estate: Estate): Part {
  const charts = new Set(componentsOf(estate).map(({ chart }) => chart));
  return ({ site, column, stacks }) => {
    const own = new Set(stacks.flatMap(({ resources }) => resources.flatMap(({ stack, address, release }) => (typeof release?.[column]?.chart === 'string' && charts.has(release[column].chart) ? [`${stack} ${address}`] : []))));
    const seen = seenIn(stacks, column).filter(({ resource }) => !own.has(`${resource.stack} ${resource.chart ?? ''}`));
    return { where: { vi: `phần còn lại của nền tảng ở ${site.id}`, en: `the rest of the platform in ${site.id}` }, seen, missing: [] };
  };
}

function partRows(estate: Estate, id: string, site: DeepReadonly<Site>, part: Part, component?: DeepReadonly<Component>): readonly SiteSubject[] {
  const once = new Set((component?.runsOnce ?? []).map(({ workload }) => workload));
  const declared: readonly Evidence[] = (component?.runsOnce ?? []).map(({ workload, reason }, index) => ({ what: { vi: `Chủ ý chạy một bản: ${reason.vi}`, en: `Runs once on purpose: ${reason.en}` }, found: workload, pointer: pointer('components', component?.id ?? '', 'runsOnce', index), document: 'estate' }));
  const nothing = (where: Text): Finding => finding('not-applicable', { vi: `${where.vi} không chạy gì: không có workload hay cụm Ceph.`, en: `${where.en} runs nothing: it holds neither workloads nor a Ceph cluster.` });
  return [
    {
      subject: { object: `component/${id}`, site: site.id },
      stacks: isPlatform,
      redundancy: true,
      judge: (view) => {
        const { where, seen, missing, unseen } = part(view);
        if (unseen !== undefined) return unseen;
        const { judged, open } = redundancy(seen, seenIn(view.stacks, view.column), once, nodesPerRack(estate, view.site));
        if (missing.length === 0 && judged.length === 0) return nothing(where);
        return concluded({ where, problems: open.beyond, missing, unknown: open.unknown, own: view.stacks, fine: { vi: 'chịu được mất một tủ máy', en: 'it outlives the loss of a rack' }, evidence: [...evidenceOf(judged), ...declared] });
      },
    },
    {
      subject: { object: `containers/${id}`, site: site.id },
      stacks: isPlatform,
      judge: (view) => {
        const { where, seen, missing, unseen } = part(view);
        if (unseen !== undefined) return unseen;
        const workloads = seen.flatMap((one) => workloadOf(one) ?? []);
        if (missing.length > 0 || workloads.length === 0) return nothing(where);
        const open = unbounded(workloads);
        return concluded({ where, problems: open.beyond, unknown: open.unknown, own: view.stacks, fine: { vi: 'mọi container có mức yêu cầu và giới hạn bộ nhớ', en: 'every container has requests and a memory limit' }, evidence: evidenceOf(workloads) });
      },
    },
  ];
}

export const red008: Rule = {
  id: 'RED-008',
  version: 1,
  title: { vi: 'Trong một trung tâm, nền tảng chịu được mất một tủ máy', en: 'Inside a site, the platform outlives the loss of a rack' },
  explanation: {
    vi: 'Mặt điều khiển có 3 hoặc 5 máy chủ; lưu trữ mất một tủ vẫn phục vụ và còn bản dự phòng; mỗi thành phần nền tảng chạy từ hai bản (3 hoặc 5 với StatefulSet), bắt buộc trải trên các tủ máy, có ngân sách gián đoạn giữ đủ bản khi bảo trì. Thành phần chủ ý chạy một bản phải khai báo lý do trong `runsOnce`. Container không nêu mức yêu cầu và giới hạn bộ nhớ được báo ở mức cảnh báo: nền tảng không có hạn mức nên không gì khác chặn chúng, nhưng nhiều chart gốc không nêu và giới hạn sai làm hỏng thành phần. Chart chỉ xét được trên bộ kế hoạch, nơi nó đã được dựng.',
    en: 'The control plane has 3 or 5 nodes; storage goes on serving without a rack and keeps a copy to spare; each component runs at least twice (3 or 5 for StatefulSets), is kept in different racks by a hard rule, and has a disruption budget that keeps enough of it through maintenance. A component that runs once on purpose says why under `runsOnce`. Containers without requests and a memory limit are a warning: the platform has no quota, so nothing else bounds them, yet many charts name none and a wrong limit breaks the component. Charts can be judged on plan sets only, where they are rendered.',
  },
  severity: 'error',
  pack: 'design',
  legal: [{ document: 'tt-23-2022', clause: 'whole text' }],
  engineering: { statement: { vi: 'Số bản, trải tủ, ngân sách gián đoạn và quorum là yêu cầu kỹ thuật; TT 23/2022 chỉ nêu tiêu chuẩn của cơ sở.', en: 'Replicas, spread, budgets and quorums are engineering; TT 23/2022 names standards of the facility only.' }, link: 'https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/' },
  assumptions: [{ vi: 'Máy chủ mang nhãn tủ (topology.rook.io/rack), và mỗi trung tâm có ít nhất ba tủ.', en: 'Nodes carry a rack label (topology.rook.io/rack), and each site has three racks at least.' }],
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'fail',
  mutants: ['change-figure', 'weaken', 'drop-object', 'drop-field', 'known-to-unknown'],
  check: (input) => {
    const { estate } = input;
    const sites = Object.values(estate.sites).filter(({ phase }) => phase !== 'retired');
    return [
      ...sites.flatMap((site) => [controlPlane(site), ...storageRows(estate, site)]),
      ...judgeSites(input, (site) => [...componentsOf(estate).flatMap((component) => partRows(estate, component.id, site, ofComponent(component), component)), ...partRows(estate, 'others', site, everythingElse(estate))]).map((row) =>
        row.subject.object.startsWith('containers/') ? { ...row, severity: 'warning' as const } : row,
      ),
    ];
  },
  remedy: { vi: 'Tăng số bản và đặt topologySpreadConstraints theo tủ, PodDisruptionBudget, trong giá trị của chart; khai báo `nodesPerRack`, `runsOnce` nơi cần.', en: 'Raise replicas, set topologySpreadConstraints over racks and a PodDisruptionBudget in the chart\'s values; declare `nodesPerRack` and `runsOnce` where needed.' },
};
