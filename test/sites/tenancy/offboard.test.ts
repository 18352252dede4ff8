import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { day, type Day } from '../../../sites/model/calendar.js';
import type { GivenApproval } from '../../../sites/model/approval.js';
import { nextStep, offboardingSteps, stepsTaken, type OffboardingStep } from '../../../sites/model/offboarding.js';
import { parseBytes, parseCpu } from '../../../sites/model/units.js';
import { beforeSteps, refusalOf, withStep, type Steps, type StepTaken } from '../../../sites/tenancy/offboard.js';

const limit = { namespace: 'ho-so-prod', site: 'ndc-01', cpu: parseCpu(1), memory: parseBytes('1Gi'), storage: {}, pods: 1 };
const signed = (by: string): GivenApproval => ({ by, on: day('2026-01-05'), key: `SHA256:${by}` });
const two = { given: [signed('a'), signed('b')], refused: [] };
const until = day('2026-01-10');

const wanted: Readonly<Record<OffboardingStep, StepTaken>> = {
  cordon: { step: 'cordon', organisation: 'bo-y-te', figures: 'stated', limits: [limit] },
  export: { step: 'export', location: 'x', digest: `sha256:${'a'.repeat(64)}`, confirmedBy: 'B' },
  retain: { step: 'retain', until },
  release: { step: 'release', approvals: two },
  tombstone: { step: 'tombstone', standing: [] },
};
const days = ['2026-01-01', '2026-01-10', '2026-01-11', '2026-01-12'].map(day);

/** Every state that can be reached, by every sequence of steps on every one of the days. */
function explored(): readonly { readonly steps: Steps; readonly path: readonly (readonly [OffboardingStep, Day])[] }[] {
  const found = new Map<string, { steps: Steps; path: (readonly [OffboardingStep, Day])[] }>();
  const open: { steps: Steps; path: (readonly [OffboardingStep, Day])[] }[] = [{ steps: beforeSteps, path: [] }];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const key = JSON.stringify(state.steps, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    if (found.has(key)) continue;
    found.set(key, state);
    for (const step of offboardingSteps)
      for (const on of days) if (refusalOf(state.steps, wanted[step], on) === undefined) open.push({ steps: withStep(state.steps, wanted[step], on), path: [...state.path, [step, on]] });
  }
  return [...found.values()];
}

describe('the steps of an offboarding', () => {
  const states = explored();

  it('are taken in one order alone, each once, no day before the last, and nothing is released before retention is over', () => {
    expect(states).toHaveLength(39);
    for (const { steps, path } of states) {
      expect(path.map(([step]) => step)).toEqual(offboardingSteps.slice(0, path.length));
      expect(stepsTaken(steps)).toEqual(path.map(([step, on]) => ({ step, on })));
      expect(path.map(([, on]) => on)).toEqual([...path.map(([, on]) => on)].sort());
      if (steps.released !== undefined) expect(steps.released > until).toBe(true);
      expect(steps.state).toBe(path.length === offboardingSteps.length ? 'done' : 'open');
      expect(nextStep(steps)).toBe(offboardingSteps[path.length]);
    }
    expect(new Set(states.map(({ path }) => path.length))).toEqual(new Set([0, 1, 2, 3, 4, 5]));
  });

  it('say of every step that is refused what is missing, or when it was taken', () => {
    for (const { steps } of states)
      for (const step of offboardingSteps) {
        const refused = refusalOf(steps, wanted[step], day('2026-01-12'));
        if (refused === undefined) continue;
        expect(refused.en).toMatch(/was taken on|missing: |is earlier|has gone by/);
        expect(refused.vi).toMatch(/đã làm ngày|còn thiếu: |sớm hơn|đã qua/);
        expect(() => withStep(steps, wanted[step], day('2026-01-12'))).toThrow(step);
      }
  });

  it('never leave anything a step recorded otherwise', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...offboardingSteps), fc.constantFrom(...days)), { maxLength: 12 }), (line) => {
        let steps = beforeSteps;
        for (const [step, on] of line) {
          if (refusalOf(steps, wanted[step], on) !== undefined) continue;
          const after = withStep(steps, wanted[step], on);
          expect(after.offboarding).toMatchObject(steps.offboarding ?? {});
          steps = after;
        }
      }),
    );
  });
});

describe('what a step needs', () => {
  const before = (step: OffboardingStep): Steps => {
    let steps = beforeSteps;
    for (const [each, on] of [['cordon', '2026-01-01'], ['export', '2026-01-02'], ['retain', '2026-01-03'], ['release', '2026-01-11']] as const) {
      if (each === step) break;
      steps = withStep(steps, wanted[each], day(on));
    }
    return steps;
  };

  it.each<[string, StepTaken, string, RegExp | undefined]>([
    ['nothing to cordon', { ...wanted.cordon, limits: [] } as StepTaken, '2026-01-01', /no environment at a site/],
    ['kept until today', { step: 'retain', until: day('2026-01-03') }, '2026-01-03', undefined],
    ['kept until yesterday', { step: 'retain', until: day('2026-01-02') }, '2026-01-03', /has gone by/],
    ['released on the last day of retention', wanted.release, '2026-01-10', /kept until the end of 2026-01-10/],
    ['released the day after', wanted.release, '2026-01-11', undefined],
    ['one signature', { step: 'release', approvals: { given: [signed('a')], refused: [] } }, '2026-01-11', /of 2 people are needed, there are 1/],
    ['one person twice', { step: 'release', approvals: { given: [signed('a'), signed('a')], refused: [] } }, '2026-01-11', /there are 1/],
    ['signatures that do not count are named', { step: 'release', approvals: { given: [], refused: [{ by: 'c', on: until, because: { vi: 'x', en: 'signed another text' } }] } }, '2026-01-11', /c: signed another text/],
    ['a cluster still has it', { step: 'tombstone', standing: ['ho-so-prod@ndc-01'] }, '2026-01-12', /still have ho-so-prod@ndc-01; run ndc up/],
    ['no cluster has it', wanted.tombstone, '2026-01-12', undefined],
  ])('%s', (_name, step, on, message) => {
    const refused = refusalOf(before(step.step), step, day(on));
    if (message === undefined) expect(refused).toBeUndefined();
    else expect(refused?.en).toMatch(message);
  });

  it.each(['draft', 'abandoned'] as const)('nothing goes on while it is %s', (state) => {
    expect(refusalOf({ ...before('export'), state }, wanted.export, day('2026-01-02'))?.en).toContain(state);
  });
});
