/** So many units of a resource, for as long as a step lasts. */
export interface Use {
  readonly resource: string;
  readonly units: number;
}

/** One step of a recovery, as the scheduler sees it. */
export interface Scheduled {
  /** Indices of steps that must have ended; each lies before this one in the list. */
  readonly after: readonly number[];
  readonly uses: readonly Use[];
}

/** When a step begins and ends, milliseconds from the loss, and what it waited for last. */
export interface Timed {
  readonly start: number;
  readonly end: number;
  /** Step that ended last before this one could begin: one it comes after, or one that held what it needs; absent where it began at once. */
  readonly held?: number;
}

/** A resource whose units are all alike: when each is free again, the earliest first. */
class Pool {
  readonly #free: Float64Array;
  readonly #holder: Int32Array;

  /** More units than there are uses make no difference: no more are ever counted. */
  constructor(units: number) {
    this.#free = new Float64Array(units);
    this.#holder = new Int32Array(units).fill(-1);
  }

  clear(): void {
    this.#free.fill(0);
    this.#holder.fill(-1);
  }

  /** When `units` are free at once. They lie at the front. */
  freeAt(units: number): number {
    return this.#free[units - 1] ?? Infinity;
  }

  /** Which step gives the last of them back. */
  holderOf(units: number): number {
    return this.#holder[units - 1] ?? -1;
  }

  /** Takes the earliest `units` until `end`: the others move up, and these go where they belong. */
  take(units: number, end: number, step: number): void {
    const [free, holder] = [this.#free, this.#holder];
    let [low, high] = [units, free.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((free[middle] ?? 0) <= end) low = middle + 1;
      else high = middle;
    }
    free.copyWithin(0, units, low);
    holder.copyWithin(0, units, low);
    free.fill(end, low - units, low);
    holder.fill(step, low - units, low);
  }
}

export class Overcommitted extends RangeError {}

/** Starts, ends and what held each step, by its place in the list; `held` is -1 where a step began at once. */
export interface Taken {
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  readonly held: Int32Array;
}

/**
 * A list of steps made ready to be scheduled many times over, each time with other durations. What it returns is written
 * over the next time.
 *
 * @throws Overcommitted where a step needs more units than there are.
 */
export function scheduler(steps: readonly Scheduled[], capacity: ReadonlyMap<string, number>): (durations: ArrayLike<number>) => Taken {
  const uses = new Map<string, number>();
  for (const step of steps) for (const { resource, units } of step.uses) uses.set(resource, (uses.get(resource) ?? 0) + units);
  const pools = new Map<string, Pool>();
  for (const [resource, most] of uses) {
    const units = capacity.get(resource);
    if (units !== undefined) pools.set(resource, new Pool(Math.min(units, most)));
  }
  // Arrays of numbers side by side: thousands of runs walk them.
  const waits = Int32Array.from(steps.flatMap(({ after }) => after));
  const firstWait = new Int32Array(steps.length + 1);
  steps.forEach(({ after }, index) => (firstWait[index + 1] = (firstWait[index] ?? 0) + after.length));
  const needed = steps.map(({ after, uses: own }, index) => {
    const early = after.find((before) => before >= index);
    if (early !== undefined) throw new RangeError(`step ${index} comes before ${early}, which it waits for`);
    return own.flatMap(({ resource, units }) => {
      const pool = pools.get(resource);
      if (pool === undefined || units === 0) return [];
      if (units > (capacity.get(resource) ?? Infinity)) throw new Overcommitted(`step ${index} needs ${units} of ${resource}`);
      return [{ pool, units }];
    });
  });
  const taken: Taken = { starts: new Float64Array(steps.length), ends: new Float64Array(steps.length), held: new Int32Array(steps.length) };
  const { starts, ends, held } = taken;
  return (durations) => {
    for (const pool of pools.values()) pool.clear();
    for (let index = 0; index < steps.length; index += 1) {
      let start = 0;
      let by = -1;
      for (let wait = firstWait[index] ?? 0; wait < (firstWait[index + 1] ?? 0); wait += 1) {
        const before = waits[wait] ?? 0;
        const ended = ends[before] ?? 0;
        if (ended > start) {
          start = ended;
          by = before;
        }
      }
      const own = needed[index] ?? [];
      for (const { pool, units } of own) {
        const free = pool.freeAt(units);
        if (free > start) {
          start = free;
          by = pool.holderOf(units);
        }
      }
      const end = start + (durations[index] ?? 0);
      for (const { pool, units } of own) pool.take(units, end, index);
      starts[index] = start;
      ends[index] = end;
      held[index] = by;
    }
    return taken;
  };
}

/**
 * Times of all steps when they are taken in the order of the list, none overtaking another on what both need: a step begins
 * once every step it comes after has ended and, of each resource, as many units as it needs are free after everybody before
 * it in the list has been served.
 *
 * The order is the priority and never depends on durations. Therefore no anomaly is possible: with longer durations, or with
 * fewer units, no step ends earlier (each resource's sorted free times, and with them every start, only grow; Kiefer and
 * Wolfowitz, On the Theory of Queues with Many Servers, 1955). Work that overtakes would sometimes be done sooner, and then
 * one person more could make a recovery longer (Graham, Bounds on Multiprocessing Timing Anomalies, 1969).
 *
 * @param durations milliseconds of each step.
 * @param capacity units of each resource; a resource that is not named has no limit.
 * @throws Overcommitted where a step needs more units than there are.
 */
export function schedule(steps: readonly Scheduled[], durations: ArrayLike<number>, capacity: ReadonlyMap<string, number>): readonly Timed[] {
  const { starts, ends, held } = scheduler(steps, capacity)(durations);
  return steps.map((_, index) => {
    const by = held[index] ?? -1;
    return { start: starts[index] ?? 0, end: ends[index] ?? 0, ...(by < 0 ? {} : { held: by }) };
  });
}

/** The chain of steps that decides when one ends: each waited for the one before it. The first begins at the loss. */
export function pathTo(timed: readonly Timed[], step: number): readonly number[] {
  const path: number[] = [];
  for (let at: number | undefined = step; at !== undefined; at = timed[at]?.held) path.unshift(at);
  return path;
}
