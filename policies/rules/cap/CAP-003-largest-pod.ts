import { compartmentOf, compartmentOfPool } from '../../../sites/capacity/compartment.js';
import { standsIn } from '../../../sites/capacity/guarantee.js';
import { inService } from '../../../sites/model/pools-in-service.js';
import { operatesIn, plannedQuarters } from '../../../sites/capacity/operation.js';
import type { Promised } from '../../../sites/capacity/promised.js';
import { nodeOffer } from '../../../sites/capacity/supply.js';
import type { Quarter } from '../../../sites/model/calendar.js';
import type { DeepReadonly, Estate } from '../../../sites/model/estate.js';
import type { NodePool, Site } from '../../../sites/model/kinds/site.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Text } from '../../../sites/model/text.js';
import { printBytes, printCpu, type Bytes, type MilliCpu } from '../../../sites/model/units.js';
import { environmentsOf, type DerivedEnvironment } from '../../derived/placement.js';
import { asOfDay } from '../../derived/promises.js';
import { resourceAmount } from '../../derived/resource-names.js';
import { promised } from '../../../sites/capacity/promised.js';
import type { Judgement, Rule } from '../../engine/rule.js';

/** What one pod asks of one node. */
type Pod = ReadonlyMap<string, bigint>;

/** The pod a request declares; without one, a single GPU where it asks for any: whatever uses them must fit beside one. */
function largestPod({ environment, full }: DerivedEnvironment): { readonly pod: Pod; readonly declared: boolean } | undefined {
  const { largestPod: declared } = environment;
  if (declared !== undefined) return { pod: new Map([['cpu', declared.cpu], ['memory', declared.memory], ['gpu', BigInt(declared.gpu ?? 0)]]), declared: true };
  return full.gpu > 0n ? { pod: new Map([['gpu', 1n]]), declared: false } : undefined;
}

const fits = (pod: Pod, pool: DeepReadonly<NodePool>): boolean => {
  const offer = nodeOffer(pool);
  return pool.count > 0 && [...pod].every(([resource, amount]) => amount <= (offer.get(resource) ?? 0n));
};

/** First quarter in which the site serves, the promise stands, and no node in service takes the pod. */
function misfit(estate: Estate, site: DeepReadonly<Site>, promise: Promised, pod: Pod): Quarter | undefined {
  const compartment = compartmentOf(site, promise);
  return plannedQuarters(estate).find(
    (quarter) =>
      operatesIn(site, quarter) && standsIn(promise, quarter) && !site.nodePools.some((pool) => compartmentOfPool(pool) === compartment && inService(pool, quarter) && fits(pod, pool)),
  );
}

const podText = (pod: Pod): Text => {
  const parts = [...pod].filter(([, amount]) => amount > 0n).map(([resource, amount]): Text => resourceAmount(resource, amount));
  return { vi: parts.map(({ vi }) => vi).join(', '), en: parts.map(({ en }) => en).join(', ') };
};

/** As a request writes it, in no language: `cpu: 4, memory: 8Gi`. */
const writtenPod = (pod: Pod): string =>
  [...pod].filter(([, amount]) => amount > 0n).map(([resource, amount]) => `${resource}: ${resource === 'cpu' ? printCpu(amount as MilliCpu) : resource === 'memory' ? printBytes(amount as Bytes) : amount}`).join(', ');

function judge(estate: Estate, environment: DerivedEnvironment): Judgement {
  const subject = { object: `environment/${environment.namespace}`, organisation: environment.organisation };
  const asked = largestPod(environment);
  if (asked === undefined)
    return {
      subject,
      status: 'not-applicable',
      finding: { vi: `${environment.namespace} không khai báo pod lớn nhất và không xin GPU.`, en: `${environment.namespace} declares no largest pod and asks for no GPU.` },
      evidence: [],
    };
  const { pod, declared } = asked;
  const text = podText(pod);
  const promise = promised({ ...environment, quota: environment.full });
  const sites = [environment.primary, environment.standby].flatMap((id) => (id === undefined ? [] : [estate.sites[id]])).filter((site) => site !== undefined);
  const misfits = sites.flatMap((site) => {
    const quarter = misfit(estate, site, promise, pod);
    return quarter === undefined ? [] : [{ site: site.id, quarter }];
  });
  const evidence: Judgement['evidence'] = [
    { what: declared ? { vi: 'Pod lớn nhất đã khai báo', en: 'Largest pod declared' } : { vi: 'Không khai báo; xét một GPU', en: 'Not declared; one GPU is judged' }, found: writtenPod(pod), pointer: declared ? `${environment.pointer}/largestPod` : `${environment.pointer}/quota`, document: 'estate' },
    ...sites.map((site) => ({ what: { vi: `Loại máy chủ ở ${site.id}`, en: `Node pools at ${site.id}` }, found: site.nodePools.map(({ id }) => id).join(', '), pointer: pointer('sites', site.id, 'nodePools'), document: 'estate' as const })),
  ];
  const [first] = misfits;
  if (first === undefined) return { subject, status: 'pass', evidence, finding: { vi: `Pod lớn nhất của ${environment.namespace} (${text.vi}) vừa một máy chủ ở mọi nơi nó chạy.`, en: `The largest pod of ${environment.namespace} (${text.en}) fits a node wherever it runs.` } };
  return {
    subject,
    status: 'fail',
    evidence,
    finding: {
      vi: `Pod lớn nhất của ${environment.namespace} (${text.vi}) không vừa máy chủ nào ở ${misfits.map(({ site }) => site).join(', ')}, từ ${first.quarter}.`,
      en: `The largest pod of ${environment.namespace} (${text.en}) fits no node at ${misfits.map(({ site }) => site).join(', ')}, from ${first.quarter}.`,
    },
  };
}

export const cap003: Rule = {
  id: 'CAP-003',
  version: 1,
  title: { vi: 'Pod lớn nhất vừa một máy chủ có thật', en: 'The largest pod fits an actual node shape' },
  explanation: {
    vi: 'Tổng hạn mức vừa cụm chưa đủ: một pod phải nằm trọn trên một máy chủ. Với mỗi môi trường khai báo pod lớn nhất (hoặc xin GPU), phải có ít nhất một loại máy chủ, sau khi trừ phần giữ lại, chứa được pod đó ở trung tâm chính và trung tâm dự phòng, trong từng quý.',
    en: 'A quota that fits the cluster is not enough: one pod must fit on one node. For each environment that declares its largest pod (or asks for GPUs), some node shape, less its reserve, takes that pod at the primary and at the standby, in every quarter.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'Bộ lập lịch Kubernetes đặt trọn một pod trên một máy chủ.', en: 'The Kubernetes scheduler places a pod on one node as a whole.' }, link: 'https://kubernetes.io/docs/concepts/scheduling-eviction/kube-scheduler/' },
  assumptions: [{ vi: 'Cấu hình máy chủ là dữ liệu quy hoạch.', en: 'Node shapes are planning inputs.' }],
  reads: ['estate'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['change-figure', 'widen'],
  check: ({ estate, asOf }) => environmentsOf(estate).map((environment) => judge(asOfDay(estate, asOf), environment)),
  remedy: { vi: 'Bổ sung loại máy chủ đủ lớn, chia nhỏ pod, hoặc chuyển môi trường tới trung tâm có máy chủ phù hợp.', en: 'Add a large enough node shape, split the pod, or place the environment where such nodes stand.' },
};
