import type { Estate } from '../../sites/model/estate.js';
import type { DatabaseReplicas } from '../../sites/model/database-replicas.js';
import { stageOf } from '../../sites/model/losses.js';
import type { DerivedEnvironment } from './placement.js';

/** Where a tier's databases are streamed to: its standby, and a third site where the tier wants its backups in one. */
export function replicasOf(estate: Estate, { tier, primary, standby, asked }: DerivedEnvironment): DatabaseReplicas {
  const meant = replicasMeant(estate, tier, asked);
  if (meant.standby === undefined || (estate.losses ?? []).length === 0) return meant;
  // Whoever held it holds it still, but where it is lost: of those that are left one writes, one waits, one is the third.
  const held = [asked.primary, meant.standby, meant.third].filter((site) => site !== undefined && site !== primary && stageOf(estate, site) !== 'lost');
  const third = held.find((site) => site !== standby);
  return { ...(standby !== undefined && held.includes(standby) ? { standby } : {}), ...(third === undefined ? {} : { third }) };
}

function replicasMeant({ sites, recovery, protection }: Pick<Estate, 'sites' | 'recovery' | 'protection'>, tier: DerivedEnvironment['tier'], { primary, standby, backup }: DerivedEnvironment['asked']): DatabaseReplicas {
  const gone = [primary, standby].some((site) => site === undefined || sites[site] === undefined || sites[site].phase === 'retired');
  if (gone || standby === undefined || standby === primary || recovery.copies[tier].databases === 'none') return {};
  const apart = backup !== undefined && sites[backup] !== undefined && sites[backup].phase !== 'retired' && ![primary, standby].includes(backup);
  return apart && protection.tiers[tier].backup.thirdSite ? { standby, third: backup } : { standby };
}
