import type { Dated, Day } from '../model/calendar.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import type { Importance } from '../model/kinds/classification.js';
import type { Protection } from '../model/kinds/protection.js';
import type { TenantEnvironment, TenantSystem } from '../model/kinds/tenancy-request.js';
import type { Pointer } from '../model/pointer.js';
import { hundredths } from './interval.js';
import { isStorage, type Quantities } from './quantities.js';

/** One environment as the planner sees it: what was approved, where it lies, when it comes and goes. */
export interface Promised {
  readonly namespace: string;
  readonly organisation: string;
  readonly system: string;
  /** Whether it runs on the nodes kept for state secrets (Q III.5). */
  readonly secret: boolean;
  readonly tier: Protection;
  /** How much hangs on it, as its request says: within a tier the least important is shed first, then the lowest level (1 to 5). */
  readonly importance: Importance;
  readonly securityLevel: number;
  readonly primary: string;
  readonly standby?: string;
  /** The approved quota. */
  readonly quota: Quantities;
  readonly forecast: DeepReadonly<NonNullable<TenantEnvironment['forecast']>>;
  /** The system's move or first day, where the request dates it. */
  readonly start?: Dated;
  readonly expiresAt?: Day;
  /** Of the environment in the Estate. */
  readonly pointer: Pointer;
}

/** What a derivation of intent, and a rule's own one, both say of an environment. */
export interface PlacedEnvironment {
  readonly namespace: string;
  readonly organisation: string;
  readonly system: DeepReadonly<TenantSystem>;
  readonly environment: DeepReadonly<TenantEnvironment>;
  readonly pointer: Pointer;
  readonly tier: Protection;
  readonly primary: string;
  readonly standby?: string;
  readonly quota: { readonly cpu: bigint; readonly memory: bigint; readonly gpu: bigint | number; readonly pods: bigint | number; readonly storage: Readonly<Record<string, bigint>> };
}

/** An intent's environment names roles; the planner needs their sites alone. */
export const placed = <T extends { readonly primary: { readonly site: string }; readonly standby?: { readonly site: string } }>({ primary, standby, ...rest }: T) => ({
  ...rest,
  primary: primary.site,
  ...(standby === undefined ? {} : { standby: standby.site }),
});

export function promised({ namespace, organisation, system, environment, pointer, tier, primary, standby, quota }: PlacedEnvironment): Promised {
  const start = system.migration?.start;
  return {
    namespace,
    organisation,
    system: system.id,
    secret: system.secrecy !== 'none',
    tier,
    importance: system.importance,
    securityLevel: system.securityLevel,
    primary,
    ...(standby === undefined ? {} : { standby }),
    quota: new Map([
      ['cpu', quota.cpu],
      ['memory', quota.memory],
      ['gpu', BigInt(quota.gpu)],
      ['pods', BigInt(quota.pods)],
      ...Object.entries(quota.storage).map(([name, bytes]): [string, bigint] => [`storage/${name}`, bytes]),
    ]),
    forecast: environment.forecast ?? [],
    ...(start === undefined ? {} : { start }),
    ...(environment.expiresAt === undefined ? {} : { expiresAt: environment.expiresAt }),
    pointer,
  };
}

/** What waits at the standby while the primary lives: rounded up, so that it never waits with less than its share. */
export function waitingShare(estate: Pick<Estate, 'protection'>, tier: Protection, full: Quantities): Quantities {
  const { compute, storage } = estate.protection.tiers[tier].standbyShare;
  const shares = { compute: hundredths(compute), storage: hundredths(storage) };
  const waiting = new Map<string, bigint>();
  for (const [resource, amount] of full) waiting.set(resource, (amount * (isStorage(resource) ? shares.storage : shares.compute) + 9_999n) / 10_000n);
  return waiting;
}
