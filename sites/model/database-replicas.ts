import type { Estate } from './estate.js';
import type { Protection } from './kinds/protection.js';

/** Sites beside the primary that hold a replica of every database the platform runs. */
export interface DatabaseReplicas {
  readonly standby?: string;
  /** The site of the backups: at most one plugin archives a cluster's log, so a copy in a third place is a replica with an archive of its own. */
  readonly third?: string;
}

/** Where the databases of an environment stream to, by its tier and its places. A site that no longer runs holds nothing. */
export function databaseReplicas({ sites, recovery, protection }: Pick<Estate, 'sites' | 'recovery' | 'protection'>, { tier, primary, standby, backup }: { readonly tier: Protection; readonly primary: string; readonly standby?: string | undefined; readonly backup?: string | undefined }): DatabaseReplicas {
  const runs = (site: string | undefined): site is string => site !== undefined && sites[site] !== undefined && sites[site].phase !== 'retired';
  if (recovery.copies[tier].databases !== 'streaming' || !runs(primary) || !runs(standby) || standby === primary) return {};
  const third = protection.tiers[tier].backup.thirdSite && runs(backup) && backup !== primary && backup !== standby;
  return { standby, ...(third ? { third: backup } : {}) };
}
