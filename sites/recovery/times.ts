import { quantile } from './durations.js';
import { drawn, luck, seedOf } from './draws.js';
import { pathTo, schedule, scheduler, type Timed } from './schedule.js';
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

/** When environments are back, run by run; milliseconds from the loss. */
export type Samples = ReadonlyMap<string, Float64Array>;

/** Runs between two words of how far it is. */
const runsTold = 100;

/**
 * Seeded runs in which each step takes a time of its own. Human and technical times do not go together; bytes do, since what
 * they rest on is the same guess for all of them. Another seed is other luck; the first runs are the same however many follow.
 *
 * @param told is told how many runs are done, every so often.
 */
export function samplesOf({ steps, capacity, ends }: Steps, count: number, seed = 0, told: (done: number) => void = () => undefined): Samples {
  const durations = Float64Array.from(steps, ({ takes }) => takes.p50);
  // Bytes share one luck, and what is no luck at all is the same in every run.
  const draws = steps.flatMap(({ kind, name, takes }, step) => (certain.includes(kind) ? [] : [{ step, takes, seed: sure.includes(kind) ? undefined : seedOf(name, seed) }]));
  const bytes = seedOf('bytes', seed);
  const samples = new Map([...ends.keys()].map((name) => [name, new Float64Array(count)]));
  const lasts = [...ends].map(([name, last]) => ({ last, sample: samples.get(name) ?? new Float64Array(count) }));
  const run = scheduler(steps, capacity);
  for (let index = 0; index < count; index += 1) {
    const many = Math.max(0, luck(bytes, index));
    for (const { step, takes, seed: own } of draws) durations[step] = drawn(takes, own === undefined ? many : luck(own, index));
    const taken = run(durations);
    for (const { last, sample } of lasts) sample[index] = taken.ends[last] ?? 0;
    if ((index + 1) % runsTold === 0) told(index + 1);
  }
  return samples;
}

/** When everybody is back: once with every step at its median, and in seeded runs. */
export function timesOf(plan: Steps, count = runs): Times {
  const { steps, capacity, ends } = plan;
  const typical = schedule(steps, steps.map(({ takes }) => takes.p50), capacity);
  const whole = (ms: number): bigint => BigInt(Math.ceil(ms));
  return {
    typical,
    byNamespace: new Map(
      [...samplesOf(plan, count)].map(([name, sample]) => {
        const sorted = sample.sort();
        return [name, { typicalMs: whole(typical[ends.get(name) ?? 0]?.end ?? 0), p50Ms: whole(quantile(sorted, 0.5)), p95Ms: whole(quantile(sorted, 0.95)) }];
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
