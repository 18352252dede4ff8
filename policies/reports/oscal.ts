import type { Lang, Text } from '../../sites/model/text.js';
import { coveringOf, type CitedRule } from './cited.js';
import type { Reported } from './json.js';
import { worstFirst } from './order.js';
import { findingOf, objectiveId, risksOf, type Observed } from './oscal-findings.js';
import { documentsOf, documentUuid, inventoryOf, observationOf, observationUuid, props } from './oscal-observations.js';
import { bothLanguages, markup, prop, token } from './oscal-text.js';
import { clauseText, engineeringText, legalText, words } from './quote.js';
import { documentUri, hexOf } from './sarif-text.js';
import { uuidOf } from './uuid.js';

const oscalVersion = '1.1.3';

/**
 * The result as OSCAL 1.1.3 assessment results: an observation for each verdict, a finding for each rule (satisfied, or
 * not with the reason), a risk for each failure with its waivers, the statement to sign as an attestation. Ids are made
 * from what they name, so the same result has the same ids.
 *
 * @param lang language of titles and remarks; descriptions stand in both.
 */
export function oscal(result: Reported, lang: Lang): string {
  const { at, asOf, estate, tool, statement, rules } = result;
  // Without a clock the day of the scenario is all that is known.
  const collected = at ?? `${asOf}T00:00:00+07:00`;
  const apUuid = uuidOf('assessment-plan', rules.map(({ id, version }) => [id, version]));
  const document = {
    'assessment-results': {
      uuid: uuidOf('assessment-results', statement.digest, collected, lang),
      metadata: {
        title: markup({ vi: `Kết quả kiểm tra "${estate.id}"`, en: `Audit of "${estate.id}"` }[lang]),
        'last-modified': collected,
        version: statement.digest,
        'oscal-version': oscalVersion,
        props: [...prop('tool', tool === undefined ? 'ndc' : `${tool.name} ${tool.version}`), ...prop('result-digest', statement.digest)],
      },
      'import-ap': { href: `#${apUuid}`, remarks: markup({ vi: 'Các quy tắc đã áp dụng là kế hoạch kiểm tra.', en: 'The rules that were applied are the assessment plan.' }[lang]) },
      'local-definitions': { 'objectives-and-methods': rules.map((rule) => objectiveOf(rule, lang)) },
      results: [resultOf(result, lang, collected)],
      'back-matter': { resources: [{ uuid: apUuid, title: { vi: 'Các quy tắc đã áp dụng', en: 'Rules that were applied' }[lang], props: rules.flatMap(({ id, version }) => prop('rule', `${id} ${version}`)) }, ...resourcesOf(result, lang)] },
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function objectiveOf(rule: CitedRule, lang: Lang): object {
  const { id, version, title, explanation, severity, pack, reads } = rule;
  const part = (name: string, text: string): object[] => (text === '' ? [] : [{ name, prose: markup(text) }]);
  return {
    'control-id': token(id),
    description: `${markup(title.vi)} / ${markup(title.en)}`,
    props: [...prop('version', String(version)), ...prop('severity', severity), ...prop('pack', pack), ...reads.flatMap((input) => prop('reads', input))],
    parts: [
      { id: objectiveId(id), name: 'assessment-objective', prose: bothLanguages(explanation) },
      ...part('legal-basis', legalText(rule, lang)),
      ...part('engineering-basis', engineeringText(rule, lang)),
    ],
  };
}

function resultOf(result: Reported, lang: Lang, collected: string): object {
  const { rules, verdicts, waivers, quoted, summary, assurance, planset, asOf, view, estate, decidable } = result;
  const covering = coveringOf(waivers, quoted);
  const documents = documentsOf(result);
  const sorted = worstFirst(verdicts);
  const observed = sorted.map((verdict, index): Observed => ({ verdict, uuid: observationUuid(verdict, index), waivers: covering(verdict) }));
  const byRule = new Map(rules.map(({ id }): [string, Observed[]] => [id, []]));
  for (const each of observed) byRule.get(each.verdict.policy)?.push(each);
  const findings = rules.flatMap((rule) => findingOf(rule, byRule.get(rule.id) ?? [], lang) ?? []);
  const risks = rules.flatMap((rule) => risksOf(rule, byRule.get(rule.id) ?? [], lang));
  const inventory = inventoryOf(sorted);
  return {
    uuid: uuidOf('result', result.statement.digest, collected, lang),
    title: markup(summary.redundancy[lang]),
    description: bothLanguages(assurance.text),
    start: collected,
    end: collected,
    props: [
      ...prop('as-of', asOf),
      ...prop('view', view),
      ...prop('estate', estate.id),
      ...prop('estate-digest', estate.digest),
      ...prop('assurance-level', assurance.level ?? 'none'),
      ...prop('assurance-declared', assurance.declared),
      ...prop('redundancy', summary.redundancy[lang]),
      ...Object.entries(summary.counts).flatMap(([name, count]) => prop(`after-apply-${name}`, String(count))),
      ...Object.entries(summary.recorded).flatMap(([name, count]) => prop(`recorded-now-${name}`, String(count))),
      ...prop('exit', String(summary.exit)),
      ...(planset === undefined ? [] : [...prop('planset', planset.id), ...prop('engine', `${planset.engine.kind} ${planset.engine.version}`), ...planset.providers.flatMap(({ source, version }) => prop('provider', `${source} ${version}`))]),
    ],
    'reviewed-controls': { 'control-selections': [{ ...(rules.length === 0 ? { 'include-all': {} } : { 'include-controls': rules.map(({ id }) => ({ 'control-id': token(id) })) }) }] },
    ...(inventory.length === 0 ? {} : { 'local-definitions': { 'inventory-items': inventory } }),
    attestations: [{ parts: attestation(result) }],
    ...(observed.length === 0 ? {} : { observations: observed.map((each, index) => observationOf(each.verdict, index, { lang, collected, waivers: each.waivers, documents })) }),
    ...(risks.length === 0 ? {} : { risks }),
    ...(findings.length === 0 ? {} : { findings }),
    ...(decidable.ask.length === 0 ? {} : { remarks: decidable.ask.map(({ of, because, ask }) => `- ${markup([...(of.length === 0 ? [] : [of.join(', ')]), because[lang], ask[lang]].join(': '))}`).join('\n') }),
  };
}

/** The statement in both languages, and what it does not prove. */
function attestation({ statement, assurance }: Reported): object[] {
  const list = (texts: readonly Text[]): string => texts.map(({ vi, en }) => `- ${markup(vi)} / ${markup(en)}`).join('\n');
  return [
    { name: 'statement', title: `${words.sign.vi} / ${words.sign.en}`, prose: bothLanguages(statement.text) },
    ...(assurance.reasons.length === 0 ? [] : [{ name: 'assurance', prose: list(assurance.reasons) }]),
    { name: 'limits', title: `${words.limits.vi} / ${words.limits.en}`, prose: list(statement.limits) },
  ];
}

/** Every document that was read, with its digest, and every law that is cited. */
function resourcesOf({ read, planset, estate, rules, quoted, assumptions }: Reported, lang: Lang): object[] {
  const hashed = (name: string, digest: string | undefined): object => ({ rlinks: [{ href: documentUri(name).uri || 'document', ...(hexOf(digest) === undefined ? {} : { hashes: [{ algorithm: 'SHA-256', value: hexOf(digest) }] }) }] });
  const clauses = [...rules.flatMap(({ legal }) => legal), ...quoted.flatMap(({ basis }) => basis ?? [])];
  const laws = new Map(clauses.map((clause) => [clauseText(clause, lang), clause]));
  return [
    { uuid: documentUuid('estate', estate.digest), title: markup(estate.id), props: [...prop('digest', estate.digest), ...assumptions.flatMap(({ text }) => prop('assumption', text[lang]))] },
    ...(planset === undefined ? [] : [{ uuid: documentUuid('planset.json', planset.digest), title: 'planset.json', ...hashed('planset.json', planset.digest) }]),
    ...read.flatMap(({ stack, site, from, document, digest, binary, configuration, plan, cluster }) =>
      document === undefined
        ? []
        : [
            {
              uuid: documentUuid(document, digest),
              title: markup(stack),
              ...props([...prop('site', site), ...prop('read-from', from), ...prop('saved-plan', binary), ...prop('configuration', configuration), ...prop('engine-version', plan?.engine), ...prop('plan-format', plan?.format), ...prop('planned-at', plan?.made), ...prop('cluster-uid', cluster)]),
              ...hashed(document, digest),
            },
          ],
    ),
    ...[...laws].map(([text, { document, clause, label, title }]) => ({ uuid: uuidOf('law', document, clause), title: markup(`${label} ${clause}: ${title[lang]}`), citation: { text: markup(text) } })),
  ];
}
