import { join } from 'node:path';
import type { Text } from '../../sites/model/text.js';
import { CheckFailure, InputFailure } from '../failure.js';
import type { ForbiddenStack } from '../forbidden-stack.js';
import type { ExitCode } from '../outcome.js';
import { ClusterUnread, type ClusterReader } from '../edge/cluster.js';
import { EngineFailed, type Workplace } from '../edge/engine.js';
import { removeFile } from '../edge/read-files.js';
import { pause } from '../edge/sandbox/pause.js';
import { localStates } from '../edge/stack-ledger.js';
import { asSpoken } from './apply-stack.js';
import { lookAtClusters, type Clusters } from './clusters.js';
import { Inventory } from './inventory.js';
import { orphanedStacks } from './orphans.js';
import { stateResources, type PlanJson } from './plan-json.js';
import { silentNow } from './plan.js';
import { roll } from './rolling.js';
import { worst, type Runner } from './runner.js';
import { inScope, type Scope } from './scope.js';
import type { RollingOrder, RunnerStack } from './stack.js';

export interface DestroyOptions {
  readonly scope: Scope;
  readonly order: RollingOrder;
  /** Milliseconds a namespace may take to be gone. @default 120000 */
  readonly patience?: number;
  /**
   * Why stacks may not be destroyed, of those that nobody may destroy; asked outside a sandbox alone.
   * @default - none may be
   */
  readonly forbidden?: (stacks: readonly string[]) => readonly ForbiddenStack[];
}

export interface DestroyRow {
  readonly name: string;
  readonly kind: RunnerStack['kind'];
  readonly site: string;
  readonly organisation?: string;
  readonly status: 'destroyed' | 'nothing' | 'partly' | 'failed' | 'not-started' | 'unreachable';
  /** Objects destroyed. */
  readonly removed: number;
  /** Namespaces that are still there. */
  readonly left: readonly string[];
  readonly reason?: Text;
  readonly log?: string;
}

export interface DestroyResult {
  readonly rows: readonly DestroyRow[];
  /** Stacks that hold something and are no longer synthesised: they are not touched here. */
  readonly orphans: readonly string[];
  readonly interrupted: boolean;
  readonly exit: ExitCode;
}

/**
 * Destroys what the stacks hold: protection, then tenants, then platform. Saved plans only. Verifies that the namespaces
 * are gone, then removes the states.
 *
 * The runner's stacks must be synthesised destroyable: the usual ones forbid destroying what holds data.
 *
 * @throws CheckFailure NDC-X170 outside a sandbox for a stack without two people's approval, InputFailure NDC-X171 when something outside the scope stands on it,
 *   and those of `lookAtClusters`.
 */
export async function destroyStacks(runner: Runner, { scope, order, patience = 120_000, forbidden = nobodySaidSo }: DestroyOptions): Promise<DestroyResult> {
  const selected = runner.stacks.filter((stack) => inScope(stack, scope));
  if (!runner.connection.sandbox) requirePermitted(runner, selected.map(({ name }) => name), forbidden);
  const holding = new Set([...runner.ledger.all().keys(), ...(await localStates(runner.home, runner.connection.name))]);
  requireNothingAbove(runner, selected, holding);
  const clusters = await lookAtClusters(runner, [...new Set(selected.map(({ site }) => site))].sort());
  let finished = 0;
  const groups = [...order(selected)].reverse().map((group) => group.map((stack) => standsOn(stack, selected)));
  const results = await roll<RunnerStack, DestroyRow>({
    groups,
    jobs: runner.jobs,
    interrupt: runner.interrupt,
    run: async (stack) => {
      runner.onProgress({ is: 'stack', stack: stack.name, step: 'destroying', finished, total: selected.length });
      const row = await destroyStack(runner, stack, clusters, patience, holding);
      finished += 1;
      runner.onProgress({ is: 'stack', stack: stack.name, step: row.status === 'destroyed' || row.status === 'nothing' ? 'done' : row.status === 'unreachable' ? 'skipped' : 'failed', finished, total: selected.length });
      return row;
    },
    failed: ({ status }) => status === 'failed' || status === 'partly',
    leave: (stack, because) => ({
      ...head(stack),
      status: 'not-started',
      reason: because === undefined ? { vi: 'đã dừng theo yêu cầu', en: 'stopped as asked' } : { vi: `${because} chưa gỡ bỏ được`, en: `${because} is not destroyed` },
    }),
  });
  const rows = selected.flatMap(({ name }) => results.get(name) ?? []);
  return {
    rows,
    orphans: await orphanedStacks(runner, clusters.readers),
    interrupted: runner.interrupt.aborted,
    exit: worst(rows.every(({ status, left }) => (status === 'destroyed' || status === 'nothing') && left.length === 0) ? 0 : 3),
  };
}

const nobodySaidSo = (stacks: readonly string[]): readonly ForbiddenStack[] => stacks.map((stack) => ({ stack, because: { vi: 'chưa có phê duyệt nào', en: 'there is no approval' } }));

function requirePermitted({ connection: { name } }: Runner, selected: readonly string[], forbidden: NonNullable<DestroyOptions['forbidden']>): void {
  const found = forbidden(selected);
  if (found.length === 0) return;
  const list = (lang: 'vi' | 'en'): string => found.map(({ stack, because }) => `  ${stack}: ${because[lang]}`).join('\n');
  throw new CheckFailure('NDC-X170', {
    vi: `kết nối ${name} không phải môi trường thử. Gỡ bỏ trên trung tâm thật cần thủ tục offboard đang mở nêu stack/<tên>, có chữ ký SSH của hai người (ndc approve). Không gì bị gỡ bỏ:\n${list('vi')}`,
    en: `the connection ${name} is no sandbox. Destroying at a real site needs an open offboarding that names stack/<name>, signed by two people's SSH keys (ndc approve). Nothing was destroyed:\n${list('en')}`,
  });
}

/** What was built on a stack goes before it: the order of `after`, the other way round. */
function standsOn(stack: RunnerStack, all: readonly RunnerStack[]): RunnerStack {
  return { ...stack, after: all.filter(({ after }) => after.includes(stack.name)).map(({ name }) => name) };
}

function requireNothingAbove(runner: Runner, selected: readonly RunnerStack[], holding: ReadonlySet<string>): void {
  const names = new Set(selected.map(({ name }) => name));
  const above = runner.stacks.filter(({ name }) => holding.has(name) && !names.has(name) && selected.some((stack) => standsOn(stack, runner.stacks).after.includes(name)));
  if (above.length > 0)
    throw new InputFailure('NDC-X171', {
      vi: `${above.map(({ name }) => name).join(', ')} còn dựa trên phần sẽ gỡ bỏ. Hãy gỡ chúng trước, hoặc mở rộng phạm vi.`,
      en: `${above.map(({ name }) => name).join(', ')} still stand on what would be destroyed. Destroy them first, or widen the scope.`,
    });
}

const head = ({ name, kind, site, organisation }: RunnerStack): Pick<DestroyRow, 'name' | 'kind' | 'site' | 'organisation' | 'removed' | 'left'> => ({
  name,
  kind,
  site,
  ...(organisation === undefined ? {} : { organisation }),
  removed: 0,
  left: [],
});

async function destroyStack(runner: Runner, stack: RunnerStack, clusters: Clusters, patience: number, holding: ReadonlySet<string>): Promise<DestroyRow> {
  // A local state that is not there holds nothing, and no engine needs to say so.
  if (runner.connection.sites[stack.site]?.backend.type === 'local' && !holding.has(stack.name)) return { ...head(stack), status: 'nothing' };
  const silent = clusters.silent[stack.site];
  if (silent !== undefined) return { ...head(stack), status: 'unreachable', reason: silent.trouble.text };
  const removed = new Set<string>();
  let begun = false;
  try {
    const work = await runner.engine.prepare(stack);
    const { managed, namespaces } = await heldBy(runner, stack, work);
    if (managed === 0) {
      await runner.engine.forget(work);
      return { ...head(stack), status: 'nothing' };
    }
    const file = join(work.folder, 'destroy.tfplan');
    try {
      await runner.engine.plan(work, file, { destroy: true });
      begun = true;
      await runner.engine.apply(work, file, (line) => {
        if (line.is !== 'resource' || line.phase === 'planned') return;
        if (line.phase === 'done') removed.add(line.address);
        runner.onProgress({ is: 'resource', stack: stack.name, address: line.address, action: line.action, phase: line.phase });
      });
    } finally {
      await removeFile(file);
    }
    const reader = clusters.readers.get(stack.site);
    const left = reader === undefined ? namespaces : await notGone(reader, namespaces, patience, runner.interrupt);
    const rest = await heldBy(runner, stack, work);
    const whole = rest.managed === 0 && left.length === 0;
    if (whole) await runner.engine.forget(work);
    return {
      ...head(stack),
      status: whole ? 'destroyed' : 'partly',
      removed: removed.size,
      left,
      ...(whole ? {} : { reason: { vi: `còn lại: ${rest.managed} đối tượng trong trạng thái, không gian tên ${left.join(', ')}`, en: `left: ${rest.managed} objects in the state, namespaces ${left.join(', ')}` } }),
    };
  } catch (error) {
    if (error instanceof ClusterUnread) return { ...head(stack), status: begun ? 'partly' : 'unreachable', removed: removed.size, reason: error.trouble.text };
    if (!(error instanceof EngineFailed)) throw error;
    const gone = error.interrupted ? undefined : await silentNow(runner, stack.site);
    const status = begun && (removed.size > 0 || error.interrupted) ? 'partly' : gone === undefined ? (error.interrupted ? 'not-started' : 'failed') : 'unreachable';
    return { ...head(stack), status, removed: removed.size, reason: asSpoken(gone ?? error.summary), ...(error.log === '' ? {} : { log: error.log }) };
  }
}

async function heldBy(runner: Runner, stack: RunnerStack, work: Workplace): Promise<{ managed: number; namespaces: readonly string[] }> {
  const state = (await runner.engine.showState(work)) as NonNullable<PlanJson['prior_state']>;
  const inventory = new Inventory();
  inventory.add(state.values?.root_module, stack);
  return { managed: stateResources(state.values?.root_module).filter(({ mode }) => mode === 'managed').length, namespaces: [...inventory.namespaces.keys()].sort() };
}

/** Namespaces that are still there when patience ends. Deletion goes on after the engine has left: finalizers take time. */
async function notGone(reader: ClusterReader, namespaces: readonly string[], patience: number, interrupt: AbortSignal): Promise<string[]> {
  const deadline = performance.now() + patience;
  for (let waiting = [...namespaces]; ; ) {
    const found = await Promise.all(waiting.map(async (name) => ((await reader.namespace(name)) === undefined ? [] : [name])));
    waiting = found.flat();
    if (waiting.length === 0 || interrupt.aborted || performance.now() > deadline) return waiting;
    await pause(500, interrupt);
  }
}
