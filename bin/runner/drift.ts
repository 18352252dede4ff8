import { join } from 'node:path';
import type { Text } from '../../sites/model/text.js';
import type { ExitCode } from '../outcome.js';
import { ClusterUnread } from '../edge/cluster.js';
import { EngineFailed } from '../edge/engine.js';
import { removeFile } from '../edge/read-files.js';
import { asSpoken } from './apply-stack.js';
import { kindOfChange } from './changes.js';
import { lookAtClusters, missingKinds, servedAt, type Clusters, type ServedBySite, type ServedKinds } from './clusters.js';
import { driftOf, type Drift } from './drift-compare.js';
import { eachStack } from './each-stack.js';
import { Inventory } from './inventory.js';
import { stateResources, type PlanJson } from './plan-json.js';
import { silentNow } from './plan.js';
import { worst, type Runner } from './runner.js';
import { inScope, type Scope } from './scope.js';
import { prepareToPlan } from './standing-imports.js';
import type { RunnerStack } from './stack.js';
import { foreignObjects, type ForeignObject } from './unmanaged.js';

export interface DriftOptions {
  readonly scope: Scope;
  /** Also lists foreign objects in managed namespaces and, with a site's platform, of the whole cluster. */
  readonly unmanaged: boolean;
  /** And among them what tenants may make themselves. @default false */
  readonly tenantsOwn?: boolean;
}

export interface DriftRow {
  readonly name: string;
  readonly kind: RunnerStack['kind'];
  readonly site: string;
  readonly organisation?: string;
  /** `absent`: its state is empty, so nothing of it can drift. */
  readonly status: 'clean' | 'drifted' | 'absent' | 'deferred' | 'unreachable' | 'failed';
  readonly drifts: readonly Drift[];
  /** Changes of the configuration that were never applied: no drift, but not nothing. */
  readonly pending: number;
  /** Entries of the engine's own drift list that were normalisation. */
  readonly spurious: number;
  readonly reason?: Text;
  readonly log?: string;
}

export interface DriftResult {
  readonly rows: readonly DriftRow[];
  /** Absent where not asked for. */
  readonly foreign?: readonly ForeignObject[];
  /** Sites whose foreign objects could not be told, with the reason. */
  readonly foreignUnknown?: Readonly<Record<string, Text>>;
  readonly exit: ExitCode;
}

/**
 * What was changed behind the toolkit's back, stack by stack. Plans with a refresh and keeps nothing: the saved plan is
 * removed as soon as it is read. Exit 1 with drift or foreign objects, 3 where a site or stack could not be read.
 *
 * @throws EnvironmentFailure NDC-X141 when interrupted, and those of `lookAtClusters`.
 */
export async function findDrift(runner: Runner, { scope, unmanaged, tenantsOwn = false }: DriftOptions): Promise<DriftResult> {
  const selected = runner.stacks.filter((stack) => inScope(stack, scope));
  const sites = [...new Set(selected.map(({ site }) => site))].sort();
  const clusters = await lookAtClusters(runner, sites);
  const inventories = new Map(sites.map((site) => [site, new Inventory()]));
  const unknown: Record<string, Text> = {};
  const served: ServedBySite = new Map(sites.map((site) => [site, new Map()]));
  const rows = await eachStack(runner, selected, {
    step: 'reading',
    work: (stack) => driftOfStack(runner, stack, clusters, servedAt(served, stack.site), inventories.get(stack.site)),
    ended: ({ status }) => (status === 'failed' || status === 'unreachable' ? 'failed' : status === 'deferred' ? 'skipped' : 'done'),
  });

  const foreign: ForeignObject[] = [];
  if (unmanaged)
    for (const site of sites) {
      const reader = clusters.readers.get(site);
      const inventory = inventories.get(site);
      if (reader === undefined || inventory === undefined) {
        unknown[site] = asSpoken(clusters.silent[site]?.reason ?? 'unreachable');
        continue;
      }
      try {
        // Objects of stacks outside the scope, or that could not be planned, are ours all the same.
        const planned = new Set(rows.filter(({ status }) => status === 'clean' || status === 'drifted' || status === 'absent').map(({ name }) => name));
        for (const stack of runner.stacks.filter((each) => each.site === site && !planned.has(each.name))) {
          const state = (await runner.engine.showState(await runner.engine.prepare(stack))) as NonNullable<PlanJson['prior_state']>;
          inventory.add(state.values?.root_module, stack);
        }
        foreign.push(...(await foreignObjects(site, reader, inventory, { scope, tenantsOwn })));
      } catch (error) {
        if (!(error instanceof ClusterUnread) && !(error instanceof EngineFailed)) throw error;
        unknown[site] = asSpoken(error.message);
      }
    }
  const unread = rows.some(({ status }) => status === 'unreachable' || status === 'failed') || Object.keys(unknown).length > 0;
  const drifted = rows.some(({ status }) => status === 'drifted') || foreign.length > 0;
  return {
    rows,
    ...(unmanaged ? { foreign, foreignUnknown: unknown } : {}),
    exit: worst(unread ? 3 : 0, drifted ? 1 : 0),
  };
}

async function driftOfStack(runner: Runner, stack: RunnerStack, clusters: Clusters, served: ServedKinds, inventory: Inventory | undefined): Promise<DriftRow> {
  const { name, kind, site, organisation } = stack;
  const head = { name, kind, site, ...(organisation === undefined ? {} : { organisation }), drifts: [], pending: 0, spurious: 0 };
  const silent = clusters.silent[site];
  if (silent !== undefined) return { ...head, status: 'unreachable', reason: silent.trouble.text };
  try {
    const reader = clusters.readers.get(site);
    const missing = reader === undefined ? [] : await missingKinds(reader, stack.needs, served);
    if (missing.length > 0) return { ...head, status: 'deferred', reason: asSpoken(missing.join(', ')) };
    const work = await prepareToPlan(runner, stack, reader);
    const file = join(work.folder, 'drift.tfplan');
    let plan: PlanJson;
    try {
      await runner.engine.plan(work, file);
      plan = (await runner.engine.showPlan(work, file)) as PlanJson;
    } finally {
      await removeFile(file);
    }
    inventory?.add(plan.prior_state?.values?.root_module, stack);
    const { drifts, spurious } = driftOf(plan);
    const drifted = new Set((plan.resource_drift ?? []).map(({ address }) => address));
    const pending = (plan.resource_changes ?? []).filter((resource) => kindOfChange(resource) !== undefined && !drifted.has(resource.address)).length;
    return { ...head, status: drifts.length > 0 ? 'drifted' : wasApplied(plan) ? 'clean' : 'absent', drifts, pending, spurious };
  } catch (error) {
    if (error instanceof ClusterUnread) return { ...head, status: 'unreachable', reason: error.trouble.text };
    if (!(error instanceof EngineFailed)) throw error;
    const gone = await silentNow(runner, site);
    return { ...head, status: gone === undefined ? 'failed' : 'unreachable', reason: asSpoken(gone ?? error.summary), ...(error.log === '' ? {} : { log: error.log }) };
  }
}

/** Whether a stack has ever been applied, or has nothing that could be: its state holds something, or the plan adds nothing. */
const wasApplied = ({ prior_state: prior, resource_changes: changes = [] }: PlanJson): boolean =>
  stateResources(prior?.values?.root_module).some(({ mode }) => mode === 'managed') || changes.every((resource) => kindOfChange(resource) === undefined);
