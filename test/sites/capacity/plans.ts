import fc from 'fast-check';
import type { Plan } from '../../../sites/capacity/headroom.js';
import type { Promised } from '../../../sites/capacity/promised.js';
import { quarter } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import { protections, type Protection } from '../../../sites/model/kinds/protection.js';
import type { Bytes, MilliCpu } from '../../../sites/model/units.js';
import { estateOf } from '../../policies/estate-builder.js';

const base = estateOf({});

export const siteIds = ['ndc-01', 'ndc-02', 'ndc-03'] as const;
export const now = quarter('2026-Q4');

/** One pool of equal nodes at a site: cores and GiB each gives tenants, without a reserve. */
export interface Nodes {
  readonly count: number;
  readonly cores: number;
  readonly gib: number;
  readonly available?: string;
}

const template = (() => {
  const site = base.sites['ndc-01'];
  const pool = site?.nodePools[0];
  if (site === undefined || pool === undefined) throw new Error('the base estate has a site with a pool');
  return { site, pool };
})();

export const gib = (count: number): bigint => BigInt(count) << 30n;

/** The base estate with these pools and raw bytes of block storage (three replicas) at its three sites; a site without pools is planned for 2030-Q4. */
export function estateWith(sites: Readonly<Record<string, { readonly pools: readonly Nodes[]; readonly rawTi?: number; readonly operating?: boolean; readonly commissioning?: string }>>): Estate {
  return {
    ...base,
    sites: Object.fromEntries(
      siteIds.map((id, index) => {
        const { pools = [], rawTi = 12, operating = true, commissioning = '2025-Q3' } = sites[id] ?? {};
        const own = base.sites[id] ?? template.site;
        return [
          id,
          {
            ...own,
            number: index + 1,
            phase: operating ? ('operating' as const) : ('planned' as const),
            milestones: { ...own.milestones, commissioning: quarter(commissioning) },
            nodePools: pools.map(({ count, cores, gib: memory, available = '2025-Q3' }, pool) => ({
              ...template.pool,
              id: `pool-${pool}`,
              count,
              shape: { cpu: BigInt(cores * 1000) as MilliCpu, memory: gib(memory) as Bytes },
              allocatableReserve: { cpu: 0n as MilliCpu, memory: 0n as Bytes },
              maxPods: 1000,
              available: quarter(available),
            })),
            storage: own.storage.slice(0, 1).map((storage) => ({ ...storage, class: 'ndc-block', raw: (BigInt(rawTi) << 40n) as Bytes })),
          },
        ];
      }),
    ),
  };
}

export interface Ask {
  readonly name: string;
  readonly tier: Protection;
  readonly primary: string;
  readonly standby?: string;
  readonly cores: number;
  readonly gib?: number;
  readonly storageGi?: number;
  readonly importance?: Promised['importance'];
  readonly securityLevel?: number;
}

export const promise = ({ name, tier, primary, standby, cores, gib: memory = 1, storageGi = 1, importance = 'ordinary', securityLevel = 3 }: Ask): Promised => ({
  namespace: name,
  organisation: 'bo-y-te',
  system: name,
  secret: false,
  tier,
  importance,
  securityLevel,
  primary,
  ...(standby === undefined ? {} : { standby }),
  quota: new Map([
    ['cpu', BigInt(cores * 1000)],
    ['memory', gib(memory)],
    ['gpu', 0n],
    ['pods', 1n],
    ['storage/ndc-block', gib(storageGi)],
  ]),
  forecast: [],
  pointer: '/requests/bo-y-te/systems/0/environments/0',
});

export const planOf = (estate: Estate, asks: readonly Ask[]): Plan => ({ estate, promises: asks.map(promise), facility: new Map() });

/** Small random estates: up to three pools at each site, some sites not yet open, up to twelve environments anywhere. */
export const somePlan = fc
  .record({
    sites: fc.tuple(...siteIds.map(() => fc.record({ pools: fc.array(fc.record({ count: fc.integer({ min: 0, max: 6 }), cores: fc.integer({ min: 1, max: 16 }), gib: fc.integer({ min: 1, max: 64 }) }), { maxLength: 3 }), rawTi: fc.integer({ min: 1, max: 3 }), operating: fc.boolean() }))),
    asks: fc.array(
      fc.record({
        tier: fc.constantFrom(...protections),
        at: fc.integer({ min: 0, max: 2 }),
        away: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
        cores: fc.integer({ min: 0, max: 20 }),
        gib: fc.integer({ min: 0, max: 80 }),
        storageGi: fc.integer({ min: 0, max: 400 }),
      }),
      { maxLength: 12 },
    ),
  })
  .map(({ sites, asks }) => ({
    // A planned site opens in 2030-Q4, long after the quarter that is asked for.
    sites: Object.fromEntries(siteIds.map((id, index) => [id, { ...sites[index], commissioning: sites[index]?.operating === false ? '2030-Q4' : '2025-Q3' }])) as Parameters<typeof estateWith>[0],
    asks: asks.map(({ at, away, ...ask }, index): Ask => ({ ...ask, name: `env-${index}`, primary: siteIds[at] ?? 'ndc-01', ...(away === undefined ? {} : { standby: siteIds[(at + away) % 3] ?? 'ndc-01' }) })),
  }));
