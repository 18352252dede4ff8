import type { Text } from '../../sites/model/text.js';
import { ClusterUnread } from '../edge/cluster.js';
import { pause } from '../edge/sandbox/pause.js';
import type { ExitCode } from '../outcome.js';
import { applyPlanSet, type ApplyResult } from './apply.js';
import { missingKinds } from './clusters.js';
import { makePlanSet, type PlanOptions, type PlanResult } from './plan.js';
import { openPlanSet } from './planset-folder.js';
import { worst, type Runner } from './runner.js';
import type { RollingOrder } from './stack.js';

export interface UpOptions {
  readonly plan: PlanOptions;
  readonly order: RollingOrder;
  /** See `ApplyOptions`. */
  readonly goOn?: boolean;
  /** Judges a set and writes its audit record. */
  readonly audit: (set: PlanResult) => Promise<{ readonly passed: boolean }>;
  /** @default 6 */
  readonly waves?: number;
  /** Milliseconds to wait for kinds that operators register after they start. @default 60000 */
  readonly patience?: number;
}

export interface Wave {
  readonly number: number;
  readonly plan: PlanResult;
  readonly passed?: boolean;
  readonly apply?: ApplyResult;
}

export interface UpResult {
  readonly waves: readonly Wave[];
  readonly ended: 'complete' | 'audit-failed' | 'stopped' | 'no-progress' | 'too-many-waves';
  /** What it means and what to do. */
  readonly message: Text;
  readonly exit: ExitCode;
}

const longest = 6;

/**
 * Plans, audits and applies, wave by wave: custom resources can only be planned once the wave before has installed their
 * kinds. Ends when nothing is deferred and nothing changes, or when a wave brings nothing new.
 */
export async function up(runner: Runner, options: UpOptions): Promise<UpResult> {
  const waves: Wave[] = [];
  const limit = options.waves ?? longest;
  const end = (ended: UpResult['ended'], message: Text, exit: ExitCode): UpResult => ({ waves, ended, message, exit: worst(exit, ...waves.slice(-1).map(({ plan }) => plan.exit)) });
  let deferredBefore: string | undefined;
  for (let number = 1; number <= limit; number += 1) {
    runner.onProgress({ is: 'wave', number });
    const plan = await makePlanSet(runner, options.plan);
    const deferred = plan.rows.flatMap(({ name, status }) => (status.is === 'deferred' ? [`${name} (${status.needs.join(', ')})`] : []));
    const failed = plan.rows.filter(({ status }) => status.is === 'failed').map(({ name }) => name);
    const changing = plan.rows.some(({ status, noOp }) => status.is === 'planned' && !noOp);
    if (failed.length > 0) {
      waves.push({ number, plan });
      return end('stopped', { vi: `không lập được kế hoạch của ${failed.join(', ')}.`, en: `${failed.join(', ')} could not be planned.` }, 3);
    }
    if (!changing) {
      waves.push({ number, plan });
      return deferred.length === 0 ? end('complete', nothingLeft(plan), 0) : end('no-progress', stuck(deferred), 3);
    }
    if (deferred.length > 0 && deferred.join() === deferredBefore) {
      waves.push({ number, plan });
      return end('no-progress', stuck(deferred), 3);
    }
    deferredBefore = deferred.length === 0 ? undefined : deferred.join();
    const { passed } = await options.audit(plan);
    if (!passed) {
      waves.push({ number, plan, passed });
      return end('audit-failed', { vi: `bộ kế hoạch ${plan.id} không đạt kiểm tra; không áp dụng.`, en: `the plan set ${plan.id} failed its audit; it is not applied.` }, 1);
    }
    const apply = await applyPlanSet(runner, await openPlanSet(runner.home, plan.id), { order: options.order, accept: options.plan.accept, ...(options.goOn === undefined ? {} : { goOn: options.goOn }), ...(options.plan.asleep === undefined ? {} : { asleep: options.plan.asleep }) });
    waves.push({ number, plan, passed, apply });
    const unfinished = apply.rows.filter(({ status }) => ['partly', 'failed', 'not-started'].includes(status)).map(({ name }) => name);
    if (apply.interrupted || unfinished.length > 0)
      return end(
        'stopped',
        {
          vi: `chưa áp dụng xong ${unfinished.join(', ')}. "ndc apply ${plan.id}" sẽ làm tiếp phần còn lại.`,
          en: `${unfinished.join(', ')} ${unfinished.length === 1 ? 'is' : 'are'} not wholly applied. "ndc apply ${plan.id}" goes on with the rest.`,
        },
        3,
      );
    if (deferred.length > 0) await kindsServed(runner, plan, options.patience ?? 60_000);
  }
  return end('too-many-waves', { vi: `vẫn còn thay đổi sau ${limit} đợt. Hãy xem "ndc plan": có thể một giá trị luôn khác sau mỗi lần áp dụng.`, en: `changes remain after ${limit} waves. See "ndc plan": some value may differ after every apply.` }, 3);
}

/** Speaks of what was planned only: what was not selected or did not answer may have changes. */
export function nothingLeft({ rows }: PlanResult): Text {
  const count = (is: PlanResult['rows'][number]['status']['is']): number => rows.filter(({ status }) => status.is === is).length;
  const [selected, unselected, silent] = [count('planned'), count('not-selected'), count('unreachable')];
  const some = unselected + silent > 0;
  const vi = [...(unselected === 0 ? [] : [`${unselected} stack không được chọn`]), ...(silent === 0 ? [] : [`${silent} stack không tới được`])].join(', ');
  const en = [...(unselected === 0 ? [] : [`${unselected} not selected`]), ...(silent === 0 ? [] : [`${silent} unreachable`])].join(', ');
  return {
    vi: some ? `không còn gì để thay đổi trong ${selected} stack đã xét; chưa xét: ${vi}.` : 'không còn gì để thay đổi.',
    en: some ? `nothing is left to change in the ${selected} stack${selected === 1 ? '' : 's'} looked at; not looked at: ${en}.` : 'nothing is left to change.',
  };
}

function stuck(deferred: readonly string[]): Text {
  return {
    vi: `đợt này không tiến triển: ${deferred.join('; ')} vẫn thiếu các loại tài nguyên đó trên cụm. Hãy kiểm tra thành phần cung cấp chúng đã chạy chưa.`,
    en: `this wave brings nothing new: ${deferred.join('; ')} still lack these kinds on the cluster. Check that the component which brings them runs.`,
  };
}

/** Waits until what was deferred can be planned; gives up in silence, the next wave says what is missing. */
async function kindsServed(runner: Runner, plan: PlanResult, patience: number): Promise<void> {
  const waiting = runner.stacks.filter(({ name }) => plan.rows.some((row) => row.name === name && row.status.is === 'deferred'));
  const deadline = performance.now() + patience;
  for (;;) {
    try {
      const missing = await Promise.all(
        waiting.map(async ({ site, needs }) => {
          const reached = runner.connection.sites[site];
          return reached === undefined ? [] : missingKinds(await runner.open(reached), needs, new Map());
        }),
      );
      if (missing.every((kinds) => kinds.length === 0)) return;
    } catch (error) {
      // A site that falls silent is reported by the next plan.
      if (!(error instanceof ClusterUnread)) throw error;
    }
    if (runner.interrupt.aborted || performance.now() > deadline) return;
    await pause(1_000, runner.interrupt);
  }
}
