import type { Without } from './program.js';
import type { Crossing, LimitKind, Need, Problem } from './problem.js';
import { isFeasible, type Solver } from './solve.js';

/** A limit that takes part in a contradiction. */
export type ConflictLimit =
  | { readonly kind: LimitKind | 'opening'; readonly site: string; readonly hall: string }
  | { readonly kind: 'budget'; readonly year: number }
  | { readonly kind: 'lead'; readonly equipment: string };

/** Demands and limits that cannot all hold; whatever one of them is given up, the others can. There may be other contradictions beside it. */
export interface Conflict {
  readonly limits: readonly ConflictLimit[];
  readonly needs: readonly Need[];
  /** What links do not carry. */
  readonly crossings: readonly Crossing[];
  readonly organisations: readonly string[];
  /** Giving up any single one was shown to leave the others without contradiction. False where the solver ran out of time on the way. */
  readonly minimal: boolean;
  /** Programs that were solved. */
  readonly solved: number;
}

export interface ConflictOptions {
  readonly solver: Solver;
  readonly now: () => number;
  readonly until: number;
  readonly told?: (solved: number) => void;
}

/** Most seconds for one question. */
const mostSeconds = 20;

/** Names of everything that may be left out besides needs and organisations. */
export function limitNames({ limits, budgets, things, fittings }: Problem): readonly string[] {
  return [
    ...new Set([
      ...budgets.map(({ name }) => name),
      ...things.map(({ kind }) => `lead/${kind}`),
      ...(fittings.length > 0 ? ['lead/rack'] : []),
      ...things.flatMap(({ site, hall, opens }) => (opens > 0 ? [`opening/${site}/${hall}`] : [])),
      ...limits.map(({ name }) => name),
    ]),
  ];
}

/**
 * The members of a set that cannot all hold, none of which can be left out: halves are tried before single ones (U. Junker,
 * QuickXplain, AAAI 2004). What is not known to contradict is taken as if it did not.
 */
export function minimalConflict(all: readonly string[], contradicts: (kept: readonly string[]) => boolean): readonly string[] {
  const search = (background: readonly string[], grown: boolean, rest: readonly string[]): readonly string[] => {
    if (grown && contradicts(background)) return [];
    if (rest.length === 1) return rest;
    const middle = Math.ceil(rest.length / 2);
    const [first, second] = [rest.slice(0, middle), rest.slice(middle)];
    const inSecond = search([...background, ...first], true, second);
    const inFirst = search([...background, ...inSecond], inSecond.length > 0, first);
    return [...inFirst, ...inSecond];
  };
  return all.length === 0 || contradicts([]) ? [] : search([], false, all);
}

/**
 * Of an infeasible problem: limits first, then what has to be served, then who asks for it. At the end each member is left
 * out once more, alone: that the others then contradict each other no longer is shown, not concluded.
 */
export function conflictOf(problem: Problem, { solver, now, until, told }: ConflictOptions): Conflict {
  let solved = 0;
  const feasible = (limits: readonly string[], needs: readonly string[], organisations: readonly string[]): boolean | undefined => {
    const seconds = Math.min(mostSeconds, (until - now()) / 1000);
    if (seconds <= 0) return undefined;
    solved += 1;
    told?.(solved);
    const kept = new Set(limits);
    const without: Without = { limits: new Set(names.filter((name) => !kept.has(name))), needs: new Set(needs), organisations: new Set(organisations) };
    return isFeasible(problem, without, { solver, seconds });
  };
  const names = limitNames(problem);
  const allNeeds = [...problem.needs, ...problem.crossings].map(({ id }) => id);
  const allOrganisations = [...new Set(problem.groups.map(({ organisation }) => organisation))].sort();
  const limits = minimalConflict(names, (kept) => feasible(kept, allNeeds, allOrganisations) === false);
  const needs = minimalConflict(allNeeds, (kept) => feasible(limits, kept, allOrganisations) === false);
  const organisations = minimalConflict(allOrganisations, (kept) => feasible(limits, needs, kept) === false);
  const proven =
    feasible(limits, needs, organisations) === false &&
    [
      ...limits.map((one) => () => feasible(others(limits, one), needs, organisations)),
      ...needs.map((one) => () => feasible(limits, others(needs, one), organisations)),
      ...organisations.map((one) => () => feasible(limits, needs, others(organisations, one))),
    ].every((left) => left() === true);
  const wanted = new Set(needs);
  return { limits: limits.map(limitOf), needs: problem.needs.filter(({ id }) => wanted.has(id)), crossings: problem.crossings.filter(({ id }) => wanted.has(id)), organisations, minimal: proven, solved };
}

const others = (all: readonly string[], one: string): readonly string[] => all.filter((other) => other !== one);

function limitOf(name: string): ConflictLimit {
  const [kind = '', first = '', second = ''] = name.split('/');
  if (kind === 'budget') return { kind, year: Number(first) };
  if (kind === 'lead') return { kind, equipment: first };
  return { kind: kind as LimitKind | 'opening', site: first, hall: second };
}
