import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Overcommitted, pathTo, schedule, type Scheduled, type Timed } from '../../../sites/recovery/schedule.js';

interface Instance {
  readonly steps: readonly Scheduled[];
  readonly durations: readonly number[];
  readonly capacity: ReadonlyMap<string, number>;
}

const resources = ['people', 'slots', 'link'];

/** Steps that wait for earlier ones and use up to two units of up to three resources that have two to four. */
const instances = (most = 14): fc.Arbitrary<Instance> =>
  fc
    .array(fc.record({ after: fc.array(fc.nat({ max: most }), { maxLength: 3 }), uses: fc.uniqueArray(fc.record({ resource: fc.constantFrom(...resources), units: fc.integer({ min: 1, max: 2 }) }), { selector: ({ resource }) => resource, maxLength: 2 }), takes: fc.nat({ max: 20 }) }), { minLength: 1, maxLength: most })
    .chain((made) =>
      fc.record({ units: fc.tuple(...resources.map(() => fc.integer({ min: 2, max: 4 }))) }).map(({ units }) => ({
        steps: made.map(({ after, uses }, index) => ({ uses, after: [...new Set(after.filter((before) => before < index))] })),
        durations: made.map(({ takes }) => takes),
        capacity: new Map(resources.map((resource, index) => [resource, units[index] ?? 2])),
      })),
    );

const run = ({ steps, durations, capacity }: Instance): readonly Timed[] => schedule(steps, durations, capacity);

/** The same policy, told another way: every unit has a name, and a step looks for the moment at which enough of them are free. */
function naive({ steps, durations, capacity }: Instance): { start: number; end: number }[] {
  const busy = new Map([...capacity].map(([resource, units]) => [resource, Array.from({ length: units }, () => 0)]));
  const done: { start: number; end: number }[] = [];
  steps.forEach(({ after, uses }, index) => {
    let start = Math.max(0, ...after.map((before) => done[before]?.end ?? Infinity));
    const enough = (at: number): boolean => uses.every(({ resource, units }) => (busy.get(resource) ?? []).filter((until) => until <= at).length >= units);
    while (!enough(start)) start += 1;
    const end = start + (durations[index] ?? 0);
    for (const { resource, units } of uses) {
      const all = busy.get(resource) ?? [];
      // Those free longest are taken, as a queue would.
      const free = all.map((until, unit) => ({ until, unit })).filter(({ until }) => until <= start).sort((a, b) => a.until - b.until).slice(0, units);
      for (const { unit } of free) all[unit] = end;
    }
    done.push({ start, end });
  });
  return done;
}

/** Every order of the steps in which none stands before what it waits for. */
function orders({ steps }: Instance): number[][] {
  const found: number[][] = [];
  const extend = (order: number[]): void => {
    if (order.length === steps.length) found.push(order);
    steps.forEach(({ after }, index) => {
      if (!order.includes(index) && after.every((before) => order.includes(before))) extend([...order, index]);
    });
  };
  extend([]);
  return found;
}

const reordered = ({ steps, durations, capacity }: Instance, order: readonly number[]): Instance => ({
  steps: order.map((index) => ({ uses: steps[index]?.uses ?? [], after: (steps[index]?.after ?? []).map((before) => order.indexOf(before)) })),
  durations: order.map((index) => durations[index] ?? 0),
  capacity,
});

const makespan = (timed: readonly { end: number }[]): number => Math.max(...timed.map(({ end }) => end));

describe('a schedule', () => {
  it('is what a plain telling of the same policy says', () => {
    fc.assert(
      fc.property(instances(), (instance) => {
        expect(run(instance).map(({ start, end }) => ({ start, end }))).toEqual(naive(instance));
      }),
      { numRuns: 400 },
    );
  });

  it('never gives away more than there is, and begins nothing before what it waits for has ended', () => {
    fc.assert(
      fc.property(instances(), (instance) => {
        const timed = run(instance);
        for (const { start: moment } of timed)
          for (const [resource, units] of instance.capacity) {
            const used = timed.reduce((sum, { start, end }, index) => (start <= moment && moment < end ? sum + (instance.steps[index]?.uses.find((use) => use.resource === resource)?.units ?? 0) : sum), 0);
            expect(used).toBeLessThanOrEqual(units);
          }
        instance.steps.forEach(({ after }, index) => after.forEach((before) => expect(timed[index]?.start).toBeGreaterThanOrEqual(timed[before]?.end ?? Infinity)));
      }),
      { numRuns: 300 },
    );
  });

  it('ends no step earlier when any step takes longer', () => {
    fc.assert(
      fc.property(instances(), fc.nat(), fc.integer({ min: 1, max: 15 }), (instance, which, longer) => {
        const slow = { ...instance, durations: instance.durations.map((takes, index) => (index === which % instance.durations.length ? takes + longer : takes)) };
        const [before, after] = [run(instance), run(slow)];
        before.forEach(({ end }, index) => expect(after[index]?.end).toBeGreaterThanOrEqual(end));
      }),
      { numRuns: 500 },
    );
  });

  it('ends no step later with one unit more of anything', () => {
    fc.assert(
      fc.property(instances(), fc.constantFrom(...resources), (instance, resource) => {
        const more = { ...instance, capacity: new Map([...instance.capacity].map(([name, units]) => [name, name === resource ? units + 1 : units])) };
        const [before, after] = [run(instance), run(more)];
        before.forEach(({ end }, index) => expect(after[index]?.end).toBeLessThanOrEqual(end));
      }),
      { numRuns: 500 },
    );
  });

  it('lies between the best of all orders, found by trying each, and one step after the other', () => {
    fc.assert(
      fc.property(instances(6), (instance) => {
        const best = Math.min(...orders(instance).map((order) => makespan(naive(reordered(instance, order)))));
        const own = makespan(run(instance));
        expect(own).toBeGreaterThanOrEqual(best);
        expect(own).toBeLessThanOrEqual(instance.durations.reduce((sum, takes) => sum + takes, 0));
        // The order of the list is one of those tried.
        expect(orders(instance).some((order) => makespan(naive(reordered(instance, order))) === own)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('leads back from any step to the loss without a gap', () => {
    fc.assert(
      fc.property(instances(), (instance) => {
        const timed = run(instance);
        timed.forEach((_, step) => {
          const path = pathTo(timed, step);
          expect(timed[path[0] ?? -1]?.start).toBe(0);
          path.slice(1).forEach((index, before) => expect(timed[index]?.start).toBe(timed[path[before] ?? -1]?.end));
        });
      }),
      { numRuns: 300 },
    );
  });

  it('says the same twice', () => {
    fc.assert(
      fc.property(instances(), (instance) => {
        expect(run(instance)).toEqual(run(instance));
      }),
    );
  });

  // Graham's example: nine tasks on three machines take longer with a fourth when each machine takes what is ready.
  it('takes no longer with a fourth machine where work that overtakes would', () => {
    const takes = [3, 2, 2, 2, 4, 4, 4, 4, 9];
    const steps = takes.map((_, index): Scheduled => ({ after: index === 8 ? [0] : index >= 4 && index <= 7 ? [3] : [], uses: [{ resource: 'machine', units: 1 }] }));
    const [three, four] = [3, 4].map((machines) => makespan(schedule(steps, takes, new Map([['machine', machines]]))));
    expect(four).toBeLessThanOrEqual(three ?? 0);
  });

  it('refuses a step that needs more than there is, and one that stands before what it waits for', () => {
    expect(() => schedule([{ after: [], uses: [{ resource: 'people', units: 2 }] }], [1], new Map([['people', 1]]))).toThrow(Overcommitted);
    expect(() => schedule([{ after: [1], uses: [] }, { after: [], uses: [] }], [1, 1], new Map())).toThrow('step 0 comes before 1');
  });
});
