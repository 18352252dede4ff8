import type { DeepReadonly, Estate } from '../../../sites/model/estate.js';
import type { Site } from '../../../sites/model/kinds/site.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { accessAt, accountsOf, bindingName, everybody, granteeName, type Binding, type Grantee } from '../../derived/access.js';
import { unrendered } from '../../derived/hidden.js';
import { environmentsOf, promisedAt } from '../../derived/placement.js';
import { concluded } from '../../engine/conclude.js';
import type { Finding } from '../../engine/columns.js';
import type { Rule } from '../../engine/rule.js';
import { judgeSites, type SiteSubject, type SiteView } from '../../engine/site-rows.js';
import { unnamed } from '../../planset/read-model.js';

/** One organisation on one cluster: its namespaces there, and the groups its people come in. */
interface Tenant {
  readonly organisation: string;
  readonly namespaces: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
}

function tenantsAt(estate: Estate, site: DeepReadonly<Site>): readonly Tenant[] {
  const namespaces = new Map<string, Set<string>>();
  for (const environment of environmentsOf(estate))
    if (promisedAt(environment, site.id) !== undefined) namespaces.set(environment.organisation, (namespaces.get(environment.organisation) ?? new Set()).add(environment.namespace));
  return [...namespaces].map(([organisation, own]) => ({ organisation, namespaces: own, groups: new Set(groupsOf(estate, organisation)) }));
}

/** Groups of an organisation by the catalogue and by its request: either way they are its people. */
const groupsOf = ({ organisations, requests }: Estate, organisation: string): readonly string[] => [...(organisations[organisation]?.groups ?? []), ...(requests[organisation]?.groups ?? []).map(({ name }) => name)];

/** Whether a grantee is this tenant, or takes it in among others. */
function reaches({ namespaces, groups }: Tenant, { kind, name, namespace }: Grantee): boolean {
  if (kind === 'ServiceAccount') return namespaces.has(namespace ?? '');
  if (kind === 'User') return false;
  return groups.has(name) || everybody.has(name) || namespaces.has(accountsOf(name) ?? '');
}

function problemsOf(tenant: Tenant, binding: Binding): readonly Text[] {
  const { object, clusterWide, namespace } = binding;
  return binding.grantees.flatMap((grantee): Text[] => {
    const who = granteeName(grantee);
    if (clusterWide) return reaches(tenant, grantee) ? [{ vi: `${bindingName(object)} cấp quyền trên cả cụm cho ${who}`, en: `${bindingName(object)} grants ${who} rights on the whole cluster` }] : [];
    if (tenant.namespaces.has(namespace ?? '')) return grantee.kind !== 'ServiceAccount' && grantee.name.startsWith('system:') ? [{ vi: `${bindingName(object)} cấp quyền cho ${who} của hệ thống`, en: `${bindingName(object)} grants rights to the system's ${who}` }] : [];
    const own = grantee.kind === 'Group' ? tenant.groups.has(grantee.name) || tenant.namespaces.has(accountsOf(grantee.name) ?? '') : grantee.kind === 'ServiceAccount' && tenant.namespaces.has(grantee.namespace ?? '');
    return own ? [{ vi: `${bindingName(object)} cấp quyền cho ${who} ngoài namespace của cơ quan`, en: `${bindingName(object)} grants ${who} rights outside the organisation's namespaces` }] : [];
  });
}

function judge(estate: Estate, tenant: Tenant, { site, column, planset, lookup, stacks }: SiteView): Finding {
  const access = accessAt(planset, site.id, column);
  const own = [...new Set([...access.clusterWide.filter(({ grantees }) => grantees.some((grantee) => reaches(tenant, grantee))), ...access.within(tenant.namespaces), ...access.naming(tenant.groups, tenant.namespaces)])];
  const evidence: Evidence[] = [
    ...own.map(({ resource, object }) => ({ what: { vi: 'Gắn quyền đã đọc', en: 'Binding read' }, found: bindingName(object), pointer: resource.pointer, document: resource.stack })),
    ...[...tenant.groups].sort().map((group): Evidence => ({ what: { vi: 'Nhóm của cơ quan', en: 'Group of the organisation' }, found: group, pointer: `/organisations/${tenant.organisation}/groups`, document: 'estate' })),
  ];
  const system = [...tenant.groups].filter((group) => group.startsWith('system:')).map((group): Text => ({ vi: `nhóm "${group}" đã khai báo là nhóm của hệ thống`, en: `its declared group "${group}" is one of the system's` }));
  const name = estate.organisations[tenant.organisation]?.name ?? { vi: tenant.organisation, en: tenant.organisation };
  return concluded({
    where: { vi: `${name.vi} ở ${site.id}`, en: `${name.en} in ${site.id}` },
    problems: [...system, ...own.filter(({ namespace }) => namespace !== unnamed).flatMap((binding) => problemsOf(tenant, binding))],
    // A binding whose subjects cannot be known may name anybody; one whose namespace cannot may stand anywhere.
    unknown: [...access.unknown, ...own.filter(({ namespace }) => namespace === unnamed).map(({ resource }) => `${resource.address}: its namespace is not known`), ...unrendered(planset, stacks, column)],
    own: stacks,
    all: lookup.stacks(site.id),
    fine: { vi: 'chỉ có quyền trong namespace của mình', en: 'it has rights in its own namespaces only' },
    evidence,
  });
}

export const ten004: Rule = {
  id: 'TEN-004',
  version: 1,
  title: { vi: 'Cơ quan sử dụng không có quyền trên cả cụm, không thuộc nhóm của hệ thống', en: 'No cluster-wide binding and no group of the system for a tenant' },
  explanation: {
    vi: 'Một ClusterRoleBinding cho nhóm hay tài khoản dịch vụ của một cơ quan mở ra dữ liệu của mọi cơ quan khác trên cụm; gắn quyền cho "system:authenticated" hay "system:serviceaccounts" cũng vậy. Trong namespace của cơ quan, không nhóm "system:" nào được gắn; ngoài namespace đó, nhóm của cơ quan không được gắn. Xét mọi phần của trung tâm, kể cả đối tượng do chart tạo ra; khi chỉ đọc cấu hình, chart không được dựng nên chỉ xét những gì cấu hình khai báo.',
    en: 'A ClusterRoleBinding for an organisation\'s group or service account opens everybody else\'s data on the cluster, and so does one for "system:authenticated" or "system:serviceaccounts". Inside its namespaces no "system:" group is bound; outside them its groups are not. Every stack of the site is judged, objects of charts included; offline no chart is rendered, so that only what the configuration declares is judged.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'Nguyên tắc quyền tối thiểu.', en: 'Least privilege.' }, link: 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/' },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['widen', 'known-to-unknown'],
  check: (input) =>
    judgeSites(input, (site) =>
      tenantsAt(input.estate, site).map(
        (tenant): SiteSubject => ({
          subject: { object: `organisation/${tenant.organisation}`, site: site.id, organisation: tenant.organisation },
          judge: (view) => judge(input.estate, tenant, view),
        }),
      ),
    ),
  remedy: { vi: 'Bỏ gắn quyền đó; cấp Role trong namespace của cơ quan cho nhóm của chính cơ quan.', en: "Remove the binding; grant a Role in the organisation's namespace to the organisation's own group." },
};
