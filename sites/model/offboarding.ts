import type { Day } from './calendar.js';
import type { DeepReadonly, Estate } from './estate.js';
import type { Transition } from './kinds/ledger.js';
import type { CordonLimit } from './kinds/offboarding.js';

/** Steps of giving something up, in the order they are taken. */
export const offboardingSteps = ['cordon', 'export', 'retain', 'release', 'tombstone'] as const;
export type OffboardingStep = (typeof offboardingSteps)[number];

type Given = Pick<DeepReadonly<Transition>, 'offboarding' | 'released' | 'tombstone'>;

/** The day each step was taken; only steps that were. */
export function stepsTaken({ offboarding, released, tombstone }: Given): readonly { readonly step: OffboardingStep; readonly on: Day }[] {
  const days: Readonly<Record<OffboardingStep, Day | undefined>> = {
    cordon: offboarding?.cordon.on,
    export: offboarding?.export?.on,
    retain: offboarding?.retention?.on,
    release: released,
    tombstone,
  };
  return offboardingSteps.flatMap((step) => {
    const on = days[step];
    return on === undefined ? [] : [{ step, on }];
  });
}

/** The step that comes next; undefined once the tombstone stands. */
export const nextStep = (given: Given): OffboardingStep | undefined => offboardingSteps.find((step) => !stepsTaken(given).some((taken) => taken.step === step));

/** Whether a name is of what tenants have: an organisation, a system, an environment. Stacks and resources are the platform's. */
export const isTenants = (name: string): boolean => /^(organisation|system|environment)\//.test(name);

/** Offboardings that are open on a day. */
export const openOffboardings = ({ transitions }: Pick<Estate, 'transitions'>, asOf: Day): readonly DeepReadonly<Transition>[] =>
  Object.values(transitions).filter(({ transition, state, opened }) => transition === 'offboard' && state === 'open' && (opened === undefined || opened <= asOf));

/** A cordon that holds on a day, by whom. */
export interface Cordon {
  readonly transition: string;
  readonly limits: readonly DeepReadonly<CordonLimit>[];
}

/** Cordons that hold on a day, by namespace. */
export function cordonsOn(estate: Pick<Estate, 'transitions'>, asOf: Day): ReadonlyMap<string, Cordon> {
  const cordons = new Map<string, Cordon>();
  for (const { id, offboarding } of openOffboardings(estate, asOf)) {
    if (offboarding === undefined || offboarding.cordon.on > asOf) continue;
    for (const { namespace } of offboarding.cordon.limits) cordons.set(namespace, { transition: id, limits: offboarding.cordon.limits.filter((limit) => limit.namespace === namespace) });
  }
  return cordons;
}

/** Environments at sites that an open offboarding has released: they stand in no request, and their owner's stack lets the engine destroy them. */
export function releasedOn(estate: Pick<Estate, 'transitions'>, asOf: Day): readonly { readonly namespace: string; readonly site: string; readonly organisation: string }[] {
  return openOffboardings(estate, asOf).flatMap(({ offboarding, released }) => {
    if (offboarding === undefined || released === undefined || released > asOf) return [];
    const { organisation, cordon } = offboarding;
    return cordon.limits.map(({ namespace, site }) => ({ namespace, site, organisation }));
  });
}

/** Ids that a tombstone, or a release on its way to one, keeps taken: `system/ho-so`, `environment/ho-so-prod`. */
export function takenFor({ from, offboarding, released, state }: Pick<DeepReadonly<Transition>, 'from' | 'offboarding' | 'released' | 'state'>): readonly string[] {
  if (released === undefined || state === 'abandoned') return [];
  return [...new Set([...from.filter((name) => name.startsWith('system/') || name.startsWith('environment/')), ...(offboarding?.cordon.limits ?? []).map(({ namespace }) => `environment/${namespace}`)])];
}
