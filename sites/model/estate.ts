import { createHash } from 'node:crypto';
import type { Day } from './calendar.js';
import { differences } from './changes.js';
import type { Admission } from './kinds/admissions.js';
import type { ApprovalRules } from './kinds/approvals.js';
import type { BreakGlassMeans } from './kinds/break-glass.js';
import type { Component } from './kinds/components.js';
import type { EstateSettings } from './kinds/estate-settings.js';
import type { Keys } from './kinds/keys.js';
import type { IngestLink, PriceBook, RecordEntry, Transition } from './kinds/ledger.js';
import type { LegalSource } from './kinds/legal.js';
import type { Link } from './kinds/links.js';
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
import type { Loss } from './losses.js';
import type { Release } from './releases.js';
import { segments, valueAt, type Pointer } from './pointer.js';
import type { Origin } from './provenance.js';

export type DeepReadonly<T> = T extends (infer E)[]
  ? readonly DeepReadonly<E>[]
  : T extends bigint | string | number | boolean | null | undefined
    ? T
    : T extends object
      ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
      : T;

type ById<T> = Readonly<Record<string, DeepReadonly<T>>>;

/** What `sites/data/` says, as plain values. Collections are keyed by id, in a fixed order. */
export interface EstateData {
  readonly settings: DeepReadonly<Omit<EstateSettings, 'apiVersion' | 'kind' | 'provenance'>>;
  /** By site number. */
  readonly sites: ById<Site>;
  /** By `<a>--<b>`. */
  readonly links: ById<Link>;
  readonly organisations: ById<Organisation>;
  readonly protection: DeepReadonly<Omit<ProtectionTiers, 'apiVersion' | 'kind' | 'provenance'>>;
  readonly quotaSizes: DeepReadonly<Omit<QuotaSizes, 'apiVersion' | 'kind' | 'provenance'>>;
  readonly planning: DeepReadonly<Omit<PlanningInputs, 'apiVersion' | 'kind' | 'provenance'>>;
  readonly recovery: DeepReadonly<Omit<RecoveryInputs, 'apiVersion' | 'kind' | 'provenance'>>;
  readonly components: ById<Component>;
  readonly nationalSystems: ById<NationalSystem>;
  readonly warehouses: ById<Warehouse>;
  readonly legal: ById<LegalSource>;
  readonly prices: ById<PriceBook['prices'][number]>;
  /** Who approves what in a request; absent where the catalogue has no such file. */
  readonly approvals?: DeepReadonly<Omit<ApprovalRules, 'apiVersion' | 'kind' | 'provenance'>>;
  /** Whose keys may approve; absent where the catalogue has no such file, and then nobody's do. */
  readonly signers?: readonly DeepReadonly<Signer>[];
  /** The purchase plan that was accepted; absent where none was. */
  readonly purchasePlan?: DeepReadonly<Omit<AcceptedPlan, 'apiVersion' | 'kind' | 'provenance'>>;
  readonly ingest: ById<IngestLink>;
  readonly keys: ById<Keys['keys'][number] & Pick<Keys, 'site'>>;
  /** Records of keys that were destroyed: they open nothing, and whoever looks for a key to use does not meet them. */
  readonly destroyedKeys: ById<Keys['keys'][number] & Pick<Keys, 'site'>>;
  /** What has to be there before what, beyond what follows from the keys. */
  readonly keyOrder: readonly DeepReadonly<NonNullable<Keys['order']>[number]>[];
  /** What opens a site when nothing that usually opens it is there. */
  readonly breakGlass: ById<BreakGlassMeans>;
  readonly standards: ById<CryptographicStandard>;
  readonly waivers: readonly DeepReadonly<Waiver>[];
  readonly admissions: readonly DeepReadonly<Admission>[];
  readonly transitions: ById<Transition>;
  readonly records: ById<RecordEntry>;
  /** By organisation. */
  readonly requests: ById<TenancyRequest>;
}

/** How the estate is looked at; `applyScenario` makes an Estate of it. */
export interface Scenario {
  readonly asOf: Day;
  /** Failure domains taken as lost, `site/ndc-01`. */
  readonly lose: readonly string[];
  /** Sites whose dates slip, in quarters. */
  readonly delay: Readonly<Record<string, number>>;
  readonly phase: 'as-recorded' | 'all-operating';
  /** What-if files the estate was read with, in the order of their names. */
  readonly add: readonly AddedFile[];
}

/** A what-if file: the name it stands in for below the data directory, and SHA-256 of its canonical content. */
export interface AddedFile {
  readonly name: string;
  readonly digest: string;
}

/** The one immutable value everything else is computed from. */
export interface Estate extends EstateData {
  /** SHA-256 over the canonical content of `sites/data/` without `records/` and places in the queue, over what-if files, and over every scenario and change since. */
  readonly digest: string;
  readonly scenario: Scenario;
  /** Declarations of lost sites that are in force, earliest first. Whoever reads the estate checks their signatures; absent, there is none. */
  readonly losses?: readonly Loss[];
  /** Local overrides of the quarantine that are in force, checked like declarations; absent, there is none. */
  readonly releases?: readonly Release[];
  readonly origins: ReadonlyMap<Pointer, Origin>;
}

/** Where a value comes from; a value inside a labelled or declared one shares its origin. */
export function origin(estate: Pick<Estate, 'origins'>, at: Pointer): Origin | undefined {
  for (let here = at; ; here = here.slice(0, here.lastIndexOf('/'))) {
    const found = estate.origins.get(here);
    if (found !== undefined) return found;
    if (here === '') return undefined;
  }
}

/** Canonical text of a plain value: keys sorted, bigints marked. */
export function canonical(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    return `{${entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

export const digestOf = (text: string | Uint8Array): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

export function deepFreeze<T>(value: T): DeepReadonly<T> {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value as DeepReadonly<T>;
}

const typeOf = (value: unknown): string => (Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value === 'object' ? 'map' : typeof value);

/** From an estate with changed values to the one all its changes started from. */
const unchanged = new WeakMap<Estate, Estate>();

/**
 * The same estate with one value changed: for what-if and sensitivity analysis.
 *
 * The digest says which values differ from the estate the changes started from, whatever their order and however often
 * one was changed; changed back, it is the first digest again. A scenario applied in between is a new start: it moves dates.
 * @throws RangeError when nothing stands at the pointer, or the new value is of another type.
 */
export function withValue(estate: Estate, at: Pointer, value: unknown): Estate {
  const [collection = ''] = segments(at);
  // The digest, the scenario and the origins are not said by any file: they are computed.
  const before = ['', 'digest', 'scenario', 'losses', 'releases', 'origins'].includes(collection) ? undefined : valueAt(estate, at);
  if (before === undefined || typeOf(before) !== typeOf(value)) throw new RangeError(`no ${typeOf(value)} stands at ${at}`);
  const put = (here: unknown, [first, ...rest]: readonly string[]): unknown => {
    if (first === undefined) return structuredClone(value);
    if (Array.isArray(here)) return here.map((item: unknown, index) => (String(index) === first ? put(item, rest) : item));
    return { ...(here as object), [first]: put((here as Record<string, unknown>)[first], rest) };
  };
  const changed = put(estate, segments(at)) as Estate;
  const start = unchanged.get(estate) ?? estate;
  const changes = differences({ ...start, digest: '' }, { ...changed, digest: '' }, canonical);
  const result = deepFreeze({ ...changed, origins: estate.origins, digest: changes.length === 0 ? start.digest : digestOf(`${start.digest} ${canonical(changes)}`) }) as Estate;
  unchanged.set(result, start);
  return result;
}
