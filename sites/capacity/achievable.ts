import type { Quarter } from '../model/calendar.js';
import type { Estate } from '../model/estate.js';
import { applyScenario } from '../model/scenario.js';
import type { Plan } from './headroom.js';
import { promisesKept, promiseText, timelineOf, type KeptPromise, type PromiseId } from './promises-kept.js';

/** A promise that cannot be kept before certain sites operate, and what a slip of theirs does. */
export interface NotAchievable {
  readonly promise: PromiseId;
  /** Environments with nowhere to run, in the first quarter. */
  readonly homeless: readonly string[];
  /** Sites they wait for, with the quarter each is due. */
  readonly waitsFor: readonly { readonly site: string; readonly due: Quarter }[];
  /** Absent where nothing planned makes it hold. */
  readonly from?: Quarter;
  readonly slips: readonly { readonly site: string; readonly quarters: number; readonly from?: Quarter }[];
}

/** Promises broken now because a standby's site does not operate yet; of each site and level, the one of the lowest tier, which includes the others. */
export function notAchievable(plan: Plan, kept: readonly KeptPromise[], slip: number): readonly NotAchievable[] {
  const broken = kept.filter(({ broken: first }) => first !== undefined && first.worst.homeless.some(({ because }) => because === 'standby-not-operating'));
  const lowest = new Map(broken.map((promise) => [`${promise.site} ${promise.level}`, promise]));
  const late = new Map<string, readonly KeptPromise[]>();
  const slipped = (site: string): readonly KeptPromise[] => {
    const known = late.get(site) ?? withDelay(plan, site, slip);
    late.set(site, known);
    return known;
  };
  return [...lowest.values()].map((promise): NotAchievable => {
    const homeless = promise.broken?.worst.homeless ?? [];
    const waitsFor = [...new Set(homeless.flatMap(({ promise: { standby } }) => standby ?? []))].sort().flatMap((id) => {
      const site = plan.estate.sites[id];
      return site === undefined || site.phase === 'operating' ? [] : [{ site: id, due: site.milestones.commissioning }];
    });
    return {
      promise: { site: promise.site, level: promise.level, tier: promise.tier },
      homeless: homeless.map(({ promise: { namespace } }) => namespace),
      waitsFor,
      ...from(promise),
      slips: waitsFor.map(({ site }) => ({ site, quarters: slip, ...from(slipped(site).find((other) => promiseText(other) === promiseText(promise))) })),
    };
  });
}

const from = (promise: KeptPromise | undefined): { readonly from?: Quarter } => (promise?.holdsFrom === undefined ? {} : { from: promise.holdsFrom });

/** Every promise again with one site later by some quarters, on top of the scenario. */
function withDelay(plan: Plan, site: string, quarters: number): readonly KeptPromise[] {
  // The estate's dates have slipped by the scenario's delays already: applying it again must add this one alone.
  const { scenario } = plan.estate;
  const estate: Estate = applyScenario(plan.estate, { ...scenario, phase: 'as-recorded', delay: { [site]: quarters } });
  const later: Plan = { ...plan, estate };
  return promisesKept(timelineOf(later), later);
}

