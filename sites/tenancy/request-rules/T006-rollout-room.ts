import type { Quota } from '../../intent/environment.js';
import { nodeOffer } from '../../capacity/supply.js';
import { resolveQuota } from '../../intent/quota.js';
import { diagnosticKind } from '../../model/diagnostic.js';
import type { Estate } from '../../model/estate.js';
import type { Text } from '../../model/text.js';
import { printBytes, printCpu, type Bytes, type MilliCpu } from '../../model/units.js';
import { environmentsIn } from '../entries.js';
import { found, type RequestRule } from '../finding.js';
import { quotaLine } from '../quota-line.js';

const kind = diagnosticKind<{ namespace: string; problem: Text }>({
  code: 'NDC-T006',
  message: {
    vi: ({ namespace, problem }) => `${namespace}: ${problem.vi}`,
    en: ({ namespace, problem }) => `${namespace}: ${problem.en}`,
  },
  explanation: {
    vi: 'largestPod là phần lớn nhất của ứng dụng, chạy liền một khối. Nếu nó lớn hơn hạn mức của chính môi trường thì không bao giờ khởi động được. Khi cập nhật phiên bản, bản mới chạy song song với bản cũ trong ít phút: hạn mức cần chỗ cho hai khối như vậy, nếu không việc cập nhật bị từ chối (Kubernetes, Deployment maxSurge và ResourceQuota). Cách sửa: tăng hạn mức theo dòng gợi ý, hoặc ghi đúng largestPod.',
    en: 'largestPod is the largest part of an application that runs in one piece. Larger than the quota of its own environment, it never starts. On an update the new version runs beside the old one for some minutes: the quota needs room for two of them, or the update is refused (Kubernetes, maxSurge of a Deployment under a ResourceQuota). To mend it: raise the quota as the line says, or correct largestPod.',
  },
});

/** What pods of one shape take: of a pod count too, each is one. */
type Pods = Pick<Quota, 'cpu' | 'memory' | 'gpu' | 'pods'>;

const onePod: { readonly cpu: MilliCpu; readonly memory: Bytes; readonly gpu?: number } = { cpu: 0n as MilliCpu, memory: 0n as Bytes };

const most = <T extends bigint | number>(a: T, b: T): T => (a > b ? a : b);

/** Nodes that run what tenants ask for. */
const nodesOf = ({ sites }: Pick<Estate, 'sites'>) => Object.values(sites).flatMap(({ nodePools }) => nodePools.filter(({ purpose, count }) => purpose !== 'storage' && count > 0).map(nodeOffer));

/** Whether any node takes the pod: a quota with room for one that runs nowhere is no help. */
const fitsSomewhere = (estate: Pick<Estate, 'sites'>, { cpu, memory, gpu = 0 }: { readonly cpu: bigint; readonly memory: bigint; readonly gpu?: number | undefined }): boolean =>
  nodesOf(estate).some((offer) => cpu <= (offer.get('cpu') ?? 0n) && memory <= (offer.get('memory') ?? 0n) && BigInt(gpu) <= (offer.get('gpu') ?? 0n));

/** `cpu 124, memory 976Gi`, of each the most that one node offers. */
function largestNode(estate: Pick<Estate, 'sites'>): string {
  const nodes = nodesOf(estate);
  const offered = (resource: string): bigint => nodes.reduce((now, offer) => most(now, offer.get(resource) ?? 0n), 0n);
  return `cpu ${printCpu(offered('cpu') as MilliCpu)}, memory ${printBytes(offered('memory') as Bytes)}, gpu ${offered('gpu')}`;
}

/** `cpu 8 > 4; memory …`: what of a need is more than a quota has. */
function lacking(need: Pods, quota: Quota): string {
  return [
    ...(need.cpu > quota.cpu ? [`cpu ${printCpu(need.cpu)} > ${printCpu(quota.cpu)}`] : []),
    ...(need.memory > quota.memory ? [`memory ${printBytes(need.memory)} > ${printBytes(quota.memory)}`] : []),
    ...(need.gpu > quota.gpu ? [`gpu ${need.gpu} > ${quota.gpu}`] : []),
    ...(need.pods > quota.pods ? [`pods ${need.pods} > ${quota.pods}`] : []),
  ].join('; ');
}

export const rolloutRoom: RequestRule = {
  check: ({ estate, request }) =>
    environmentsIn(request).flatMap(({ environment: { largestPod, quota: asked }, system, namespace, at }) => {
      const quota = resolveQuota(estate, asked, system);
      // Whatever its shape: a quota of one pod has no room for the second one of an update.
      const { cpu, memory, gpu = 0 } = largestPod ?? onePod;
      const two: Pods = { cpu: (cpu * 2n) as MilliCpu, memory: (memory * 2n) as Bytes, gpu: gpu * 2, pods: 2 };
      const short = lacking(two, quota);
      if (short === '') return [];
      const paste = quotaLine({ ...quota, cpu: most(quota.cpu, two.cpu), memory: most(quota.memory, two.memory), gpu: most(quota.gpu, two.gpu), pods: most(quota.pods, two.pods) });
      const where = at('quota', 'size' in asked ? 'size' : 'cpu');
      const alone = lacking({ cpu, memory, gpu, pods: 1 }, quota);
      const larger = largestPod === undefined || fitsSomewhere(estate, largestPod) ? undefined : found(estate, kind, alone === '' ? 'notice' : 'refuse', where, {
        namespace,
        problem: {
          vi: `khối lớn nhất (largestPod) không vừa máy chủ nào của hệ thống (lớn nhất: ${largestNode(estate)}), nên tăng hạn mức không giúp được. Hãy chia nhỏ ứng dụng và giảm largestPod; nếu không chia được, hãy hỏi đơn vị vận hành nền tảng trước khi sửa hạn mức.`,
          en: `the largest pod (largestPod) fits no node of the estate (the largest: ${largestNode(estate)}), so a larger quota is no help. Split the application and lower largestPod; where that cannot be done, ask the platform team before changing the quota.`,
        },
      });
      if (larger !== undefined) return [larger];
      return alone === ''
        ? [
            found(estate, kind, 'notice', where, {
              namespace,
              problem: {
                vi: `hạn mức không đủ cho hai khối lớn nhất chạy song song khi cập nhật (${short}). Bản cập nhật sẽ bị từ chối; hãy tăng hạn mức.`,
                en: `the quota has no room for two of the largest pod side by side, as an update needs (${short}). The update would be refused; raise the quota.`,
              },
            }, paste),
          ]
        : [
            found(estate, kind, 'refuse', where, {
              namespace,
              problem: {
                vi: `khối lớn nhất (largestPod) lớn hơn hạn mức của chính môi trường (${alone}), nên không khởi động được. Hãy tăng hạn mức (dòng gợi ý đủ chỗ cho cả lúc cập nhật) hoặc giảm largestPod.`,
                en: `the largest pod is larger than the environment's own quota (${alone}), so it never starts. Raise the quota (the line has room for updates too) or lower largestPod.`,
              },
            }, paste),
          ];
    }),
};
