import { quantile } from './durations.js';
import { drawn, luck, seedOf } from './draws.js';
import { pathTo, schedule, type Timed } from './schedule.js';
import type { StepKind } from './situation.js';
import type { Step, Steps } from './steps.js';

/** Runs of the simulation. The 95th percentile is the 190th of 200. */
export const runs = 200;

/** When an environment is back, milliseconds from the loss. */
export interface RecoveryTime {
  /** With every step at its median: what a reader can add up. */
  readonly typicalMs: bigint;
  /** Of the runs of the simulation, by nearest rank. */
  readonly p50Ms: bigint;
  readonly p95Ms: bigint;
}

export interface Times {
  readonly byNamespace: ReadonlyMap<string, RecoveryTime>;
  /** Steps as they were taken with every one at its median. */
  readonly typical: readonly Timed[];
}

/** Steps whose time is a division: nothing about them is luck. */
const certain: readonly StepKind[] = ['ttl', 'hsm', 'image-transfer'];
/** Bytes: no fewer than the likely amount, for a reader who counts on it. All of them rest on the same guesses and share their luck. */
const sure: readonly StepKind[] = ['transfer', 'drain'];

/**
 * When everybody is back: once with every step at its median, and in seeded runs in which each takes a time of its own.
 * Human and technical times do not go together; bytes do, since what they rest on is the same guess for all of them.
 */
export function timesOf({ steps, capacity, ends }: Steps, count = runs): Times {
  const typical = schedule(steps, steps.map(({ takes }) => takes.p50), capacity);
  const seeds = steps.map((step) => seedOf(sure.includes(step.kind) ? 'bytes' : step.name));
  const names = [...ends.keys()];
  const last = names.map((name) => ends.get(name) ?? 0);
  const samples = names.map(() => new Float64Array(count));
  const durations = new Float64Array(steps.length);
  for (let run = 0; run < count; run += 1) {
    steps.forEach((step, index) => {
      durations[index] = drawn(step.takes, certain.includes(step.kind) ? 0 : sure.includes(step.kind) ? Math.max(0, luck(seeds[index] ?? 0, run)) : luck(seeds[index] ?? 0, run));
    });
    const timed = schedule(steps, durations, capacity);
    last.forEach((step, index) => {
      const sample = samples[index];
      if (sample !== undefined) sample[run] = timed[step]?.end ?? 0;
    });
  }
  const whole = (ms: number): bigint => BigInt(Math.ceil(ms));
  return {
    typical,
    byNamespace: new Map(
      names.map((name, index) => {
        const sorted = [...(samples[index]?.sort() ?? [])];
        return [name, { typicalMs: whole(typical[last[index] ?? 0]?.end ?? 0), p50Ms: whole(quantile(sorted, 0.5)), p95Ms: whole(quantile(sorted, 0.95)) }];
      }),
    ),
  };
}

/** A step on the way to an environment's return, with every step at its median. */
export interface PathStep {
  readonly step: Step;
  readonly startMs: bigint;
  readonly endMs: bigint;
}

/** The chain of steps that decides when an environment is back, with every step at its median. */
export function criticalPath({ steps, ends }: Steps, { typical }: Times, namespace: string): readonly PathStep[] {
  const end = ends.get(namespace);
  return end === undefined ? [] : pathTo(typical, end).flatMap((index): PathStep[] => {
    const [step, timed] = [steps[index], typical[index]];
    return step === undefined || timed === undefined ? [] : [{ step, startMs: BigInt(Math.ceil(timed.start)), endMs: BigInt(Math.ceil(timed.end)) }];
  });
}
