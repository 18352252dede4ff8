import type { Lang } from '../../sites/model/text.js';
import type { Verdict } from '../../sites/model/verdict.js';
import { clauseText, waiverText, words } from './quote.js';
import type { CitedRule, QuotedWaiver } from './cited.js';
import { standingOf, type Standing } from './order.js';
import { bothLanguages, markup, prop, token } from './oscal-text.js';
import { uuidOf } from './uuid.js';

export const objectiveId = (rule: string): string => `${token(rule)}_obj`;

/** A verdict with the id of its observation and the waivers that cover it. */
export interface Observed {
  readonly verdict: Verdict;
  readonly uuid: string;
  readonly waivers: readonly QuotedWaiver[];
}

/**
 * What each rule comes to: satisfied where every subject it applies to passes. A rule that applies to nothing has
 * observations and no finding: it is neither satisfied nor not.
 */
export function findingOf({ id, title, explanation }: CitedRule, observed: readonly Observed[], lang: Lang): object | undefined {
  const counts = countsOf(observed);
  if (observed.length === counts['not-applicable']) return undefined;
  const { state, reason, remarks } = statusOf(counts, lang);
  const risks = riskKeysOf(observed);
  return {
    uuid: uuidOf('finding', id, observed.map(({ uuid }) => uuid)),
    title: `${id}: ${markup(title[lang])}`,
    description: bothLanguages(explanation),
    target: { type: 'objective-id', 'target-id': objectiveId(id), status: { state, reason, remarks } },
    'related-observations': observed.map(({ uuid }) => ({ 'observation-uuid': uuid })),
    ...(risks.size === 0 ? {} : { 'related-risks': [...risks.keys()].map((key) => ({ 'risk-uuid': uuidOf('risk', id, key, riskObservations(risks, key)) })) }),
  };
}

const countsOf = (observed: readonly Observed[]): Record<Standing, number> => {
  const counts = { fail: 0, unknown: 0, warning: 0, waived: 0, pass: 0, 'not-applicable': 0 };
  for (const { verdict } of observed) counts[standingOf(verdict)] += 1;
  return counts;
};

/** OSCAL's reasons are `pass`, `fail` and `other`; the remark says which other. */
function statusOf(counts: Record<Standing, number>, lang: Lang): { readonly state: 'satisfied' | 'not-satisfied'; readonly reason: 'pass' | 'fail' | 'other'; readonly remarks: string } {
  const remarks = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([standing, count]) => `${count} ${words[standing as Standing][lang]}`)
    .join(', ');
  if (counts.fail > 0 || counts.warning > 0) return { state: 'not-satisfied', reason: 'fail', remarks };
  return counts.unknown > 0 || counts.waived > 0 ? { state: 'not-satisfied', reason: 'other', remarks } : { state: 'satisfied', reason: 'pass', remarks };
}

type Risks = ReadonlyMap<string, readonly Observed[]>;

/** Failures with nobody's waiver are one risk, those under the same waivers another. */
function riskKeysOf(observed: readonly Observed[]): Risks {
  const risks = new Map<string, Observed[]>();
  for (const each of observed) {
    if (each.verdict.status !== 'fail') continue;
    const key = each.waivers.map(({ waiver }) => waiver).join(' ');
    const under = risks.get(key);
    if (under === undefined) risks.set(key, [each]);
    else under.push(each);
  }
  return risks;
}

const riskObservations = (risks: Risks, key: string): readonly string[] => (risks.get(key) ?? []).map(({ uuid }) => uuid);

/** Risks of a rule's failures: open, or accepted by a waiver until its day. */
export function risksOf({ id, title, remedy, legal }: CitedRule, observed: readonly Observed[], lang: Lang): object[] {
  const risks = riskKeysOf(observed);
  return [...risks].map(([key, under]) => {
    const waivers = under[0]?.waivers ?? [];
    const expires = waivers.map((waiver) => waiver.expires).sort()[0];
    const waived = waivers.length > 0;
    return {
      uuid: uuidOf('risk', id, key, riskObservations(risks, key)),
      title: `${id}: ${markup(title[lang])}`,
      description: `${under.length} ${waived ? words.waived[lang] : words.fail[lang]}`,
      statement: waived ? waivers.map((waiver) => markup(waiverText(waiver, lang))).join('\n\n') : bothLanguages(remedy),
      props: [
        ...prop('rule', id),
        ...legal.flatMap((clause) => prop('legal-basis', clauseText(clause, lang))),
        ...waivers.flatMap((waiver) => [
          ...prop('waiver', waiver.waiver),
          ...prop('waiver-owner', waiver.owner),
          ...prop('waiver-approver', waiver.approver),
          ...prop('waiver-basis', waiver.basis === undefined ? undefined : clauseText(waiver.basis, lang)),
          ...prop('waiver-expires', waiver.expires),
        ]),
      ],
      status: waived ? 'deviation-approved' : 'open',
      ...(expires === undefined ? {} : { deadline: `${expires}T23:59:59+07:00` }),
      'related-observations': under.map(({ uuid }) => ({ 'observation-uuid': uuid })),
    };
  });
}
