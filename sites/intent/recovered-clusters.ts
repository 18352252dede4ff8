import type { Estate } from '../model/estate.js';
import { isReliedOn, type Loss } from '../model/losses.js';
import { holderOf } from './effective.js';
import type { EnvironmentIntent } from './environment.js';
import type { ProtectionIntent } from './protection.js';

/** A database cluster that a declaration in force has recovered from an archive at a survivor. */
export interface RecoveredCluster {
  readonly site: string;
  readonly namespace: string;
  readonly cluster: string;
  readonly declaration: string;
  /** When the loss was declared that moved it there. */
  readonly since: string;
}

/** The declaration in force that moved an environment to where it runs; undefined where it runs as requested. */
export function movedBy({ losses = [] }: Pick<Estate, 'losses'>, { namespace, primary, standby, recorded }: Pick<EnvironmentIntent, 'namespace' | 'primary' | 'standby' | 'recorded'>): Loss | undefined {
  const places = recorded ?? { primary, ...(standby === undefined ? {} : { standby }) };
  let holder = places.primary.site;
  let by: Loss | undefined;
  losses.forEach((loss, index) => {
    const next = holderOf({ losses: losses.slice(0, index + 1) }, { namespace, ...places });
    if (next !== holder) by = loss;
    holder = next;
  });
  return holder === places.primary.site ? undefined : by;
}

/**
 * Databases that do not stream and run at a survivor since a declaration: each is to be recovered there from the archive of
 * the lost site. A cluster reads where it comes from only when it is made, so one that stood there before, asleep since an
 * earlier loss, has the data of then.
 */
export function recoveredClusters(estate: Pick<Estate, 'sites' | 'losses'>, { environments }: Pick<ProtectionIntent, 'environments'>): readonly RecoveredCluster[] {
  return environments.flatMap(({ environment, databases }): RecoveredCluster[] => {
    const by = movedBy(estate, environment);
    // One that hands over sleeps whatever it is, as does what stands at a site that serves nobody.
    if (by === undefined || environment.handsOverTo !== undefined || !isReliedOn(estate, environment.primary.site)) return [];
    return databases.flatMap(({ cluster, operated, replicates }) => (operated && !replicates ? [{ site: environment.primary.site, namespace: environment.namespace, cluster, declaration: by.declaration, since: by.at }] : []));
  });
}
