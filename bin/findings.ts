import { ruleOf } from '../policies/engine/catalogue.js';
import type { Estate } from '../sites/model/estate.js';
import type { Verdict } from '../sites/model/verdict.js';
import type { CheckFinding } from './check-data.js';
import { findingPlaces } from './finding-places.js';

const order = ['fail', 'unknown', 'waived'] as const;

interface Row extends Omit<CheckFinding, 'found'> {
  readonly found: Map<string, { readonly finding: CheckFinding['found'][number]['finding']; readonly subjects: string[]; readonly places: Set<string> }>;
}

const open = ({ status, waived }: Verdict): boolean => (status === 'fail' || status === 'unknown') && waived === undefined;

/** What did not simply pass, worst first: one entry per rule, status and remedy. */
export function findingsOf(estate: Estate, verdicts: readonly Verdict[]): CheckFinding[] {
  const placesOf = findingPlaces(estate, verdicts.filter(open));
  const rows = new Map<string, Row>();
  for (const verdict of verdicts) {
    const { policy, severity, finding, remedy, waived, subject } = verdict;
    if (verdict.status !== 'fail' && verdict.status !== 'unknown') continue;
    const status = waived === undefined ? verdict.status : 'waived';
    const key = JSON.stringify([policy, status, severity, remedy.en, waived?.until]);
    const row: Row = rows.get(key) ?? {
      policy,
      title: ruleOf(policy)?.title ?? { vi: policy, en: policy },
      severity,
      status,
      ...(waived === undefined ? {} : { waivedUntil: waived.until, basis: waived.basis }),
      found: new Map(),
      remedy,
    };
    rows.set(key, row);
    const said = row.found.get(finding.en) ?? { finding, subjects: [], places: new Set() };
    row.found.set(finding.en, said);
    said.subjects.push(subject.object);
    if (waived === undefined) for (const place of placesOf(verdict)) said.places.add(place);
  }
  const weight = ({ status, severity }: Row): number => order.indexOf(status as (typeof order)[number]) * 2 + (severity === 'warning' ? 1 : 0);
  return [...rows.values()]
    .sort((a, b) => weight(a) - weight(b) || (a.policy < b.policy ? -1 : a.policy > b.policy ? 1 : 0))
    .map((row) => ({ ...row, found: [...row.found.values()].map(({ places, ...said }) => ({ ...said, places: [...places] })) }));
}
