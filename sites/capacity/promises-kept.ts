import type { Quarter } from '../model/calendar.js';
import { protectedTiers, protections, type Protection } from '../model/kinds/protection.js';
import { headroomIn, holds, levels, siteLevels, worstIn, type Level, type Plan, type SiteQuarter, type Worst } from './headroom.js';
import { linkWorst } from './links/link-promise.js';
import { plannedQuarters, quartersBeyond } from './operation.js';

/** What is promised: with the worst loss of a level nobody is short; with the worst link, path or conduit lost, no more data would be lost than the tier says. */
export type PromiseLevel = Level | 'link';
export const promiseLevels: readonly PromiseLevel[] = [...levels, 'link'];

/** `<site>/<level>/<tier>`: at this site, with the worst loss of this level, this tier keeps all it was promised. */
export interface PromiseId {
  readonly site: string;
  readonly level: PromiseLevel;
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
export const isPromised = ({ level, tier }: Pick<PromiseId, 'level' | 'tier'>): boolean => protectedTiers.includes(tier) || (level !== 'hall' && !(siteLevels as readonly PromiseLevel[]).includes(level));

/**
 * A hall is too large to be made up for inside its site: whoever loses one goes where a lost site's systems go. So that
 * promise holds too where the site's whole loss would be survived.
 */
const keeps = ({ worst }: Judged, level: PromiseLevel): boolean => (level === 'link' ? worst.link === undefined || holds(worst.link) : holds(worst[level]) || (level === 'hall' && holds(worst.site)));

/** A row with its network, where that is judged. */
interface Judged extends SiteQuarter {
  readonly worst: SiteQuarter['worst'] & { readonly link?: Worst };
}

/** The worst of a promise's level in a quarter; undefined where its site does not serve, or nothing flows over its links. */
export const worstOfPromise = (plan: Plan, quarter: Quarter, { site, level, tier }: PromiseId): Worst | undefined => (level === 'link' ? linkWorst(plan, quarter, tier).get(site) : worstIn(plan, quarter, site, level, tier));

/** Every promise of every site over the whole plan, in order of level, tier, site. `network`: those against a lost link too. */
export function promisesKept(timeline: readonly (readonly SiteQuarter[])[], plan: Plan, network: 'judged' | 'left-out' = 'left-out'): readonly KeptPromise[] {
  const series = new Map<string, { id: PromiseId; rows: Judged[] }>();
  for (const row of timeline.flat().map((one): Judged => (network === 'judged' ? withNetwork(plan, one) : one)))
    for (const level of promiseLevels) {
      const id: PromiseId = { site: row.site, level, tier: row.tier };
      if (level === 'link' && row.worst.link === undefined) continue;
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
    return [{ ...id, from: first.quarter, broken: { quarter: start.quarter, worst: start.worst[id.level] ?? start.worst.nothing, until: last.quarter }, ...(after === undefined ? {} : { holdsFrom: after.quarter }) }];
  });
  return beyond(plan, kept).sort((a, b) => order(a) - order(b) || (a.site < b.site ? -1 : a.site > b.site ? 1 : 0));
}

const networks = new WeakMap<Plan, Map<string, ReadonlyMap<string, Worst>>>();

function withNetwork(plan: Plan, row: SiteQuarter): Judged {
  const known = networks.get(plan) ?? new Map<string, ReadonlyMap<string, Worst>>();
  networks.set(plan, known);
  const key = `${row.quarter} ${row.tier}`;
  const bySite = known.get(key) ?? linkWorst(plan, row.quarter, row.tier);
  known.set(key, bySite);
  const link = bySite.get(row.site);
  return link === undefined ? row : { ...row, worst: { ...row.worst, link } };
}

const order = ({ level, tier }: PromiseId): number => promiseLevels.indexOf(level) * protections.length + protections.indexOf(tier);

/** Looks past the plan for the promises that its last quarter still breaks: a late site may yet keep them. */
function beyond(plan: Plan, kept: readonly KeptPromise[]): KeptPromise[] {
  const open = kept.filter(({ holdsFrom, level }) => holdsFrom === undefined && level !== 'link');
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
export function holdsFrom(plan: Plan, promise: PromiseId): Quarter | undefined {
  let from: Quarter | undefined;
  for (const quarter of plannedQuarters(plan.estate)) {
    const worst = worstOfPromise(plan, quarter, promise);
    if (worst === undefined) continue;
    if (!holds(worst)) from = undefined;
    else from ??= quarter;
  }
  return from ?? quartersBeyond(plan.estate).filter((quarter) => arrives(plan, quarter)).find((quarter) => {
    const worst = worstOfPromise(plan, quarter, promise);
    return worst !== undefined && holds(worst);
  });
}

/** Whether a site or a pool arrives in a quarter: only what arrives can mend a promise, growth alone never does. */
const arrives = ({ estate }: Plan, quarter: Quarter): boolean => Object.values(estate.sites).some(({ milestones, nodePools }) => milestones.commissioning === quarter || nodePools.some(({ available }) => available === quarter));
