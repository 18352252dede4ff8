import { existing, reservedNamespace, standing, uniqueIds, type Declared } from './cross.js';
import { diagnose, type Diagnostic } from './diagnostic.js';
import type { Admission } from './kinds/admissions.js';
import type { ApprovalRules } from './kinds/approvals.js';
import type { Component } from './kinds/components.js';
import type { EstateSettings } from './kinds/estate-settings.js';
import type { Keys } from './kinds/keys.js';
import type { IngestLink, PriceBook } from './kinds/ledger.js';
import type { LegalSource } from './kinds/legal.js';
import { linkId, type Link } from './kinds/links.js';
import type { Organisation } from './kinds/organisations.js';
import type { RecoveryInputs } from './kinds/recovery-inputs.js';
import type { Signers } from './kinds/signers.js';
import type { Site } from './kinds/site.js';
import type { NationalSystem, Warehouse } from './kinds/systems.js';
import type { TenancyRequest } from './kinds/tenancy-request.js';
import { nameable } from './organisation-meant.js';
import type { PathSegment } from './pointer.js';
import type { Text } from './text.js';
import type { KindName } from './schema-kinds.js';
import { declared, declaredIds, type TypedFiles } from './typed-files.js';
import type { YamlFile } from './yaml-file.js';

/** What ids are ids of, as messages name them. */
export const nouns = {
  site: { vi: 'trung tâm dữ liệu', en: 'site' },
  siteNumber: { vi: 'số thứ tự trung tâm', en: 'site number' },
  nodePool: { vi: 'nhóm máy chủ', en: 'node pool' },
  storageClass: { vi: 'lớp lưu trữ', en: 'storage class' },
  storagePool: { vi: 'nhóm máy chủ lưu trữ', en: 'storage pool' },
  objectClass: { vi: 'lớp lưu trữ đối tượng', en: 'class of object storage' },
  hall: { vi: 'phòng máy', en: 'hall' },
  feed: { vi: 'nguồn điện', en: 'feed' },
  rackOrder: { vi: 'đơn hàng tủ', en: 'rack order' },
  partition: { vi: 'phân vùng HSM', en: 'HSM partition' },
  link: { vi: 'đường truyền', en: 'link' },
  path: { vi: 'tuyến cáp', en: 'path' },
  region: { vi: 'vùng', en: 'region' },
  target: { vi: 'chỉ tiêu', en: 'target' },
  milestone: { vi: 'mốc', en: 'milestone' },
  organisation: { vi: 'cơ quan', en: 'organisation' },
  group: { vi: 'nhóm người dùng', en: 'group' },
  component: { vi: 'thành phần', en: 'component' },
  legal: { vi: 'văn bản', en: 'legal source' },
  warehouse: { vi: 'kho dữ liệu', en: 'warehouse' },
  nationalSystem: { vi: 'hệ thống quốc gia', en: 'national system' },
  price: { vi: 'đơn giá', en: 'price' },
  approverRole: { vi: 'vai trò phê duyệt', en: 'approving role' },
  approvalRule: { vi: 'quy tắc phê duyệt', en: 'approval rule' },
  signer: { vi: 'người ký', en: 'signer' },
  ingest: { vi: 'đường đồng bộ', en: 'ingest link' },
  key: { vi: 'khóa', en: 'key' },
  system: { vi: 'hệ thống', en: 'system' },
  database: { vi: 'cơ sở dữ liệu', en: 'database' },
  namespace: { vi: 'namespace', en: 'namespace' },
} as const;

const groupsAreGranted: Text = { vi: 'chưa có nhóm nào, vì nhóm do đơn vị vận hành nền tảng cấp; hãy đề nghị họ cấp, hoặc bỏ mục groups', en: 'none, for the platform team grants them; ask it for one, or leave groups out' };

/** Namespaces of Kubernetes, and the two the platform keeps for itself; the components' own are added from the catalogue. */
const kubernetesNamespaces = ['default', 'kube-system', 'kube-public', 'kube-node-lease', 'ndc-system', 'ndc-ingress'];

interface Placed<T> {
  readonly value: T;
  readonly file: YamlFile;
  readonly path: readonly PathSegment[];
}

/** Systems of catalogue/recovery.yaml. */
function recovered(files: TypedFiles): Placed<RecoveryInputs['systems'][number]>[] {
  return files.of<RecoveryInputs>('RecoveryInputs').flatMap(({ value, file }) => value.systems.map((system, index) => ({ value: system, file, path: ['systems', index] })));
}

function systemsOf(files: TypedFiles): Placed<TenancyRequest['systems'][number]>[] {
  return files.of<TenancyRequest>('TenancyRequest').flatMap(({ value, file }) => value.systems.map((system, index) => ({ value: system, file, path: ['systems', index] })));
}

/** Two systems with one id are named as such; that their environments meet too is no news. */
function firstOfEachId(systems: ReturnType<typeof systemsOf>): ReturnType<typeof systemsOf> {
  const seen = new Set<string>();
  return systems.filter(({ value: { id } }) => !seen.has(id) && seen.add(id));
}

function environmentsOf(files: TypedFiles, systems = systemsOf(files)): (Placed<TenancyRequest['systems'][number]['environments'][number]> & { namespace: string })[] {
  return systems.flatMap(({ value, file, path }) =>
    value.environments.map((environment, index) => ({ value: environment, namespace: `${value.id}-${environment.name}`, file, path: [...path, 'environments', index] })),
  );
}

/** Ids that may be used once, across the estate or inside the object that holds them. */
export function duplicates(files: TypedFiles): Diagnostic[] {
  const sites = files.of<Site>('Site');
  const systems = systemsOf(files);
  const environments = environmentsOf(files);
  const listed = <T extends { id: string }>(kind: KindName, list: string): Declared[] => files.items<T>(kind, list).map(({ item, file, path }) => declared(file, [...path, 'id'], item.id));
  const reserved = new Set([...kubernetesNamespaces, ...files.items<Component>('Components', 'components').map(({ item }) => item.namespace)]);
  return [
    ...uniqueIds(nouns.site, sites.map(({ value, file }) => declared(file, ['id'], value.id))),
    ...uniqueIds(nouns.siteNumber, sites.map(({ value, file }) => declared(file, ['number'], String(value.number)))),
    ...sites.flatMap(({ value, file }) => [
      ...uniqueIds(nouns.nodePool, declaredIds(file, ['nodePools'], value.nodePools, ({ id }) => id, 'id')),
      ...uniqueIds(nouns.storageClass, [...declaredIds(file, ['storage'], value.storage, (storage) => storage.class, 'class'), ...(value.disks === undefined ? [] : [declared(file, ['disks', 'class'], value.disks.class)])]),
      ...uniqueIds(nouns.hall, declaredIds(file, ['facility', 'halls'], value.facility.halls, ({ id }) => id, 'id')),
      ...uniqueIds(nouns.partition, declaredIds(file, ['hsm', 'partitions'], value.hsm.partitions, ({ label }) => label, 'label')),
      ...value.facility.halls.flatMap(({ rackOrders = [] }, hall) => uniqueIds(nouns.rackOrder, declaredIds(file, ['facility', 'halls', hall, 'rackOrders'], rackOrders, ({ id }) => id, 'id'))),
      ...value.facility.halls.flatMap(({ feeds }, hall) => uniqueIds(nouns.feed, declaredIds(file, ['facility', 'halls', hall, 'feeds'], feeds, ({ id }) => id, 'id'))),
    ]),
    ...uniqueIds(nouns.system, recovered(files).map(({ value, file, path }) => declared(file, [...path, 'system'], value.system))),
    ...uniqueIds(nouns.link, files.items<Link>('Links', 'links').map(({ item, file, path }) => declared(file, path, linkId(item)))),
    ...files.items<Link>('Links', 'links').flatMap(({ item, file, path }) => uniqueIds(nouns.path, declaredIds(file, [...path, 'paths'], item.paths, ({ id }) => id, 'id'))),
    ...files.of<EstateSettings>('EstateSettings').flatMap(({ value, file }) => [
      ...uniqueIds(nouns.region, declaredIds(file, ['regions'], value.regions, ({ id }) => id, 'id')),
      ...uniqueIds(nouns.target, declaredIds(file, ['targets'], value.targets, ({ id }) => id, 'id')),
      ...uniqueIds(nouns.milestone, declaredIds(file, ['milestones'], value.milestones, ({ id }) => id, 'id')),
    ]),
    ...uniqueIds(nouns.organisation, listed<Organisation>('Organisations', 'organisations')),
    ...uniqueIds(
      nouns.group,
      files.items<Organisation>('Organisations', 'organisations').flatMap(({ item, file, path }) => declaredIds(file, [...path, 'groups'], item.groups, (group) => group)),
    ),
    ...uniqueIds(nouns.component, listed<Component>('Components', 'components')),
    ...uniqueIds(nouns.legal, listed<LegalSource>('LegalSources', 'sources')),
    ...uniqueIds(nouns.warehouse, listed<Warehouse>('NationalSystems', 'warehouses')),
    ...uniqueIds(nouns.nationalSystem, listed<NationalSystem>('NationalSystems', 'systems')),
    ...uniqueIds(nouns.price, listed<PriceBook['prices'][number]>('PriceBook', 'prices')),
    ...uniqueIds(nouns.approverRole, listed<ApprovalRules['roles'][number]>('ApprovalRules', 'roles')),
    ...uniqueIds(nouns.approvalRule, listed<ApprovalRules['rules'][number]>('ApprovalRules', 'rules')),
    ...uniqueIds(nouns.ingest, listed<IngestLink>('IngestLinks', 'links')),
    ...uniqueIds(nouns.system, systems.map(({ value, file, path }) => declared(file, [...path, 'id'], value.id))),
    ...systems.flatMap(({ value, file, path }) => uniqueIds(nouns.database, declaredIds(file, [...path, 'databases'], value.databases, ({ id }) => id, 'id'))),
    ...uniqueIds(nouns.namespace, environmentsOf(files, firstOfEachId(systems)).map(({ namespace, file, path }) => declared(file, [...path, 'name'], namespace))),
    ...environments
      .filter(({ namespace }) => reserved.has(namespace) || namespace.startsWith('kube-'))
      .map(({ namespace, file, path }) => diagnose(reservedNamespace, standing({ file, path: [...path, 'name'] }), { namespace })),
  ];
}

/** References into the estate that lead nowhere. Only meaningful when every file could be read. What a missing kind of file would declare is not asked for: that it is missing says it all. */
export function danglingReferences(files: TypedFiles): Diagnostic[] {
  const sites = files.of<Site>('Site');
  const settings = files.of<EstateSettings>('EstateSettings');
  const organisations = files.items<Organisation>('Organisations', 'organisations');
  const components = files.items<Component>('Components', 'components');
  const national = files.items<NationalSystem>('NationalSystems', 'systems');
  const warehouses = files.items<Warehouse>('NationalSystems', 'warehouses');
  const requests = files.of<TenancyRequest>('TenancyRequest');
  const systems = systemsOf(files);
  const environments = environmentsOf(files);
  const ids = <T extends { id: string }>(items: readonly { item: T }[]): string[] => items.map(({ item }) => item.id);
  const groups = new Map(organisations.map(({ item }) => [item.id, item.groups ?? []]));
  const granted = new Set([...groups.values()].flat());

  /** References under the named keys of an object, where they are given. */
  const keyed = <T extends object>(file: YamlFile, path: readonly PathSegment[], holder: T, keys: readonly (keyof T & string)[]): Declared[] =>
    keys.flatMap((key) => (typeof holder[key] === 'string' ? [declared(file, [...path, key], holder[key])] : []));
  const into = (kind: KindName, ...what: Parameters<typeof existing>): Diagnostic[] => (files.has(kind) ? existing(...what) : []);
  const each = (file: YamlFile, path: readonly PathSegment[], list: readonly string[] | undefined): Declared[] => declaredIds(file, path, list, (id) => id);

  const organisationReferences = [
    ...requests.flatMap(({ value, file }) => keyed(file, [], value, ['organisation'])),
    ...systems.flatMap(({ value, file, path }) => keyed(file, path, value, ['businessOwner', 'technicalOperator', 'origin'])),
    ...organisations.flatMap(({ item, file, path }) => declaredIds(file, [...path, 'succeeds'], item.succeeds, ({ id }) => id, 'id')),
    ...settings.flatMap(({ value, file }) => keyed(file, [], value, ['operator'])),
    ...national.flatMap(({ item, file, path }) => keyed(file, path, item, ['businessOwner', 'technicalOperator'])),
    ...files.items<IngestLink>('IngestLinks', 'links').flatMap(({ item, file, path }) => keyed(file, path, item, ['organisation'])),
    ...files.items<Admission>('Admissions', 'admissions').flatMap(({ item, file, path }) => keyed(file, path, item, ['organisation'])),
    ...sites.flatMap(({ value, file }) => value.nodePools.flatMap((pool, index) => keyed(file, ['nodePools', index], pool, ['dedicatedTo']))),
  ];
  const siteReferences = [
    ...environments.flatMap(({ value: { placement }, file, path }) => (typeof placement === 'object' ? keyed(file, [...path, 'placement'], placement, ['primary', 'standby', 'backup']) : [])),
    ...files.items<Link>('Links', 'links').flatMap(({ item, file, path }) => keyed(file, path, item, ['a', 'b'])),
    ...settings.flatMap(({ value, file }) => each(file, ['placement', 'candidates'], value.placement.candidates)),
    ...files.items<IngestLink>('IngestLinks', 'links').flatMap(({ item, file, path }) => keyed(file, path, item, ['to'])),
    ...sites.flatMap(({ value, file }) => [
      ...(['registry', 'dns', 'identity', 'state'] as const).flatMap((service) => keyed(file, ['services', service], value.services[service], ['site'])),
      ...keyed(file, ['objectStore'], value.objectStore, ['site']),
      ...keyed(file, ['hsm'], value.hsm, ['site']),
      ...each(file, ['cluster', 'quorumSites'], value.cluster.quorumSites),
    ]),
    ...files.of<Keys>('Keys').flatMap(({ value, file }) => keyed(file, [], value, ['site'])),
    ...files.of<RecoveryInputs>('RecoveryInputs').flatMap(({ value, file }) => [
      ...value.prerequisites.flatMap((prerequisite, index) => keyed(file, ['prerequisites', index], prerequisite, ['site'])),
      ...value.systems.flatMap((one, index) => (one.prerequisites ?? []).flatMap((prerequisite, at) => keyed(file, ['systems', index, 'prerequisites', at], prerequisite, ['site']))),
    ]),
  ];
  return [
    ...into('Organisations', nouns.organisation, organisationReferences, nameable(organisations.map(({ item }) => item))),
    ...into('Site', nouns.site, siteReferences, sites.flatMap(({ value, file }) => [value.id, ...nameOf(file)])),
    ...into(
      'EstateSettings',
      nouns.region,
      sites.flatMap(({ value, file }) => keyed(file, [], value, ['region'])),
      settings.flatMap(({ value }) => value.regions.map(({ id }) => id)),
    ),
    ...sites.flatMap(({ value, file }) =>
      existing(
        nouns.hall,
        value.nodePools.flatMap((pool, index) => keyed(file, ['nodePools', index], pool, ['hall'])),
        value.facility.halls.map(({ id }) => id),
      ),
    ),
    ...sites.flatMap(({ value, file }) => [
      ...existing(
        nouns.storagePool,
        value.storage.flatMap((storage, index) => keyed(file, ['storage', index], storage, ['pool'])),
        value.nodePools.filter(({ purpose }) => purpose === 'storage').map(({ id }) => id),
      ),
      ...existing(nouns.objectClass, keyed(file, ['objectStore'], value.objectStore, ['class']), value.storage.filter(({ backend }) => backend === 'rgw').map((storage) => storage.class)),
    ]),
    ...into(
      'Site',
      nouns.storageClass,
      [
        ...environments.flatMap(({ value: { quota }, file, path }) => ('size' in quota ? [] : Object.keys(quota.storage).map((name) => declared(file, [...path, 'quota', 'storage', name], name)))),
        ...files.of<{ storageClass: string }>('QuotaSizes').flatMap(({ value, file }) => keyed(file, [], value, ['storageClass'])),
      ],
      [...new Set(sites.flatMap(({ value }) => value.storage.map((storage) => storage.class)))],
    ),
    ...existing(
      nouns.warehouse,
      [
        ...systems.flatMap(({ value, file, path }) => (value.databases ?? []).flatMap((database, index) => keyed(file, [...path, 'databases', index], database, ['warehouse']))),
        ...national.flatMap(({ item, file, path }) => each(file, [...path, 'warehouses'], item.warehouses)),
      ],
      ids(warehouses),
    ),
    ...existing(
      nouns.system,
      [
        ...files.items<IngestLink>('IngestLinks', 'links').flatMap(({ item, file, path }) => keyed(file, path, item, ['system'])),
        // What is said of a system that has no request, or none any more, waits for it: a body that leaves must not break the estate.
        ...recovered(files).flatMap(({ value, file, path }) => (systems.some(({ value: { id } }) => id === value.system) ? each(file, [...path, 'after'], value.after) : [])),
      ],
      [...ids(national), ...systems.map(({ value }) => value.id)],
    ),
    ...existing(
      nouns.namespace,
      environments.flatMap(({ value, file, path }) => each(file, [...path, 'network', 'allowFrom'], value.network?.allowFrom)),
      environments.map(({ namespace }) => namespace),
    ),
    ...into(
      'Components',
      nouns.component,
      [
        ...components.flatMap(({ item, file, path }) => each(file, [...path, 'after'], item.after)),
        ...sites.flatMap(({ value, file }) => declaredIds(file, ['components'], value.components, ({ id }) => id, 'id')),
      ],
      ids(components),
    ),
    ...existing(
      nouns.approverRole,
      files.items<ApprovalRules['rules'][number]>('ApprovalRules', 'rules').flatMap(({ item, file, path }) => keyed(file, path, item, ['role'])),
      ids(files.items<ApprovalRules['roles'][number]>('ApprovalRules', 'roles')),
    ),
    ...into(
      'Signers',
      nouns.signer,
      files.items<ApprovalRules['roles'][number]>('ApprovalRules', 'roles').flatMap(({ item, file, path }) => declaredIds(file, [...path, 'approvers'], item.approvers, ({ principal }) => principal, 'principal')),
      files.of<Signers>('Signers').flatMap(({ value }) => value.signers.map(({ name }) => name)),
    ),
    ...into('LegalSources', nouns.legal, basesOf(files), ids(files.items<LegalSource>('LegalSources', 'sources'))),
    // Another body's group exists: it is the rules of requests that refuse it, with everything else they find.
    ...requests.flatMap(({ value, file }) => {
      const own = groups.get(value.organisation);
      if (own === undefined) return [];
      const named = declaredIds(file, ['groups'], value.groups, ({ name }) => name, 'name').filter(({ id }) => !granted.has(id));
      return existing(nouns.group, named, own, groupsAreGranted);
    }),
  ];
}

/** The id that a site's file name says: where the file says another one, that is reported, and not every reference to it. */
const nameOf = (file: YamlFile): string[] => /^([a-z0-9-]+)\.yaml$/.exec(file.name)?.slice(1, 2) ?? [];

/** Every legal source that anything cites as its basis: `{document, clause}`, wherever it stands. */
function basesOf(files: TypedFiles): Declared[] {
  const found: Declared[] = [];
  const visit = (file: YamlFile, value: unknown, path: readonly PathSegment[]): void => {
    if (typeof value !== 'object' || value === null) return;
    const { document, clause } = value as { document?: unknown; clause?: unknown };
    if (typeof document === 'string' && typeof clause === 'string') found.push(declared(file, [...path, 'document'], document));
    for (const [key, inner] of Object.entries(value)) visit(file, inner, [...path, Array.isArray(value) ? Number(key) : key]);
  };
  // A tenancy request cites agreements and plans of its own, which no catalogue lists.
  for (const { kind, file, value } of files.all) if (kind !== 'TenancyRequest') visit(file, value, []);
  return found;
}
