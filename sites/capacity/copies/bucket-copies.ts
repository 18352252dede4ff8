import type { Quarter } from '../../model/calendar.js';
import type { Estate } from '../../model/estate.js';
import { zonedClass } from '../../model/object-zone.js';
import { pointer } from '../../model/pointer.js';
import type { ProtectedEnvironment } from '../backup/protected.js';
import { guaranteeIn, type Growth } from '../guarantee.js';
import { waitingShare } from '../promised.js';
import type { HeldCopy } from './held.js';

/**
 * Buckets in the zones of other sites. A zone takes every bucket of the others, so each of them holds a whole copy; the
 * standby's share counts as what waits there, and what has moved there as what runs.
 */
export function bucketCopies(estate: Pick<Estate, 'sites' | 'recovery' | 'protection'>, environments: readonly ProtectedEnvironment[], quarter: Quarter, growth?: Growth): readonly HeldCopy[] {
  const zones = Object.values(estate.sites).flatMap((site) => {
    const zoned = site.phase === 'retired' ? undefined : zonedClass(site);
    return zoned === undefined ? [] : [{ site: site.id, resource: `storage/${zoned.class}` }];
  });
  return environments.flatMap(({ promise }): HeldCopy[] => {
    const home = zones.find(({ site }) => site === promise.primary);
    const guarantee = home === undefined || estate.recovery.copies[promise.tier].objects === 'none' ? undefined : guaranteeIn(promise, quarter, growth);
    const bytes = home === undefined ? 0n : (guarantee?.amounts.get(home.resource) ?? 0n);
    if (home === undefined || guarantee === undefined || bytes === 0n) return [];
    const { basis, forecast } = guarantee;
    const inputs = [
      `${promise.pointer}/quota`,
      ...(forecast === undefined ? [] : [`${promise.pointer}${pointer('forecast', forecast, 'storage')}`]),
      ...(basis === 'growth' ? [pointer('planning', 'growth', 'storagePerYear')] : []),
      pointer('recovery', 'copies', promise.tier, 'objects'),
    ];
    const waiting = waitingShare(estate, promise.tier, guarantee.amounts).get(home.resource) ?? 0n;
    return zones
      .filter(({ site }) => site !== promise.primary)
      .flatMap(({ site, resource }): HeldCopy[] => {
        const copy = (amount: bigint, when: HeldCopy['when']): HeldCopy[] =>
          amount === 0n ? [] : [{ kind: 'bucket-copy', namespace: promise.namespace, tier: promise.tier, promise, site, compartment: 'open', amounts: new Map([[resource, amount]]), basis, when, inputs }];
        return site === promise.standby ? [...copy(bytes - waiting, ['at-home']), ...copy(bytes, ['homeless'])] : copy(bytes, ['at-home', 'moved', 'homeless']);
      });
  });
}
