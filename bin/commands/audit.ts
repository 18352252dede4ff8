import type { ListedWaiver } from '../../policies/engine/waivers.js';
import { assuranceLevels, type DeclaredAssurance } from '../../policies/reports/assurance.js';
import type { AuditResult } from '../../policies/reports/json.js';
import type { PlanSetFile } from '../../policies/planset/format.js';
import { deriveIntent } from '../../sites/intent/derive.js';
import { synthesise } from '../../stacks/synthesise.js';
import { assumedValues } from '../assumptions.js';
import { auditPlanSet, type ReportedBy } from '../audit-planset.js';
import { auditPlans, planSetIn } from '../audit-plans.js';
import { choice } from '../command-line.js';
import type { Command, Context, Values } from '../command.js';
import { packageVersion } from '../edge/package-version.js';
import { openEstate, underScenario } from '../open-estate.js';
import type { Outcome } from '../outcome.js';
import { openPlanSet } from '../runner/planset-folder.js';

export interface AuditData extends Omit<AuditResult, 'kind'> {
  /** Whether `ndc apply` takes the set; never where plans were handed in without one. */
  readonly passed: boolean;
  /** The connection the set was planned through. */
  readonly connection?: string;
  /** Files of the given folders that do not look like plan JSON. Absent where a plan set was read. */
  readonly notRead?: readonly string[];
  /** Valid waivers that cover nothing under the set's scenario: no fault while sites are taken as lost or late. */
  readonly idle: readonly ListedWaiver[];
  /** Values of the data that nobody has confirmed, whether or not a verdict cites them. */
  readonly assumedValues: number;
}

export const command: Command = {
  options: [
    {
      flags: '--assurance <level>',
      about: {
        vi: 'kiểm toán viên tuyên bố: B tự chuyển tệp kế hoạch đã lưu, C tự lập kế hoạch bằng quyền chỉ đọc, D thêm lần lập thứ hai không thay đổi gì',
        en: 'declared by the auditor: B converted the saved plans, C planned with read-only access, D and a second plan was empty',
      },
    },
  ],
  arguments: [
    {
      name: '[inputs...]',
      about: {
        vi: 'mã hoặc thư mục bộ kế hoạch (mặc định bộ mới nhất), hoặc các tệp, thư mục JSON kế hoạch, "-" là đầu vào chuẩn',
        en: 'id or folder of a plan set (default: the newest), or files and folders of plan JSON, "-" for standard input',
      },
    },
  ],
  examples: ['ndc audit', 'ndc audit 20261122T101500Z-3fa9c1 --lang vi', 'ndc audit plans/ more.json.gz', 'ndc audit - --json'],
  formats: ['sarif', 'junit', 'oscal', 'html'],
  run: async (context, inputs, options): Promise<Outcome<'ndc/audit.v1', AuditData>> => {
    const by = await reportedBy(context, options);
    const given = await planSetIn(context.home, inputs);
    return given === undefined && inputs.length > 0 ? loose(context, inputs, by) : ofPlanSet(context, given, by);
  },
};

/** What the report says of how it was made. Level A needs no word of anybody's. */
async function reportedBy(context: Context, { assurance }: Values): Promise<ReportedBy> {
  const declared = assuranceLevels.filter((level): level is DeclaredAssurance => level !== 'A');
  choice('--assurance', assurance, declared);
  const level = declared.find((each) => each === assurance);
  return { version: await packageVersion(context.root), ...(level === undefined ? {} : { assurance: level }) };
}

/** Plans that lie in no plan set. They carry no scenario: the options say it. */
async function loose(context: Context, inputs: readonly string[], by: ReportedBy): Promise<Outcome<'ndc/audit.v1', AuditData>> {
  const estate = underScenario(await openEstate(context), context);
  const { result, notRead, idle } = await auditPlans(inputs, estate, synthesise(estate, deriveIntent(estate)), context.signal, { ...by, now: context.now() });
  const { kind, ...data } = result;
  return { kind, exit: data.summary.exit, data: { ...data, passed: false, notRead, idle, assumedValues: assumedValues(estate).length } };
}

async function ofPlanSet(context: Context, given: string | undefined, by: ReportedBy): Promise<Outcome<'ndc/audit.v1', AuditData>> {
  const set = await openPlanSet(context.home, given);
  // The set says which scenario it was made under; judged under another it would be stale in full. No connection is needed.
  const own = withSetsOwn(context, set.file);
  const estate = underScenario(await openEstate(own), own);
  const audited = await auditPlanSet(set, estate, synthesise(estate, deriveIntent(estate)), context.now(), context.signal, by);
  const { kind, ...result } = audited.result;
  return { kind, exit: result.summary.exit, data: { ...result, passed: audited.passed, connection: set.file.connection, idle: audited.idle, assumedValues: assumedValues(estate).length } };
}

/** The options a set was made with, where the command line does not say otherwise. */
export function withSetsOwn(context: Context, { connection, scenario }: PlanSetFile): Context {
  const { globals } = context;
  return {
    ...context,
    globals: {
      connection,
      scenario: scenario.phase,
      ...globals,
      lose: globals.lose.length > 0 ? globals.lose : scenario.lose,
      delay: globals.delay.length > 0 ? globals.delay : Object.entries(scenario.delay).map(([site, quarters]) => `${site}=${quarters}q`),
    },
  };
}
