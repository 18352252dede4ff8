import type { OldCluster } from '../disaster/old-clusters.js';
import { EnvironmentFailure } from '../failure.js';
import type { ExitCode } from '../outcome.js';
import type { Text } from '../../sites/model/text.js';
import type { PlannedStack } from '../../policies/planset/format.js';
import { applyStack, asSpoken, doneEarlier, type StackApplied } from './apply-stack.js';
import { Journal } from './journal.js';
import { asleepIn } from './plan.js';
import type { PlanSetFolder } from './planset-folder.js';
import { roll } from './rolling.js';
import { worst, type Runner } from './runner.js';
import { requireKnownSites } from './scope.js';
import type { RollingOrder, RunnerStack } from './stack.js';
import { releasedAt, type Accepted } from './quarantine.js';
import { verifyPlanSet } from './verify.js';

export interface ApplyOptions {
  readonly order: RollingOrder;
  /** Sites whose silence is accepted now, beside those the set already names. */
  readonly accept: readonly { readonly site: string; readonly by: string }[];
  /** In a failover a stack that fails keeps none of the others from running. @default false */
  readonly goOn?: boolean;
  /** Databases that are not woken, as the stacks at hand have it. @default - none */
  readonly asleep?: readonly OldCluster[];
}

export type ApplyStatus =
  | 'applied'
  /** By an earlier apply of this set, or by its engine after the toolkit was killed. */
  | 'already-applied'
  | 'no-op'
  /** Some objects were changed; the rest is left to a second apply. */
  | 'partly'
  | 'failed'
  | 'not-started'
  | 'unreachable'
  | 'deferred'
  | 'not-selected';

/** One stack of the result table. */
export interface ApplyRow {
  readonly name: string;
  readonly kind: PlannedStack['kind'];
  readonly site: string;
  readonly organisation?: string;
  readonly status: ApplyStatus;
  /** Objects changed in this run. */
  readonly changed: number;
  /** Objects of the approved plan that earlier runs had left in place. */
  readonly found: number;
  /** Objects the approved plan changes. */
  readonly planned: number;
  /** Why it is not applied: the engine's words, or the stack it follows. */
  readonly reason?: Text;
  readonly log?: string;
}

/** Statuses of stacks of which a set leaves nothing to do. */
export const settled: ReadonlySet<ApplyStatus> = new Set(['applied', 'already-applied', 'no-op', 'deferred', 'not-selected']);

export interface ApplyResult {
  readonly id: string;
  /** Milliseconds between plan and apply. */
  readonly age: number;
  readonly rows: readonly ApplyRow[];
  /** A Ctrl-C ended it: what is not started can be applied later with the same set. */
  readonly interrupted: boolean;
  /** Silent sites that somebody accepted, when planning or now. */
  readonly accepted: readonly string[];
  /** Sites of which nothing was applied, because they are declared lost, and the declaration. */
  readonly declared?: readonly { readonly site: string; readonly by: string }[];
  /** Sites that a local override lets serve although no other site could be read. */
  readonly released?: readonly { readonly site: string; readonly by: string; readonly until: string }[];
  /** Databases that stay asleep at a survivor, because what stands there is of before the loss. */
  readonly asleep?: readonly OldCluster[];
  /** Sites of which the set holds no plan, because they did not answer when it was made: applying it again changes nothing there. */
  readonly unplanned: readonly string[];
  /** Nothing of the set is left to apply. */
  readonly complete: boolean;
  readonly exit: ExitCode;
}

/**
 * Accepted sites of which nothing was applied, each once: by somebody's word that they are silent, or by a declaration. One
 * on its way back that answered has rows like any other, and is not named.
 */
export function untouched(named: readonly Accepted[], rows: readonly Pick<ApplyRow, 'site' | 'status'>[]): { readonly accepted: readonly string[]; readonly declared: readonly Accepted[] } {
  const worked = new Set(rows.flatMap(({ site, status }) => (status === 'unreachable' || status === 'not-selected' ? [] : [site])));
  const left = named.filter(({ site }, index) => !worked.has(site) && named.findIndex((one) => one.site === site) === index);
  const byWord = (by: string): boolean => by === '--accept-unreachable';
  return {
    accepted: left.flatMap(({ site, by }) => (byWord(by) ? [site] : [])).sort(),
    declared: left.filter(({ by }) => !byWord(by)).sort((a, b) => (a.site < b.site ? -1 : 1)),
  };
}

/**
 * Applies exactly the plans of a verified set, in rolling order, and keeps a journal in its folder: a second apply of the
 * same set goes on with the rest, and one of a set wholly applied changes nothing and says so.
 *
 * Ctrl-C: nothing new starts, running engines are asked once to stop and save, the journal and the table tell what was
 * applied. Exit 3 then, as for a silent site that nobody accepted and for a stack the engine could not apply.
 *
 * @throws InputFailure NDC-X143 for an accepted site that does not exist, and those of `verifyPlanSet`: then nothing was started.
 */
export async function applyPlanSet(runner: Runner, set: PlanSetFolder, options: ApplyOptions): Promise<ApplyResult> {
  requireKnownSites(options.accept, runner.stacks);
  const { clusters, age, released } = await verifyPlanSet(runner, set);
  const releases = releasedAt(runner.quarantine, Object.keys(clusters.uids));
  const journal = await Journal.open(set.directory, set.digest);
  const overridden = (by: string): boolean => runner.quarantine.releases.some(({ transition }) => transition === by);
  const named = [...set.file.accepted, ...options.accept].filter(({ by }) => !overridden(by));
  const accepted = new Set([...set.file.accepted, ...options.accept, ...released].map(({ site }) => site));
  await journal.accept([...options.accept.filter(({ site }) => clusters.silent[site] !== undefined), ...released]);

  const entries = new Map(set.file.stacks.map((entry) => [entry.name, entry]));
  const selected = runner.stacks.filter(({ name }) => entries.get(name)?.status.is === 'planned');
  const silent = new Map(Object.entries(clusters.silent).map(([site, { reason }]) => [site, reason]));
  const running = new Set<string>();
  let finished = 0;
  const onInterrupt = (): void => {
    if (running.size > 0) runner.onProgress({ is: 'stopping', running: [...running].sort() });
  };
  runner.interrupt.addEventListener('abort', onInterrupt, { once: true });
  try {
    const results = await roll<RunnerStack, StackApplied>({
      groups: options.order(selected),
      jobs: runner.jobs,
      interrupt: runner.interrupt,
      run: async (stack) => {
        const entry = entries.get(stack.name);
        if (entry === undefined) throw new EnvironmentFailure('NDC-X161', { vi: `không có kế hoạch của ${stack.name}.`, en: `there is no plan of ${stack.name}.` });
        running.add(stack.name);
        runner.onProgress({ is: 'stack', stack: stack.name, step: 'applying', finished, total: selected.length });
        const result = await applyStack(runner, set, stack, entry, journal, silent);
        running.delete(stack.name);
        finished += 1;
        const bad = result.status === 'partly' || result.status === 'failed' || result.status === 'unreachable';
        runner.onProgress({ is: 'stack', stack: stack.name, step: bad ? 'failed' : 'done', finished, total: selected.length });
        return result;
      },
      // A silent site is no reason to leave the others; its own stacks find it silent one by one.
      failed: ({ status }) => options.goOn !== true && (status === 'failed' || status === 'partly'),
      leave: (stack, because) => left(journal, stack, entries.get(stack.name), because),
    });
    const rows = set.file.stacks.map((entry) => rowOf(entry, results.get(entry.name)));
    const interrupted = runner.interrupt.aborted;
    const { accepted: silences, declared } = untouched(named, rows);
    const broken = rows.some(({ status }) => status === 'failed' || status === 'partly' || status === 'not-started');
    const asleep = asleepIn(options, set.file.stacks);
    const unaccepted = rows.some(({ status, site }) => status === 'unreachable' && !accepted.has(site));
    return {
      id: set.file.id,
      age,
      rows,
      accepted: silences,
      ...(declared.length === 0 ? {} : { declared }),
      ...(releases.length === 0 ? {} : { released: releases }),
      ...(asleep.length === 0 ? {} : { asleep }),
      unplanned: [...new Set(set.file.stacks.flatMap(({ site, status }) => (status.is === 'unreachable' ? [site] : [])))].sort(),
      interrupted,
      complete: rows.every(({ status }) => settled.has(status)),
      exit: worst(broken || unaccepted ? 3 : 0, asleep.length > 0 ? 1 : 0),
    };
  } finally {
    runner.interrupt.removeEventListener('abort', onInterrupt);
  }
}

/** A stack that is not started now; an earlier apply of this set may have done it already. */
function left(journal: Journal, stack: RunnerStack, entry: PlannedStack | undefined, because: string | undefined): StackApplied {
  const known = journal.get(stack.name);
  const earlier = doneEarlier(entry ?? {}, known);
  if (earlier !== undefined) return earlier;
  const reason =
    because === undefined
      ? { vi: 'đã dừng theo yêu cầu trước khi bắt đầu', en: 'stopped as asked before it began' }
      : { vi: `đi sau ${because}, chưa áp dụng được`, en: `it follows ${because}, which is not applied` };
  return { status: known?.is === 'partly' || known?.is === 'started' ? 'partly' : 'not-started', changed: 0, found: known?.done ?? 0, reason };
}

function rowOf(entry: PlannedStack, result: StackApplied | undefined): ApplyRow {
  const { name, kind, site, organisation, status, changes } = entry;
  const head = {
    name,
    kind,
    site,
    ...(organisation === undefined ? {} : { organisation }),
    planned: changes === undefined ? 0 : Object.values(changes).reduce((sum, count) => sum + count, 0),
  };
  if (result !== undefined)
    return {
      ...head,
      status: result.status,
      changed: result.changed,
      found: result.found,
      ...(result.reason === undefined ? {} : { reason: result.reason }),
      ...(result.log === undefined || result.log === '' ? {} : { log: result.log }),
    };
  switch (status.is) {
    case 'deferred':
      return { ...head, status: 'deferred', changed: 0, found: 0, reason: asSpoken(status.needs.join(', ')) };
    case 'unreachable':
      return { ...head, status: status.is, changed: 0, found: 0, reason: { vi: `khi lập kế hoạch (${status.since}): ${status.reasonVi ?? status.reason}`, en: `when planned (${status.since}): ${status.reason}` } };
    case 'failed':
      return { ...head, status: status.is, changed: 0, found: 0, reason: asSpoken(status.reason) };
    case 'not-selected':
      return { ...head, status: 'not-selected', changed: 0, found: 0 };
    case 'planned':
      return { ...head, status: 'not-started', changed: 0, found: 0 };
  }
}
