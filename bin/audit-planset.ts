import { join } from 'node:path';
import type { Pack } from '../policies/engine/rule.js';
import { readPlanSet } from '../policies/planset/read-planset.js';
import type { Estate } from '../sites/model/estate.js';
import { digestOf } from '../sites/model/estate.js';
import type { SynthesisedStack } from '../stacks/synthesise.js';
import { readBytes } from './edge/read-bytes.js';
import { judge, type Judged } from './judge.js';
import { writeAuditRecord } from './runner/audit-record.js';
import { requireUnchanged, type PlanSetFolder } from './runner/planset-folder.js';

export interface AuditedSet extends Judged {
  readonly id: string;
  readonly digest: string;
  /** Whether `apply` takes the set: nothing blocks in design, CHG and RED-010, and the plans are whole. */
  readonly passed: boolean;
  /** SHA-256 of each document that was read. */
  readonly read: readonly { readonly document: string; readonly digest: string }[];
  readonly accepted: readonly { readonly site: string; readonly by: string }[];
}

/** Judges a plan set by the packs design and operations, and leaves the record beside it that `apply` requires. */
export async function auditPlanSet(set: PlanSetFolder, estate: Estate, stacks: readonly SynthesisedStack[], now: Date): Promise<AuditedSet> {
  await requireUnchanged(set);
  const packs: readonly Pack[] = ['design', 'operations'];
  const planset = await readPlanSet(set.file, (name) => readBytes(join(set.directory, name)), {
    synthesised: Object.fromEntries(stacks.map(({ name, digest }) => [name, digest])),
  });
  const { scope } = set.file;
  const wholeEstate = scope.sites === 'all' && scope.organisations === 'all' && scope.stacks === 'all' && estate.scenario.phase === 'as-recorded';
  // A set planned with all sites operating is judged as the target: waivers for planned sites have lapsed there.
  const judged = judge(estate, { view: estate.scenario.phase === 'all-operating' ? 'target' : 'today', packs, planset, wholeEstate });
  const passed = judged.summary.applies;
  await writeAuditRecord(set.directory, {
    planset: set.digest,
    at: now.toISOString(),
    passed,
    blocking: [...new Set(judged.summary.blocksApply.map(({ policy }) => policy))].sort(),
  });
  return {
    ...judged,
    id: set.file.id,
    digest: set.digest,
    passed,
    read: planset.stacks.flatMap(({ document }) => (document === undefined ? [] : [{ document: document.name, digest: document.digest ?? digestOf('') }])),
    accepted: set.file.accepted,
  };
}
