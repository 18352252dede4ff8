import { join } from 'node:path';
import { rules as catalogue } from '../policies/engine/catalogue.js';
import type { Pack, Rule } from '../policies/engine/rule.js';
import { rulesInForce } from '../policies/engine/run.js';
import type { ListedWaiver } from '../policies/engine/waivers.js';
import type { DeclaredAssurance } from '../policies/reports/assurance.js';
import { auditResult, type AuditResult } from '../policies/reports/json.js';
import { readPlanSet } from '../policies/planset/read-planset.js';
import type { Estate } from '../sites/model/estate.js';
import type { Verdict } from '../sites/model/verdict.js';
import { visible } from '../sites/model/visible.js';
import type { SynthesisedStack } from '../stacks/synthesise.js';
import { checkApprovals } from './approvals.js';
import { fileStream } from './edge/plan-stream.js';
import { destroyedWithoutApproval } from './destroyed-data.js';
import { CheckFailure } from './failure.js';
import { judge } from './judge.js';
import { writeAuditRecord, type AuditRecord } from './runner/audit-record.js';
import { requireUnchanged, type PlanSetFolder } from './runner/planset-folder.js';

/** What a report says of how it was made. */
export interface ReportedBy {
  /** Version of the tool. */
  readonly version?: string;
  /** Where the auditor says the plans come from. */
  readonly assurance?: DeclaredAssurance;
  /** Rules of the auditor's own, beside the catalogue's. */
  readonly own?: readonly Rule[];
  /** Names that documents were judged under before, by their digests. */
  readonly named?: ReadonlyMap<string, string>;
  /** Told of each plan that is opened, with how many were before it, of how many. */
  readonly opening?: (name: string, before: number, of: number) => void;
}

export interface AuditedSet {
  readonly result: AuditResult;
  /** Whether `apply` takes the set: nothing blocks in design, CHG and RED-010, and the plans are whole. */
  readonly passed: boolean;
  /** Verdicts that keep the set from being applied. */
  readonly blocksApply: readonly Verdict[];
  /** Waivers that cover nothing under the set's scenario. */
  readonly idle: readonly ListedWaiver[];
}

/** A set that was judged, with what its record will say. */
export interface JudgedSet extends AuditedSet {
  /** Rules that judged it. */
  readonly rules: readonly Rule[];
  readonly record: Omit<AuditRecord, 'kind'>;
  /** Objects that hold data and would be destroyed without approval. */
  readonly destroyed: ReturnType<typeof destroyedWithoutApproval>;
}

/** Packs that judge a plan set: while a site is declared lost, also what must hold in a failover. */
export const packsOf = ({ losses = [] }: Pick<Estate, 'losses'>): readonly Pack[] => (losses.length === 0 ? ['design', 'operations'] : ['design', 'operations', 'failover']);

/** Judges a plan set by the packs design and operations, and leaves the record beside it that `apply` requires. */
export async function auditPlanSet(set: PlanSetFolder, estate: Estate, stacks: readonly SynthesisedStack[], now: Date, signal = new AbortController().signal, by: ReportedBy = {}): Promise<AuditedSet> {
  const judged = await judgePlanSet(set, estate, stacks, now, signal, by);
  await recordAudit(set, judged);
  return judged;
}

/** Judges a plan set and writes nothing. */
export async function judgePlanSet(set: PlanSetFolder, estate: Estate, stacks: readonly SynthesisedStack[], now: Date, signal: AbortSignal, { own = [], named: _named, opening, ...by }: ReportedBy): Promise<JudgedSet> {
  await requireUnchanged(set);
  const packs: readonly Pack[] = packsOf(estate);
  const planned = set.file.stacks.filter(({ status }) => status.is === 'planned').length;
  let opened = 0;
  const open = (name: string): Promise<ReturnType<typeof fileStream>> => {
    opening?.(name, opened++, planned);
    return Promise.resolve(fileStream(join(set.directory, name), name, signal));
  };
  const planset = await readPlanSet(set.file, open, {
    synthesised: Object.fromEntries(stacks.map(({ name, digest }) => [name, digest])),
  });
  const approvals = await checkApprovals(estate, now);
  const { scope } = set.file;
  // A set planned with all sites operating is judged as the target: waivers for planned sites have lapsed there.
  const view = estate.scenario.phase === 'all-operating' ? 'target' : 'today';
  const wholeEstate = scope.sites === 'all' && scope.organisations === 'all' && scope.stacks === 'all';
  const { verdicts, waivers, idle, summary } = judge(estate, { view, packs, planset, wholeEstate, own, approvals });
  const { asOf } = estate.scenario;
  const rules = rulesInForce([...catalogue, ...own], packs, asOf);
  const destroyed = destroyedWithoutApproval(planset, estate, asOf, approvals);
  const passed = summary.applies && destroyed.length === 0;
  return {
    result: auditResult({ ...by, estate, asOf, at: now.toISOString(), view, packs, rules, planset, plansetDigest: set.digest, verdicts, waivers }),
    rules,
    passed,
    blocksApply: summary.blocksApply,
    idle,
    destroyed,
    record: {
      planset: set.digest,
      at: now.toISOString(),
      passed,
      blocking: [...new Set([...summary.blocksApply.map(({ policy }) => policy), ...(destroyed.length === 0 ? [] : ['CHG-001'])])].sort(),
    },
  };
}

/**
 * Leaves the record of an audit beside its set.
 *
 * @throws CheckFailure NDC-X031 where the set would destroy what holds data.
 */
export async function recordAudit(set: PlanSetFolder, { record, destroyed }: Pick<JudgedSet, 'record' | 'destroyed'>): Promise<void> {
  await writeAuditRecord(set.directory, record);
  if (destroyed.length === 0) return;
  const list = destroyed.slice(0, 6).map(({ stack, object }) => `${stack}: ${visible(object, 120)}`).join('; ');
  const more = destroyed.length > 6 ? ` … (${destroyed.length})` : '';
  throw new CheckFailure('NDC-X031', {
    vi: `bộ kế hoạch ${set.file.id} sẽ xóa hoặc thay thế đối tượng chứa dữ liệu: ${list}${more}. Không được áp dụng. Hãy khôi phục mục đã bị xóa trong dữ liệu; việc ngừng sử dụng cần hai người phê duyệt.`,
    en: `the plan set ${set.file.id} would destroy or replace what holds data: ${list}${more}. It may not be applied. Put the entry that vanished back into the data; giving a system up needs two people's approval.`,
  });
}
