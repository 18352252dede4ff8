import { siteIds, type Ask, type estateWith } from './plans.js';

type Sites = Parameters<typeof estateWith>[0];

/** What is left, in whole cores, GiB and GiB of block storage. */
export interface NaiveLeft {
  readonly cores: number;
  readonly gib: number;
  readonly storageGi: number;
}

export interface Naive {
  /** By surviving site that operates. */
  readonly left: Readonly<Record<string, NaiveLeft>>;
  readonly homeless: readonly string[];
  readonly stopped: readonly string[];
}

const share = { platinum: { compute: 1, storage: 1 }, gold: { compute: 0.5, storage: 1 }, silver: { compute: 0, storage: 0 }, bronze: { compute: 0, storage: 0 } } as const;

/**
 * What a site's loss leaves, the slow and obvious way: walk through all environments once for every site, in plain
 * numbers, and subtract. Shares nothing with the planner but the question.
 */
export function naive(sites: Sites, asks: readonly Ask[], lost: string | undefined, judged: readonly Ask['tier'][]): Naive {
  const serves = (id: string | undefined): boolean => id !== undefined && id !== lost && sites[id]?.operating === true;
  const left: Record<string, NaiveLeft> = {};
  for (const id of siteIds) {
    if (!serves(id)) continue;
    let [cores, gib] = [0, 0];
    for (const pool of sites[id]?.pools ?? []) {
      cores += pool.count * pool.cores;
      gib += pool.count * pool.gib;
    }
    // Three copies, filled to 85 %: floors as bytes would be floored.
    let storageGi = Math.floor(Math.floor(((sites[id]?.rawTi ?? 0) * 2 ** 40) / 3) * 0.85) / 2 ** 30;
    for (const ask of asks) {
      const counts = judged.includes(ask.tier);
      if (ask.primary === id) {
        if (counts) [cores, gib] = [cores - ask.cores, gib - (ask.gib ?? 1)];
        storageGi -= ask.storageGi ?? 1;
      } else if (ask.standby === id && ask.primary === lost) {
        if (ask.tier === 'bronze') continue;
        if (counts) [cores, gib] = [cores - ask.cores, gib - (ask.gib ?? 1)];
        storageGi -= ask.storageGi ?? 1;
      } else if (ask.standby === id && serves(ask.primary)) {
        const { compute, storage } = share[ask.tier];
        if (counts) [cores, gib] = [cores - ask.cores * compute, gib - (ask.gib ?? 1) * compute];
        storageGi -= (ask.storageGi ?? 1) * storage;
      }
    }
    left[id] = { cores, gib, storageGi };
  }
  const onLost = asks.filter(({ primary }) => primary === lost);
  return {
    left,
    homeless: onLost.filter(({ tier, standby }) => tier !== 'bronze' && !serves(standby)).map(({ name }) => name),
    stopped: onLost.filter(({ tier }) => tier === 'bronze').map(({ name }) => name),
  };
}
