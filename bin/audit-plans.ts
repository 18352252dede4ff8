import { basename, dirname, join, resolve } from 'node:path';
import { rules as catalogue } from '../policies/engine/catalogue.js';
import type { Pack, Rule } from '../policies/engine/rule.js';
import { rulesInForce } from '../policies/engine/run.js';
import type { ListedWaiver } from '../policies/engine/waivers.js';
import { auditResult, type AuditResult } from '../policies/reports/json.js';
import { readPlans, type LoosePlan } from '../policies/planset/read-plans.js';
import type { Estate } from '../sites/model/estate.js';
import { visible } from '../sites/model/visible.js';
import type { ExpectedStack } from '../stacks/expected.js';
import { fileStream, inputStream } from './edge/plan-stream.js';
import { plansAt, type PlanPath } from './edge/plan-path.js';
import { listPlanSets, planSetId } from './edge/planset-ids.js';
import { digestOfRegular, namesIn } from './edge/read-files.js';
import { checkApprovals } from './approvals.js';
import type { ReportedBy } from './audit-planset.js';
import { InputFailure } from './failure.js';
import { judge } from './judge.js';

/** Name under which standard input is reported. */
const standardInput = 'stdin';

/**
 * The plan set among what the command line names: an id, its folder, or its `planset.json`; undefined where plans are
 * named instead.
 *
 * @throws InputFailure NDC-X034 where a plan set and something else are named together.
 * @throws PlanProblem where its `planset.json` is a link, a device or a pipe.
 */
export async function planSetIn(home: string, inputs: readonly string[]): Promise<string | undefined> {
  const known = await listPlanSets(home);
  const sets: string[] = [];
  for (const input of inputs) {
    const folder = basename(input) === 'planset.json' ? dirname(input) : input;
    if (known.includes(input) || planSetId.test(input)) sets.push(input);
    else if ((await namesIn(resolve(folder))).includes('planset.json')) {
      await plansAt([join(folder, 'planset.json')]);
      sets.push(folder);
    }
  }
  const [set] = sets;
  if (set === undefined || inputs.length === 1) return set;
  const shown = visible(set, 80);
  throw new InputFailure('NDC-X034', {
    vi: `"${shown}" là một bộ kế hoạch, được xét riêng: hãy nêu một bộ kế hoạch, hoặc các tệp và thư mục kế hoạch.`,
    en: `"${shown}" is a plan set and is judged on its own: name one plan set, or files and folders of plans.`,
  });
}

/** A plan that is judged under another name than its file's, the bytes being those that had it before. */
export interface RenamedPlan {
  readonly recorded: string;
  readonly given: string;
}

export interface AuditedPlans {
  readonly result: AuditResult;
  /** Rules that judged them. */
  readonly rules: readonly Rule[];
  /** Files in the given folders that do not look like plan JSON. */
  readonly notRead: readonly string[];
  /** Plans that go by the names they were judged under before, and were given as files of other names. */
  readonly renamed: readonly RenamedPlan[];
  readonly idle: readonly ListedWaiver[];
}

/** Judges plans from anywhere: files, folders of them, `-` for standard input. They lie in no plan set, so `apply` takes none of them. */
export async function auditPlans(inputs: readonly string[], estate: Estate, stacks: readonly Pick<ExpectedStack, 'name' | 'kind' | 'site' | 'organisation'>[], signal: AbortSignal, { now, own = [], named, opening, ...by }: ReportedBy & { readonly now: Date }): Promise<AuditedPlans> {
  if (inputs.filter((input) => input === '-').length > 1)
    throw new InputFailure('NDC-X034', { vi: '"-" (đầu vào chuẩn) chỉ nêu được một lần.', en: '"-" (standard input) can be named once only.' });
  const { plans, notRead } = await plansAt(inputs.filter((input) => input !== '-'));
  const places = named === undefined ? plans : await underRecordedNames(plans, named);
  const renamed = places.flatMap(({ name }, index): RenamedPlan[] => (basename(name) === basename(plans[index]?.path ?? '') ? [] : [{ recorded: name, given: plans[index]?.name ?? '' }]));
  let opened = 0;
  const loose: LoosePlan[] = [
    ...places.map(({ path, name }): LoosePlan => ({
      name,
      open: () => {
        opening?.(name, opened++, places.length);
        return Promise.resolve(fileStream(path, name, signal));
      },
    })),
    ...(inputs.includes('-') ? [{ name: standardInput, open: () => Promise.resolve(inputStream(standardInput, signal)) }] : []),
  ];
  const planset = await readPlans(loose, {
    estate: estate.settings.id,
    stacks: stacks.map(({ name, kind, site, organisation }) => ({ name, kind, site, ...(organisation === undefined ? {} : { organisation }) })),
  });
  const packs: readonly Pack[] = ['design', 'operations'];
  const { asOf, phase } = estate.scenario;
  const view = phase === 'all-operating' ? 'target' : 'today';
  const { verdicts, waivers, idle } = judge(estate, { view, packs, planset, wholeEstate: false, own, approvals: await checkApprovals(estate, now) });
  const rules = rulesInForce([...catalogue, ...own], packs, asOf);
  return { result: auditResult({ ...by, estate, asOf, at: now.toISOString(), view, packs, rules, planset, verdicts, waivers }), rules, notRead, renamed, idle };
}

/**
 * Plans under the names they were judged by before, where their bytes are the same. Of several with the same bytes one has
 * the name, the one whose file has it first of all: the others are copies, and go by their own.
 */
async function underRecordedNames(plans: readonly PlanPath[], named: ReadonlyMap<string, string>): Promise<PlanPath[]> {
  const recorded = await Promise.all(plans.map(async ({ path }) => named.get((await digestOfRegular(path)) ?? '')));
  const bearers = new Map<string, number>();
  recorded.forEach((name, index) => {
    if (name === undefined) return;
    const bearer = plans[bearers.get(name) ?? -1];
    const isOwn = (plan: PlanPath | undefined): boolean => plan !== undefined && basename(plan.path) === basename(name);
    if (bearer === undefined || (!isOwn(bearer) && isOwn(plans[index]))) bearers.set(name, index);
  });
  return plans.map(({ path, name }, index) => {
    const before = recorded[index];
    return { path, name: before !== undefined && bearers.get(before) === index ? before : name };
  });
}
