import type { Estate } from '../../sites/model/estate.js';
import { heldBy, type HeldDatabase } from './held-data.js';
import { environmentsOf, type DerivedEnvironment } from './placement.js';

/** What of an environment its tier copies to its standby as it changes. */
export interface CopiedToStandby {
  readonly environment: DerivedEnvironment;
  readonly standby: string;
  readonly volumes: boolean;
  readonly databases: readonly HeldDatabase[];
}

/** Environments of which something is copied to a standby in another site, in the order of the requests. */
export function copiedToStandby(estate: Estate): readonly CopiedToStandby[] {
  return environmentsOf(estate).flatMap((environment): CopiedToStandby[] => {
    const { standby, primary, tier } = environment;
    if (standby === undefined || standby === primary) return [];
    const { block, databases } = heldBy(estate, environment);
    const copies = estate.recovery.copies[tier];
    const own: CopiedToStandby = { environment, standby, volumes: copies.volumes.mode !== 'none' && block, databases: copies.databases === 'none' ? [] : databases };
    return own.volumes || own.databases.length > 0 ? [own] : [];
  });
}
