import type { Estate } from '../../sites/model/estate.js';
import type { DatabaseReplicas } from '../../sites/model/database-replicas.js';
import type { DerivedEnvironment } from './placement.js';

/** Where a tier's databases are streamed to: its standby, and a third site where the tier wants its backups in one. */
export function replicasOf({ sites, recovery, protection }: Pick<Estate, 'sites' | 'recovery' | 'protection'>, { tier, primary, standby, backup }: DerivedEnvironment): DatabaseReplicas {
  const gone = [primary, standby].some((site) => site === undefined || sites[site] === undefined || sites[site].phase === 'retired');
  if (gone || standby === undefined || standby === primary || recovery.copies[tier].databases === 'none') return {};
  const apart = backup !== undefined && sites[backup] !== undefined && sites[backup].phase !== 'retired' && ![primary, standby].includes(backup);
  return apart && protection.tiers[tier].backup.thirdSite ? { standby, third: backup } : { standby };
}
