import type { Lang } from '../../sites/model/text.js';
import type { Evidence, Verdict, VerdictStatus } from '../../sites/model/verdict.js';
import { coveringOf, type QuotedWaiver } from './cited.js';
import type { Reported } from './json.js';
import { worstFirst } from './order.js';
import type { CitedPlace } from './places.js';
import { waiverText } from './quote.js';
import { waiverRule } from './sarif-rules.js';
import { documentUri, messageText, relativeUri } from './sarif-text.js';
import { uuidOf } from './uuid.js';

/** SARIF 2.1.0, 3.27.9: `open` is evaluated without enough information to decide. */
const kinds: Readonly<Record<VerdictStatus, string>> = { pass: 'pass', fail: 'fail', unknown: 'open', 'not-applicable': 'notApplicable' };

export const estateBase = 'ESTATE';
export const plansBase = 'PLANS';

/** An `artifactLocation` of a document that was read. */
export function locationOf(document: string): object {
  const { uri, full } = documentUri(document);
  return full ? { uri } : { uri, uriBaseId: plansBase };
}

/** One `result` for each verdict, worst first, and one for each waiver that does not hold, covers nothing or ends soon. */
export function resultsOf(reported: Reported, lang: Lang): object[] {
  const indexOf = new Map(reported.rules.map(({ id }, index) => [id, index]));
  const covering = coveringOf(reported.waivers, reported.quoted);
  const where = locatorOf(reported);
  return [...worstFirst(reported.verdicts).map((verdict) => resultOf(verdict, { lang, ruleIndex: indexOf.get(verdict.policy), waivers: covering(verdict), where })), ...waiverResults(reported, lang, where)];
}

interface Around {
  readonly lang: Lang;
  readonly ruleIndex: number | undefined;
  readonly waivers: readonly QuotedWaiver[];
  readonly where: Locator;
}

type Locator = (evidence: Pick<Evidence, 'document' | 'pointer'>) => object | undefined;

function resultOf(verdict: Verdict, { lang, ruleIndex, waivers, where }: Around): object {
  const { policy, status, severity, subject, finding, evidence, remedy, fingerprint, causes, recorded, recordedFinding, blocks, pack } = verdict;
  const places = evidence.flatMap((each) => {
    const physicalLocation = where(each);
    return physicalLocation === undefined ? [] : [{ physicalLocation, ...(each.pointer === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: each.pointer, kind: 'value' }] }), message: { text: messageText(`${each.what[lang]}: ${each.found}`) } }];
  });
  const [first, ...others] = places;
  const own = { logicalLocations: [{ fullyQualifiedName: subject.address ?? subject.object, kind: 'resource' }, ...(first?.logicalLocations ?? [])] };
  return {
    ruleId: policy,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    kind: kinds[status],
    // 3.27.10: what is not a failure has no level.
    level: status === 'fail' ? severity : 'none',
    message: { text: messageText(`${finding[lang]}${status === 'pass' || status === 'not-applicable' ? '' : ` ${remedy[lang]}`}`) },
    locations: [first === undefined ? own : { ...first, ...own }],
    ...(others.length === 0 ? {} : { relatedLocations: others.map((other, id) => ({ id, ...other })) }),
    partialFingerprints: { 'ndcFinding/v1': fingerprint },
    ...(waivers.length === 0 ? {} : { suppressions: waivers.map((waiver) => suppression(waiver, fingerprint, lang)) }),
    properties: { subject, causes, finding, remedy, recorded, ...(recordedFinding === undefined ? {} : { recordedFinding }), blocks, pack, evidence },
  };
}

const suppression = (waiver: QuotedWaiver, fingerprint: string, lang: Lang): object => ({
  kind: 'external',
  status: 'accepted',
  guid: uuidOf('suppression', fingerprint, waiver.waiver),
  justification: waiverText(waiver, lang),
  properties: { ...waiver },
});

function waiverResults({ waivers: { refused, unused, expiring }, quoted, rules }: Reported, lang: Lang, where: Locator): object[] {
  const full = new Map(quoted.map((each) => [each.waiver, each]));
  const row = (waiver: { readonly waiver: string; readonly policy: string; readonly cause?: string; readonly fingerprint?: string }, kind: 'fail' | 'review', text: string): object => {
    const physicalLocation = where({ document: 'estate', pointer: waiver.waiver });
    const on = waiver.cause ?? waiver.fingerprint ?? '';
    return {
      ruleId: waiverRule,
      ruleIndex: rules.length,
      kind,
      level: kind === 'fail' ? 'error' : 'none',
      message: { text: messageText(`${waiver.policy} (${on}): ${text}`) },
      locations: [{ ...(physicalLocation === undefined ? {} : { physicalLocation }), logicalLocations: [{ fullyQualifiedName: waiver.waiver, kind: 'value' }] }],
      partialFingerprints: { 'ndcFinding/v1': uuidOf('waiver', waiver.policy, on, kind, text) },
      properties: { ...full.get(waiver.waiver) },
    };
  };
  const vi = lang === 'vi';
  return [
    ...refused.map((waiver) => row(waiver, 'fail', waiver.text[lang])),
    ...unused.map((waiver) => row(waiver, 'fail', vi ? 'không dùng đến; hãy xóa hoặc xem lại' : 'covers nothing; remove or review it')),
    ...expiring.map((waiver) => row(waiver, 'review', vi ? `còn hiệu lực ${waiver.days} ngày` : `ends in ${waiver.days} days`)),
  ];
}

/** Where a piece of evidence stands: a line of a data file, or a document that was read. */
function locatorOf({ places, read }: Reported): Locator {
  const byPointer = new Map<string, CitedPlace>(places.map((place) => [place.pointer, place]));
  const byStack = new Map(read.map(({ stack, document }) => [stack, document]));
  return ({ document, pointer }) => {
    if (document === undefined) return undefined;
    if (document !== 'estate') return { artifactLocation: locationOf(byStack.get(document) ?? document) };
    const place = pointer === undefined ? undefined : byPointer.get(pointer);
    return place === undefined ? undefined : { artifactLocation: { uri: relativeUri(place.file), uriBaseId: estateBase }, region: { startLine: Math.max(1, place.line), startColumn: Math.max(1, place.column) } };
  };
}
