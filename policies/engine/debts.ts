import type { Loss } from '../../sites/model/losses.js';
import type { Verdict } from '../../sites/model/verdict.js';

/**
 * What still blocks while a site is declared lost: to destroy data, to work on the wrong cluster, to let two sites write.
 * Two survivors cannot keep every other rule, and a rule that kept them from running would cost what it protects.
 */
export const blocksInFailover = ({ policy, pack }: Pick<Verdict, 'policy' | 'pack'>): boolean => pack === 'failover' || policy === 'CHG-001';

/** Verdicts while declarations are in force: what would block and need not now is owed, from the day of the earliest. */
export function asDebts(verdicts: readonly Verdict[], losses: readonly Loss[]): readonly Verdict[] {
  const [first] = losses;
  if (first === undefined) return verdicts;
  return verdicts.map((verdict) => (verdict.blocks && !blocksInFailover(verdict) ? { ...verdict, blocks: false, debt: { since: first.at, declaration: first.declaration } } : verdict));
}
