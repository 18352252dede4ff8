import type { Lang } from '../../sites/model/text.js';
import type { Subject, Verdict } from '../../sites/model/verdict.js';
import type { QuotedWaiver } from './cited.js';
import type { Reported } from './json.js';
import { standingOf } from './order.js';
import { bothLanguages, markup, prop, type Prop } from './oscal-text.js';
import { waiverText, words } from './quote.js';
import { uuidOf } from './uuid.js';

/** The back-matter resource of a document that was read. */
export const documentUuid = (name: string, digest: string | undefined): string => uuidOf('document', name, digest ?? null);

export const subjectUuid = ({ object, site, organisation, address }: Subject): string => uuidOf('subject', object, site ?? null, organisation ?? null, address ?? null);

/** The same finding has the same id in every report of it; two findings that are the same in all are told apart by their place. */
export const observationUuid = (verdict: Verdict, index: number): string => uuidOf('observation', verdict.fingerprint, index);

const subjectProps = ({ object, site, organisation, address, constructPath }: Subject): Prop[] => [
  ...prop('object', object),
  ...prop('site', site),
  ...prop('organisation', organisation),
  ...prop('address', address),
  ...prop('construct-path', constructPath),
];

/** Each subject once, as something the system holds. */
export function inventoryOf(verdicts: readonly Verdict[]): object[] {
  const items = new Map(verdicts.map(({ subject }) => [subjectUuid(subject), subject]));
  return [...items].map(([uuid, subject]) => ({ uuid, description: markup(subject.object), props: subjectProps(subject) }));
}

/** What was seen of one subject by one rule. */
export function observationOf(verdict: Verdict, index: number, { lang, collected, waivers, documents }: { readonly lang: Lang; readonly collected: string; readonly waivers: readonly QuotedWaiver[]; readonly documents: ReadonlyMap<string, string> }): object {
  const { policy, subject, finding, remedy, evidence, recorded, recordedFinding, fingerprint, causes, severity, blocks } = verdict;
  const standing = standingOf(verdict);
  const expires = waivers.map((waiver) => waiver.expires).sort()[0];
  const open = standing === 'fail' || standing === 'unknown' || standing === 'warning';
  return {
    uuid: observationUuid(verdict, index),
    title: `${policy}: ${markup(subject.object)}`,
    description: bothLanguages(finding),
    props: [
      ...prop('status', standing),
      ...prop('recorded-now', recorded),
      ...(recordedFinding === undefined ? [] : prop('recorded-now-finding', recordedFinding.en)),
      ...prop('severity', severity),
      ...prop('blocks', String(blocks)),
      ...prop('fingerprint', fingerprint),
      ...causes.flatMap((cause) => prop('cause', cause)),
      ...waivers.flatMap(({ waiver }) => prop('waiver', waiver)),
    ],
    methods: ['TEST'],
    types: ['finding'],
    subjects: [{ 'subject-uuid': subjectUuid(subject), type: 'inventory-item' }],
    ...(evidence.length === 0
      ? {}
      : {
          'relevant-evidence': evidence.map(({ what, found, document, pointer }) => {
            const resource = documents.get(document ?? '');
            return { ...(resource === undefined ? {} : { href: `#${resource}` }), description: markup(`${what[lang]}: ${found}`), ...props([...prop('document', document), ...prop('pointer', pointer)]) };
          }),
        }),
    collected,
    ...(expires === undefined ? {} : { expires: `${expires}T23:59:59+07:00` }),
    ...(open || waivers.length > 0 ? { remarks: [...waivers.map((waiver) => markup(waiverText(waiver, lang))), ...(open ? [`${words.remedy.vi}: ${markup(remedy.vi)}`, `${words.remedy.en}: ${markup(remedy.en)}`] : [])].join('\n\n') } : {}),
  };
}

export const props = (list: readonly Prop[]): { readonly props?: readonly Prop[] } => (list.length === 0 ? {} : { props: list });

/** For each name evidence gives a document, the id of its resource. */
export function documentsOf({ read, planset, estate }: Reported): Map<string, string> {
  const named = read.flatMap(({ stack, document, digest }): [string, string][] => {
    if (document === undefined) return [];
    const uuid = documentUuid(document, digest);
    return [
      [stack, uuid],
      [document, uuid],
    ];
  });
  return new Map([['estate', documentUuid('estate', estate.digest)], ...(planset === undefined ? [] : [['planset.json', documentUuid('planset.json', planset.digest)] as const]), ...named]);
}
