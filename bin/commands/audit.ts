import type { ListedWaiver } from '../../policies/engine/waivers.js';
import type { Text } from '../../sites/model/text.js';
import { assuranceLevels, type DeclaredAssurance } from '../../policies/reports/assurance.js';
import type { AuditResult } from '../../policies/reports/json.js';
import { auditInputs } from '../audit-inputs.js';
import type { ReportedBy } from '../audit-planset.js';
import { choice } from '../command-line.js';
import type { Command, Context, Values } from '../command.js';
import { packageVersion } from '../edge/package-version.js';
import { evidenceAsked, writeEvidence, type WrittenEvidence } from '../evidence.js';
import { CheckFailure, EnvironmentFailure } from '../failure.js';
import { openEstate } from '../open-estate.js';
import type { Outcome } from '../outcome.js';
import { loadOwnRules } from '../own-rules.js';
import { json } from '../present/json.js';

export interface AuditData extends Omit<AuditResult, 'kind'> {
  /** Whether `ndc apply` takes the set; never where plans were handed in without one. */
  readonly passed: boolean;
  /** The connection the set was planned through. */
  readonly connection?: string;
  /** Why the set may not be applied whatever the rules say: what it would destroy holds data. Absent where nothing stops it. */
  readonly stopped?: { readonly code: string; readonly message: Text };
  /** Files of the given folders that do not look like plan JSON. Absent where a plan set was read. */
  readonly notRead?: readonly string[];
  /** Valid waivers that cover nothing under the set's scenario: no fault while sites are taken as lost or late. */
  readonly idle: readonly ListedWaiver[];
  /** Values of the data that nobody has confirmed, whether or not a verdict cites them. */
  readonly assumedValues: number;
  /** Where the evidence was written, where it was asked for. */
  readonly evidence?: WrittenEvidence;
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
    { flags: '--rules <dir>', about: { vi: 'xét cả các quy tắc riêng trong thư mục này (mô-đun .mjs sẽ được chạy)', en: 'judge by the rules of your own in this folder too (its .mjs modules are run)' } },
    { flags: '--evidence <dir>', about: { vi: 'ghi bằng chứng vào thư mục mới này: báo cáo, mã băm của mọi thứ đã đọc, quy tắc, điều miễn', en: 'write the evidence into this new folder: report, digests of all that was read, rules, waivers' } },
    { flags: '--sign <key>', about: { vi: 'ký bằng chứng bằng khóa SSH này (ssh-keygen -Y sign)', en: 'sign the evidence with this SSH key (ssh-keygen -Y sign)' } },
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
  examples: ['ndc audit', 'ndc audit 20261122T101500Z-3fa9c1 --lang vi', 'ndc audit plans/ more.json.gz', 'ndc audit - --json', 'ndc audit --rules my-rules --evidence evidence-2026-11 --sign ~/.ssh/ndc'],
  formats: ['sarif', 'junit', 'oscal', 'html'],
  run: async (context, inputs, options): Promise<Outcome<'ndc/audit.v1', AuditData>> => {
    const text = (name: string): string | undefined => options[name] as string | undefined;
    const by = await reportedBy(context, options);
    const wanted = await evidenceAsked(text('evidence'), text('sign'));
    const directory = text('rules');
    const own = directory === undefined ? undefined : await loadOwnRules(directory, await openEstate(context));
    const { data, rules, conclude } = await auditInputs(context, inputs, { ...by, own: own?.rules.map(({ rule }) => rule) ?? [] });
    const outcome = { kind: 'ndc/audit.v1', exit: data.summary.exit, data } as const;
    // Before it is concluded: a set that may not be applied leaves evidence too.
    const evidence = wanted === undefined ? undefined : await writeEvidence(wanted, json(outcome), data, rules, own);
    const stopped = await stoppedBy(conclude);
    if (stopped === undefined) return evidence === undefined ? outcome : { ...outcome, data: { ...data, evidence } };
    // The report is worth most where the set is stopped: it is given all the same. Forms of other programs have no place for why.
    if (options['json'] !== true && !['text', 'json'].includes(text('format') ?? 'text')) context.warn(`${stopped.code}: ${stopped.message[context.lang]}`);
    return { ...outcome, exit: stopped.code === unrecorded ? data.summary.exit : 1, data: { ...data, passed: false, stopped, ...(evidence === undefined ? {} : { evidence }) } };
  },
};

/** Leaves the record beside the set; what stops the set comes back instead of being thrown. */
async function stoppedBy(conclude: () => Promise<void>): Promise<AuditData['stopped']> {
  try {
    await conclude();
    return undefined;
  } catch (error) {
    if (error instanceof CheckFailure) return { code: error.code, message: error.text };
    // An auditor reads from what he cannot write to: the verdict is his all the same.
    if (!(error instanceof EnvironmentFailure) || error.code !== unrecorded) throw error;
    return { code: error.code, message: { vi: `${error.text.vi} Kết quả kiểm tra vẫn có ở trên, nhưng chưa được ghi lại bên bộ kế hoạch, nên ndc apply không nhận.`, en: `${error.text.en} The verdict stands above all the same, but is not recorded beside the set, so that ndc apply will not take it.` } };
  }
}

/** The record could not be written: no fault of the set. */
const unrecorded = 'NDC-X102';

/** What the report says of how it was made. Level A needs no word of anybody's. */
async function reportedBy(context: Context, { assurance }: Values): Promise<ReportedBy> {
  const declared = assuranceLevels.filter((level): level is DeclaredAssurance => level !== 'A');
  choice('--assurance', assurance, declared);
  const level = declared.find((each) => each === assurance);
  return { version: await packageVersion(context.root), ...(level === undefined ? {} : { assurance: level }) };
}
