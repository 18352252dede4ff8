import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { falseMoment, holdsBefore, precedes, type Change, type Formula, type Moment, type Provider, type Step } from '../../../policies/derived/interleaving.js';

const change = (id: string, site: string, rank?: number): Change => ({ id, site, ...(rank === undefined ? {} : { rank }), does: { vi: id, en: id } });
const provider = (of: Change, before: boolean, after: boolean, gap = false): Provider => ({ change: of, before, after, gap });
const names = (moment: Moment | undefined) => (moment === undefined ? undefined : { taken: moment.taken.map(({ change: { id } }) => id), pending: moment.pending.map(({ change: { id } }) => id) });

/** Whether a provider is there once some steps were taken, told without the algorithm's own words. */
function isThere({ change: { id }, before, after, gap }: Provider, taken: ReadonlySet<string>): boolean {
  if (!gap) return taken.has(`${id} whole`) ? after : before;
  return taken.has(`${id} back`) ? after : taken.has(`${id} gone`) ? false : before;
}

function isTrue(formula: Formula, taken: ReadonlySet<string>): boolean {
  if ('fact' in formula) return formula.fact.some((one) => isThere(one, taken));
  return 'all' in formula ? formula.all.every((one) => isTrue(one, taken)) : formula.any.some((one) => isTrue(one, taken));
}

interface Named {
  readonly name: string;
  readonly site: string;
  readonly rank: number | undefined;
  readonly after: readonly string[];
}

/** Every step of some changes, with the steps of its own change that must come first. */
function allSteps(changes: readonly { readonly change: Change; readonly gap: boolean }[]): readonly Named[] {
  return changes.flatMap(({ change: { id, site, rank }, gap }): Named[] =>
    gap ? [{ name: `${id} gone`, site, rank, after: [] }, { name: `${id} back`, site, rank, after: [`${id} gone`] }] : [{ name: `${id} whole`, site, rank, after: [] }],
  );
}

/** Walks every interleaving step by step and looks at every state on the way. */
function someStateIsFalse(formula: Formula, steps: readonly Named[]): boolean {
  const seen = new Set<string>();
  const visit = (taken: ReadonlySet<string>): boolean => {
    const key = [...taken].sort().join(',');
    if (seen.has(key)) return false;
    seen.add(key);
    if (!isTrue(formula, taken)) return true;
    return steps.some((step) => {
      const first = steps.filter((other) => step.after.includes(other.name) || (other.site === step.site && other.rank !== undefined && step.rank !== undefined && other.rank < step.rank));
      return !taken.has(step.name) && first.every(({ name }) => taken.has(name)) && visit(new Set([...taken, step.name]));
    });
  };
  return visit(new Set());
}

/** Takes a moment's steps with all that must come before them. */
function stateOf({ taken }: Moment, changes: readonly { readonly change: Change; readonly gap: boolean }[]): ReadonlySet<string> {
  const all = changes.flatMap(({ change: of, gap }): Step[] => (gap ? [{ change: of, half: 'gone' }, { change: of, half: 'back' }] : [{ change: of, half: 'whole' }]));
  const closed = new Set<Step>(all.filter((step) => taken.some((one) => one.change.id === step.change.id && one.half === step.half)));
  for (const step of closed) for (const other of all) if (precedes(other, step)) closed.add(other);
  return new Set([...closed].map((step) => `${step.change.id} ${step.half}`));
}

/** Small sets of changes over three sites, and any formula over what they provide. */
const arbitrary = fc
  .array(fc.record({ site: fc.constantFrom('a', 'b', 'c'), rank: fc.constantFrom(0, 1, 2, undefined), gap: fc.boolean() }), { minLength: 1, maxLength: 5 })
  .chain((drafts) => {
    const changes = drafts.map(({ site, rank, gap }, index) => ({ change: change(`s${index}`, site, rank), gap }));
    const one = fc.record({ at: fc.nat({ max: changes.length - 1 }), before: fc.boolean(), after: fc.boolean() }).map(({ at, before, after }): Provider => provider(changes[at]?.change ?? change('s0', 'a'), before, after, changes[at]?.gap ?? false));
    const { formula } = fc.letrec<{ formula: Formula }>((tie) => ({
      formula: fc.oneof(
        { maxDepth: 3 },
        fc.array(one, { maxLength: 3 }).map((fact): Formula => ({ fact })),
        fc.array(tie('formula'), { minLength: 1, maxLength: 3 }).map((all): Formula => ({ all })),
        fc.array(tie('formula'), { minLength: 1, maxLength: 3 }).map((any): Formula => ({ any })),
      ),
    }));
    return fc.record({ changes: fc.constant(changes), formula });
  });

describe('the moment at which something is missing', () => {
  it('agrees with a walk over every interleaving of small sets, and the moment it names is real', () => {
    fc.assert(
      fc.property(arbitrary, ({ changes, formula }) => {
        const moment = falseMoment(formula);
        expect(moment !== undefined).toBe(someStateIsFalse(formula, allSteps(changes)));
        if (moment !== undefined) expect(isTrue(formula, stateOf(moment, changes))).toBe(false);
      }),
      { numRuns: 1500 },
    );
  });

  it('alternatives within alternatives: a choice at one level must not hide the moment of another', () => {
    // The inner alternative may be false by either of its parts; only the second goes with what the outer one needs.
    const [x, y] = [change('x', 'a', 0), change('y', 'a', 1)];
    const formula: Formula = { any: [{ any: [{ all: [{ fact: [provider(y, true, false)] }, { fact: [provider(x, false, true)] }] }] }, { fact: [provider(x, false, true)] }] };
    expect(names(falseMoment(formula))).toEqual({ taken: [], pending: ['x'] });
  });

  const old = provider(change('delete-old', 'ndc-02', 2), true, false);
  const fresh = provider(change('create-new', 'ndc-03', 2), false, true);

  it('moving between sites in one set: the old one may go before the new one comes', () => {
    const formula: Formula = { any: [{ fact: [old] }, { fact: [fresh] }] };
    expect(holdsBefore(formula)).toBe(true);
    expect(names(falseMoment(formula))).toEqual({ taken: ['delete-old'], pending: ['create-new'] });
  });

  it('removing the old one once the new one is recorded', () => {
    expect(falseMoment({ any: [{ fact: [old] }, { fact: [provider(change('new', 'ndc-03', 2), true, true)] }] })).toBeUndefined();
  });

  it('within one site an earlier stack creates what a later one deletes', () => {
    const sameSite = (createdIn: number, deletedIn: number): Formula => ({ fact: [provider(change('delete', 'ndc-02', deletedIn), true, false), provider(change('create', 'ndc-02', createdIn), false, true)] });
    expect(falseMoment(sameSite(1, 2))).toBeUndefined();
    expect(names(falseMoment(sameSite(2, 1)))).toEqual({ taken: ['delete'], pending: ['create'] });
    // Within one stack nobody promises an order.
    expect(names(falseMoment(sameSite(1, 1)))).toEqual({ taken: ['delete'], pending: ['create'] });
  });

  it('one object that changes sides takes the one fact as it gives the other', () => {
    const moved = change('update', 'ndc-01', 2);
    expect(falseMoment({ any: [{ fact: [provider(moved, true, false)] }, { fact: [provider(moved, false, true)] }] })).toBeUndefined();
    expect(names(falseMoment({ any: [{ fact: [provider(moved, true, false, true)] }, { fact: [provider(moved, false, true, true)] }] }))).toEqual({ taken: ['update'], pending: ['update'] });
  });

  it('a replacement that deletes first is a gap; one that creates first is none', () => {
    expect(names(falseMoment({ fact: [provider(change('replace', 'ndc-02', 2), true, true, true)] }))).toEqual({ taken: ['replace'], pending: ['replace'] });
    expect(falseMoment({ fact: [provider(change('replace', 'ndc-02', 2), true, true)] })).toBeUndefined();
  });

  it('hundreds of alternatives at sites of their own are no product of them', () => {
    const any = Array.from({ length: 300 }, (_, index): Formula => ({ all: [{ fact: [provider(change(`a${index}`, `s${index}`, 1), true, false)] }, { fact: [provider(change(`b${index}`, `s${index}`, 2), true, false)] }] }));
    expect(falseMoment({ any })?.taken).toHaveLength(300);
  });
});
