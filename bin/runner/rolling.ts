import pLimit from 'p-limit';
import type { RunnerStack } from './stack.js';

export interface Rolling<S extends RunnerStack, R> {
  /** One after another; the stacks of a group side by side. */
  readonly groups: readonly (readonly S[])[];
  readonly jobs: number;
  readonly interrupt: AbortSignal;
  readonly run: (stack: S) => Promise<R>;
  /** Whether a result stands in the way of what follows. */
  readonly failed: (result: R) => boolean;
  /** Result of a stack that is not started, and which one is the reason; undefined after an interruption. */
  readonly leave: (stack: S, because: string | undefined) => R;
}

/**
 * Runs stacks in rolling order. Platform and protection stop everything at their first failure: the next site must not
 * get what broke this one. Tenants go on: they have one owner each; only what follows a failed one is left.
 */
export async function roll<S extends RunnerStack, R>({ groups, jobs, interrupt, run, failed, leave }: Rolling<S, R>): Promise<Map<string, R>> {
  const results = new Map<string, R>();
  const blocked = new Set<string>();
  let stoppedBy: string | undefined;
  const limit = pLimit(Math.max(1, jobs));
  const one = async (stack: S): Promise<void> => {
    const because = stoppedBy ?? stack.after.find((name) => blocked.has(name));
    if (because !== undefined || interrupt.aborted) {
      results.set(stack.name, leave(stack, because));
      if (because !== undefined) blocked.add(stack.name);
      return;
    }
    let result: R;
    try {
      result = await run(stack);
    } catch (error) {
      stoppedBy ??= stack.name;
      throw error;
    }
    results.set(stack.name, result);
    if (!failed(result)) return;
    blocked.add(stack.name);
    if (stack.kind !== 'tenant') stoppedBy ??= stack.name;
  };
  for (const group of groups) {
    // Whatever one of them throws, the others' engines run to their end before anybody hears of it.
    const settled = await Promise.allSettled(group.map((stack) => limit(() => one(stack))));
    for (const each of settled) if (each.status === 'rejected') throw each.reason;
  }
  return results;
}
