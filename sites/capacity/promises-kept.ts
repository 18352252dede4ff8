import type { Quarter } from '../model/calendar.js';
import { protectedTiers, protections, type Protection } from '../model/kinds/protection.js';
import { headroomIn, holds, levels, siteLevels, worstIn, type Level, type Plan, type SiteQuarter, type Worst } from './headroom.js';
import { plannedQuarters, quartersBeyond } from './operation.js';

/** `<site>/<level>/<tier>`: at this site, with the worst loss of this level, this tier keeps all it was promised. */
export interface PromiseId {
  readonly site: string;
  readonly level: Level;
  readonly tier: Protection;
}

export interface Break {
  readonly quarter: Quarter;
  readonly worst: Worst;
  /** The last quarter of the plan in which it is broken. */
  readonly until: Quarter;
}

export interface KeptPromise extends PromiseId {
  /** First quarter it is judged in: now, or when its site opens. */
  readonly from: Quarter;
  /** Absent where it holds in every quarter of the plan. */
  readonly broken?: Break;
  /** First quarter from which it holds until the end of the plan, or beyond it; absent where none was found. */
  readonly holdsFrom?: Quarter;
}

export const promiseText = ({ site, level, tier }: PromiseId): string => `${site}/${level}/${tier}`;

/** Levels a tier is promised anything at: losing a hall or a site is survived by protected tiers alone. */
export const isPromised = ({ level, tier }: Pick<PromiseId, 'level' | 'tier'>): boolean => protectedTiers.includes(tier) || (level !== 'hall' && !(siteLevels as readonly Level[]).includes(level));

/**
 * A hall is too large to be made up for inside its site: whoever loses one goes where a lost site's systems go. So that
 * promise holds too where the site's whole loss would be survived.
 */
const keeps = (row: SiteQuarter, level: Level): boolean => holds(row.worst[level]) || (level === 'hall' && holds(row.worst.site));

/** Every promise of every site over the whole plan, in order of site, level, tier. */
export function promisesKept(timeline: readonly (readonly SiteQuarter[])[], plan: Plan): readonly KeptPromise[] {
  const series = new Map<string, { id: PromiseId; rows: SiteQuarter[] }>();
  for (const row of timeline.flat())
    for (const level of levels) {
      const id: PromiseId = { site: row.site, level, tier: row.tier };
      if (!isPromised(id)) continue;
      const known = series.get(promiseText(id)) ?? { id, rows: [] };
      series.set(promiseText(id), known);
      known.rows.push(row);
    }
  const kept = [...series.values()].flatMap(({ id, rows }): KeptPromise[] => {
    const [first] = rows;
    if (first === undefined) return [];
    const broken = rows.filter((row) => !keeps(row, id.level));
    const [start] = broken;
    const last = broken.at(-1);
    if (start === undefined || last === undefined) return [{ ...id, from: first.quarter, holdsFrom: first.quarter }];
    const after = rows[rows.indexOf(last) + 1];
    return [{ ...id, from: first.quarter, broken: { quarter: start.quarter, worst: start.worst[id.level], until: last.quarter }, ...(after === undefined ? {} : { holdsFrom: after.quarter }) }];
  });
  return beyond(plan, kept).sort((a, b) => order(a) - order(b) || (a.site < b.site ? -1 : a.site > b.site ? 1 : 0));
}

const order = ({ level, tier }: PromiseId): number => levels.indexOf(level) * protections.length + protections.indexOf(tier);

/** Looks past the plan for the promises that its last quarter still breaks: a late site may yet keep them. */
function beyond(plan: Plan, kept: readonly KeptPromise[]): KeptPromise[] {
  const open = kept.filter(({ holdsFrom }) => holdsFrom === undefined);
  if (open.length === 0) return [...kept];
  const found = new Map<string, Quarter>();
  for (const quarter of quartersBeyond(plan.estate)) {
    if (!arrives(plan, quarter)) continue;
    const rows = headroomIn(plan, quarter);
    for (const promise of open) {
      const row = rows.find(({ site, tier }) => site === promise.site && tier === promise.tier);
      if (row !== undefined && keeps(row, promise.level) && !found.has(promiseText(promise))) found.set(promiseText(promise), quarter);
    }
  }
  return kept.map((promise) => {
    const quarter = found.get(promiseText(promise));
    return promise.holdsFrom === undefined && quarter !== undefined ? { ...promise, holdsFrom: quarter } : promise;
  });
}

/** Headroom of every quarter of the plan. */
export const timelineOf = (plan: Plan, tiers: readonly Protection[] = protections): readonly (readonly SiteQuarter[])[] => plannedQuarters(plan.estate).map((quarter) => headroomIn(plan, quarter, tiers));

/** First quarter from which one promise against a site's loss holds until the end of the plan, or beyond it; undefined where none was found. */
export function holdsFrom(plan: Plan, { site, level, tier }: PromiseId): Quarter | undefined {
  let from: Quarter | undefined;
  for (const quarter of plannedQuarters(plan.estate)) {
    const worst = worstIn(plan, quarter, site, level, tier);
    if (worst === undefined) continue;
    if (!holds(worst)) from = undefined;
    else from ??= quarter;
  }
  return from ?? quartersBeyond(plan.estate).filter((quarter) => arrives(plan, quarter)).find((quarter) => {
    const worst = worstIn(plan, quarter, site, level, tier);
    return worst !== undefined && holds(worst);
  });
}

/** Whether a site or a pool arrives in a quarter: only what arrives can mend a promise, growth alone never does. */
const arrives = ({ estate }: Plan, quarter: Quarter): boolean => Object.values(estate.sites).some(({ milestones, nodePools }) => milestones.commissioning === quarter || nodePools.some(({ available }) => available === quarter));
