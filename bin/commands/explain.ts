import { rules as catalogue } from '../../policies/engine/catalogue.js';
import '../../policies/own-rules/diagnostics.js';
import { diagnosticKinds } from '../../sites/model/diagnostic.js';
import '../../sites/model/cross.js';
import '../../sites/model/diagnostics-of-files.js';
import '../../sites/tenancy/live-use.js';
import '../../sites/packing/read.js';
import '../../sites/tenancy/request-findings.js';
import { nearest } from '../../sites/model/nearest.js';
import type { Text } from '../../sites/model/text.js';
import type { Command } from '../command.js';
import { InputFailure } from '../failure.js';
import { plannedQuarters } from '../../sites/capacity/operation.js';
import type { Quarter } from '../../sites/model/calendar.js';
import type { DrCellData } from '../dr-cell-data.js';
import { explainPromise, promiseNamed } from '../explain-promise.js';
import { explainRecovery, isRecoveryCell } from '../explain-recovery.js';
import { openEstate, underNamedConnection } from '../open-estate.js';
import { loadOwnRules } from '../own-rules.js';
import type { PromiseData } from '../promise-data.js';
import { known as among } from '../selection.js';
import { estateOrShipped } from '../shipped-estate.js';
import { whatIfOf } from './capacity/selection.js';
import type { Outcome } from '../outcome.js';

export interface ExplanationData {
  readonly id: string;
  readonly title?: Text;
  readonly explanation: Text;
  readonly remedy?: Text;
  readonly severity?: string;
  readonly pack?: string;
  /** Clauses with the documents' titles. */
  readonly legal: readonly { readonly document: string; readonly clause: string; readonly title: Text }[];
  readonly engineering?: { readonly statement: Text; readonly link?: string };
  readonly reads: readonly string[];
}

/** What a command could not do is said in full by its own message; the code names it for support and for scripts. */
const failureCodes: Text = {
  vi: 'Mã NDC-X… đánh dấu việc một lệnh không làm được. Thông báo kèm mã nêu đủ: điều gì xảy ra, ở đâu và cần làm gì. Mã thoát 2: dữ liệu nhập sai; 3: môi trường (chương trình, cụm, mạng, đĩa) lỗi; 1: một kiểm tra từ chối.',
  en: 'NDC-X… codes mark what a command could not do. The message beside the code is complete: what happened, where, and what to do. Exit code 2: the input is wrong; 3: the environment (program, cluster, network, disk) failed; 1: a check refused.',
};

export const command: Command = {
  computes: true,
  options: [
    { flags: '--quarter <quarter>', about: { vi: 'với một cam kết: quý này (mặc định quý đầu tiên không giữ được)', en: 'of a promise: this quarter (default: the first in which it breaks)' } },
    { flags: '--rules <dir>', about: { vi: 'cả quy tắc riêng trong thư mục này (mô-đun .mjs sẽ được chạy)', en: 'also the rules of your own in this folder (its .mjs modules are run)' } },
  ],
  arguments: [{ name: '<id>', about: { vi: 'mã quy tắc (RED-001), mã lỗi (NDC-E008), một cam kết về năng lực (ndc-01/site/silver) hoặc một ô phục hồi (dr/ho-so-prod/site-dead)', en: 'a rule (RED-001), a diagnostic code (NDC-E008), a promise of capacity (ndc-01/site/silver), or a cell of recovery (dr/ho-so-prod/site-dead)' } }],
  examples: ['ndc explain RED-001', 'ndc explain NDC-E009 --lang vi', 'ndc explain ndc-01/site/silver', 'ndc explain ndc-01/rack/gold --quarter 2028-Q4', 'ndc explain dr/csdl-y-te-prod/site-dead --scenario all-operating', 'ndc explain ORG-001 --rules my-rules'],
  run: async (context, [asked = ''], options): Promise<Outcome<'ndc/explanation.v1', ExplanationData> | Outcome<'ndc/promise.v1', PromiseData> | Outcome<'ndc/dr-cell.v1', DrCellData>> => {
    if (asked.includes('/') || isRecoveryCell(asked)) {
      const estate = await underNamedConnection(await openEstate(context), context, { parts: true });
      const whatIf = whatIfOf(context, estate.scenario.phase);
      if (isRecoveryCell(asked)) return { kind: 'ndc/dr-cell.v1', exit: 0, data: explainRecovery(estate, asked, whatIf) };
      const promise = promiseNamed(estate, asked);
      const given = options['quarter'] as string | undefined;
      const [quarter] = among('--quarter', given === undefined ? undefined : [given], plannedQuarters(estate)) ?? [];
      const data = explainPromise(estate, promise, whatIf, quarter as Quarter | undefined);
      return { kind: 'ndc/promise.v1', exit: 0, data };
    }
    const id = asked.toUpperCase();
    const directory = options['rules'] as string | undefined;
    const rules = directory === undefined ? catalogue : [...catalogue, ...(await loadOwnRules(directory)).rules.map((own) => own.rule)];
    const rule = rules.find((candidate) => candidate.id === id);
    if (rule !== undefined) {
      const { legal: sources } = await estateOrShipped(context);
      return {
        kind: 'ndc/explanation.v1',
        exit: 0,
        data: {
          id,
          title: rule.title,
          explanation: rule.explanation,
          remedy: rule.remedy,
          severity: rule.severity,
          pack: rule.pack,
          legal: rule.legal.map(({ document, clause }) => ({ document: sources[document]?.label ?? document, clause, title: sources[document]?.title ?? { vi: document, en: document } })),
          ...(rule.engineering === undefined ? {} : { engineering: rule.engineering }),
          reads: rule.reads,
        },
      };
    }
    const kind = diagnosticKinds().find((candidate) => candidate.code === id);
    if (kind !== undefined) return { kind: 'ndc/explanation.v1', exit: 0, data: { id, explanation: kind.explanation, legal: [], reads: [] } };
    if (/^NDC-X\d{3}$/.test(id)) return { kind: 'ndc/explanation.v1', exit: 0, data: { id, explanation: failureCodes, legal: [], reads: [] } };
    const alike = likeOf(id, [...rules.map((candidate) => candidate.id), ...diagnosticKinds().map(({ code }) => code)]);
    const [first, ...more] = alike;
    const others = more.join(', ');
    throw new InputFailure('NDC-X004', {
      vi: `không có quy tắc hay mã lỗi "${asked}".${first === undefined ? '' : ` Có phải ý bạn là ${first}?`}${others === '' ? '' : ` Gần giống: ${others}.`} Mọi quy tắc: ndc policy list; mã NDC-… đi kèm thông báo.`,
      en: `there is no rule or code "${asked}".${first === undefined ? '' : ` Did you mean ${first}?`}${others === '' ? '' : ` Close to it: ${others}.`} All rules: ndc policy list; codes NDC-… stand beside their messages.`,
    });
  },
};

/** Codes named for one that does not exist; all of them would be a page. */
const alikeShown = 12;

/** The nearest code, then others of its family: `RED-…`, `NDC-E…`. */
function likeOf(asked: string, known: readonly string[]): readonly string[] {
  const close = nearest(asked.toLowerCase(), known.map((word) => word.toLowerCase()))?.toUpperCase();
  const familyOf = (code: string): string => /^(?:NDC-[A-Z]?|[A-Z]+)/.exec(code)?.[0] ?? '';
  const family = familyOf(close ?? asked);
  const others = family === '' ? [] : known.filter((code) => code !== close && familyOf(code) === family);
  return [...(close === undefined ? [] : [close]), ...others].slice(0, alikeShown);
}
