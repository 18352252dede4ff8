import type { DeepReadonly, Estate } from '../../../sites/model/estate.js';
import { linkId, type Link } from '../../../sites/model/kinds/links.js';
import type { Site } from '../../../sites/model/kinds/site.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { unrendered } from '../../derived/hidden.js';
import { elements } from '../../derived/network-policy.js';
import { seenIn } from '../../derived/seen.js';
import { deepField, isSet } from '../../derived/values.js';
import { concluded } from '../../engine/conclude.js';
import { finding, type Finding } from '../../engine/columns.js';
import type { Judgement, Rule } from '../../engine/rule.js';
import { judgeSites, nothingRecorded, type SiteSubject, type SiteView } from '../../engine/site-rows.js';
import { isUnknown, type KubernetesObject } from '../../planset/read-model.js';

/** Longest round trip over which anything may be written synchronously, ms: Ceph's own bound for stretch clusters. */
const longestRttMs = 10;

/** Sites whose machines vote in a cluster: a quorum over two of them is lost with either. */
function votersOf({ id, cluster }: DeepReadonly<Site>): readonly string[] {
  return [...new Set(cluster.quorumSites ?? [id])].sort();
}

function quorumProblem(site: DeepReadonly<Site>): readonly Text[] {
  const voters = votersOf(site);
  const [only] = voters;
  if (voters.length === 1 && only === site.id) return [];
  return voters.length === 1
    ? [{ vi: `mặt điều khiển do máy chủ ở ${voters.join(', ')} quyết định`, en: `its control plane is decided by machines in ${voters.join(', ')}` }]
    : [{ vi: `mặt điều khiển trải trên ${voters.join(', ')}`, en: `its control plane is stretched over ${voters.join(', ')}` }];
}

const evidenceOf = (site: DeepReadonly<Site>): Evidence => ({ what: { vi: `Nơi đặt máy chủ bỏ phiếu của ${site.id}`, en: `Sites whose machines vote for ${site.id}` }, found: votersOf(site).join(', '), pointer: pointer('sites', site.id, 'cluster', 'quorumSites'), document: 'estate' });

/** Whether a Ceph cluster is laid over zones: its monitors would then vote across them. */
function stretched({ kind, name, body }: KubernetesObject): { readonly problem?: Text; readonly unknown?: string } {
  if (kind !== 'CephCluster') return {};
  const [stretch, zones] = [deepField(body, 'spec', 'mon', 'stretchCluster'), elements(deepField(body, 'spec', 'mon', 'zones'))];
  if (isUnknown(stretch)) return { unknown: `CephCluster ${name} mon.stretchCluster: ${stretch.because}` };
  if ('because' in zones) return { unknown: `CephCluster ${name} mon.zones: ${zones.because}` };
  return isSet(stretch) || zones.length > 0 ? { problem: { vi: `CephCluster ${name} trải trên nhiều vùng`, en: `CephCluster ${name} is stretched over zones` } } : {};
}

function judge({ site, column, planset, stacks }: SiteView): Finding {
  if (nothingRecorded({ stacks, column })) return finding('unknown', { vi: `Chưa có gì của ${site.id} được ghi nhận.`, en: `Nothing of ${site.id} is recorded.` });
  const seen = seenIn(stacks, column).filter(({ object }) => object.kind === 'CephCluster');
  const found = seen.map(({ object }) => stretched(object));
  return concluded({
    where: { vi: site.id, en: site.id },
    problems: [...quorumProblem(site), ...found.flatMap(({ problem }) => problem ?? [])],
    unknown: [...found.flatMap(({ unknown }) => unknown ?? []), ...unrendered(planset, stacks, column)],
    own: stacks,
    fine: { vi: 'mặt điều khiển và lưu trữ tự quyết định trong một trung tâm', en: 'its control plane and storage decide within one site' },
    evidence: [evidenceOf(site), ...seen.map(({ resource, object }): Evidence => ({ what: { vi: 'CephCluster đã đọc', en: 'CephCluster read' }, found: object.name, pointer: resource.pointer, document: resource.stack }))],
  });
}

function declaredOnly(site: DeepReadonly<Site>): Judgement {
  const problems = quorumProblem(site);
  const text = problems.length > 0 ? { vi: problems.map(({ vi }) => vi).join('; '), en: problems.map(({ en }) => en).join('; ') } : { vi: 'theo khai báo, tự quyết định trong một trung tâm', en: 'by declaration it decides within one site' };
  return { subject: { object: `site/${site.id}`, site: site.id }, status: problems.length > 0 ? 'fail' : 'pass', finding: { vi: `${site.id}: ${text.vi}.`, en: `${site.id}: ${text.en}.` }, evidence: [evidenceOf(site)] };
}

function judgeLink(link: DeepReadonly<Link>): Judgement {
  const { a, b, rttMs, synchronous } = link;
  const at = pointer('links', linkId(link));
  const evidence: Evidence[] = [
    { what: { vi: 'Độ trễ khứ hồi, ms', en: 'Round trip, ms' }, found: String(rttMs), pointer: `${at}/rttMs`, document: 'estate' },
    { what: { vi: 'Ghi đồng bộ qua đường này', en: 'Written to synchronously' }, found: String(synchronous ?? false), pointer: `${at}/synchronous`, document: 'estate' },
  ];
  const tooFar = synchronous === true && rttMs > longestRttMs;
  return {
    subject: { object: `relation/${linkId(link)}` },
    status: tooFar ? 'fail' : 'pass',
    evidence,
    finding: tooFar
      ? { vi: `${a} và ${b} ghi đồng bộ qua ${rttMs} ms; tối đa ${longestRttMs} ms.`, en: `${a} and ${b} replicate synchronously over ${rttMs} ms; at most ${longestRttMs} ms.` }
      : synchronous === true
        ? { vi: `${a} và ${b} ghi đồng bộ qua ${rttMs} ms.`, en: `${a} and ${b} replicate synchronously over ${rttMs} ms.` }
        : { vi: `${a} và ${b} không ghi đồng bộ.`, en: `${a} and ${b} replicate nothing synchronously.` },
  };
}

const stays = ({ sites }: Estate, id: string): boolean => sites[id] !== undefined && sites[id].phase !== 'retired';

export const red009: Rule = {
  id: 'RED-009',
  version: 1,
  title: { vi: 'Không trải quorum trên hai trung tâm; ghi đồng bộ chỉ khi độ trễ không quá 10 ms', en: 'No quorum is stretched over two sites; synchronous replication only up to 10 ms' },
  explanation: {
    vi: 'Một quorum trải trên hai trung tâm mất quyền quyết định khi mất một trong hai, tức là có hai trung tâm mà kém hơn một. Mỗi trung tâm tự quyết định bằng máy chủ của mình (`cluster.quorumSites`), và Ceph không trải trên nhiều vùng (`stretchCluster`, `mon.zones`). Ghi đồng bộ giữa hai trung tâm cộng độ trễ vào từng lần ghi, nên chỉ được khi độ trễ khứ hồi không quá 10 ms.',
    en: 'A quorum over two sites cannot decide once either is lost: two sites that are worse than one. Each site decides with machines of its own (`cluster.quorumSites`), and Ceph is not laid over zones (`stretchCluster`, `mon.zones`). Synchronous replication between sites adds the delay to every write, so it is permitted up to a round trip of 10 ms only.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'Giới hạn của Ceph cho cụm trải: 10 ms giữa hai nơi chứa dữ liệu.', en: 'Ceph\'s bound for stretch clusters: 10 ms between sites with data.' }, link: 'https://docs.ceph.com/en/latest/rados/operations/stretch-mode/' },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'fail',
  mutants: ['widen', 'change-figure', 'known-to-unknown'],
  check: (input) => {
    const { estate } = input;
    const others = Object.values(estate.sites).filter(({ id, phase }) => phase !== 'retired' && (phase !== 'operating' || estate.scenario.lose.includes(`site/${id}`)));
    return [
      ...judgeSites(input, (site): readonly SiteSubject[] => [{ subject: { object: `site/${site.id}`, site: site.id }, stacks: ({ kind }) => kind !== 'tenant', redundancy: true, judge }]),
      ...others.map(declaredOnly),
      ...Object.values(estate.links).filter(({ a, b }) => stays(estate, a) && stays(estate, b)).map(judgeLink),
    ];
  },
  remedy: { vi: 'Cho mỗi trung tâm một mặt điều khiển và một cụm Ceph riêng; chuyển sang đồng bộ không đồng thời khi đường truyền xa hơn 10 ms.', en: 'Give each site a control plane and a Ceph cluster of its own; replicate asynchronously over links longer than 10 ms.' },
};
