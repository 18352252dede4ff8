import { join } from 'node:path';
import type { PlannedStack } from '../../policies/planset/format.js';
import type { Text } from '../../sites/model/text.js';
import { EngineFailed, type Workplace } from '../edge/engine.js';
import { readRegular } from '../edge/read-files.js';
import type { ApplyStatus } from './apply.js';
import { countChanges, isNoOp, totalOf } from './changes.js';
import type { Journal, JournalEntry } from './journal.js';
import type { PlanJson } from './plan-json.js';
import { sha256, silentNow } from './plan.js';
import type { PlanSetFolder } from './planset-folder.js';
import { unapproved } from './remainder.js';
import type { Runner } from './runner.js';
import { stateTrouble } from './state-trouble.js';
import type { RunnerStack } from './stack.js';
import { prepareRest } from './standing-imports.js';

export interface StackApplied {
  readonly status: ApplyStatus;
  /** Objects changed in this run. */
  readonly changed: number;
  /** Objects of the approved plan that earlier runs had left in place. */
  readonly found: number;
  readonly reason?: Text;
  readonly log?: string;
}

/** An engine or an API server speaks English only. */
export const asSpoken = (words: string): Text => stateTrouble(words) ?? { vi: words, en: words };

/** What an earlier apply of the set brought to its end, as its journal says. */
export function doneEarlier({ changes }: Pick<PlannedStack, 'changes'>, known: JournalEntry | undefined): StackApplied | undefined {
  if (known?.is === 'applied') return { status: 'already-applied', changed: 0, found: totalOf(changes ?? countChanges({})) };
  return known?.is === 'no-op' ? { status: 'no-op', changed: 0, found: 0 } : undefined;
}

/** A stack that declares no object holds none once it is applied: what it had was handed over. */
const declaresNothing = ({ json }: RunnerStack): boolean => !Object.hasOwn(JSON.parse(json) as object, 'resource');

/** Words of both engines for a saved plan that no longer fits the state. */
const stale = /saved plan is stale|plan file is stale/i;

/**
 * Applies one stack's plan, or what an earlier apply of the set left of it.
 *
 * @param silent sites found silent so far, with the reason; one that falls silent now is added.
 */
export async function applyStack(runner: Runner, set: PlanSetFolder, stack: RunnerStack, entry: PlannedStack, journal: Journal, silent: Map<string, string>): Promise<StackApplied> {
  const known = journal.get(stack.name);
  const earlier = doneEarlier(entry, known);
  if (earlier !== undefined) return earlier;
  const unreachable = silent.get(stack.site);
  if (unreachable !== undefined) return { status: known === undefined ? 'unreachable' : 'partly', changed: 0, found: known?.done ?? 0, reason: asSpoken(unreachable) };
  const { plan } = entry;
  if (plan === undefined) return { status: 'failed', changed: 0, found: 0, reason: { vi: 'không có kế hoạch', en: 'there is no plan' } };

  const note = (is: JournalEntry['is'], more: Partial<JournalEntry> = {}): Promise<void> =>
    journal.note(stack.name, { ...(journal.get(stack.name)?.rests === undefined ? {} : { rests: journal.get(stack.name)?.rests }), is, at: runner.now().toISOString(), ...more });
  const binary = join(set.directory, plan.binaryFile);
  // A replacement is reported twice, once for each half.
  const changed = new Set<string>();
  let found = known?.done ?? 0;
  let begun = known !== undefined;
  const run = async (work: Workplace, file: string): Promise<void> => {
    // Noted as started, it would count as half-applied.
    if (runner.interrupt.aborted) throw new EngineFailed('interrupted before it started', '', true);
    await note('started', { done: found });
    begun = true;
    const entered = { site: stack.site, place: work.place, at: runner.now().toISOString() };
    await runner.ledger.note(stack.name, entered);
    await runner.engine.apply(work, file, (line) => {
      if (line.is !== 'resource' || line.phase === 'planned') return;
      if (line.phase === 'done') changed.add(line.address);
      runner.onProgress({ is: 'resource', stack: stack.name, address: line.address, action: line.action, phase: line.phase });
    });
    if (declaresNothing(stack)) await runner.ledger.note(stack.name, { ...entered, empty: true });
  };
  const done = async (): Promise<StackApplied> => {
    await note('applied', { done: totalOf(entry.changes ?? countChanges({})) });
    // The engine had finished what an earlier run began: this one changed nothing.
    return { status: found > 0 && changed.size === 0 ? 'already-applied' : 'applied', changed: changed.size, found };
  };

  try {
    if (!begun && totalOf(entry.changes ?? countChanges({})) === 0) {
      const json = await readRegular(join(set.directory, plan.jsonFile));
      if (json !== undefined && isNoOp(JSON.parse(json.toString('utf8')) as PlanJson)) {
        await note('no-op');
        return { status: 'no-op', changed: 0, found: 0 };
      }
    }
    const work = await runner.engine.prepare(stack);
    if (!begun) {
      try {
        await run(work, binary);
        return await done();
      } catch (error) {
        // Somebody else applied since, or the toolkit was killed before its journal was written.
        if (!(error instanceof EngineFailed) || !stale.test(error.summary)) throw error;
      }
    }
    runner.onProgress({ is: 'stack', stack: stack.name, step: 'replanning', finished: 0, total: 1 });
    const rest = await planRest(runner, set, stack, await prepareRest(runner, stack), binary, journal);
    if ('problems' in rest) {
      await note('failed', { reason: rest.problems.en, done: found });
      return { status: 'failed', changed: 0, found, reason: rest.problems };
    }
    found = Math.max(0, totalOf(entry.changes ?? countChanges({})) - rest.left);
    if (!rest.nothingLeft) await run(work, rest.file);
    return await done();
  } catch (error) {
    if (!(error instanceof EngineFailed)) throw error;
    const gone = error.interrupted ? undefined : await silentNow(runner, stack.site);
    if (gone !== undefined) silent.set(stack.site, gone);
    const words = gone ?? error.summary;
    const reason = error.interrupted ? { vi: `đã dừng theo yêu cầu (${words})`, en: `stopped as asked (${words})` } : asSpoken(words);
    const log = error.log === '' ? {} : { log: error.log };
    if (!begun) return { status: gone === undefined ? (error.interrupted ? 'not-started' : 'failed') : 'unreachable', changed: 0, found, reason, ...log };
    const partly = changed.size > 0 || error.interrupted || known !== undefined;
    await note(partly ? 'partly' : 'failed', { reason: reason.en, done: found + changed.size });
    return { status: partly ? 'partly' : gone === undefined ? 'failed' : 'unreachable', changed: changed.size, found, reason, ...log };
  }
}

/** Plans what is left of a stack, and holds it against the approved plan. Both are read with their secrets, in memory. */
async function planRest(
  runner: Runner,
  set: PlanSetFolder,
  stack: RunnerStack,
  work: Workplace,
  approvedFile: string,
  journal: Journal,
): Promise<{ readonly file: string; readonly nothingLeft: boolean; /** Objects still to change. */ readonly left: number } | { readonly problems: Text }> {
  const earlier = journal.get(stack.name)?.rests ?? [];
  const name = `${stack.name}.rest-${earlier.length + 1}.tfplan`;
  const file = join(set.directory, name);
  await runner.engine.plan(work, file);
  const rest = (await runner.engine.showPlan(work, file)) as PlanJson;
  const approved = (await runner.engine.showPlan(work, approvedFile)) as PlanJson;
  const beyond = unapproved(approved, rest);
  if (beyond.length > 0) {
    const shown = (lang: 'vi' | 'en'): string => `${beyond.slice(0, 5).map(({ text }) => text[lang]).join('; ')}${beyond.length > 5 ? ` (+${beyond.length - 5})` : ''}`;
    return {
      problems: {
        vi: `phần còn lại vượt quá kế hoạch đã duyệt, hãy lập kế hoạch lại: ${shown('vi')}`,
        en: `what is left goes beyond the approved plan, plan again: ${shown('en')}`,
      },
    };
  }
  const before = journal.get(stack.name);
  if (before !== undefined) await journal.note(stack.name, { ...before, rests: [...earlier, { file: name, digest: sha256((await readRegular(file)) ?? '') }] });
  return { file, nothingLeft: isNoOp(rest), left: totalOf(countChanges(rest)) };
}
