import { unnamed } from '../../../policies/planset/read-model.js';
import { grouped, type Group, type Standing } from '../../../policies/reports/order.js';
import { coveringOf, type CitedRule, type QuotedWaiver } from '../../../policies/reports/cited.js';
import { clauseText, clauseWords, waiverText, words } from '../../../policies/reports/quote.js';
import type { Verdict } from '../../../sites/model/verdict.js';
import type { AuditData } from '../../commands/audit.js';
import { placesOf } from '../../finding-places.js';
import { figure, painter, safe, say, wrap, type View } from '../view.js';

/** Lines of a group before the rest is only counted; every report but this one holds all of them. */
const linesShown = 12;

/** What did not simply pass, worst first: a heading for each rule and standing, one line for each finding. */
export function findingsText(data: AuditData, view: View): string[] {
  const rules = new Map(data.rules.map((rule) => [rule.id, rule]));
  const covering = coveringOf(data.waivers, data.quoted);
  const written = new Map<string, string>(data.places.map(({ pointer, file, line: at }) => [pointer, `${file}:${at}`]));
  return grouped(data.verdicts)
    .filter(({ standing }) => standing !== 'pass' && standing !== 'not-applicable')
    .flatMap((group) => groupText(group, rules.get(group.policy), { covering, written }, view));
}

interface Around {
  readonly covering: (verdict: Verdict) => readonly QuotedWaiver[];
  /** `file:line` of values of the estate that are cited. */
  readonly written: ReadonlyMap<string, string>;
}

function groupText({ policy, standing, verdicts }: Group, rule: CitedRule | undefined, { covering, written }: Around, view: View): string[] {
  const vi = view.lang === 'vi';
  const basis = (rule?.legal ?? []).map(({ label, clause }) => `${label} ${clauseWords(clause, view.lang)}`).join('; ');
  const head = `${painter(view).bold(policy)} ${label(standing, view)}${verdicts.length === 1 ? '' : ` (${figure(view, verdicts.length)})`}: ${rule === undefined ? '' : say(view, rule.title)}${basis === '' ? '' : ` [${basis}]`}`;
  const hidden = verdicts.length - linesShown;
  const remedies = standing === 'waived' ? [] : [...new Set(verdicts.map(({ remedy }) => say(view, remedy)))];
  const waivers = [...new Set(verdicts.flatMap(covering))];
  return [
    head,
    // One line each, however long: a line is what one searches for and counts.
    ...verdicts.slice(0, linesShown).map((verdict) => `  ${line(verdict, view)}${standing === 'fail' ? placeText(verdict, written) : ''}`),
    ...(hidden <= 0 ? [] : [vi ? `  … và ${figure(view, hidden)} kết luận tương tự (--format html)` : `  … and ${figure(view, hidden)} more of the kind (--format html)`]),
    ...remedies.slice(0, 3).map((remedy) => wrap(`  ${say(view, words.remedy)}: ${remedy}`, view.columns, '    ')),
    ...waivers.map((waiver) => wrap(`  ${waiverText(waiver, view.lang)}`, view.columns, '    ')),
    ...(rule === undefined ? [] : lawText(rule, view)),
  ];
}

/** What fails as recorded now and will not once the plans are applied: the sentence an auditor may use rests on it. */
export function recordedText({ verdicts, rules }: AuditData, view: View): string[] {
  const groups = new Map<string, Verdict[]>();
  for (const verdict of verdicts) if (verdict.recorded === 'fail' && verdict.status !== 'fail') groups.set(verdict.policy, [...(groups.get(verdict.policy) ?? []), verdict]);
  if (groups.size === 0) return [];
  const vi = view.lang === 'vi';
  const titles = new Map(rules.map(({ id, title }) => [id, title]));
  return [
    painter(view).bold(vi ? 'Hiện trạng không đạt, sau khi áp dụng thì đạt' : 'Fails as recorded now, and no longer once applied'),
    ...[...groups].flatMap(([policy, some]) => {
      const title = titles.get(policy);
      return [
        `  ${policy} (${figure(view, some.length)})${title === undefined ? '' : `: ${say(view, title)}`}`,
        ...some.slice(0, recordedShown).map((verdict) => `    ${whereOf(verdict)}: ${say(view, verdict.recordedFinding ?? verdict.finding)}`),
        ...(some.length > recordedShown ? [vi ? `    … và ${figure(view, some.length - recordedShown)} kết luận tương tự (--format html)` : `    … and ${figure(view, some.length - recordedShown)} more of the kind (--format html)`] : []),
      ];
    }),
  ];
}

const recordedShown = 3;

function whereOf({ subject }: Verdict): string {
  return [subject.object, subject.site === unnamed ? undefined : subject.site, subject.address].filter((part, index, all) => part !== undefined && all.indexOf(part) === index && !(index === 1 && subject.object === `site/${part}`)).join(' ');
}

function line(verdict: Verdict, view: View): string {
  const { finding, recorded, status } = verdict;
  const now = recorded === status ? '' : ` (${say(view, words.recorded).toLowerCase()}: ${say(view, words[recorded])})`;
  return `${whereOf(verdict)}: ${say(view, finding)}${now}`;
}

/** Where what it rests on is written, for whoever has to change it. */
function placeText({ evidence }: Verdict, written: ReadonlyMap<string, string>): string {
  const places = placesOf(evidence, written);
  return places.length === 0 ? '' : ` (${places.map(safe).join(', ')})`;
}

/** The law in full; what is our own judgement says so. */
function lawText({ legal, engineering }: CitedRule, view: View): string[] {
  return [
    ...(legal.length === 0 ? [] : [wrap(`  ${say(view, words.legal)}: ${legal.map((clause) => clauseText(clause, view.lang)).join('; ')}`, view.columns, '    ')]),
    ...(engineering === undefined ? [] : [wrap(`  ${say(view, words.engineering)}: ${say(view, engineering.statement)}`, view.columns, '    ')]),
  ];
}

function label(standing: Standing, view: View): string {
  const paint = painter(view);
  const said = say(view, words[standing]);
  if (standing === 'fail') return paint.red(said);
  if (standing === 'unknown') return paint.magenta(said);
  return paint.yellow(said);
}
