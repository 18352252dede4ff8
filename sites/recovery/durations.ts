import type { Estate } from '../model/estate.js';
import { recoveryActions, type RecoveryAction } from '../model/kinds/recovery-inputs.js';
import { pointer, type Pointer } from '../model/pointer.js';

/** How long something takes: half of all times at most `p50`, nineteen of twenty at most `p95`; milliseconds. */
export interface Quantiles {
  readonly p50: number;
  readonly p95: number;
}

/** Duration of an action, and what it rests on. */
export interface ActionDuration extends Quantiles {
  /** Times measured in drills; 0 where none was: then the planning input counts. */
  readonly measured: number;
  readonly inputs: readonly Pointer[];
}

export type ActionDurations = Readonly<Record<RecoveryAction, ActionDuration>>;

const ms = (minutes: number): number => Math.round(minutes * 60_000);

/** The smallest value that a share of the sorted values does not exceed (nearest rank). */
export const quantile = (sorted: ArrayLike<number>, share: number): number => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;

/**
 * Durations as measured in drills up to the estate's day, else as planned. What a failed drill measured of a step counts too:
 * the step took that long. With fewer than twenty measurements the 95th percentile is the longest of them.
 */
export function durationsOf({ recovery, records, scenario }: Pick<Estate, 'recovery' | 'records' | 'scenario'>): ActionDurations {
  const measured = new Map<RecoveryAction, { minutes: number; at: Pointer }[]>();
  for (const { id, on, drill } of Object.values(records)) {
    if (on > scenario.asOf) continue;
    (drill?.durations ?? []).forEach(({ action, minutes }, index) => {
      const all = measured.get(action) ?? [];
      measured.set(action, all);
      all.push({ minutes, at: pointer('records', id, 'drill', 'durations', index, 'minutes') });
    });
  }
  const of = (action: RecoveryAction): ActionDuration => {
    const all = measured.get(action) ?? [];
    if (all.length === 0) {
      const { p50, p95 } = recovery.durations[action];
      return { p50: ms(p50), p95: ms(p95), measured: 0, inputs: [pointer('recovery', 'durations', action, 'p50'), pointer('recovery', 'durations', action, 'p95')] };
    }
    const sorted = all.map(({ minutes }) => ms(minutes)).sort((a, b) => a - b);
    return { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), measured: all.length, inputs: all.map(({ at }) => at) };
  };
  return Object.fromEntries(recoveryActions.map((action) => [action, of(action)])) as ActionDurations;
}
