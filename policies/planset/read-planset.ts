import { digestOf } from '../../sites/model/estate.js';
import { bytesOf, isStream, type Handed } from './document.js';
import type { PlannedStack, PlanSetFile, StackKind } from './format.js';
import { PlanProblem } from './problem.js';
import type { Absence, ReadPlanSet, ReadStack } from './read-model.js';
import { constructPathsOf, readHandedConfiguration, readSynthesised } from './read-configuration.js';
import { readPlan, readPlanStream, type StackIdentity } from './read-plan.js';

/** Hands in a document of the set by the name `planset.json` gives it: a stream, its text or bytes (then they are digested here), or parsed JSON. */
export type Documents = (name: string) => Promise<Handed>;

export interface ReadOptions {
  /** SHA-256 of each stack's JSON as the estate synthesises it now: what CHG-002 judges freshness by. */
  readonly synthesised?: Readonly<Record<string, string>>;
}

/**
 * Reads a plan set: each planned stack from its plan, each deferred one from its synthesised JSON, each absent one as
 * absent with its reason.
 * @throws PlanProblem where a document is missing its format, is no plan, or cannot be parsed.
 */
export async function readPlanSet(file: PlanSetFile, documents: Documents, { synthesised }: ReadOptions = {}): Promise<ReadPlanSet> {
  const stacks: ReadStack[] = [];
  // One after the other: a plan may be large, and its text is let go before the next one is taken.
  for (const stack of file.stacks) stacks.push(await readStack(file, stack, documents));
  return { mode: 'planset', file, stacks, ...(synthesised === undefined ? {} : { synthesised }) };
}

async function readStack(file: PlanSetFile, stack: PlannedStack, documents: Documents): Promise<ReadStack> {
  const identity: StackIdentity = { name: stack.name, kind: stack.kind, site: stack.site, ...(stack.organisation === undefined ? {} : { organisation: stack.organisation }) };
  const { status } = stack;
  if (status.is === 'unreachable' || status.is === 'not-selected' || status.is === 'failed') return absentStack(identity, absenceOf(file, stack, status));
  if (status.is === 'deferred') return readHandedConfiguration(identity, stack.configurationFile, await documents(stack.configurationFile));
  if (stack.plan === undefined)
    throw new PlanProblem('planset.json', {
      vi: `phần "${stack.name}" ghi là đã lập kế hoạch nhưng không nêu tệp kế hoạch nào. Hãy lập lại bộ kế hoạch.`,
      en: `stack "${stack.name}" is marked as planned and names no plan file. Plan the set again.`,
    });
  const paths = await constructPathsOf(stack.configurationFile, await documents(stack.configurationFile));
  return readHanded(identity, stack.plan.jsonFile, await documents(stack.plan.jsonFile), paths);
}

/** A plan from whatever is handed in, with the digest of its bytes where there were any. */
export async function readHanded(identity: StackIdentity | undefined, name: string, handed: Handed, paths?: ReadonlyMap<string, string>): Promise<ReadStack> {
  if (isStream(handed)) return readPlanStream(identity, name, handed, paths);
  const { bytes, digest } = bytesOf(handed);
  return { ...readPlan(identity, name, bytes, paths), document: { name, ...(digest === undefined ? {} : { digest }) } };
}

function absenceOf(file: PlanSetFile, stack: PlannedStack, status: Extract<PlannedStack['status'], { is: Absence['is'] }>): Absence {
  if (status.is === 'not-selected') return { is: status.is, declared: !inScope(file.scope, stack) };
  if (status.is === 'failed') return { is: status.is, reason: status.reason, declared: false };
  return { is: status.is, since: status.since, reason: status.reason, ...(status.reasonVi === undefined ? {} : { reasonVi: status.reasonVi }), declared: file.accepted.some(({ site }) => site === stack.site) };
}

/** Whether the declared scope of a set takes in a stack. Platform and protection stacks belong to no organisation. */
export function inScope(scope: PlanSetFile['scope'], stack: Pick<PlannedStack, 'name' | 'site' | 'organisation'>): boolean {
  const holds = (part: readonly string[] | 'all', value: string): boolean => part === 'all' || part.includes(value);
  return holds(scope.sites, stack.site) && holds(scope.stacks, stack.name) && (scope.organisations === 'all' || (stack.organisation !== undefined && scope.organisations.includes(stack.organisation)));
}

export function absentStack(identity: StackIdentity, absence: Absence): ReadStack {
  return { ...identity, judgedFrom: 'absent', absence, outputs: {}, resources: [], opaqueCharts: [], destroys: false, incomplete: [] };
}

/** A stack as synthesised, for an audit without plans. */
export interface SynthesisedStack {
  readonly name: string;
  readonly kind: StackKind;
  readonly site: string;
  readonly organisation?: string;
  /** Text of its `cdk.tf.json`. */
  readonly json: string;
}

/**
 * Reads synthesised stacks through the same model: nothing is recorded, no cluster is known.
 * @throws PlanProblem where a text is no JSON object.
 */
export function readOffline(stacks: readonly SynthesisedStack[]): ReadPlanSet {
  return {
    mode: 'offline',
    stacks: stacks.map(({ json, ...identity }) => ({ ...readSynthesised(identity, `${identity.name}/cdk.tf.json`, json), document: { name: `${identity.name}/cdk.tf.json`, digest: digestOf(json) } })),
  };
}
