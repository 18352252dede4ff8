import type { Day } from '../../sites/model/calendar.js';
import { origin, type Estate } from '../../sites/model/estate.js';
import type { Pointer } from '../../sites/model/pointer.js';
import type { Text } from '../../sites/model/text.js';
import type { Pack, Severity, Verdict } from '../../sites/model/verdict.js';
import type { Input, Rule } from '../engine/rule.js';
import { summarise, type Summary } from '../engine/summary.js';
import type { WaiverReport } from '../engine/waivers.js';
import { visibleText } from '../engine/visible.js';
import type { PlanSetFile } from '../planset/format.js';
import type { ReadPlanSet } from '../planset/read-model.js';

/** How far an auditor may trust where the bytes came from. Offline there is no plan, and no level. */
export type Assurance = 'A' | 'B' | 'C' | 'D';

const assuranceText: Readonly<Record<Assurance | 'none', Text>> = {
  none: { vi: 'Chỉ đọc cấu hình đã tổng hợp: không có kế hoạch nào, không có gì về hiện trạng.', en: 'Synthesised configuration only: no plan was read, and nothing is known of what is recorded.' },
  A: { vi: 'Mức A: kế hoạch dạng JSON do bên vận hành cung cấp.', en: 'Level A: plan JSON supplied by the operator.' },
  B: { vi: 'Mức B: tệp kế hoạch đã lưu, chuyển sang JSON trên máy của kiểm toán viên.', en: "Level B: saved plan files converted on the auditor's machine." },
  C: { vi: 'Mức C: kiểm toán viên tự lập kế hoạch bằng quyền chỉ đọc.', en: 'Level C: planned by the auditor with read-only access.' },
  D: { vi: 'Mức D: như mức C, lập kế hoạch lần hai không thay đổi gì, kèm số đo trực tiếp.', en: 'Level D: as C, with an empty second plan and live readings.' },
};

/** What was read of one stack. */
export interface ReadSource {
  readonly stack: string;
  readonly site: string;
  readonly from: 'plan' | 'configuration' | 'absent';
  readonly document?: string;
  readonly digest?: string;
  readonly resources: number;
  readonly incomplete: readonly string[];
}

/** A rule as a report cites it: law and engineering stay two fields. */
export interface CitedRule {
  readonly id: string;
  readonly version: number;
  readonly title: Text;
  readonly explanation: Text;
  readonly severity: Severity;
  readonly pack: Pack;
  readonly reads: readonly Input[];
  readonly legal: readonly { readonly document: string; readonly label: string; readonly title: Text; readonly clause: string }[];
  readonly engineering?: { readonly statement: Text; readonly link?: string };
}

export interface Assumption {
  readonly text: Text;
  /** Rules that rest on it. */
  readonly policies: readonly string[];
  readonly pointer?: Pointer;
}

/** What every report is made from; plain JSON. */
export interface AuditResult {
  readonly kind: 'ndc/audit.v1';
  readonly asOf: Day;
  readonly view: 'today' | 'target';
  readonly estate: { readonly id: string; readonly digest: string; readonly scenario: Estate['scenario'] };
  readonly packs: readonly Pack[];
  readonly planset?: { readonly id: string; readonly created: string; readonly scope: PlanSetFile['scope']; readonly engine: PlanSetFile['engine']; readonly accepted: PlanSetFile['accepted'] };
  readonly assurance: { readonly level: Assurance | null; readonly text: Text };
  readonly read: readonly ReadSource[];
  readonly summary: Omit<Summary, 'blocking' | 'blocksApply' | 'warnings'> & { readonly blocking: readonly string[]; readonly blocksApply: readonly string[]; readonly warnings: readonly string[] };
  readonly verdicts: readonly Verdict[];
  readonly waivers: WaiverReport;
  readonly rules: readonly CitedRule[];
  readonly assumptions: readonly Assumption[];
}

export interface AuditInput {
  readonly estate: Estate;
  readonly asOf: Day;
  readonly view: 'today' | 'target';
  readonly packs: readonly Pack[];
  /** Rules that were run. */
  readonly rules: readonly Rule[];
  readonly planset?: ReadPlanSet;
  /** Given only where plans were read. */
  readonly assurance?: Assurance;
  /** After waivers. */
  readonly verdicts: readonly Verdict[];
  readonly waivers: WaiverReport;
}

/** Gathers what was judged, from what, by which rules and on which assumptions. Verdicts are referred to by fingerprint. */
export function auditResult({ estate, asOf, view, packs, rules, planset, assurance, verdicts, waivers }: AuditInput): AuditResult {
  const { blocking, blocksApply, warnings, ...summary } = summarise(verdicts, waivers);
  const prints = (list: readonly Verdict[]): readonly string[] => list.map(({ fingerprint }) => fingerprint);
  const file = planset?.file;
  return {
    kind: 'ndc/audit.v1',
    asOf,
    view,
    estate: { id: estate.settings.id, digest: estate.digest, scenario: estate.scenario },
    packs,
    ...(file === undefined ? {} : { planset: { id: file.id, created: file.created, scope: file.scope, engine: file.engine, accepted: file.accepted } }),
    assurance: { level: assurance ?? null, text: assuranceText[assurance ?? 'none'] },
    read: (planset?.stacks ?? []).map((stack) => ({
      stack: stack.name,
      site: stack.site,
      from: stack.judgedFrom,
      ...(stack.document === undefined ? {} : { document: stack.document.name, ...(stack.document.digest === undefined ? {} : { digest: stack.document.digest }) }),
      resources: stack.resources.length,
      incomplete: stack.incomplete,
    })),
    summary: { ...summary, blocking: prints(blocking), blocksApply: prints(blocksApply), warnings: prints(warnings) },
    verdicts,
    waivers,
    rules: rules.map((rule) => cited(rule, estate)),
    assumptions: assumptionsOf(estate, rules, verdicts),
  };
}

function cited({ id, version, title, explanation, severity, pack, reads, legal, engineering }: Rule, estate: Estate): CitedRule {
  return {
    id,
    version,
    title,
    explanation,
    severity,
    pack,
    reads,
    legal: legal.map(({ document, clause }) => ({ document, label: estate.legal[document]?.label ?? document, title: estate.legal[document]?.title ?? { vi: document, en: document }, clause })),
    ...(engineering === undefined ? {} : { engineering }),
  };
}

/** What the result rests on and nobody has confirmed: readings the rules name, and values of the evidence that the data label so. */
function assumptionsOf(estate: Estate, rules: readonly Rule[], verdicts: readonly Verdict[]): readonly Assumption[] {
  const named = rules.flatMap(({ id, assumptions = [] }) => assumptions.map((text): Assumption => ({ text, policies: [id] })));
  const values = new Map<Pointer, { text: Text; policies: Set<string> }>();
  for (const { policy, evidence } of verdicts)
    for (const { what, found, pointer, document } of evidence) {
      if (document !== 'estate' || pointer === undefined) continue;
      const from = origin(estate, pointer);
      if (from?.source !== 'assumption') continue;
      const known = values.get(pointer) ?? { text: visibleText({ vi: `${what.vi}: ${found}`, en: `${what.en}: ${found}` }), policies: new Set<string>() };
      known.policies.add(policy);
      values.set(pointer, known);
    }
  return [...named, ...[...values].map(([pointer, { text, policies }]): Assumption => ({ text, policies: [...policies], pointer }))];
}
