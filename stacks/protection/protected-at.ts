import { databaseSizes, thirdCopyQuota, type DatabaseSize } from '../../sites/intent/database-sizes.js';
import type { Quota } from '../../sites/intent/environment.js';
import type { DatabaseProtection, EnvironmentProtection } from '../../sites/intent/protection.js';
import type { Estate } from '../../sites/model/estate.js';

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
export function sitesOf({ sites }: Pick<Estate, 'sites'>, { primary }: EnvironmentProtection, { standby, third }: DatabaseProtection): readonly string[] {
  return [primary.site, standby, third].filter((site): site is string => site !== undefined && sites[site]?.phase === 'operating');
}

/** Every environment that a site runs, keeps ready, or keeps a third copy of; in the order of the intent. */
export function protectedAt(estate: Pick<Estate, 'sites' | 'recovery'>, environments: readonly EnvironmentProtection[], site: string): readonly ProtectedAt[] {
  return environments.flatMap((protection): ProtectedAt[] => {
    const { environment, primary, standby, databases } = protection;
    const full = databaseSizes(estate, protection, site, environment.quota);
    if (primary.site === site) return [{ protection, role: 'primary', databases: full }];
    if (standby?.site === site) {
      // A replica of a primary that does not run yet has nothing to begin from.
      const held = environment.standbyQuota === undefined || !primary.operating ? [] : databaseSizes(estate, protection, site, environment.standbyQuota).filter((size) => size.protection.standby === site);
      return [{ protection, role: 'standby', databases: held }];
    }
    if (!primary.operating || !databases.some(({ operated, third }) => operated && third === site)) return [];
    const copies = full.filter((size) => size.protection.third === site).map((size) => ({ ...size, instances: 1 }));
    return copies.length === 0 ? [] : [{ protection, role: 'backup', databases: copies, thirdQuota: thirdCopyQuota(copies) }];
  });
}
