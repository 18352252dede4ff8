import type { Lang } from '../../sites/model/text.js';
import type { Reported } from './json.js';
import { estateBase, locationOf, plansBase, resultsOf } from './sarif-results.js';
import { ruleDescriptor, waiverDescriptor } from './sarif-rules.js';
import { hexOf, messageText } from './sarif-text.js';
import { uuidOf } from './uuid.js';

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/**
 * The result as a SARIF 2.1.0 log of one run: every verdict a result (pass, fail, open, notApplicable), waived failures
 * with their suppressions, waivers about to end as `review`.
 *
 * @param lang language of messages; titles, findings and remedies stand in both languages in `properties`, help always.
 */
export function sarif(result: Reported, lang: Lang): string {
  const { tool, at, estate, view, rules, summary } = result;
  const log = {
    $schema: schema,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: tool?.name ?? 'ndc', ...(tool === undefined ? {} : { version: tool.version }), language: lang, rules: [...rules.map((rule) => ruleDescriptor(rule, lang)), waiverDescriptor(lang)] },
        },
        language: lang,
        automationDetails: { id: `ndc-audit/${encodeURIComponent(estate.id)}/${view}/`, guid: uuidOf('run', result.statement.digest, at ?? null) },
        invocations: [{ executionSuccessful: true, exitCode: summary.exit, ...(at === undefined ? {} : { endTimeUtc: at }) }],
        originalUriBaseIds: {
          [estateBase]: { description: { text: messageText({ vi: 'thư mục dữ liệu (--sites)', en: 'the data directory (--sites)' }[lang]) } },
          [plansBase]: { description: { text: messageText({ vi: 'bộ kế hoạch, hoặc nơi các kế hoạch được đưa vào', en: 'the plan set, or where the plans were handed in' }[lang]) } },
        },
        artifacts: artifactsOf(result),
        columnKind: 'utf16CodeUnits',
        results: resultsOf(result, lang),
        properties: propertiesOf(result),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** Every document that was read, with its digest. */
function artifactsOf({ read, planset }: Reported): object[] {
  const hashes = (digest: string | undefined): object => (hexOf(digest) === undefined ? {} : { hashes: { 'sha-256': hexOf(digest) } });
  return [
    ...(planset === undefined ? [] : [{ location: { uri: 'planset.json', uriBaseId: plansBase }, roles: ['analysisTarget'], ...hashes(planset.digest) }]),
    ...read.flatMap(({ document, digest, ...source }) =>
      document === undefined ? [] : [{ location: locationOf(document), roles: ['analysisTarget'], ...hashes(digest), properties: { ...source } }],
    ),
  ];
}

/** All that is said of the audit as a whole. */
function propertiesOf({ asOf, view, estate, planset, packs, assurance, decidable, summary, read, assumptions, statement, quoted }: Reported): object {
  const absent = read.filter(({ from }) => from === 'absent');
  return { asOf, view, estate, ...(planset === undefined ? {} : { planset }), packs, assurance, decidable, summary, absent, waivers: quoted, assumptions, statement };
}
