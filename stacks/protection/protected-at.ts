import { databaseSizes, thirdCopyQuota, type DatabaseSize } from '../../sites/intent/database-sizes.js';
import type { Quota } from '../../sites/intent/environment.js';
import type { DatabaseProtection, EnvironmentProtection } from '../../sites/intent/protection.js';
import type { Estate } from '../../sites/model/estate.js';
import { operates } from '../../sites/model/losses.js';

/** What a site is to an environment, with what it holds of it there. */
export interface ProtectedAt {
  readonly protection: EnvironmentProtection;
  readonly role: 'primary' | 'standby' | 'backup';
  /** Databases the platform's operator runs at the site, by size. */
  readonly databases: readonly DatabaseSize[];
  /** At the site of the backups alone: what the replicas take. */
  readonly thirdQuota?: Quota;
}

/** Sites that hold a database now: its primary first, and whatever operates of the others. */
export function sitesOf(estate: Pick<Estate, 'sites' | 'losses'>, { primary }: EnvironmentProtection, { standby, third }: DatabaseProtection): readonly string[] {
  return [primary.site, standby, third].filter((site): site is string => site !== undefined && operates(estate, site));
}

/** Every environment that a site runs, keeps ready, or keeps a third copy of; in the order of the intent. */
export function protectedAt(estate: Pick<Estate, 'sites' | 'recovery'>, environments: readonly EnvironmentProtection[], site: string): readonly ProtectedAt[] {
  return environments.flatMap((protection): ProtectedAt[] => {
    const { environment, primary, standby, databases } = protection;
    const full = databaseSizes(estate, protection, site, environment.quota);
    if (primary.site === site) return [{ protection, role: 'primary', databases: full }];
    // While nobody runs it, what stands is kept: a copy on its way back has its place although nothing is sent to it.
    const stands = primary.operating || environment.quiet !== undefined;
    if (standby?.site === site) {
      // A replica of a primary that does not run yet has nothing to begin from. One of a database that does not replicate
      // is what a failover left: it held data, so it stays, and sleeps.
      const held = environment.standbyQuota === undefined || !stands ? [] : databaseSizes(estate, protection, site, environment.standbyQuota).filter(({ protection: one }) => one.standby === site || isLeft(one, site));
      return [{ protection, role: 'standby', databases: held }];
    }
    // What a restore, or a way back from one, left behind held data: it stays as large as it was, and sleeps.
    if (environment.left?.includes(site) === true) return [{ protection, role: 'standby', databases: full }];
    if (!stands || !databases.some(({ operated, third }) => operated && third === site)) return [];
    const copies = full.filter((size) => size.protection.third === site).map((size) => ({ ...size, instances: 1 }));
    return copies.length === 0 ? [] : [{ protection, role: 'backup', databases: copies, thirdQuota: thirdCopyQuota(copies) }];
  });
}

/** Whether a site has a cluster of a database that does not replicate, which a failover or a way back left behind. */
export const isLeft = ({ replicates, rebuilt, origin }: DatabaseProtection, site: string): boolean => !replicates && (rebuilt.length > 0 || site === origin);
