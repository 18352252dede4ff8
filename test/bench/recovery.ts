import { deriveIntent } from '../../sites/intent/derive.js';
import { deriveProtection } from '../../sites/intent/derive-protection.js';
import type { Estate } from '../../sites/model/estate.js';
import { recoveryOf } from '../../sites/recovery/context.js';
import { matrixOf } from '../../sites/recovery/matrix.js';
import { simulateLoss, type SimulatedTier } from '../../sites/recovery/simulate.js';

const derive = (estate: Estate) => {
  const intent = deriveIntent(estate);
  return { intent, protection: deriveProtection(estate, intent) };
};

/** Every environment in every situation: what `ndc dr matrix` does after it has loaded its files. */
export function recoveryMatrix(estate: Estate): number {
  const { intent, protection } = derive(estate);
  return matrixOf(recoveryOf(estate, intent, protection)).cells.length;
}

/** The loss of NDC 01, drawn so often: what `ndc dr simulate` does after it has loaded its files. */
export const simulated = (estate: Estate, runs: number): readonly SimulatedTier[] => simulateLoss(estate, derive, { struck: 'ndc-01', cause: 'disaster', runs, seed: 0 }).tiers;

/** Sites and links so many times as large, people and the rate of restores as they are: the shipped sites hold 23 organisations. */
export function enlarged(estate: Estate, times: number): Estate {
  const sites = Object.fromEntries(
    Object.entries(estate.sites).map(([id, site]) => [
      id,
      {
        ...site,
        facility: { ...site.facility, halls: site.facility.halls.map((hall) => ({ ...hall, racks: hall.racks * times, feeds: hall.feeds.map((feed) => ({ ...feed, kw: feed.kw * times })), coolingKw: hall.coolingKw * times })) },
        nodePools: site.nodePools.map((pool) => ({ ...pool, count: pool.count * times })),
        storage: site.storage.map((one) => ({ ...one, raw: (one.raw * BigInt(times)) as typeof one.raw })),
      },
    ]),
  );
  return { ...estate, sites, links: Object.fromEntries(Object.entries(estate.links).map(([id, link]) => [id, { ...link, capacityGbps: link.capacityGbps * times }])) };
}
