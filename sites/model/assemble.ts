import { quarterOf, type Day } from './calendar.js';
import { canonical, deepFreeze, digestOf, type AddedFile, type Estate, type EstateData } from './estate.js';
import type { Admission } from './kinds/admissions.js';
import type { ApprovalRules } from './kinds/approvals.js';
import type { BreakGlassMeans } from './kinds/break-glass.js';
import type { Component } from './kinds/components.js';
import type { EstateSettings } from './kinds/estate-settings.js';
import type { Keys } from './kinds/keys.js';
import type { IngestLink, PriceBook, RecordEntry, Transition } from './kinds/ledger.js';
import type { LegalSource } from './kinds/legal.js';
import { linkId, type Link } from './kinds/links.js';
import type { Organisation } from './kinds/organisations.js';
import type { PlanningInputs } from './kinds/planning-inputs.js';
import type { ProtectionTiers } from './kinds/protection.js';
import type { AcceptedPlan } from './kinds/purchase-plan.js';
import type { QuotaSizes } from './kinds/quota-sizes.js';
import type { RecoveryInputs } from './kinds/recovery-inputs.js';
import type { Signer } from './kinds/signers.js';
import type { Site } from './kinds/site.js';
import type { CryptographicStandard } from './kinds/standards.js';
import type { NationalSystem, Warehouse } from './kinds/systems.js';
import type { TenancyRequest } from './kinds/tenancy-request.js';
import type { Waiver } from './kinds/waivers.js';
import { Origins } from './origins.js';
import { poolsLeftOut } from './pools-in-service.js';
import type { KindName } from './schema-kinds.js';
import type { TypedFiles } from './typed-files.js';

/** The Estate of files without problems: every required kind is there, ids are unique, references lead somewhere. */
export function assemble(files: TypedFiles, asOf: Day): Estate {
  const listed = <T extends { id: string }>(kind: KindName, list: string): Record<string, T> => keyed(files.items<T>(kind, list).map(({ item }) => item), ({ id }) => id);
  const whole = <T>(kind: KindName): T[] => files.of<T>(kind).map(({ value }) => value);
  const approvals = body<ApprovalRules>(files, 'ApprovalRules');
  const purchasePlan = body<AcceptedPlan>(files, 'PurchasePlan');
  const data: Untyped<EstateData> = {
    settings: body<EstateSettings>(files, 'EstateSettings'),
    sites: keyed(whole<Site>('Site').sort((a, b) => a.number - b.number), ({ id }) => id),
    links: keyed(files.items<Link>('Links', 'links').map(({ item }) => item), linkId),
    organisations: listed<Organisation>('Organisations', 'organisations'),
    protection: body<ProtectionTiers>(files, 'ProtectionTiers'),
    quotaSizes: body<QuotaSizes>(files, 'QuotaSizes'),
    planning: body<PlanningInputs>(files, 'PlanningInputs'),
    recovery: body<RecoveryInputs>(files, 'RecoveryInputs'),
    components: listed<Component>('Components', 'components'),
    nationalSystems: listed<NationalSystem>('NationalSystems', 'systems'),
    warehouses: listed<Warehouse>('NationalSystems', 'warehouses'),
    legal: listed<LegalSource>('LegalSources', 'sources'),
    prices: listed<PriceBook['prices'][number]>('PriceBook', 'prices'),
    ...(approvals === undefined ? {} : { approvals }),
    ...(files.has('Signers') ? { signers: files.items<Signer>('Signers', 'signers').map(({ item }) => item) } : {}),
    ...(purchasePlan === undefined ? {} : { purchasePlan }),
    ingest: listed<IngestLink>('IngestLinks', 'links'),
    keys: keyed(whole<Keys>('Keys').flatMap(({ site, keys }) => keys.map((key) => ({ ...key, site }))), ({ id }) => id),
    keyOrder: whole<Keys>('Keys').flatMap(({ order }) => order ?? []),
    breakGlass: listed<BreakGlassMeans>('BreakGlass', 'means'),
    standards: listed<CryptographicStandard>('CryptographicStandards', 'standards'),
    waivers: files.items<Waiver>('Waivers', 'waivers').map(({ item }) => item),
    admissions: files.items<Admission>('Admissions', 'admissions').map(({ item }) => item),
    transitions: keyed(whole<Transition>('Transition'), ({ id }) => id),
    records: keyed(whole<RecordEntry>('Record'), ({ id }) => id),
    requests: keyed(whole<TenancyRequest>('TenancyRequest'), ({ organisation }) => organisation),
  };
  const content = files.all.filter(({ kind }) => kind !== 'Record' && kind !== 'Admissions').map(({ at, file }) => [at, file.value]);
  const add = files.all.flatMap(({ added, at, file }): AddedFile[] => (added === true ? [{ name: at, digest: digestOf(canonical(file.value)) }] : []));
  // The one thing in which the day changes what is synthesised: a plan of before a pool came is no plan of after it.
  const awaited = poolsLeftOut(data.sites as Estate['sites'], quarterOf(asOf));
  return deepFreeze({
    ...(data as unknown as EstateData),
    // A what-if is told from the same file once it stands in the directory.
    digest: digestOf(add.length === 0 && awaited.length === 0 ? canonical(content) : canonical({ content, add, ...(awaited.length === 0 ? {} : { awaited }) })),
    scenario: { asOf, lose: [], delay: {}, phase: 'as-recorded' as const, add },
    origins: new Origins(files.all),
  }) as unknown as Estate;
}

/** Every collection of a shape, whatever it holds: a collection cannot be forgotten. */
type Untyped<T> = { readonly [K in keyof T]: unknown };

function keyed<T>(entries: readonly T[], key: (entry: T) => string): Record<string, T> {
  return Object.fromEntries(entries.map((entry) => [key(entry), entry]));
}

/** What the one file of a kind says, without its head. */
function body<T>(files: TypedFiles, kind: KindName): Omit<T, 'apiVersion' | 'kind' | 'provenance'> | undefined {
  const [first] = files.of<T & { apiVersion?: unknown; kind?: unknown; provenance?: unknown }>(kind);
  if (first === undefined) return undefined;
  const { apiVersion: _version, kind: _kind, provenance: _provenance, ...rest } = first.value;
  return rest;
}
