import { holdsDatabases } from '../../../sites/model/database-home.js';
import type { Estate } from '../../../sites/model/estate.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { ciliumOpenings } from '../../derived/cilium-policy.js';
import { deniesAll, notKnown, openingsOf, together, type Exceptions, type Openings } from '../../derived/network-policy.js';
import { environmentsOf, type DerivedEnvironment } from '../../derived/placement.js';
import { bindingPowers, powersOf } from '../../derived/role-powers.js';
import { absentFinding, finding, incompleteFinding, type Finding } from '../../engine/columns.js';
import { judgeEnvironments, type RowView } from '../../engine/environment-rows.js';
import type { Rule } from '../../engine/rule.js';
import { isUnknown, unnamed } from '../../planset/read-model.js';

/** The platform's namespace whose proxies hand traffic from outside to tenants. */
const ingressNamespace = 'ndc-ingress';

/** Cluster-wide policy kinds whose reach this rule does not work out. */
const clusterWidePolicies = ['CiliumClusterwideNetworkPolicy', 'AdminNetworkPolicy', 'BaselineAdminNetworkPolicy'];

function exceptionsOf({ components, sites }: Estate, callees: ReadonlyMap<string, ReadonlySet<string>>, { namespace, environment, system }: DerivedEnvironment): Exceptions {
  const hosts = new Map<string, Set<string>>();
  for (const { host, port } of environment.network?.egress ?? []) hosts.set(host, new Set([...(hosts.get(host) ?? []), String(port)]));
  const operator = Object.values(components).find(({ chart }) => chart === 'cloudnative-pg')?.namespace;
  const runs = operator !== undefined && (system.databases ?? []).some(({ engine }) => engine === 'postgresql') && holdsDatabases(system, environment.name);
  const databases = runs ? { databases: { operator, stores: new Set(Object.values(sites).map(({ objectStore }) => objectStore.endpoint)) } } : {};
  return { own: namespace, callers: new Set([ingressNamespace, ...(environment.network?.allowFrom ?? [])]), called: callees.get(namespace) ?? new Set(), hosts, ...databases };
}

/** Who each namespace may call: those that name it in `allowFrom`. */
function calleesOf(environments: readonly DerivedEnvironment[]): ReadonlyMap<string, ReadonlySet<string>> {
  const callees = new Map<string, Set<string>>();
  for (const { namespace, environment } of environments) for (const caller of environment.network?.allowFrom ?? []) callees.set(caller, new Set([...(callees.get(caller) ?? []), namespace]));
  return callees;
}

function judge({ row, column, lookup }: RowView, allowed: Exceptions): Finding {
  const { environment, site } = row;
  const { namespace } = environment;
  const stacks = lookup.stacks(site);
  const seen = (kind: string) => lookup.inNamespace(site, column, kind, namespace);
  const policies = seen('NetworkPolicy');
  const missing = (['ingress', 'egress'] as const).filter((direction) => !policies.some(({ object }) => deniesAll(object, direction)));
  const opaque = stacks.flatMap(({ opaqueCharts }) => opaqueCharts).filter((chart) => chart.column === column && (chart.namespace === namespace || isUnknown(chart.namespace)));
  const hidden = ['NetworkPolicy', 'CiliumNetworkPolicy', 'Role', 'RoleBinding'].flatMap((kind) => lookup.somewhere(site, column, kind)).map(({ resource }) => `${resource.address}: its namespace is not known`);
  const open: Openings = together([
    ...policies.map(({ object }) => openingsOf(object, allowed)),
    ...seen('CiliumNetworkPolicy').map(({ object }) => ciliumOpenings(object, allowed)),
    ...seen('Role').map(({ object }) => powersOf(object)),
    ...seen('RoleBinding').map(({ object }) => bindingPowers(object, (name) => lookup.clusterWide(site, column, 'ClusterRole', name)[0]?.object)),
    ...clusterWidePolicies.flatMap((kind) => lookup.clusterWide(site, column, kind)).map(({ object }) => notKnown(`${object.kind} ${object.name} reaches into namespaces by rules this policy does not work out`)),
    ...opaque.map(({ address, because }) => notKnown(`${address}: ${because}`)),
    ...hidden.map(notKnown),
  ]);
  const evidence: Evidence[] = [...policies, ...seen('CiliumNetworkPolicy'), ...seen('Role'), ...seen('RoleBinding')].map(({ resource, object }) => ({
    what: { vi: `${object.kind} đã đọc`, en: `${object.kind} read` },
    found: object.name === unnamed ? resource.address : object.name,
    pointer: resource.pointer,
    document: resource.stack,
  }));
  if (open.beyond.length > 0)
    return finding('fail', { vi: `${namespace} ở ${site}: ${open.beyond.map(({ vi }) => vi).join('; ')}.`, en: `${namespace} in ${site}: ${open.beyond.map(({ en }) => en).join('; ')}.` }, { evidence });
  if (missing.length > 0) {
    const words = missing.map((direction): Text => (direction === 'ingress' ? { vi: 'chiều vào', en: 'ingress' } : { vi: 'chiều ra', en: 'egress' }));
    const text: Text = { vi: `${namespace} ở ${site} không có chính sách mặc định chặn ${words.map(({ vi }) => vi).join(' và ')}`, en: `${namespace} in ${site} has no policy that denies ${words.map(({ en }) => en).join(' and ')} by default` };
    const unknowns = [...opaque.map(({ because }) => because), ...hidden];
    if (unknowns.length > 0) return finding('unknown', { vi: `${text.vi} trong phần đọc được; chưa đủ căn cứ: ${unknowns.join('; ')}.`, en: `${text.en} in what was read; this cannot be known: ${unknowns.join('; ')}.` }, { evidence });
    return incompleteFinding(stacks, text) ?? finding('fail', { vi: `${text.vi}.`, en: `${text.en}.` }, { evidence });
  }
  if (open.unknown.length > 0)
    return finding('unknown', { vi: `Chưa biết ${namespace} ở ${site} có mở thêm gì không: ${open.unknown.join('; ')}.`, en: `It cannot be known what else ${namespace} in ${site} opens: ${open.unknown.join('; ')}.` }, { evidence });
  // "Nothing else opens it" speaks of every stack of the site, not only of the tenant's own.
  const elsewhere = absentFinding(stacks) ?? incompleteFinding(stacks, { vi: `Chưa thấy gì mở ${namespace} ở ${site}`, en: `Nothing was seen that opens ${namespace} in ${site}` });
  if (elsewhere !== undefined) return elsewhere;
  return finding('pass', { vi: `${namespace} ở ${site} mặc định chặn cả hai chiều, chỉ mở những gì đã khai báo.`, en: `${namespace} in ${site} denies both directions by default and opens only what is declared.` }, { evidence });
}

export const ten003: Rule = {
  id: 'TEN-003',
  version: 2,
  title: { vi: 'Mặc định chặn cả hai chiều, chỉ mở ngoại lệ đã khai báo', en: 'Default deny in both directions, declared exceptions only' },
  explanation: {
    vi: 'Mỗi môi trường có chính sách mạng chặn cả chiều vào và chiều ra; chỉ mở trong nội bộ namespace, DNS, cổng vào chung, các namespace và đích đã khai báo; riêng pod của cơ sở dữ liệu do nền tảng vận hành được gặp bộ điều phối, API server và kho lưu trữ của chúng. Chính sách mạng chỉ cộng thêm quyền: một luật mở rộng là đủ vô hiệu việc chặn. Role của cơ quan không được ghi NetworkPolicy, RoleBinding, Role, ResourceQuota hay LimitRange, kể cả qua ký tự "*"; các ClusterRole dựng sẵn admin và edit ghi được NetworkPolicy nên không được gắn. Kết luận chỉ nói về những gì đọc được trong kế hoạch; đối tượng ngoài kế hoạch do `ndc drift --unmanaged` liệt kê.',
    en: 'Each environment denies ingress and egress by policy and opens only its own namespace, DNS, the ingress controller, and declared namespaces and destinations; pods of databases the platform runs may also meet their operator, the API server and the stores of their archives. Policies only add up: one wide rule defeats the deny. A tenant\'s Roles may not write NetworkPolicies, RoleBindings, Roles, ResourceQuotas or LimitRanges, wildcards included; the stock ClusterRoles admin and edit can write NetworkPolicies and may not be bound. The result speaks of what was read in the plans; foreign objects are listed by `ndc drift --unmanaged`.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: {
    statement: { vi: 'Cách ly giữa các cơ quan dùng chung cụm.', en: 'Isolation between organisations on one cluster.' },
    link: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies',
  },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['drop-object', 'weaken', 'widen', 'known-to-unknown'],
  check: (input) => {
    const callees = calleesOf(environmentsOf(input.estate));
    return judgeEnvironments(input, (view) => judge(view, exceptionsOf(input.estate, callees, view.row.environment)));
  },
  remedy: {
    vi: 'Khôi phục chính sách mặc định chặn; khai báo ngoại lệ trong phiếu đăng ký (`network.allowFrom`, `network.egress`) thay vì mở rộng chính sách; bỏ quyền ghi ra khỏi Role.',
    en: 'Restore the default deny; declare exceptions in the request (`network.allowFrom`, `network.egress`) instead of widening a policy; take the write verbs out of the Role.',
  },
};
