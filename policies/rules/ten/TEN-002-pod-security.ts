import { hiddenIn } from '../../derived/hidden.js';
import { none, notKnown, opened, together, type Openings } from '../../derived/network-policy.js';
import { podSecurityOpenings } from '../../derived/pod-security.js';
import { labelOf } from '../../derived/values.js';
import { workloadsByNamespace, type Workload } from '../../derived/workloads.js';
import { concluded } from '../../engine/conclude.js';
import { finding, incompleteFinding, type Finding } from '../../engine/columns.js';
import { judgeEnvironments, type RowView } from '../../engine/environment-rows.js';
import type { Rule, RuleInput } from '../../engine/rule.js';
import { isUnknown, unnamed, type Known } from '../../planset/read-model.js';

const enforce = 'pod-security.kubernetes.io/enforce';

/** What the namespace's own label leaves open. */
function levelOpenings(level: Known | undefined): Openings {
  if (isUnknown(level)) return notKnown(`its Pod Security level is not known: ${level.because}`);
  if (level === 'restricted') return none;
  return typeof level === 'string'
    ? opened(`chỉ bắt buộc mức "${level}", phải là restricted`, `it enforces "${level}" only; it must be restricted`)
    : opened('không bắt buộc mức Pod Security nào', 'it enforces no Pod Security level');
}

function judge({ row, column, lookup, stacks }: RowView, { planset }: RuleInput): Finding {
  const { namespace } = row.environment;
  const { site } = row;
  const where = { vi: `${namespace} ở ${site}`, en: `${namespace} in ${site}` };
  const [seen] = lookup.clusterWide(site, column, 'Namespace', namespace);
  if (seen === undefined) {
    const text = { vi: `Không có namespace ${where.vi}`, en: `There is no namespace ${where.en}` };
    return incompleteFinding(stacks, text) ?? finding('fail', { vi: `${text.vi} trong kế hoạch.`, en: `${text.en} in the plan.` });
  }
  const level = labelOf(seen.object.labels, enforce);
  const groups = planset === undefined ? new Map<string, readonly Workload[]>() : workloadsByNamespace(planset, site, column);
  const workloads = groups.get(namespace) ?? [];
  const open = together([levelOpenings(level), ...workloads.map(podSecurityOpenings)]);
  const elsewhere = (groups.get(unnamed) ?? []).map(({ resource }) => `${resource.address}: its namespace is not known`);
  return concluded({
    where,
    problems: open.beyond,
    unknown: [...open.unknown, ...hiddenIn(lookup, site, column, namespace, []), ...elsewhere],
    own: stacks,
    all: lookup.stacks(site),
    fine: { vi: 'bắt buộc mức restricted, không workload nào xin điều mức này cấm', en: 'it enforces restricted, and no workload asks for what that forbids' },
    evidence: [
      { what: { vi: `Nhãn ${enforce}`, en: `Label ${enforce}` }, found: isUnknown(level) ? level.because : typeof level === 'string' ? level : '–', pointer: seen.resource.pointer, document: seen.resource.stack },
      ...workloads.map(({ resource, kind, name }) => ({ what: { vi: `${kind} đã đọc`, en: `${kind} read` }, found: name === unnamed ? resource.address : name, pointer: resource.pointer, document: resource.stack })),
    ],
  });
}

export const ten002: Rule = {
  id: 'TEN-002',
  version: 2,
  title: { vi: 'Pod Security mức restricted là bắt buộc', en: 'Pod Security "restricted" is enforced' },
  explanation: {
    vi: 'Mức restricted ngăn vùng chứa chạy với quyền quản trị máy chủ, nhờ đó một hệ thống bị xâm nhập không lan sang hệ thống của cơ quan khác trên cùng máy chủ. Nhãn chỉ cảnh báo hoặc ghi nhật ký thì không đủ. Ngoài nhãn, mọi container, init container và ephemeral container của mọi loại workload trong namespace (tài nguyên riêng, kubernetes_manifest hay chart) cũng được xét: chạy privileged, nâng quyền, chạy bằng tài khoản quản trị, thêm quyền, tắt seccomp, dùng chung tiến trình hay thư mục của máy chủ là trái quy tắc. Điều không ghi ra (ví dụ runAsNonRoot) do API server từ chối khi tạo pod, không xét ở đây.',
    en: 'The restricted level keeps containers from running with the rights of their node, so that one breached system does not reach another organisation\'s on the same node. Warning or auditing labels alone are not enough. Beside the label, every container, init container and ephemeral container of every kind of workload in the namespace is judged, whether typed resource, kubernetes_manifest or chart: being privileged, gaining privileges, running as root, adding capabilities, turning seccomp off, sharing the processes or folders of the node. What is left unsaid (such as runAsNonRoot) is refused by the API server when a pod is made, and is not judged here.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'Chuẩn Pod Security của Kubernetes.', en: 'Kubernetes Pod Security Standards.' }, link: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/' },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['weaken', 'widen', 'known-to-unknown'],
  check: (input) => judgeEnvironments(input, (view) => judge(view, input)),
  remedy: {
    vi: `Đặt nhãn ${enforce}=restricted cho namespace; bỏ khỏi workload những quyền mà mức restricted cấm.`,
    en: `Label the namespace ${enforce}=restricted; take out of its workloads what that level forbids.`,
  },
};
