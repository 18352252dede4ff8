import type { Text } from '../../sites/model/text.js';

/** Where a change stands in the order of its site: stacks of a site come in the order of their ranks, sites side by side. */
export interface Change {
  /** Unique in the set: stack and address. */
  readonly id: string;
  readonly site: string;
  /** Place of its stack's kind in the order of a site; undefined where the stack is no part of that order. */
  readonly rank?: number;
  /** What it does, in a sentence's part. */
  readonly does: Text;
}

/** An object that makes a fact true, before its change and after it. */
export interface Provider {
  readonly change: Change;
  readonly before: boolean;
  readonly after: boolean;
  /** Whether it is gone for a while in between: deleted, then created again. */
  readonly gap: boolean;
}

/** What must hold at every moment. A fact holds as long as one of its providers does. */
export type Formula =
  | { readonly fact: readonly Provider[] }
  | { readonly all: readonly Formula[] }
  | { readonly any: readonly Formula[] };

/** One atomic step: a change as a whole, or one half of a replacement that deletes first. */
export interface Step {
  readonly change: Change;
  readonly half: 'whole' | 'gone' | 'back';
}

/** A moment at which a formula is false: these steps have been taken, with all that must come before them, and those have not. */
export interface Moment {
  readonly taken: readonly Step[];
  readonly pending: readonly Step[];
}

const keyOf = ({ change, half }: Step): string => `${change.id}\n${half}`;

/** Whether a step is always taken before another. Within a stack nothing is promised: the engine works on several objects at once. */
export function precedes(first: Step, second: Step): boolean {
  const [a, b] = [first.change, second.change];
  if (a.id === b.id) return first.half === 'gone' && second.half === 'back';
  return a.site === b.site && a.rank !== undefined && b.rank !== undefined && a.rank < b.rank;
}

const removal = ({ change, before, after, gap }: Provider): Step | undefined => (!before || (after && !gap) ? undefined : { change, half: gap ? 'gone' : 'whole' });
const creation = ({ change, before, after, gap }: Provider): Step | undefined => (!after || (before && !gap) ? undefined : { change, half: gap ? 'back' : 'whole' });

/** Steps a provider takes part in. */
export const stepsOf = (provider: Provider): readonly Step[] => {
  const found = [removal(provider), creation(provider)].flatMap((step) => step ?? []);
  // A replacement takes both halves, whichever of them changes this fact.
  return provider.gap ? [{ change: provider.change, half: 'gone' }, { change: provider.change, half: 'back' }] : found;
};

/** Whether a formula holds before anything is done. */
export function holdsBefore(formula: Formula): boolean {
  if ('fact' in formula) return formula.fact.some(({ before }) => before);
  return 'all' in formula ? formula.all.every(holdsBefore) : formula.any.some(holdsBefore);
}

/**
 * A moment of some interleaving at which a formula is false; undefined where there is none.
 *
 * The states that interleavings pass through, also one that stops half way, are the sets of steps that hold with each step
 * all that precede it. A fact is false in one of them exactly if everything that makes it true has been taken away and
 * nothing that would make it true again has come; the smallest set with those removals decides. Steps that touch no fact of
 * the formula never matter, since the order is told from site and rank alone: that is the whole reduction, and it is exact.
 */
export function falseMoment(formula: Formula): Moment | undefined {
  const found = falsifiers(formula, () => false);
  return found.reduce<Moment | undefined>((least, moment) => (least === undefined || moment.taken.length < least.taken.length ? moment : least), undefined);
}

const nowhere: Moment = { taken: [], pending: [] };

/** @param shared whether another alternative, of whatever level, touches a site as well. */
function falsifiers(formula: Formula, shared: (site: string) => boolean): readonly Moment[] {
  if ('fact' in formula) {
    if (formula.fact.some(({ before, after, gap }) => before && after && !gap)) return [];
    const moment = { taken: unique(formula.fact.flatMap((provider) => removal(provider) ?? [])), pending: unique(formula.fact.flatMap((provider) => creation(provider) ?? [])) };
    return possible(moment) ? [moment] : [];
  }
  if ('all' in formula) return formula.all.flatMap((part) => falsifiers(part, shared));
  // Every alternative must be false at one and the same moment.
  const alternatives = formula.any.map((child) => ({ child, sites: sitesOf(child) }));
  const touched = new Map<string, number>();
  for (const { sites } of alternatives) for (const site of sites) touched.set(site, (touched.get(site) ?? 0) + 1);
  return alternatives.reduce<readonly Moment[]>((so, { child, sites }) => {
    if (so.length === 0) return so;
    const elsewhere = (site: string): boolean => shared(site) || (touched.get(site) ?? 0) > (sites.has(site) ? 1 : 0);
    const moments = falsifiers(child, elsewhere);
    // Alternatives of sites that no other one touches are independent of them: one moment of theirs is as good as any.
    const choices = [...sites].some(elsewhere) ? moments : moments.slice(0, 1);
    return so.flatMap((moment) => choices.map((choice): Moment => ({ taken: unique([...moment.taken, ...choice.taken]), pending: unique([...moment.pending, ...choice.pending]) })).filter(possible));
  }, [nowhere]);
}

function sitesOf(formula: Formula): ReadonlySet<string> {
  if ('fact' in formula) return new Set(formula.fact.flatMap((provider) => stepsOf(provider).map(({ change }) => change.site)));
  return new Set(('all' in formula ? formula.all : formula.any).flatMap((child) => [...sitesOf(child)]));
}

/** No step is both taken and pending, and none that is pending comes before one that is taken. */
const possible = ({ taken, pending }: Moment): boolean => !pending.some((later) => taken.some((step) => keyOf(step) === keyOf(later) || precedes(later, step)));

function unique(steps: readonly Step[]): readonly Step[] {
  return [...new Map(steps.map((step) => [keyOf(step), step])).values()];
}
