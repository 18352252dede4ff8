import type { ProtectedEnvironment } from '../../sites/capacity/backup/protected.js';
import type { Plan } from '../../sites/capacity/headroom.js';
import type { Estate } from '../../sites/model/estate.js';
import type { Bytes } from '../../sites/model/units.js';
import { heldBy } from './held-data.js';
import { environmentsOf } from './placement.js';
import { planFor } from './promises.js';

/** The planner's question with what is copied where, by a rule's own derivation. */
export function protectedPlanFor(estate: Estate): { readonly plan: Plan; readonly environments: readonly ProtectedEnvironment[] } {
  const plan = planFor(estate);
  const promises = new Map(plan.promises.map((promise) => [promise.namespace, promise]));
  const environments = environmentsOf(estate).flatMap((environment): ProtectedEnvironment[] => {
    const promise = promises.get(environment.namespace);
    if (promise === undefined) return [];
    return [
      {
        promise,
        databases: heldBy(estate, environment).databases.map(({ database: { id, size, changeRate, walRate }, pointer }) => ({ id, size, changeRate, ...(walRate === undefined ? {} : { walRate }), pointer })),
        ...(environment.backup === undefined ? {} : { backup: environment.backup }),
        backupQuota: environment.full.backup as Bytes,
      },
    ];
  });
  return { plan: { ...plan, backups: environments }, environments };
}
