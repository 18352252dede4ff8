import { createHash } from 'node:crypto';
import { join } from 'node:path';
import pLimit from 'p-limit';
import type { PlannedStack, PlanSetFile } from '../../policies/planset/format.js';
import type { Text } from '../../sites/model/text.js';
import type { OldCluster } from '../disaster/old-clusters.js';
import { EnvironmentFailure, InputFailure } from '../failure.js';
import type { ExitCode } from '../outcome.js';
import { encryptedAtRest } from '../edge/backend.js';
import { ClusterUnread } from '../edge/cluster.js';
import { EngineFailed, type Workplace } from '../edge/engine.js';
import { writeFolder, writeWhole } from '../edge/files.js';
import { mergeProviders, type LockedProvider } from '../edge/lock-file.js';
import { readRegular } from '../edge/read-files.js';
import { countChanges, isNoOp, totalOf } from './changes.js';
import { lookAtClusters, missingKinds, servedAt, type Clusters, type ServedBySite, type ServedKinds } from './clusters.js';
import { orphanedStacks } from './orphans.js';
import type { PlanJson } from './plan-json.js';
import { isOfSite } from './peers.js';
import { releasedAt, requireNoDeclaration, type Accepted } from './quarantine.js';
import { redactPlan } from './redact.js';
import { runId, worst, type Runner } from './runner.js';
import { inScope, requireKnownSites, type Scope } from './scope.js';
import { prepareToPlan } from './standing-imports.js';
import type { RunnerStack } from './stack.js';

export interface PlanOptions {
  readonly scope: Scope;
  readonly estate: PlanSetFile['estate'];
  readonly scenario: PlanSetFile['scenario'];
  /** Sites whose silence is accepted, and by whom: `--accept-unreachable`, or an open declaration's id. */
  readonly accept: readonly { readonly site: string; readonly by: string }[];
  /** Sites declared lost, and by which declaration: nobody asks them, and what their states hold is nobody's leftover. @default - none */
  readonly lost?: readonly { readonly site: string; readonly by: string }[];
  /** Databases that are not woken, as the stacks at hand have it. @default - none */
  readonly asleep?: readonly OldCluster[];
  /** Sites whose protection stack is not planned, because nobody knows how old the databases there are. @default - none */
  readonly unread?: Readonly<Record<string, Text>>;
}

/** One stack of a plan set as a table shows it. */
export interface PlanRow extends Pick<PlannedStack, 'name' | 'kind' | 'site' | 'organisation' | 'status' | 'changes'> {
  /** Applying it would do nothing. */
  readonly noOp: boolean;
  /** The engine's complete log, where it failed. */
  readonly log?: string;
}

export interface PlanResult {
  readonly id: string;
  /** The set's folder. */
  readonly directory: string;
  readonly file: PlanSetFile;
  /** `sha256:…` of planset.json: what an audit record names. */
  readonly digest: string;
  readonly rows: readonly PlanRow[];
  /** Stacks that hold something and are no longer synthesised. */
  readonly orphans: readonly string[];
  /** Silent sites that nobody accepted. */
  readonly unaccepted: readonly string[];
  /** Databases that stay asleep at a survivor, because what stands there is of before the loss. */
  readonly asleep?: readonly OldCluster[];
  readonly exit: ExitCode;
}

export const sha256 = (bytes: string | Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

interface Planned {
  readonly entry: PlannedStack;
  readonly row: PlanRow;
  readonly providers: readonly LockedProvider[];
}

/**
 * Makes a plan set, `.ndc/plans/<id>/`: a saved plan per stack, its redacted JSON, the configuration it was made from,
 * and planset.json. One site's silence or one stack's failure does not stop the others. The folder appears when it is
 * whole; nothing half-written is ever found under its name.
 *
 * @throws InputFailure NDC-X142 when no stack lies in the scope, NDC-X143 for an accepted site that does not exist.
 * @throws EnvironmentFailure NDC-X141 when interrupted, and those of `lookAtClusters`.
 */
export async function makePlanSet(runner: Runner, options: PlanOptions): Promise<PlanResult> {
  const selected = runner.stacks.filter((stack) => inScope(stack, options.scope));
  if (selected.length === 0)
    throw new InputFailure('NDC-X142', {
      vi: 'không có cụm tài nguyên nào trong phạm vi: chưa trung tâm nào vận hành theo kịch bản này. Thử --scenario all-operating hoặc nới phạm vi.',
      en: 'no stack lies in the scope: no site operates under this scenario. Try --scenario all-operating, or widen the scope.',
    });
  requireKnownSites(options.accept, runner.stacks);
  const created = runner.now();
  const asked = [...new Set(selected.map(({ site }) => site))].sort();
  const clusters = await lookAtClusters(runner, asked);
  const released = await requireNoDeclaration(runner, clusters);
  const id = runId(created);
  const directory = join(runner.home, 'plans', id);

  const stopped = (): EnvironmentFailure =>
    new EnvironmentFailure('NDC-X141', {
      vi: 'đã dừng theo yêu cầu; không có bộ kế hoạch nào được ghi.',
      en: 'stopped as asked; no plan set was written.',
    });

  return writeFolder(directory, async (folder) => {
    const limit = pLimit(runner.jobs);
    const served: ServedBySite = new Map(Object.keys(clusters.uids).map((site) => [site, new Map()]));
    let finished = 0;
    const progress = (stack: string, step: 'planning' | 'done' | 'failed' | 'skipped' | 'stopped'): void => runner.onProgress({ is: 'stack', stack, step, finished, total: selected.length });
    const outcomes = await Promise.allSettled(
      runner.stacks.map(async (stack): Promise<Planned> => {
        const configurationFile = `${stack.name}.tf.json`;
        await writeWhole(join(folder, configurationFile), stack.json, { mode: 0o600 });
        if (!inScope(stack, options.scope)) return without(stack, configurationFile, { is: 'not-selected' });
        return limit(async () => {
          if (runner.interrupt.aborted) throw stopped();
          progress(stack.name, 'planning');
          const unread = stack.kind === 'protection' ? options.unread?.[stack.site] : undefined;
          const planned = unread === undefined ? await planOne(runner, stack, folder, configurationFile, clusters, servedAt(served, stack.site)) : without(stack, configurationFile, { is: 'unreachable', since: clusters.silent[stack.site]?.since ?? created.toISOString(), reason: unread.en, reasonVi: unread.vi });
          finished += 1;
          const { is } = planned.entry.status;
          progress(stack.name, is === 'planned' ? 'done' : is !== 'failed' ? 'skipped' : runner.interrupt.aborted ? 'stopped' : 'failed');
          return planned;
        });
      }),
    );
    if (runner.interrupt.aborted) throw stopped();
    const planned = outcomes.map((outcome) => {
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    });
    const orphans = (await orphanedStacks(runner, clusters.readers)).filter((name) => !(options.lost ?? []).some(({ site }) => isOfSite(name, site)));
    const file = fileOf(runner, options, { id, created, clusters, planned, orphans, released });
    const text = `${JSON.stringify(file, null, 2)}\n`;
    await writeWhole(join(folder, 'planset.json'), text, { mode: 0o600 });
    const unaccepted = Object.keys(clusters.silent).filter((site) => !file.accepted.some((accepted) => accepted.site === site));
    const broken = planned.some(({ entry }) => entry.status.is === 'failed');
    const asleep = asleepIn(options, planned.map(({ entry }) => entry));
    const late = planned.some(({ entry }) => entry.status.is === 'unreachable' && !file.accepted.some(({ site }) => site === entry.site));
    return {
      id,
      directory,
      file,
      digest: sha256(text),
      rows: planned.map(({ row }) => row),
      orphans,
      unaccepted,
      ...(asleep.length === 0 ? {} : { asleep }),
      exit: worst(broken || late ? 3 : 0, asleep.length > 0 ? 1 : 0),
    };
  });
}

/** Databases kept asleep by stacks that a set has a plan of. */
export const asleepIn = ({ asleep = [] }: Pick<PlanOptions, 'asleep'>, stacks: readonly Pick<PlannedStack, 'kind' | 'site' | 'status'>[]): readonly OldCluster[] =>
  asleep.filter(({ site }) => stacks.some((stack) => stack.kind === 'protection' && stack.site === site && (stack.status.is === 'planned' || stack.status.is === 'failed')));

function without(stack: RunnerStack, configurationFile: string, status: PlannedStack['status'], log?: string): Planned {
  const { name, kind, site, organisation, digest } = stack;
  const who = { name, kind, site, ...(organisation === undefined ? {} : { organisation }) };
  return { entry: { ...who, status, configuration: digest, configurationFile }, row: { ...who, status, noOp: false, ...(log === undefined || log === '' ? {} : { log }) }, providers: [] };
}

async function planOne(runner: Runner, stack: RunnerStack, folder: string, configurationFile: string, clusters: Clusters, served: ServedKinds): Promise<Planned> {
  const silent = clusters.silent[stack.site];
  if (silent !== undefined) return without(stack, configurationFile, { is: 'unreachable', since: silent.since, reason: silent.reason, reasonVi: silent.trouble.text.vi });
  const reader = clusters.readers.get(stack.site);
  try {
    const missing = reader === undefined ? [] : await missingKinds(reader, stack.needs, served);
    if (missing.length > 0) return without(stack, configurationFile, { is: 'deferred', needs: missing });
    const work = await prepareToPlan(runner, stack, reader);
    return await savePlan(runner, stack, work, folder, configurationFile);
  } catch (error) {
    if (error instanceof ClusterUnread) return without(stack, configurationFile, { is: 'unreachable', since: runner.now().toISOString(), reason: error.trouble.text.en, reasonVi: error.trouble.text.vi });
    if (!(error instanceof EngineFailed)) throw error;
    const gone = await silentNow(runner, stack.site);
    if (gone !== undefined) return without(stack, configurationFile, { is: 'unreachable', since: runner.now().toISOString(), reason: gone });
    return without(stack, configurationFile, { is: 'failed', reason: error.summary }, error.log);
  }
}

/** Why a site does not answer now; undefined where it does. Tells a dead API server from a bad plan. */
export async function silentNow(runner: Runner, site: string): Promise<string | undefined> {
  const reached = runner.connection.sites[site];
  if (reached === undefined) return undefined;
  try {
    await (await runner.open(reached)).uid();
    return undefined;
  } catch (error) {
    if (error instanceof ClusterUnread) return error.trouble.unreachable ? error.trouble.text.en : undefined;
    throw error;
  }
}

async function savePlan(runner: Runner, stack: RunnerStack, work: Workplace, folder: string, configurationFile: string): Promise<Planned> {
  const binaryFile = `${stack.name}.tfplan`;
  const jsonFile = `${stack.name}.plan.json`;
  await runner.engine.plan(work, join(folder, binaryFile));
  const binary = await readRegular(join(folder, binaryFile));
  if (binary === undefined) throw new EngineFailed('the engine reported success and wrote no plan', '', false);
  const raw = (await runner.engine.showPlan(work, join(folder, binaryFile))) as PlanJson;
  const json = `${JSON.stringify(redactPlan(raw))}\n`;
  await writeWhole(join(folder, jsonFile), json, { mode: 0o600 });
  const { name, kind, site, organisation, digest } = stack;
  const changes = countChanges(raw);
  const who = { name, kind, site, ...(organisation === undefined ? {} : { organisation }), status: { is: 'planned' as const }, changes };
  return {
    entry: { ...who, configuration: digest, configurationFile, plan: { binary: sha256(binary), json: sha256(json), binaryFile, jsonFile } },
    row: { ...who, noOp: totalOf(changes) === 0 && isNoOp(raw) },
    providers: work.providers,
  };
}

function fileOf(
  runner: Runner,
  { estate, scenario, scope, accept, lost = [], asleep = [] }: PlanOptions,
  made: { readonly id: string; readonly created: Date; readonly clusters: Clusters; readonly planned: readonly Planned[]; readonly orphans: readonly string[]; readonly released: readonly Accepted[] },
): PlanSetFile {
  const { connection, engine } = runner;
  const { kind, version } = engine.program;
  const sites = Object.values(connection.sites).filter(({ id }) => Object.hasOwn(made.clusters.uids, id));
  const types = [...new Set(sites.map(({ backend }) => backend.type))];
  const released = releasedAt(runner.quarantine, Object.keys(made.clusters.uids));
  const silentSites = new Set(made.planned.flatMap(({ entry }) => (entry.status.is === 'unreachable' ? [entry.site] : [])));
  return {
    kind: 'ndc/planset.v1',
    id: made.id,
    created: made.created.toISOString(),
    estate,
    scenario,
    scope,
    purpose: 'apply',
    connection: connection.name,
    engine: { kind, version },
    providers: made.planned
      .reduce((known: LockedProvider[], { providers }) => mergeProviders(known, providers), [])
      .map(({ source, version: pinned, hashes }) => ({ source, version: pinned, hashes })),
    backend: {
      type: types.join('+'),
      stateEncrypted: runner.planEncrypted || (sites.length > 0 && sites.every(({ backend }) => encryptedAtRest(backend))),
      planEncrypted: runner.planEncrypted,
    },
    clusters: made.clusters.uids,
    accepted: [...accept.filter(({ site }) => silentSites.has(site) && !made.released.some((one) => one.site === site)), ...made.released, ...lost],
    ...(released.length === 0 ? {} : { released }),
    ...(asleep.length === 0 ? {} : { asleep: asleep.map(({ site, namespace, cluster, declaration, since, made: at }) => ({ site, namespace, cluster, declaration, since, made: at })) }),
    stacks: made.planned.map(({ entry }) => entry),
    ...(made.orphans.length === 0 ? {} : { orphans: made.orphans }),
  };
}
