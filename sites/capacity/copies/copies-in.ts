import type { Quarter } from '../../model/calendar.js';
import type { Estate } from '../../model/estate.js';
import { likelyKept } from '../backup/bytes.js';
import type { ProtectedEnvironment } from '../backup/protected.js';
import { backupsHeld } from '../backup/retained.js';
import type { Growth } from '../guarantee.js';
import { bucketCopies } from './bucket-copies.js';
import type { HeldCopy } from './held.js';
import { localBackups } from './local-backups.js';
import { thirdReplicasIn } from './third-replicas.js';

/** Every copy of every environment at the end of a quarter, whatever serves then: what protection takes beside what runs and waits. */
export function copiesIn(estate: Pick<Estate, 'sites' | 'planning' | 'protection' | 'recovery'>, environments: readonly ProtectedEnvironment[], quarter: Quarter, growth?: Growth): readonly HeldCopy[] {
  const local = localBackups(estate, environments, quarter, growth).flatMap(({ environment: { promise }, site, class: name, data, keeps, age, when, inputs }): HeldCopy[] => {
    const amount = likelyKept(estate, data, keeps, age);
    return amount === 0n ? [] : [{ kind: 'local-backup', namespace: promise.namespace, tier: promise.tier, promise, site, compartment: 'open', amounts: new Map([[`storage/${name}`, amount]]), basis: 'retention', when: [when], inputs }];
  });
  return [...backupsHeld(estate, environments, quarter, growth), ...local, ...thirdReplicasIn(estate, environments, quarter, growth), ...bucketCopies(estate, environments, quarter, growth)];
}
