import type { Day } from '../../sites/model/calendar.js';
import type { Estate } from '../../sites/model/estate.js';
import type { Pack, Verdict } from '../../sites/model/verdict.js';
import type { Rule } from '../engine/rule.js';
import { summarise, type Summary } from '../engine/summary.js';
import type { WaiverReport } from '../engine/waivers.js';
import type { ReadPlanSet } from '../planset/read-model.js';
import { assuranceOf, type AssuranceResult, type DeclaredAssurance } from './assurance.js';
import { assumptionsOf, type Assumption } from './assumptions.js';
import { citedRule, quotedWaivers, type CitedRule, type QuotedWaiver } from './cited.js';
import { decidableFrom, type Decidable } from './decidable.js';
import { citedPlaces, type CitedPlace } from './places.js';
import { shown } from './shown.js';
import { setSource, sourcesOf, type ReadSource, type SetSource } from './sources.js';
import { statementOf, type Statement } from './statement.js';

/** What every report is made from; plain JSON, safe to show. */
export interface AuditResult {
  readonly kind: 'ndc/audit.v1';
  /** RFC 3339: when it was judged. Absent where the caller has no clock. */
  readonly at?: string;
  readonly tool?: { readonly name: string; readonly version: string };
  readonly asOf: Day;
  readonly view: 'today' | 'target';
  readonly estate: { readonly id: string; readonly digest: string; readonly scenario: Estate['scenario'] };
  readonly packs: readonly Pack[];
  readonly planset?: SetSource;
  readonly assurance: AssuranceResult;
  readonly decidable: Decidable;
  readonly read: readonly ReadSource[];
  readonly summary: Omit<Summary, 'blocking' | 'blocksApply' | 'debts' | 'warnings'> & { readonly debts: readonly string[]; readonly blocking: readonly string[]; readonly blocksApply: readonly string[]; readonly warnings: readonly string[] };
  readonly verdicts: readonly Verdict[];
  readonly waivers: WaiverReport;
  /** Every waiver of the data in full; `waivers` says which of them are used. */
  readonly quoted: readonly QuotedWaiver[];
  readonly rules: readonly CitedRule[];
  /** Where the estate values that evidence cites are written. */
  readonly places: readonly CitedPlace[];
  readonly assumptions: readonly Assumption[];
  readonly statement: Statement;
}

/** A result as renderers take it: its kind is said once, by the outcome. */
export type Reported = Omit<AuditResult, 'kind'>;

export interface AuditInput {
  readonly estate: Estate;
  readonly asOf: Day;
  /** RFC 3339; given by whoever may read a clock. */
  readonly at?: string;
  /** Version of the tool. */
  readonly version?: string;
  readonly view: 'today' | 'target';
  readonly packs: readonly Pack[];
  /** Rules that were run. */
  readonly rules: readonly Rule[];
  readonly planset?: ReadPlanSet;
  /** SHA-256 of planset.json, where it was read as a file. */
  readonly plansetDigest?: string;
  /** What the auditor declares of where the plans come from; see assuranceOf. */
  readonly assurance?: DeclaredAssurance;
  /** After waivers. */
  readonly verdicts: readonly Verdict[];
  readonly waivers: WaiverReport;
}

/** Gathers what was judged, from what, by which rules and on which assumptions. Verdicts are referred to by fingerprint. */
export function auditResult({ estate, asOf, at, version, view, packs, rules, planset, plansetDigest, assurance, verdicts, waivers }: AuditInput): AuditResult {
  const { blocking, blocksApply, debts, warnings, ...summary } = summarise(verdicts, waivers);
  const prints = (list: readonly Verdict[]): readonly string[] => list.map(({ fingerprint }) => fingerprint);
  const file = planset?.file;
  // Made safe before the statement is drawn up: what is signed is what is shown.
  const judged = shown({
    ...(at === undefined ? {} : { at }),
    ...(version === undefined ? {} : { tool: { name: 'ndc', version } }),
    asOf,
    view,
    estate: { id: estate.settings.id, digest: estate.digest, scenario: estate.scenario },
    packs,
    ...(file === undefined ? {} : { planset: setSource(file, plansetDigest) }),
    assurance: assuranceOf(planset, assurance),
    decidable: decidableFrom(rules, planset, verdicts),
    read: sourcesOf(planset),
    summary: { ...summary, blocking: prints(blocking), blocksApply: prints(blocksApply), debts: prints(debts), warnings: prints(warnings) },
    verdicts,
    waivers,
    quoted: quotedWaivers(estate),
    rules: rules.map((rule) => citedRule(rule, estate)),
    places: citedPlaces(estate, verdicts),
    assumptions: assumptionsOf(estate, rules, verdicts),
  });
  return { kind: 'ndc/audit.v1', ...judged, statement: statementOf(judged) };
}
