import type { Situation as Serving } from '../capacity/demand.js';
import type { Plan } from '../capacity/headroom.js';
import { situationIn } from '../capacity/loss.js';
import { planOf } from '../capacity/plan.js';
import { protectedIn, type ProtectedData, type ProtectedEnvironment } from '../capacity/backup/protected.js';
import type { Intent } from '../intent/environment.js';
import type { EnvironmentProtection, ProtectionIntent } from '../intent/protection.js';
import { quarterOf, type Quarter } from '../model/calendar.js';
import type { DeepReadonly, Estate } from '../model/estate.js';
import { importances, rank } from '../model/kinds/classification.js';
import { protections } from '../model/kinds/protection.js';
import { pointer, type Pointer } from '../model/pointer.js';
import { durationsOf, type ActionDurations } from './durations.js';

/** What of an environment recovery is concerned with. */
export interface Subject {
  readonly protection: EnvironmentProtection;
  readonly namespace: string;
  readonly planned: ProtectedEnvironment;
  /** Absent where nothing of it stands yet, or any more, in the quarter. */
  readonly data?: ProtectedData;
  /** What `catalogue/recovery.yaml` says of the system, and where. */
  readonly inputs?: DeepReadonly<Estate['recovery']['systems'][number]>;
  readonly inputsAt?: Pointer;
}

/** Everything a question about recovery is asked of. */
export interface Recovery {
  readonly estate: Estate;
  readonly plan: Plan;
  readonly quarter: Quarter;
  /** Best protected first, then the most important, then the highest level, then by name: the order in which they are recovered. */
  readonly subjects: readonly Subject[];
  readonly bySystem: ReadonlyMap<string, readonly Subject[]>;
  readonly durations: ActionDurations;
}

/** Whoever is owed something in the quarter of the estate's day. */
export function recoveryOf(estate: Estate, intent: Intent, protection: ProtectionIntent): Recovery {
  const plan = planOf(estate, intent);
  const quarter = quarterOf(estate.scenario.asOf);
  const planned = new Map((plan.backups ?? []).map((one) => [one.promise.namespace, one]));
  const inputs = new Map(estate.recovery.systems.map((one, index) => [one.system, { inputs: one, inputsAt: pointer('recovery', 'systems', index) }]));
  const subjects = protection.environments
    .flatMap((one): Subject[] => {
      const { namespace, system } = one.environment;
      const of = planned.get(namespace);
      const data = of === undefined ? undefined : protectedIn(estate, of, quarter, plan.growth);
      return of === undefined || data === undefined ? [] : [{ protection: one, namespace, planned: of, data, ...inputs.get(system.id) }];
    })
    .sort(byPriority);
  const bySystem = new Map<string, Subject[]>();
  for (const subject of subjects) bySystem.set(subject.protection.environment.system.id, [...(bySystem.get(subject.protection.environment.system.id) ?? []), subject]);
  return { estate, plan, quarter, subjects, bySystem, durations: durationsOf(estate) };
}

const byPriority = (a: Subject, b: Subject): number =>
  protections.indexOf(a.protection.tier) - protections.indexOf(b.protection.tier) ||
  rank(importances, b.planned.promise.importance) - rank(importances, a.planned.promise.importance) ||
  b.planned.promise.securityLevel - a.planned.promise.securityLevel ||
  (a.namespace < b.namespace ? -1 : 1);

/** Which sites serve in the quarter with these lost. */
export const servingWithout = ({ estate, quarter }: Pick<Recovery, 'estate' | 'quarter'>, lost: ReadonlySet<string>): Serving => situationIn(estate, quarter, lost);

/** Environments a system waits for in another: those of the same name, else all of them. */
export function waitedFor({ bySystem }: Pick<Recovery, 'bySystem'>, { protection }: Subject, system: string): readonly Subject[] {
  const all = bySystem.get(system) ?? [];
  const alike = all.filter((other) => other.protection.environment.environment.name === protection.environment.environment.name);
  return alike.length > 0 ? alike : all;
}
