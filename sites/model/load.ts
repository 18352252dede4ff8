import type { z } from 'zod';
import type { Day } from './calendar.js';
import { existing, missingFile, reservedNamespace, uniqueIds, type Declared, type Reference } from './cross.js';
import { diagnose, inReadingOrder, shown, type Diagnostic, type Place } from './diagnostic.js';
import { fileTooLarge, fileUnreadable, misplacedFile, olderVersion, unknownKind } from './diagnostics-of-files.js';
import { canonical, deepFreeze, digestOf, type Estate, type EstateData } from './estate.js';
import { diagnosticsOf } from './issues.js';
import type { Component } from './kinds/components.js';
import type { EstateSettings } from './kinds/estate-settings.js';
import type { IngestLink, Keys, PriceBook, RecordEntry, Transition } from './kinds/ledger.js';
import type { LegalSource } from './kinds/legal.js';
import type { Link } from './kinds/links.js';
import type { Organisation } from './kinds/organisations.js';
import type { ProtectionTiers } from './kinds/protection.js';
import type { QuotaSizes } from './kinds/quota-sizes.js';
import type { Site } from './kinds/site.js';
import type { NationalSystem, Warehouse } from './kinds/systems.js';
import type { TenancyRequest } from './kinds/tenancy-request.js';
import type { Waiver } from './kinds/waivers.js';
import { nearest } from './nearest.js';
import { pointer, type PathSegment, type Pointer } from './pointer.js';
import { unlabel, type Origin } from './provenance.js';
import { kindNames, kindsOfFile, type KindName, type KindOfFile } from './schema-kinds.js';
import { largestFile, type SourceFile } from './source-file.js';
import { currentVersion, upgrade } from './upgrade.js';
import { parseYamlFile, type YamlFile } from './yaml-file.js';

export type LoadResult = { readonly estate: Estate } | { readonly diagnostics: readonly Diagnostic[] };

/** Namespaces that belong to Kubernetes; the components' own are added from the catalogue. */
const kubernetesNamespaces = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** A file that parsed and fits its schema. */
interface Typed {
  readonly kind: KindName;
  readonly file: YamlFile;
  readonly value: Record<string, unknown>;
  readonly raw: unknown;
  readonly labels: ReadonlyMap<Pointer, Pick<Origin, 'source' | 'note'>>;
}

/**
 * Builds the Estate from a directory's files, or reports every problem at once.
 * Order of files is irrelevant: they are read in the order of their names.
 */
export function loadEstate(files: readonly SourceFile[], asOf: Day): LoadResult {
  const diagnostics: Diagnostic[] = [];
  const typed: Typed[] = [];
  for (const source of [...files].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const result = readFile(source);
    if ('diagnostics' in result) diagnostics.push(...result.diagnostics);
    else typed.push(result.typed);
  }
  const broken = new Set(diagnostics.map(({ place }) => place.file));
  diagnostics.push(...missing(typed, broken));
  const parts = new Parts(typed);
  // A file that does not parse hides what it declares: references into it would be reported as dangling, wrongly.
  diagnostics.push(...parts.crossChecks(broken.size > 0));
  if (diagnostics.length > 0) return { diagnostics: inReadingOrder(diagnostics) };
  return { estate: parts.estate(asOf) };
}

function readFile(source: SourceFile): { typed: Typed } | { diagnostics: readonly Diagnostic[] } {
  const start: Place = { file: source.name, line: 1, column: 1 };
  const at = { pointer: '', place: start };
  if ('problem' in source)
    return {
      diagnostics: [
        source.problem === 'too-large'
          ? diagnose(fileTooLarge, at, { size: String(source.size), limit: String(largestFile) })
          : diagnose(fileUnreadable, at, { detail: source.detail }),
      ],
    };
  if (source.bytes.byteLength > largestFile)
    return { diagnostics: [diagnose(fileTooLarge, at, { size: String(source.bytes.byteLength), limit: String(largestFile) })] };
  const parsed = parseYamlFile(source.name, source.bytes);
  if ('diagnostics' in parsed) return parsed;
  return typedFile(parsed.file);
}

function typedFile(file: YamlFile): { typed: Typed } | { diagnostics: readonly Diagnostic[] } {
  const { value: plain, labels } = unlabel(upgrade(file.value));
  const { kind, apiVersion } = (typeof plain === 'object' && plain !== null ? plain : {}) as { kind?: unknown; apiVersion?: unknown };
  const name = kindNames.find((known) => known === kind);
  const top = (key: string) => ({ pointer: pointer(key), place: file.placeOf([key]) });
  if (name === undefined)
    return { diagnostics: [diagnose(unknownKind, top('kind'), { found: shown(kind ?? '(nothing)'), known: kindNames.join(', '), suggestion: typeof kind === 'string' ? (nearest(kind, kindNames) ?? '') : '' })] };
  if (typeof apiVersion === 'string' && apiVersion !== currentVersion)
    return { diagnostics: [diagnose(olderVersion, top('apiVersion'), { found: shown(apiVersion), current: currentVersion })] };
  const ofKind: KindOfFile = kindsOfFile[name];
  const schema: z.ZodType = ofKind.schema;
  const result = schema.safeParse(plain, { reportInput: false });
  if (!result.success) return { diagnostics: diagnosticsOf(result.error.issues, schema, file, plain) };
  const value = result.data as Record<string, unknown>;
  const expected = ofKind.belongsAt(value);
  if (file.name !== expected) return { diagnostics: [diagnose(misplacedFile, { pointer: '', place: file.placeOf([]) }, { kind: name, expected })] };
  return { typed: { kind: name, file, value, raw: file.value, labels } };
}

function missing(typed: readonly Typed[], broken: ReadonlySet<string>): Diagnostic[] {
  const present = new Set(typed.map(({ kind }) => kind));
  const needed = kindNames.filter((name) => name === 'Site' || (kindsOfFile[name] as KindOfFile).required === true);
  return needed.flatMap((name) => {
    if (present.has(name)) return [];
    const expected = name === 'Site' ? 'at least one <site>.yaml' : kindsOfFile[name].belongsAt({});
    if (name === 'Site' ? [...broken].some((file) => !file.includes('/') && file !== 'links.yaml' && file !== 'waivers.yaml') : broken.has(expected)) return [];
    return [diagnose(missingFile, { pointer: '', place: { file: name === 'Site' ? '.' : expected, line: 1, column: 1 } }, { kind: name, expected })];
  });
}

/** The typed files, looked at by kind. */
class Parts {
  constructor(private readonly typed: readonly Typed[]) {}

  private of<T>(kind: KindName): { value: T; file: YamlFile; typed: Typed }[] {
    return this.typed.filter((entry) => entry.kind === kind).map((entry) => ({ value: entry.value as T, file: entry.file, typed: entry }));
  }

  /** Items of a list-valued file, with where each item's id stands. */
  private items<T>(kind: KindName, list: string): { item: T; path: PathSegment[]; file: YamlFile }[] {
    return this.of<Record<string, T[]>>(kind).flatMap(({ value, file }) => (value[list] ?? []).map((item, index) => ({ item, path: [list, index], file })));
  }

  crossChecks(someFileIsBroken: boolean): Diagnostic[] {
    const declared = (file: YamlFile, path: readonly PathSegment[], id: string): Declared => ({ id, pointer: pointer(...path), place: file.placeOf(path) });
    const reference = (file: YamlFile, path: readonly PathSegment[], id: string): Reference => ({ ...declared(file, path, id), key: path.join('.') });
    const sites = this.of<Site>('Site');
    const organisations = this.items<Organisation>('Organisations', 'organisations');
    const requests = this.of<TenancyRequest>('TenancyRequest');
    const siteIds = sites.map(({ value }) => value.id);
    const organisationIds = organisations.map(({ item }) => item.id);
    const legalIds = this.items<LegalSource>('LegalSources', 'sources').map(({ item }) => item.id);
    const warehouses = this.items<Warehouse>('NationalSystems', 'warehouses').map(({ item }) => item.id);
    const components = this.items<Component>('Components', 'components');

    const systems = requests.flatMap(({ value, file }) => value.systems.map((system, index) => ({ system, file, path: ['systems', index] as PathSegment[] })));
    const environments = systems.flatMap(({ system, file, path }) =>
      system.environments.map((environment, index) => ({ namespace: `${system.id}-${environment.name}`, environment, system, file, path: [...path, 'environments', index] as PathSegment[] })),
    );
    const reserved = new Set([...kubernetesNamespaces, ...components.map(({ item }) => item.namespace)]);

    const found: Diagnostic[] = [
      ...uniqueIds('site', sites.map(({ value, file }) => declared(file, ['id'], value.id))),
      ...uniqueIds('site number', sites.map(({ value, file }) => declared(file, ['number'], String(value.number)))),
      ...sites.flatMap(({ value, file }) => [
        ...uniqueIds('node pool', value.nodePools.map((pool, index) => declared(file, ['nodePools', index, 'id'], pool.id))),
        ...uniqueIds('storage class', value.storage.map((storage, index) => declared(file, ['storage', index, 'class'], storage.class))),
        ...uniqueIds('hall', value.facility.halls.map((hall, index) => declared(file, ['facility', 'halls', index, 'id'], hall.id))),
      ]),
      ...uniqueIds('organisation', organisations.map(({ item, file, path }) => declared(file, [...path, 'id'], item.id))),
      ...uniqueIds(
        'group',
        organisations.flatMap(({ item, file, path }) => (item.groups ?? []).map((group, index) => declared(file, [...path, 'groups', index], group))),
      ),
      ...uniqueIds('component', components.map(({ item, file, path }) => declared(file, [...path, 'id'], item.id))),
      ...uniqueIds('legal source', this.items<LegalSource>('LegalSources', 'sources').map(({ item, file, path }) => declared(file, [...path, 'id'], item.id))),
      ...uniqueIds('national system', this.items<NationalSystem>('NationalSystems', 'systems').map(({ item, file, path }) => declared(file, [...path, 'id'], item.id))),
      ...uniqueIds(
        'link',
        this.items<Link>('Links', 'links').map(({ item, file, path }) => declared(file, path, [item.a, item.b].sort().join('--'))),
      ),
      ...uniqueIds('system', systems.map(({ system, file, path }) => declared(file, [...path, 'id'], system.id))),
      ...uniqueIds('namespace', environments.map(({ namespace, file, path }) => declared(file, [...path, 'name'], namespace))),
      ...environments
        .filter(({ namespace }) => reserved.has(namespace) || namespace.startsWith('kube-'))
        .map(({ namespace, file, path }) => diagnose(reservedNamespace, declared(file, [...path, 'name'], namespace), { namespace })),
    ];
    if (someFileIsBroken) return found;

    const organisationReferences = [
      ...requests.map(({ value, file }) => reference(file, ['organisation'], value.organisation)),
      ...systems.flatMap(({ system, file, path }) =>
        (['businessOwner', 'technicalOperator', 'origin'] as const).flatMap((key) => (system[key] === undefined ? [] : [reference(file, [...path, key], system[key])])),
      ),
      ...organisations.flatMap(({ item, file, path }) => (item.succeeds ?? []).map((entry, index) => reference(file, [...path, 'succeeds', index, 'id'], entry.id))),
      ...this.of<EstateSettings>('EstateSettings').map(({ value, file }) => reference(file, ['operator'], value.operator)),
      ...this.items<NationalSystem>('NationalSystems', 'systems').flatMap(({ item, file, path }) =>
        (['businessOwner', 'technicalOperator'] as const).flatMap((key) => (item[key] === null ? [] : [reference(file, [...path, key], item[key])])),
      ),
      ...this.items<IngestLink>('IngestLinks', 'links').map(({ item, file, path }) => reference(file, [...path, 'organisation'], item.organisation)),
    ];
    const siteReferences = [
      ...environments.flatMap(({ environment, file, path }) => {
        const { placement } = environment;
        if (placement === undefined || placement === 'auto') return [];
        return (['primary', 'standby', 'backup'] as const).flatMap((role) => (placement[role] === undefined ? [] : [reference(file, [...path, 'placement', role], placement[role])]));
      }),
      ...this.items<Link>('Links', 'links').flatMap(({ item, file, path }) => [reference(file, [...path, 'a'], item.a), reference(file, [...path, 'b'], item.b)]),
      ...this.of<EstateSettings>('EstateSettings').flatMap(({ value, file }) => value.placement.candidates.map((id, index) => reference(file, ['placement', 'candidates', index], id))),
      ...sites.flatMap(({ value, file }) => [
        ...(['registry', 'dns', 'identity', 'state'] as const).map((service) => reference(file, ['services', service, 'site'], value.services[service].site)),
        reference(file, ['objectStore', 'site'], value.objectStore.site),
        reference(file, ['hsm', 'site'], value.hsm.site),
      ]),
      ...this.of<Keys>('Keys').map(({ value, file }) => reference(file, ['site'], value.site)),
    ];
    const regions = this.of<EstateSettings>('EstateSettings').flatMap(({ value }) => value.regions.map((region) => region.id));
    const storageClasses = [...new Set(sites.flatMap(({ value }) => value.storage.map((storage) => storage.class)))];
    const groups = new Map(organisations.map(({ item }) => [item.id, item.groups ?? []]));
    return [
      ...found,
      ...existing('organisation', organisationReferences, organisationIds),
      ...existing('site', siteReferences, siteIds),
      ...existing('region', sites.map(({ value, file }) => reference(file, ['region'], value.region)), regions),
      ...existing(
        'storage class',
        [
          ...environments.flatMap(({ environment, file, path }) =>
            'size' in environment.quota ? [] : Object.keys(environment.quota.storage).map((storage) => reference(file, [...path, 'quota', 'storage', storage], storage)),
          ),
          ...this.of<QuotaSizes>('QuotaSizes').map(({ value, file }) => reference(file, ['storageClass'], value.storageClass)),
        ],
        storageClasses,
      ),
      ...existing(
        'warehouse',
        systems.flatMap(({ system, file, path }) =>
          (system.databases ?? []).flatMap((database, index) => (database.warehouse === undefined ? [] : [reference(file, [...path, 'databases', index, 'warehouse'], database.warehouse)])),
        ),
        warehouses,
      ),
      ...existing(
        'namespace',
        environments.flatMap(({ environment, file, path }) => (environment.network?.allowFrom ?? []).map((from, index) => reference(file, [...path, 'network', 'allowFrom', index], from))),
        environments.map(({ namespace }) => namespace),
      ),
      ...existing(
        'component',
        [
          ...components.flatMap(({ item, file, path }) => (item.after ?? []).map((after, index) => reference(file, [...path, 'after', index], after))),
          ...sites.flatMap(({ value, file }) => (value.components ?? []).map((component, index) => reference(file, ['components', index, 'id'], component.id))),
        ],
        components.map(({ item }) => item.id),
      ),
      ...existing('legal source', sites.map(({ value, file }) => reference(file, ['milestones', 'basis', 'document'], value.milestones.basis.document)), legalIds),
      ...existing(
        'legal source',
        this.items<Waiver>('Waivers', 'waivers').flatMap(({ item, file, path }) => (item.basis === undefined ? [] : [reference(file, [...path, 'basis', 'document'], item.basis.document)])),
        legalIds,
      ),
      ...requests.flatMap(({ value, file }) =>
        existing(
          'group',
          (value.groups ?? []).map((group, index) => reference(file, ['groups', index, 'name'], group.name)),
          groups.get(value.organisation) ?? [],
        ),
      ),
    ];
  }

  estate(asOf: Day): Estate {
    const body = <T>(kind: KindName): T | undefined => {
      const [first] = this.of<T & { apiVersion?: unknown; kind?: unknown; provenance?: unknown }>(kind);
      if (first === undefined) return undefined;
      const { apiVersion: _version, kind: _kind, provenance: _provenance, ...rest } = first.value;
      return rest as T;
    };
    const keyed = <T>(entries: readonly T[], key: (entry: T) => string): Record<string, T> => Object.fromEntries(entries.map((entry) => [key(entry), entry]));
    const listed = <T extends { id: string }>(kind: KindName, list: string): Record<string, T> => keyed(this.items<T>(kind, list).map(({ item }) => item), ({ id }) => id);
    const sites = this.of<Site>('Site').map(({ value }) => value).sort((a, b) => a.number - b.number);
    const data = {
      settings: body<EstateSettings>('EstateSettings'),
      sites: keyed(sites, ({ id }) => id),
      links: keyed(this.items<Link>('Links', 'links').map(({ item }) => item), linkId),
      organisations: listed<Organisation>('Organisations', 'organisations'),
      protection: body<ProtectionTiers>('ProtectionTiers'),
      quotaSizes: body<QuotaSizes>('QuotaSizes'),
      components: listed<Component>('Components', 'components'),
      nationalSystems: listed<NationalSystem>('NationalSystems', 'systems'),
      warehouses: listed<Warehouse>('NationalSystems', 'warehouses'),
      legal: listed<LegalSource>('LegalSources', 'sources'),
      prices: listed<PriceBook['prices'][number]>('PriceBook', 'prices'),
      ingest: listed<IngestLink>('IngestLinks', 'links'),
      keys: listed<Keys['keys'][number]>('Keys', 'keys'),
      waivers: this.items<Waiver>('Waivers', 'waivers').map(({ item }) => item),
      transitions: keyed(this.of<Transition>('Transition').map(({ value }) => value), ({ id }) => id),
      records: keyed(this.of<RecordEntry>('Record').map(({ value }) => value), ({ id }) => id),
      requests: keyed(this.of<TenancyRequest>('TenancyRequest').map(({ value }) => value), ({ organisation }) => organisation),
    };
    const content = this.typed.filter(({ kind }) => kind !== 'Record').map(({ file, raw }) => [file.name, raw]);
    const estate: Estate = {
      ...(data as unknown as EstateData),
      digest: digestOf(canonical(content)),
      scenario: { asOf, lose: [], delay: {}, phase: 'as-recorded' },
      origins: this.origins(),
    };
    return deepFreeze(estate) as Estate;
  }

  /** Origin of every scalar, by its pointer in the Estate. */
  private origins(): Map<Pointer, Origin> {
    const origins = new Map<Pointer, Origin>();
    for (const { kind, file, value, labels } of this.typed) {
      const fallback = value['provenance'] as Pick<Origin, 'source' | 'note'> | undefined;
      const visit = (here: unknown, path: readonly PathSegment[]): void => {
        if (typeof here === 'object' && here !== null) {
          for (const [key, inner] of Object.entries(here)) visit(inner, [...path, Array.isArray(here) ? Number(key) : key]);
          return;
        }
        const label = labels.get(pointer(...path)) ?? (labelable(path) ? fallback : undefined) ?? { source: 'declared' as const };
        origins.set(estatePointer(kind, value, path), { ...label, ...file.placeOf(path) });
      };
      visit(value, []);
    }
    return origins;
  }
}

/** Names and identities are what they are; a file's default label speaks of its figures and classifications. */
const labelable = (path: readonly PathSegment[]): boolean => !['apiVersion', 'kind', 'id', 'provenance'].includes(String(path.at(-1))) && path[0] !== 'provenance';

export const linkId = ({ a, b }: Pick<Link, 'a' | 'b'>): string => [a, b].sort().join('--');

const lists: Partial<Record<KindName, readonly [list: string, estateKey: string][]>> = {
  Links: [['links', 'links']],
  Organisations: [['organisations', 'organisations']],
  Components: [['components', 'components']],
  NationalSystems: [
    ['systems', 'nationalSystems'],
    ['warehouses', 'warehouses'],
  ],
  LegalSources: [['sources', 'legal']],
  PriceBook: [['prices', 'prices']],
  IngestLinks: [['links', 'ingest']],
  Keys: [['keys', 'keys']],
};

/** Pointer in the Estate for a path in a file of a kind. */
function estatePointer(kind: KindName, value: Record<string, unknown>, path: readonly PathSegment[]): Pointer {
  const [first, second, ...rest] = path;
  const list = lists[kind]?.find(([name]) => name === first);
  if (list !== undefined && typeof second === 'number') {
    const item = (value[list[0]] as unknown[])[second] as { id?: string } & Pick<Link, 'a' | 'b'>;
    return pointer(list[1], kind === 'Links' ? linkId(item) : (item.id ?? String(second)), ...rest);
  }
  switch (kind) {
    case 'Site':
      return pointer('sites', String(value['id']), ...path);
    case 'TenancyRequest':
      return pointer('requests', String(value['organisation']), ...path);
    case 'Transition':
      return pointer('transitions', String(value['id']), ...path);
    case 'Record':
      return pointer('records', String(value['id']), ...path);
    case 'EstateSettings':
      return pointer('settings', ...path);
    case 'ProtectionTiers':
      return pointer('protection', ...path);
    case 'QuotaSizes':
      return pointer('quotaSizes', ...path);
    case 'Waivers':
      return pointer(...path);
    default:
      return pointer(kind, ...path);
  }
}
