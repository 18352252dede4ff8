import { describe, expect, it } from 'vitest';
import type { PlannedStack } from '../../../policies/planset/format.js';
import { EngineFailed } from '../../../bin/edge/engine.js';
import type { EngineLine } from '../../../bin/edge/engine-lines.js';
import { applyStack } from '../../../bin/runner/apply-stack.js';
import { Journal, type JournalEntry } from '../../../bin/runner/journal.js';
import type { PlanJson } from '../../../bin/runner/plan-json.js';
import type { PlanSetFolder } from '../../../bin/runner/planset-folder.js';
import type { Runner } from '../../../bin/runner/runner.js';
import type { RunnerStack } from '../../../bin/runner/stack.js';
import { eachInAFolder } from '../edge/folder.js';
import { change } from './fixture.js';

const folder = eachInAFolder();
const stack: RunnerStack = { name: 'ndc-01-platform', kind: 'platform', site: 'ndc-01', json: '{}', digest: 'sha256:0', needs: [], after: [] };
const addresses = ['a.one', 'a.two', 'a.three', 'a.four'];
const creating = (...some: readonly string[]): PlanJson => ({ resource_changes: some.map((address) => change(address, ['create'])) });
const approved = creating(...addresses);
const entry: PlannedStack = {
  name: stack.name,
  kind: 'platform',
  site: 'ndc-01',
  status: { is: 'planned' },
  configuration: 'sha256:0',
  configurationFile: 'x.tf.json',
  plan: { binary: 'sha256:0', json: 'sha256:0', binaryFile: 'x.tfplan', jsonFile: 'x.plan.json' },
  changes: { create: 4, update: 0, replace: 0, delete: 0, forget: 0, import: 0 },
};

interface Situation {
  /** What the journal says of an earlier run. */
  readonly earlier?: Partial<JournalEntry>;
  /** What a new plan finds still to do. */
  readonly rest?: PlanJson;
  /** What the engine does with a saved plan, by its file's name. */
  readonly apply?: (file: string, made: (address: string) => void) => void;
}

/** Applies the stack with an engine that only tells what it was told to. */
async function applied({ earlier, rest = creating(), apply = () => undefined }: Situation) {
  const journal = await Journal.open(folder.path, 'sha256:set');
  if (earlier !== undefined) await journal.note(stack.name, { is: 'started', at: '2026-11-01T00:00:00.000Z', ...earlier });
  const runner = {
    engine: {
      prepare: () => Promise.resolve({ stack, folder: folder.path, env: {}, place: 'local', providers: [] }),
      plan: () => Promise.resolve(),
      showPlan: (_work: unknown, file: string) => Promise.resolve(file.includes('.rest-') ? rest : approved),
      apply: (_work: unknown, file: string, onLine: (line: EngineLine) => void) => {
        apply(file, (address) => onLine({ is: 'resource', phase: 'done', address, action: 'create' }));
        return Promise.resolve();
      },
    },
    ledger: { note: () => Promise.resolve() },
    now: () => new Date('2026-11-01T00:00:00Z'),
    interrupt: new AbortController().signal,
    onProgress: () => undefined,
    connection: { sites: {} },
  } as unknown as Runner;
  const set = { directory: folder.path, digest: 'sha256:set' } as PlanSetFolder;
  const result = await applyStack(runner, set, stack, entry, journal, new Map());
  return { result, noted: journal.get(stack.name) };
}

const all = (_file: string, made: (address: string) => void): void => addresses.forEach(made);

describe('what a stack’s row counts', () => {
  it('a first run changes what the plan says', async () => {
    const { result, noted } = await applied({ apply: all });
    expect(result).toMatchObject({ status: 'applied', changed: 4, found: 0 });
    expect(noted).toMatchObject({ is: 'applied', done: 4 });
  });

  it('GIVEN an engine that finished alone after the toolkit was killed WHEN the set is applied again THEN what it made is counted as found', async () => {
    expect((await applied({ earlier: { is: 'started' } })).result).toEqual({ status: 'already-applied', changed: 0, found: 4 });
  });

  it('the same where the journal was lost too, and the engine calls the saved plan stale', async () => {
    const stale = (file: string): void => {
      if (!file.includes('.rest-')) throw new EngineFailed('Saved plan is stale', '', false);
    };
    expect((await applied({ apply: stale })).result).toMatchObject({ status: 'already-applied', changed: 0, found: 4 });
  });

  it('a resumed run: what was there, and what it added', async () => {
    const rest = (file: string, made: (address: string) => void): void => {
      if (file.includes('.rest-')) made('a.four');
    };
    expect((await applied({ earlier: { is: 'partly' }, rest: creating('a.four'), apply: rest })).result).toMatchObject({ status: 'applied', changed: 1, found: 3 });
  });

  it('a run that breaks off: what it got done is remembered', async () => {
    const breaking = (_file: string, made: (address: string) => void): void => {
      made('a.one');
      made('a.two');
      throw new EngineFailed('the server closed the connection', '', false);
    };
    const { result, noted } = await applied({ apply: breaking });
    expect(result).toMatchObject({ status: 'partly', changed: 2, found: 0 });
    expect(noted).toMatchObject({ is: 'partly', done: 2 });
  });

  it.each<[Partial<JournalEntry>, object]>([
    [{ is: 'applied' }, { status: 'already-applied', changed: 0, found: 4 }],
    [{ is: 'no-op' }, { status: 'no-op', changed: 0, found: 0 }],
  ])('one that an earlier run ended with %j', async (earlier, expected) => {
    expect((await applied({ earlier })).result).toEqual(expected);
  });

  it('a rest that goes beyond the approved plan keeps what is known to be there', async () => {
    const { result } = await applied({ earlier: { is: 'partly', done: 3 }, rest: creating('a.five') });
    expect(result).toMatchObject({ status: 'failed', changed: 0, found: 3 });
  });
});
