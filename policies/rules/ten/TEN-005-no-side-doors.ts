import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { boundsOf } from '../../derived/container-resources.js';
import { hiddenIn } from '../../derived/hidden.js';
import { containerDefaults, neededDefaults } from '../../derived/limit-range.js';
import { none, notKnown, opened, together, type Openings } from '../../derived/network-policy.js';
import { podOpenings, serviceOpenings } from '../../derived/node-ports.js';
import { deepField, settledField } from '../../derived/values.js';
import { containerName, workloadsByNamespace, type Workload } from '../../derived/workloads.js';
import { concluded } from '../../engine/conclude.js';
import type { Finding } from '../../engine/columns.js';
import { judgeEnvironments, type RowView } from '../../engine/environment-rows.js';
import type { Rule, RuleInput } from '../../engine/rule.js';
import type { Seen } from '../../planset/lookup.js';
import { isUnknown, unnamed, type KubernetesObject } from '../../planset/read-model.js';

const kinds = ['LimitRange', 'Service', 'ServiceAccount'];

/** The account of pods that name none. Kubernetes makes it with a token unless something says otherwise. */
const defaultAccount = 'default';

/** An account hands its token to every pod unless it says no. */
function tokenOf({ name, body }: KubernetesObject): Openings {
  const automount = deepField(body, 'automountServiceAccountToken');
  if (isUnknown(automount)) return notKnown(`ServiceAccount ${name} automountServiceAccountToken: ${automount.because}`);
  return automount === false ? none : opened(`ServiceAccount ${name} tự gắn token vào pod`, `ServiceAccount ${name} mounts its token into pods`);
}

/** A pod that asks for the token gets it, whatever its account says. */
function podToken({ kind, name, pod }: Workload): Openings {
  const automount = settledField(pod, 'automountServiceAccountToken');
  if (isUnknown(automount)) return notKnown(`${kind} ${name} automountServiceAccountToken: ${automount.because}`);
  return automount === true ? opened(`${kind} ${name} gắn token của tài khoản dịch vụ`, `${kind} ${name} mounts the token of its account`) : none;
}

/** Containers without a size where no LimitRange gives them one. */
function unbounded(workload: Workload, given: ReadonlySet<string>): Openings {
  const bounds = (['requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'] as const).filter((bound) => !given.has(bound.replace('requests', 'defaultRequest').replace('limits', 'default')));
  return together(
    workload.containers.map((container) => {
      const { missing, unknown } = boundsOf(container, bounds);
      const where = containerName(workload, container);
      return { beyond: missing.length === 0 ? [] : [{ vi: `${where} không có ${missing.join(', ')}`, en: `${where} has no ${missing.join(', ')}` }], unknown: unknown.map((because) => `${where} ${because}`) };
    }),
  );
}

function judge({ row, column, lookup, stacks }: RowView, { planset }: RuleInput): Finding {
  const { namespace } = row.environment;
  const { site } = row;
  const seen = (kind: string): readonly Seen[] => lookup.inNamespace(site, column, kind, namespace);
  const [ranges, services, accounts] = [seen('LimitRange'), seen('Service'), seen('ServiceAccount')];
  const groups = planset === undefined ? new Map<string, readonly Workload[]>() : workloadsByNamespace(planset, site, column);
  const workloads = groups.get(namespace) ?? [];
  const defaults = containerDefaults(ranges.map(({ object }) => object));
  const open = together([
    ...services.map(({ object }) => serviceOpenings(object)),
    ...accounts.map(({ object }) => tokenOf(object)),
    ...workloads.flatMap((workload) => [podOpenings(workload), podToken(workload), unbounded(workload, defaults.given), ...workload.unknown.map((because) => notKnown(`${workload.kind} ${workload.name}: ${because}`))]),
  ]);
  const lacking = neededDefaults.filter((key) => !defaults.given.has(key));
  const missing: Text[] = [
    ...(ranges.length === 0
      ? [{ vi: 'không có LimitRange', en: 'there is no LimitRange' }]
      : lacking.length > 0 && defaults.unknown.length === 0
        ? [{ vi: `LimitRange không có ${lacking.join(', ')} cho Container`, en: `no LimitRange gives containers ${lacking.join(', ')}` }]
        : []),
    ...(accounts.some(({ object }) => object.name === defaultAccount) ? [] : [{ vi: 'không quản lý tài khoản dịch vụ "default", nên nó tự gắn token', en: 'the service account "default" is not managed, so it mounts its token' }]),
  ];
  const elsewhere = (groups.get(unnamed) ?? []).map(({ resource }) => `${resource.address}: its namespace is not known`);
  const evidence: Evidence[] = [...ranges, ...services, ...accounts, ...workloads].map(({ resource, object }) => ({
    what: { vi: `${object.kind} đã đọc`, en: `${object.kind} read` },
    found: object.name === unnamed ? resource.address : object.name,
    pointer: resource.pointer,
    document: resource.stack,
  }));
  return concluded({
    where: { vi: `${namespace} ở ${site}`, en: `${namespace} in ${site}` },
    problems: open.beyond,
    missing,
    unknown: [...open.unknown, ...defaults.unknown, ...hiddenIn(lookup, site, column, namespace, kinds), ...elsewhere],
    own: stacks,
    all: lookup.stacks(site),
    fine: { vi: 'có LimitRange, không mở cổng trên máy chủ, không tự gắn token', en: 'it has a LimitRange, opens no node ports and mounts no tokens' },
    evidence,
  });
}

export const ten005: Rule = {
  id: 'TEN-005',
  version: 1,
  title: { vi: 'Có LimitRange, không mở cổng trên máy chủ, không tự gắn token', en: 'A LimitRange, no node ports, no tokens mounted unasked' },
  explanation: {
    vi: 'Mỗi môi trường có LimitRange cho bộ xử lý và bộ nhớ: thiếu nó, hạn mức từ chối mọi pod không ghi kích cỡ. Không dịch vụ nào mở cổng trên máy chủ dùng chung (NodePort, LoadBalancer có cổng máy chủ, hostPort, mạng của máy chủ). Không tài khoản hay pod nào tự gắn token của API server. Xét mọi container, init container và ephemeral container của mọi loại workload trong namespace, dù là tài nguyên riêng, kubernetes_manifest hay chart. Kích cỡ container của chính nền tảng do RED-008 xét, vì nền tảng không có hạn mức.',
    en: 'Each environment has a LimitRange for CPU and memory: without it the quota refuses every pod that names no size. No service opens a port on the shared nodes (NodePort, load balancers with node ports, hostPort, the node\'s network). No account and no pod mounts a token of the API server unasked. Containers, init containers and ephemeral containers of every kind of workload in the namespace are judged, whether typed resource, kubernetes_manifest or chart. Container sizes of the platform itself are judged by RED-008: the platform has no quota.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: {
    statement: { vi: 'Cách ly giữa các cơ quan dùng chung máy chủ.', en: 'Isolation between organisations on shared nodes.' },
    link: 'https://kubernetes.io/docs/concepts/security/multi-tenancy/',
  },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['drop-object', 'drop-field', 'weaken', 'widen', 'known-to-unknown'],
  check: (input) => judgeEnvironments(input, (view) => judge(view, input)),
  remedy: {
    vi: 'Khôi phục LimitRange và tài khoản dịch vụ "default" do nền tảng tạo; dùng Ingress hoặc LoadBalancer có allocateLoadBalancerNodePorts: false; đặt automountServiceAccountToken: false.',
    en: 'Restore the LimitRange and the managed service account "default"; use an Ingress, or a LoadBalancer with allocateLoadBalancerNodePorts: false; set automountServiceAccountToken: false.',
  },
};
