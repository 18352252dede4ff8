import { mutators, type Mutator } from '../../../policies/engine/mutators.js';
import type { Rule } from '../../../policies/engine/rule.js';
import { killersOf, type Judged, type Trial } from './trial.js';

/** What applying every mutant showed. */
export interface Mutation {
  readonly judged: readonly Judged[];
  /** A rule that is there claims to notice, and did not. */
  readonly survivors: readonly Judged[];
  /** No rule claims to notice, and none did. */
  readonly unclaimed: readonly Judged[];
  /** A mutator that a rule declares, of which no mutant names that rule. */
  readonly missing: readonly { readonly rule: string; readonly mutator: Mutator }[];
  /** A mutant names a rule that is not there. */
  readonly strangers: readonly Judged[];
  /** Mutators of the catalogue that no rule of today declares. */
  readonly undeclared: readonly Mutator[];
}

export interface Options {
  /**
   * `everybody`: every rule judges every mutant, so that the table shows all who notice. `claimants`: only the rule that
   * claims a mutant judges it, which is all that decides, and a tenth of the work. @default everybody
   */
  readonly judges?: 'everybody' | 'claimants';
  readonly each?: (judged: Judged) => void;
}

/** Applies every mutant and lets the rules judge what comes of it. */
export async function mutate(trials: readonly Trial[], rules: readonly Rule[], { judges = 'everybody', each }: Options = {}): Promise<Mutation> {
  const judged: Judged[] = [];
  const alone = new Map(rules.map((rule) => [rule.id, [rule]]));
  for (const { name, mutator, by, good, verdicts } of trials) {
    const bench = judges === 'everybody' ? rules : ((by === undefined ? undefined : alone.get(by)) ?? []);
    const killers = bench.length === 0 ? [] : killersOf(await good(bench), await verdicts(bench));
    const one: Judged = { name, mutator, ...(by === undefined ? {} : { by }), killers };
    judged.push(one);
    each?.(one);
  }
  const present = new Set(rules.map(({ id }) => id));
  const claimed = judged.filter(({ by }) => by !== undefined);
  const declared = new Set(rules.flatMap((rule) => rule.mutants ?? []));
  return {
    judged,
    survivors: claimed.filter(({ by = '', killers }) => present.has(by) && !killers.includes(by)),
    unclaimed: judged.filter(({ by, killers }) => by === undefined && killers.length === 0),
    missing: rules.flatMap(({ id, mutants = [] }) => mutants.filter((mutator) => !judged.some((one) => one.by === id && one.mutator === mutator)).map((mutator) => ({ rule: id, mutator }))),
    strangers: claimed.filter(({ by = '' }) => !present.has(by)),
    undeclared: (Object.keys(mutators) as Mutator[]).filter((mutator) => !declared.has(mutator)),
  };
}

/** Whether the rules stand: every mutant that one of them claims is killed by it, and every claim has a mutant. */
export const holds = ({ survivors, missing, strangers }: Mutation): boolean => survivors.length === 0 && missing.length === 0 && strangers.length === 0;
