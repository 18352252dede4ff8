import type { Quarter } from '../model/calendar.js';
import type { Estate } from '../model/estate.js';
import { applyScenario } from '../model/scenario.js';
import type { Plan } from './headroom.js';
import { holdsFrom, type KeptPromise, type PromiseId } from './promises-kept.js';

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

/** Promises against a site's loss that are broken now because a standby's site does not operate yet; of each site the one of the lowest tier, which includes the others. */
export function notAchievable(plan: Plan, kept: readonly KeptPromise[], slip: number): readonly NotAchievable[] {
  const broken = kept.filter(({ level, broken: first }) => level === 'site' && first !== undefined && first.worst.homeless.some(({ because }) => because === 'standby-not-operating'));
  const lowest = new Map(broken.map((promise) => [promise.site, promise]));
  return [...lowest.values()].map((promise): NotAchievable => {
    const homeless = promise.broken?.worst.homeless ?? [];
    const waitsFor = [...new Set(homeless.flatMap(({ promise: { standby } }) => standby ?? []))].sort().flatMap((id) => {
      const site = plan.estate.sites[id];
      return site === undefined || site.phase === 'operating' ? [] : [{ site: id, due: site.milestones.commissioning }];
    });
    const id: PromiseId = { site: promise.site, level: promise.level, tier: promise.tier };
    return {
      promise: id,
      homeless: homeless.map(({ promise: { namespace } }) => namespace),
      waitsFor,
      ...from(promise.holdsFrom),
      slips: waitsFor.map(({ site }) => ({ site, quarters: slip, ...from(holdsFrom(withDelay(plan, site, slip), id)) })),
    };
  });
}

const from = (quarter: Quarter | undefined): { readonly from?: Quarter } => (quarter === undefined ? {} : { from: quarter });

/** The same question with one site later by some quarters, on top of the scenario. */
function withDelay(plan: Plan, site: string, quarters: number): Plan {
  // The estate's dates have slipped by the scenario's delays already: applying it again must add this one alone.
  const estate: Estate = applyScenario(plan.estate, { ...plan.estate.scenario, phase: 'as-recorded', delay: { [site]: quarters } });
  return { ...plan, estate };
}
