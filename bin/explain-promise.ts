import { chainOf, type Chain } from '../sites/capacity/chain.js';
import { holds, worstIn, type Plan, type Worst } from '../sites/capacity/headroom.js';
import { scarcer } from '../sites/capacity/left.js';
import { plannedQuarters } from '../sites/capacity/operation.js';
import { planOf } from '../sites/capacity/plan.js';
import { isPromised, promiseLevels, promisesKept, promiseText, timelineOf, worstOfPromise, type KeptPromise, type PromiseId, type PromiseLevel } from '../sites/capacity/promises-kept.js';
import { sensitivityOf } from '../sites/capacity/sensitivity.js';
import { deriveIntent } from '../sites/intent/derive.js';
import type { Quarter } from '../sites/model/calendar.js';
import type { Estate } from '../sites/model/estate.js';
import { protections, type Protection } from '../sites/model/kinds/protection.js';
import { didYouMean, nearest } from '../sites/model/nearest.js';
import { pointer, type Pointer } from '../sites/model/pointer.js';
import { visible } from '../sites/model/visible.js';
import { InputFailure } from './failure.js';
import { placeIn } from './input-place.js';
import type { InputPlace, PromiseData } from './promise-data.js';

/** `ndc-01/site/silver`. @throws InputFailure NDC-X004 naming the part that is wrong. */
export function promiseNamed(estate: Pick<Estate, 'sites'>, asked: string): PromiseId {
  const [site = '', level = '', tier = '', ...more] = asked.split('/');
  const wrong = (part: string, all: readonly string[]): InputFailure => {
    const hint = didYouMean(nearest(part, all));
    const [found, list] = [visible(part, 80), all.join(', ')];
    return new InputFailure('NDC-X004', {
      vi: `"${visible(asked, 120)}" không phải là một cam kết SITE/CẤP/MỨC: "${found}" không thuộc ${list}.${hint.vi}`,
      en: `"${visible(asked, 120)}" is no promise SITE/LEVEL/TIER: "${found}" is none of ${list}.${hint.en}`,
    });
  };
  if (!Object.hasOwn(estate.sites, site)) throw wrong(site, Object.keys(estate.sites));
  if (!(promiseLevels as readonly string[]).includes(level)) throw wrong(level, promiseLevels);
  if (!(protections as readonly string[]).includes(tier) || more.length > 0) throw wrong([tier, ...more].join('/'), protections);
  const promise: PromiseId = { site, level: level as PromiseLevel, tier: tier as Protection };
  if (!isPromised(promise))
    throw new InputFailure('NDC-X004', {
      vi: `mức ${tier} không được cam kết gì khi mất ${level}: chỉ các mức được bảo vệ mới chuyển sang nơi dự phòng. Hãy hỏi ${site}/${level}/silver.`,
      en: `nothing is promised to ${tier} with a ${level} lost: only protected tiers fail over. Ask for ${site}/${level}/silver.`,
    });
  return promise;
}

/** Why a promise holds or breaks in a quarter: its first broken one, else its tightest, or the one asked for. */
export function explainPromise(estate: Estate, promise: PromiseId, whatIf: readonly string[], asked?: Quarter): PromiseData {
  const plan = planOf(estate, deriveIntent(estate));
  const kept = promisesKept(timelineOf(plan, [promise.tier]), plan, promise.level === 'link' ? 'judged' : 'left-out').find((one) => promiseText(one) === promiseText(promise));
  return explainIn(plan, promise, whatIf, asked ?? kept?.broken?.quarter ?? tightest(plan, promise), kept);
}

/**
 * The same of one quarter of a plan. From when on the promise holds is said where the caller knows: to find out, every quarter
 * is judged, of a large estate the most of the work. `most`: assumptions that are moved, @default - all.
 */
export function explainIn(plan: Plan, promise: PromiseId, whatIf: readonly string[], quarter: Quarter | undefined, kept?: Pick<KeptPromise, 'holdsFrom'>, most?: number): PromiseData {
  const { estate } = plan;
  const chain = quarter === undefined ? undefined : chainOf(plan, promise, quarter);
  if (quarter === undefined || chain === undefined) {
    const due = estate.sites[promise.site]?.milestones.commissioning ?? '–';
    throw new InputFailure('NDC-X004', {
      vi: `${promise.site} không hoạt động trong quý được xét (dự kiến ${due}): chưa có cam kết nào ở đó.`,
      en: `${promise.site} does not operate in the quarter asked for (due ${due}): nothing is promised there yet.`,
    });
  }
  const { worst } = chain;
  const place = placeIn(estate);
  return {
    promise: promiseText(promise),
    ...promise,
    asOf: estate.scenario.asOf,
    whatIf,
    quarter,
    // A hall is given up where the whole site could be: see promises-kept.ts.
    holds: holds(worst) || (promise.level === 'hall' && holds(worstIn(plan, quarter, promise.site, 'site', promise.tier) ?? worst)),
    ...(kept?.holdsFrom === undefined ? {} : { holdsFrom: kept.holdsFrom }),
    domains: [...estate.scenario.lose, ...worst.domains],
    ...(worst.left === undefined ? {} : { answer: worst.left }),
    ...(worst.network === undefined ? {} : { network: worst.network }),
    homeless: worst.homeless.map(({ promise: { namespace, tier, standby, pointer: at }, because }) => ({ namespace, tier, because, ...(standby === undefined ? {} : { standby }), ...optional(place(`${at}/name`)) })),
    waitsFor: waitsFor(estate, chain, place),
    supply: chain.supply.map((link) => ({ ...link, inputs: link.inputs.flatMap((input) => place(input) ?? []) })),
    demand: chain.demand.map((link) => ({ ...link, inputs: link.inputs.flatMap((input) => place(input) ?? []) })),
    sensitivity: sensitivityOf(plan, chain, (changed) => planOf(changed, deriveIntent(changed)), most).flatMap(({ input, low, high, lowPercent, highPercent, swing }) => {
      const at = place(input);
      return at === undefined ? [] : [{ input: at, lowPercent, highPercent, ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }), swing }];
    }),
  };
}

const optional = (place: InputPlace | undefined): { readonly place?: InputPlace } => (place === undefined ? {} : { place });

/** The planned quarter in which least is left. */
function tightest(plan: Plan, promise: PromiseId): Quarter | undefined {
  return plannedQuarters(plan.estate).reduce<{ readonly quarter: Quarter; readonly worst: Worst } | undefined>((before, quarter) => {
    const worst = worstOfPromise(plan, quarter, promise);
    if (worst === undefined) return before;
    const [a, b] = [worst.left, before?.worst.left];
    return before === undefined || (a !== undefined && b !== undefined && scarcer(a, b)) ? { quarter, worst } : before;
  }, undefined)?.quarter;
}

/** Sites that homeless environments wait for, with the lines that say when they are due. */
function waitsFor(estate: Estate, { worst }: Chain, place: (input: Pointer) => InputPlace | undefined): PromiseData['waitsFor'] {
  const ids = [...new Set(worst.homeless.flatMap(({ promise: { standby }, because }) => (because === 'standby-not-operating' && standby !== undefined ? [standby] : [])))].sort();
  return ids.flatMap((id) => {
    const site = estate.sites[id];
    if (site === undefined) return [];
    return [{ site: id, phase: site.phase, due: site.milestones.commissioning, inputs: [pointer('sites', id, 'phase'), pointer('sites', id, 'milestones', 'commissioning')].flatMap((input) => place(input) ?? []) }];
  });
}

