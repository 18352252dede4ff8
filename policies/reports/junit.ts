import type { Lang } from '../../sites/model/text.js';
import type { Verdict } from '../../sites/model/verdict.js';
import { coveringOf, type CitedRule, type QuotedWaiver } from './cited.js';
import type { Reported } from './json.js';
import { byRule, standingOf } from './order.js';
import { engineeringText, legalText, waiverText, words } from './quote.js';
import { waiverRule } from './sarif-rules.js';
import { xmlElement, type Xml } from './xml.js';

interface Case {
  readonly standing: 'fail' | 'unknown' | 'skipped' | 'pass';
  readonly xml: Xml;
}

/**
 * The result as JUnit XML: a suite for each rule, a case for each verdict, worst first. Unknown is an error, a waived
 * failure is skipped with its waiver as the reason, what does not apply is skipped. Waivers that do not hold or cover
 * nothing are a suite of their own, so that a run fails where the audit does.
 */
export function junit(result: Reported, lang: Lang): string {
  const covering = coveringOf(result.waivers, result.quoted);
  const rules = new Map(result.rules.map((rule) => [rule.id, rule]));
  const suites = [...byRule(result.verdicts)].map(([policy, verdicts]) => {
    const rule = rules.get(policy);
    const cases = verdicts.map((verdict) => caseOf(verdict, covering(verdict), lang));
    return suite(`${policy}${rule === undefined ? '' : ` ${rule.title[lang]}`}`, cases, rule === undefined ? [] : ruleProperties(rule, lang), result.at);
  });
  const waivers = waiverCases(result, lang);
  const all = [...suites, ...(waivers.length === 0 ? [] : [suite(`${waiverRule} ${words.waiver[lang]}`, waivers, [], result.at)])];
  const sum = (attribute: string): string => String(all.reduce((total, { attributes }) => total + Number(attributes[attribute] ?? 0), 0));
  const root: Xml = { name: 'testsuites', attributes: { name: `ndc audit ${result.estate.id}`, tests: sum('tests'), failures: sum('failures'), errors: sum('errors'), skipped: sum('skipped') }, children: [suite('ndc', [], wholeProperties(result, lang), result.at), ...all] };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlElement(root)}\n`;
}

function suite(name: string, cases: readonly Case[], properties: readonly (readonly [string, string])[], at: string | undefined): Xml {
  const count = (standing: Case['standing']): string => String(cases.filter((each) => each.standing === standing).length);
  const list: Xml[] = properties.length === 0 ? [] : [{ name: 'properties', attributes: {}, children: properties.map(([key, value]) => ({ name: 'property', attributes: { name: key, value } })) }];
  return {
    name: 'testsuite',
    attributes: { name, tests: String(cases.length), failures: count('fail'), errors: count('unknown'), skipped: count('skipped'), ...(at === undefined ? {} : { timestamp: at }) },
    children: [...list, ...cases.map(({ xml }) => xml)],
  };
}

function caseOf(verdict: Verdict, waivers: readonly QuotedWaiver[], lang: Lang): Case {
  const { policy, subject, finding, remedy, evidence, recorded, recordedFinding, fingerprint } = verdict;
  const where = [subject.site, subject.organisation, subject.address].filter((part) => part !== undefined).join(', ');
  const attributes = { classname: policy, name: `${subject.object}${where === '' ? '' : ` (${where})`}` };
  const detail = [
    finding[lang],
    ...evidence.map(({ what, found, document, pointer }) => `- ${what[lang]}: ${found}${document === undefined ? '' : ` [${document}${pointer ?? ''}]`}`),
    `${words.recorded[lang]}: ${words[recorded][lang]}${recordedFinding === undefined ? '' : `: ${recordedFinding[lang]}`}`,
    `${words.remedy[lang]}: ${remedy[lang]}`,
    `fingerprint: ${fingerprint}`,
  ].join('\n');
  const made = (standing: Case['standing'], child?: Xml): Case => ({ standing, xml: { name: 'testcase', attributes, ...(child === undefined ? {} : { children: [child] }) } });
  const standing = standingOf(verdict);
  switch (standing) {
    case 'fail':
    case 'warning':
      return made('fail', { name: 'failure', attributes: { message: finding[lang], type: standing }, text: detail });
    case 'unknown':
      return made('unknown', { name: 'error', attributes: { message: finding[lang], type: standing }, text: detail });
    case 'waived':
      return made('skipped', { name: 'skipped', attributes: { message: waivers.map((waiver) => waiverText(waiver, lang)).join(' ') || `${words.waived[lang]}: ${verdict.waived?.reason[lang] ?? ''}` } });
    case 'not-applicable':
      return made('skipped', { name: 'skipped', attributes: { message: `${words['not-applicable'][lang]}: ${finding[lang]}` } });
    case 'pass':
      return made('pass');
  }
}

function waiverCases({ waivers: { refused, unused } }: Reported, lang: Lang): Case[] {
  const row = ({ policy, cause, fingerprint, waiver }: { readonly policy: string; readonly cause?: string; readonly fingerprint?: string; readonly waiver: string }, message: string): Case => ({
    standing: 'fail',
    xml: { name: 'testcase', attributes: { classname: waiverRule, name: `${policy} ${cause ?? fingerprint ?? ''} (${waiver})` }, children: [{ name: 'failure', attributes: { message, type: 'waiver' } }] },
  });
  return [...refused.map((waiver) => row(waiver, waiver.text[lang])), ...unused.map((waiver) => row(waiver, { vi: 'Không dùng đến.', en: 'It covers nothing.' }[lang]))];
}

function ruleProperties(rule: CitedRule, lang: Lang): (readonly [string, string])[] {
  const [law, engineering] = [legalText(rule, lang), engineeringText(rule, lang)];
  return [
    ['rule.version', String(rule.version)],
    ['rule.severity', rule.severity],
    ...(law === '' ? [] : [['basis.legal', law] as const]),
    ...(engineering === '' ? [] : [['basis.engineering', engineering] as const]),
  ];
}

/** What was judged and how: the same in every report. */
function wholeProperties({ asOf, view, tool, estate, planset, assurance, read, summary, decidable, statement }: Reported, lang: Lang): (readonly [string, string])[] {
  return [
    ['as-of', asOf],
    ['view', view],
    ...(tool === undefined ? [] : [['tool', `${tool.name} ${tool.version}`] as const]),
    ['estate', estate.id],
    ['estate.digest', estate.digest],
    ...(planset === undefined ? [] : ([['planset', planset.id], ['planset.digest', planset.digest ?? ''], ['engine', `${planset.engine.kind} ${planset.engine.version}`], ...planset.providers.map(({ source, version }) => [`provider ${source}`, version] as const)] as const)),
    ...read.map(({ stack, from, document, digest, plan }) => [`read ${stack}`, [from, document, digest, plan?.engine].filter((part) => part !== undefined).join(' ')] as const),
    ['assurance', assurance.text[lang]],
    ['redundancy', summary.redundancy[lang]],
    ...decidable.ask.map(({ gap, of, ask }) => [`ask ${gap}`, `${of.join(', ')}${of.length === 0 ? '' : ': '}${ask[lang]}`] as const),
    ['statement.digest', statement.digest],
    ...statement.limits.map((limit, index) => [`limit ${index + 1}`, limit[lang]] as const),
  ];
}
