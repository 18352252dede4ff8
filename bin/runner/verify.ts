import { CheckFailure, EnvironmentFailure, InputFailure } from '../failure.js';
import { requirePassedAudit, type AuditRecord } from './audit-record.js';
import { lookAtClusters, type Clusters } from './clusters.js';
import { requireUnchanged, type PlanSetFolder } from './planset-folder.js';
import { requireNoDeclaration, type Accepted } from './quarantine.js';
import type { Runner } from './runner.js';
import { inScope } from './scope.js';
import type { RunnerStack } from './stack.js';

/** A set that may be applied, with what was found on the way. */
export interface Verified {
  readonly audit: AuditRecord;
  readonly clusters: Clusters;
  /** Silence that a local override accepts. */
  readonly released: readonly Accepted[];
  /** Milliseconds since it was planned. */
  readonly age: number;
}

/**
 * Everything that must hold before the engine starts: not a byte changed, audited and passed, made from today's
 * configuration by this engine through this connection, and every context still points at the cluster it was planned on.
 *
 * @throws CheckFailure NDC-X152 to NDC-X158, InputFailure NDC-X159, EnvironmentFailure NDC-X124, NDC-X160 and those of
 *   `lookAtClusters`.
 */
export async function verifyPlanSet(runner: Runner, set: PlanSetFolder): Promise<Verified> {
  const { file } = set;
  if (file.purpose !== 'apply')
    throw new CheckFailure('NDC-X157', {
      vi: `bộ kế hoạch ${file.id} được lập cho "${file.purpose}", không phải để áp dụng.`,
      en: `the plan set ${file.id} was made for "${file.purpose}", not to be applied.`,
    });
  if (file.connection !== runner.connection.name)
    throw new InputFailure('NDC-X159', {
      vi: `bộ kế hoạch ${file.id} được lập qua kết nối ${file.connection}, không phải ${runner.connection.name}. Hãy dùng --connection ${file.connection}.`,
      en: `the plan set ${file.id} was planned through connection ${file.connection}, not ${runner.connection.name}. Use --connection ${file.connection}.`,
    });
  await requireUnchanged(set);
  const audit = await requirePassedAudit(set);
  requireFresh(set, runner.stacks);
  const failed = file.stacks.filter(({ status }) => status.is === 'failed').map(({ name }) => name);
  if (failed.length > 0)
    throw new CheckFailure('NDC-X158', {
      vi: `bộ kế hoạch ${file.id} thiếu kế hoạch của ${failed.join(', ')} (lập không thành công). Hãy sửa lỗi rồi lập lại.`,
      en: `the plan set ${file.id} lacks the plans of ${failed.join(', ')} (planning failed). Mend the cause and plan again.`,
    });
  const { kind, version } = runner.engine.program;
  if (kind !== file.engine.kind || version !== file.engine.version)
    throw new EnvironmentFailure('NDC-X160', {
      vi: `bộ kế hoạch ${file.id} được lập bằng ${file.engine.kind} ${file.engine.version}; công cụ hiện tại là ${kind} ${version}. Hãy dùng đúng phiên bản hoặc lập lại.`,
      en: `the plan set ${file.id} was made by ${file.engine.kind} ${file.engine.version}; the engine here is ${kind} ${version}. Use that version, or plan again.`,
    });
  const sites = [...new Set(file.stacks.filter(({ status }) => status.is === 'planned').map(({ site }) => site))].sort();
  const clusters = await lookAtClusters(runner, sites);
  requireSameClusters(set, clusters, runner.connection.file);
  const released = await requireNoDeclaration(runner, clusters);
  return { audit, clusters, released, age: runner.now().getTime() - Date.parse(file.created) };
}

/** @throws CheckFailure NDC-X156 naming the stacks whose configuration differs today, came or went. */
function requireFresh({ file }: PlanSetFolder, today: readonly RunnerStack[]): void {
  const now = new Map(today.map((stack) => [stack.name, stack]));
  const then = new Set(file.stacks.map(({ name }) => name));
  const differing = file.stacks.filter(({ name, status, configuration }) => status.is !== 'not-selected' && now.get(name)?.digest !== configuration).map(({ name }) => name);
  const added = today.filter((stack) => inScope(stack, file.scope) && !then.has(stack.name)).map(({ name }) => name);
  const stale = [...differing, ...added].sort();
  if (stale.length > 0)
    throw new CheckFailure('NDC-X156', {
      vi: `bộ kế hoạch ${file.id} đã cũ: cấu hình của ${stale.join(', ')} nay khác. Hãy lập kế hoạch lại.`,
      en: `the plan set ${file.id} is stale: the configuration of ${stale.join(', ')} differs today. Plan again.`,
    });
}

/** A saved plan applies to whatever a context points at, and says nothing itself. */
function requireSameClusters({ file }: PlanSetFolder, { uids }: Clusters, connectionFile: string): void {
  const moved = Object.entries(uids).filter(([site, uid]) => uid !== null && file.clusters[site] !== uid);
  if (moved.length === 0) return;
  throw new EnvironmentFailure('NDC-X124', {
    vi: moved.map(([site, uid]) => `${site}: kế hoạch được lập trên cụm ${file.clusters[site] ?? '(không rõ)'}, nhưng ngữ cảnh nay trỏ tới ${uid}. Hãy sửa context trong ${connectionFile}, hoặc lập kế hoạch lại.`).join('\n'),
    en: moved.map(([site, uid]) => `${site}: planned on cluster ${file.clusters[site] ?? '(unknown)'}, but the context now points at ${uid}. Correct the context in ${connectionFile}, or plan again.`).join('\n'),
  });
}
