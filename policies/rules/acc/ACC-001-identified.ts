import type { Estate } from '../../../sites/model/estate.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { accessAt, anonymous, bindingName, granteeName, type Binding } from '../../derived/access.js';
import { hiddenIn, unrendered } from '../../derived/hidden.js';
import { routeKinds, routeOf } from '../../derived/routes.js';
import { concluded } from '../../engine/conclude.js';
import type { Finding } from '../../engine/columns.js';
import { judgeEnvironments, type EnvironmentAtSite, type RowView } from '../../engine/environment-rows.js';
import type { Rule, RuleInput } from '../../engine/rule.js';
import { judgeSites, type SiteView } from '../../engine/site-rows.js';
import type { Seen } from '../../planset/lookup.js';

/** Who owns each group of the catalogue. That a request names groups of its own organisation alone is checked with the request (NDC-T013); here it is what is rolled out. */
const ownersOf = ({ organisations }: Estate): ReadonlyMap<string, readonly string[]> => {
  const owners = new Map<string, string[]>();
  for (const { id, groups = [] } of Object.values(organisations)) for (const group of groups) owners.set(group, [...(owners.get(group) ?? []), id]);
  return owners;
};

/** Who a binding in an organisation's namespace lets in besides its own groups and service accounts. */
function strangers(binding: Binding, organisation: string, namespace: string, owners: ReadonlyMap<string, readonly string[]>): readonly Text[] {
  return binding.grantees.flatMap((grantee): Text[] => {
    const who = granteeName(grantee);
    const where = bindingName(binding.object);
    if (anonymous.has(grantee.name)) return [{ vi: `${where} cho phép truy cập không định danh (${who})`, en: `${where} lets in whoever does not sign in (${who})` }];
    if (grantee.kind === 'ServiceAccount') return grantee.namespace === namespace ? [] : [{ vi: `${where} cấp quyền cho ${who} của namespace khác`, en: `${where} grants rights to ${who} of another namespace` }];
    if (grantee.kind === 'User') return [{ vi: `${where} cấp quyền cho ${who}: người dùng lẻ, không qua nhóm của cơ quan`, en: `${where} grants rights to ${who}: a single user, not a group of the organisation` }];
    const own = owners.get(grantee.name) ?? [];
    return own.includes(organisation) ? [] : [own.length === 0 ? { vi: `${where} cấp quyền cho ${who} không thuộc cơ quan nào`, en: `${where} grants rights to ${who}, which belongs to no organisation` } : { vi: `${where} cấp quyền cho ${who} của ${own.join(', ')}`, en: `${where} grants rights to ${who} of ${own.join(', ')}` }];
  });
}

/** Whether data may be read by whoever comes: open by classification, and nothing personal in it. */
const isOpen = ({ environment: { system } }: EnvironmentAtSite): boolean => system.sharing === 'open' && system.secrecy === 'none' && system.personalData !== 'sensitive';

function routes(seen: readonly Seen[], row: EnvironmentAtSite): { readonly problems: readonly Text[]; readonly unknown: readonly string[] } {
  const declaredHosts = new Set(row.environment.environment.network?.ingressHosts ?? []);
  const problems: Text[] = [];
  const unknown: string[] = [];
  for (const { object } of seen) {
    const { hosts, authenticates, unknown: reasons } = routeOf(object);
    const name = `${object.kind} ${object.name}`;
    const undeclared = hosts.filter((host) => !declaredHosts.has(host));
    if (undeclared.length > 0) problems.push({ vi: `${name} mở ${undeclared.join(', ')} mà phiếu đăng ký không nêu`, en: `${name} answers for ${undeclared.join(', ')}, which the request does not declare` });
    unknown.push(...reasons);
    if (!authenticates && !isOpen(row)) unknown.push(`${name}: nothing on the route asks who is there; how its users sign in is to be shown`);
  }
  return { problems, unknown };
}

function judge({ row, column, lookup, stacks }: RowView, { planset }: RuleInput, owners: ReadonlyMap<string, readonly string[]>): Finding {
  const { site } = row;
  const { namespace, organisation } = row.environment;
  const bindings = planset === undefined ? [] : accessAt(planset, site, column).within(new Set([namespace]));
  const seen = routeKinds.flatMap((kind) => lookup.inNamespace(site, column, kind, namespace));
  const open = routes(seen, row);
  const evidence = [...bindings, ...seen].map(({ resource, object }): Evidence => ({ what: { vi: `${object.kind} đã đọc`, en: `${object.kind} read` }, found: object.name, pointer: resource.pointer, document: resource.stack }));
  return concluded({
    where: { vi: `${namespace} ở ${site}`, en: `${namespace} in ${site}` },
    problems: [...bindings.flatMap((binding) => strangers(binding, organisation, namespace, owners)), ...open.problems],
    unknown: [...bindings.flatMap(({ unknown }) => unknown), ...open.unknown, ...hiddenIn(lookup, site, column, namespace, ['RoleBinding', ...routeKinds])],
    own: stacks,
    all: lookup.stacks(site),
    fine: { vi: 'chỉ nhóm của cơ quan được vào, không có đường vào không định danh', en: "only the organisation's own groups come in, and no route is anonymous" },
    evidence,
  });
}

/** Bindings outside tenants' namespaces that let in whoever does not sign in. */
function judgeSite({ site, column, planset, stacks }: SiteView): Finding {
  const access = accessAt(planset, site.id, column);
  const bindings = access.naming(anonymous, new Set());
  return concluded({
    where: { vi: site.id, en: site.id },
    problems: bindings.map(({ object }) => ({ vi: `${bindingName(object)} cho phép truy cập không định danh`, en: `${bindingName(object)} lets in whoever does not sign in` })),
    unknown: [...access.unknown, ...unrendered(planset, stacks, column)],
    own: stacks,
    all: stacks,
    fine: { vi: 'không gắn quyền nào cho người không định danh', en: 'no right is bound to whoever does not sign in' },
    evidence: bindings.map(({ resource, object }): Evidence => ({ what: { vi: 'Gắn quyền đã đọc', en: 'Binding read' }, found: bindingName(object), pointer: resource.pointer, document: resource.stack })),
  });
}

export const acc001: Rule = {
  id: 'ACC-001',
  version: 1,
  title: { vi: 'Người khai thác dữ liệu được định danh và xác thực', en: 'Whoever uses data is identified and authenticated' },
  explanation: {
    vi: 'Quyền chỉ được cấp cho nhóm thuộc đúng cơ quan trong danh mục: không người dùng lẻ, không nhóm của cơ quan khác, không tài khoản dịch vụ của namespace khác, không "system:anonymous" hay "system:unauthenticated" ở bất cứ đâu trên cụm. Đường vào (Ingress, HTTPRoute) chỉ cho tên miền đã khai báo. Nếu trên đường vào không thấy gì hỏi danh tính thì chưa đủ căn cứ, trừ dữ liệu mở không có dữ liệu cá nhân nhạy cảm.',
    en: 'Rights go to groups that belong to that organisation in the catalogue: no single users, no other organisation\'s groups, no service accounts of other namespaces, and nowhere on the cluster to "system:anonymous" or "system:unauthenticated". A route (Ingress, HTTPRoute) answers for declared hosts only. Where nothing on the route asks who is there this cannot be known, save for open data without sensitive personal data.',
  },
  severity: 'error',
  pack: 'design',
  legal: [{ document: 'q', clause: 'V.1.đ' }],
  engineering: { statement: { vi: 'Q V.1.đ yêu cầu định danh, xác thực người khai thác; cấp quyền qua nhóm của cơ quan là cách thực thi do chúng tôi chọn.', en: 'Q V.1.đ asks that users of data are identified and authenticated; granting through groups of the organisation is our way of it.' } },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['widen', 'known-to-unknown'],
  check: (input) => {
    const owners = ownersOf(input.estate);
    return [...judgeSites(input, (site) => [{ subject: { object: `site/${site.id}`, site: site.id }, judge: judgeSite }]), ...judgeEnvironments(input, (view) => judge(view, input, owners))];
  },
  remedy: { vi: 'Gắn Role cho nhóm của cơ quan do đơn vị vận hành cấp; khai báo tên miền trong `network.ingressHosts`; đặt xác thực trên đường vào.', en: "Bind the Role to a group of the organisation that the platform team granted; declare hosts under `network.ingressHosts`; put authentication on the route." },
};
