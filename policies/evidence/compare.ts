import type { Lang, Text } from '../../sites/model/text.js';
import type { Subject, Verdict } from '../../sites/model/verdict.js';
import { words } from '../reports/quote.js';
import type { EvidenceParts } from './contents.js';

/** What an audit comes down to: enough to tell two of them apart. */
export interface Judged {
  readonly parts: Pick<EvidenceParts, 'inputs' | 'rules' | 'estate'>;
  readonly verdicts: readonly Pick<Verdict, 'policy' | 'subject' | 'fingerprint' | 'status' | 'recorded' | 'blocks' | 'waived'>[];
}

/** One thing in which judging again differs from the evidence. */
export interface Difference {
  readonly in: 'estate' | 'input' | 'rule' | 'verdict';
  readonly text: Text;
}

/** Everything in which two audits differ; empty where they came to the same from the same. */
export function differencesOf(evidence: Judged, again: Judged): readonly Difference[] {
  return [...estates(evidence.parts, again.parts), ...inputs(evidence.parts, again.parts), ...rules(evidence.parts, again.parts), ...verdicts(evidence.verdicts, again.verdicts)];
}

const views = { today: 'hôm nay', target: 'mục tiêu' } as const;

function estates({ estate: one }: Judged['parts'], { estate: other }: Judged['parts']): Difference[] {
  const said: Difference[] = [];
  if (one.id !== other.id) said.push({ in: 'estate', text: { vi: `dữ liệu là của hệ thống "${other.id}", bằng chứng nói về "${one.id}"`, en: `the data are of the estate "${other.id}", the evidence is of "${one.id}"` } });
  else if (one.digest !== other.digest) said.push({ in: 'estate', text: { vi: `dữ liệu khác (${other.digest}, bằng chứng ghi ${one.digest})`, en: `the data differ (${other.digest}; the evidence names ${one.digest})` } });
  if (one.view !== other.view) said.push({ in: 'estate', text: { vi: `xét theo "${views[other.view]}", bằng chứng theo "${views[one.view]}"`, en: `judged as "${other.view}", the evidence as "${one.view}"` } });
  return said;
}

function inputs({ inputs: one }: Judged['parts'], { inputs: other }: Judged['parts']): Difference[] {
  const name = ({ stack, document }: { readonly stack: string; readonly document?: string }): string => (document === undefined ? stack : `${stack} (${document})`);
  const key = ({ stack, from, digest }: EvidenceParts['inputs']['documents'][number]): string => JSON.stringify([stack, from, digest]);
  const [before, after] = [one.documents, other.documents].map((documents) => new Map(documents.map((document) => [key(document), document]))) as [Map<string, EvidenceParts['inputs']['documents'][number]>, Map<string, EvidenceParts['inputs']['documents'][number]>];
  const stacks = new Map([...after.values()].map((document) => [document.stack, document]));
  const missing = [...before].filter(([each]) => !after.has(each)).map(([, document]): Difference => {
    const now = stacks.get(document.stack);
    return now === undefined || now.digest === undefined
      ? { in: 'input', text: { vi: `thiếu tài liệu của phần ${name(document)}`, en: `the document of stack ${name(document)} is missing` } }
      : { in: 'input', text: { vi: `tài liệu của phần ${name(now)} khác (${now.digest}, bằng chứng ghi ${document.digest ?? '–'})`, en: `the document of stack ${name(now)} differs (${now.digest}; the evidence names ${document.digest ?? '–'})` } };
  });
  const known = new Set([...before.values()].map(({ stack }) => stack));
  const extra = [...after].filter(([each, { stack }]) => !before.has(each) && !known.has(stack)).map(([, document]): Difference => ({ in: 'input', text: { vi: `thừa tài liệu của phần ${name(document)}`, en: `the document of stack ${name(document)} is not in the evidence` } }));
  const set = one.planset?.digest === other.planset?.digest ? [] : [{ in: 'input' as const, text: { vi: 'planset.json khác', en: 'planset.json differs' } }];
  return [...missing, ...extra, ...set];
}

function rules({ rules: one }: Judged['parts'], { rules: other }: Judged['parts']): Difference[] {
  const now = new Map(other.map((rule) => [rule.id, rule]));
  const changed = one.flatMap((rule): Difference[] => {
    const same = now.get(rule.id);
    if (same === undefined) return [{ in: 'rule', text: rule.from === 'own' ? { vi: `không có quy tắc riêng ${rule.id} (${rule.file ?? ''}); hãy nêu thư mục của nó bằng --rules`, en: `the own rule ${rule.id} (${rule.file ?? ''}) is not there; name its folder with --rules` } : { vi: `bộ công cụ này không có quy tắc ${rule.id}, hoặc quy tắc chưa có hiệu lực`, en: `this toolkit has no rule ${rule.id}, or it is not in force` } }];
    if (same.digest === rule.digest && same.version === rule.version) return [];
    return [
      same.version === rule.version
        ? { in: 'rule', text: { vi: `quy tắc ${rule.id} có nội dung khác, dù cùng số phiên bản ${rule.version}`, en: `rule ${rule.id} has other content under the same version number, ${rule.version}` } }
        : { in: 'rule', text: { vi: `quy tắc ${rule.id} khác (phiên bản ${same.version}, bằng chứng ghi ${rule.version})`, en: `rule ${rule.id} differs (version ${same.version}; the evidence names ${rule.version})` } },
    ];
  });
  const known = new Set(one.map(({ id }) => id));
  return [...changed, ...other.filter(({ id }) => !known.has(id)).map(({ id }): Difference => ({ in: 'rule', text: { vi: `thừa quy tắc ${id}`, en: `rule ${id} is not in the evidence` } }))];
}

/** Which row a verdict is of, whatever was found there. */
const rowOf = ({ policy, subject: { object, site, organisation, address } }: { readonly policy: string; readonly subject: Subject }): string => JSON.stringify([policy, object, site, organisation, address]);
const foundOf = ({ fingerprint, status, recorded, blocks, waived }: Judged['verdicts'][number]): string => JSON.stringify([fingerprint, status, recorded, blocks, waived?.waiver]);

function verdicts(one: Judged['verdicts'], other: Judged['verdicts']): Difference[] {
  const grouped = (list: Judged['verdicts']): Map<string, Judged['verdicts'][number][]> => {
    const groups = new Map<string, Judged['verdicts'][number][]>();
    for (const verdict of list) groups.set(rowOf(verdict), [...(groups.get(rowOf(verdict)) ?? []), verdict]);
    return groups;
  };
  const [before, after] = [grouped(one), grouped(other)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((row): Difference[] => {
    const [was, is] = [before.get(row) ?? [], after.get(row) ?? []];
    if (was.map(foundOf).sort().join() === is.map(foundOf).sort().join()) return [];
    const some = was[0] ?? is[0];
    const said = (list: Judged['verdicts']): Text => (list.length === 0 ? { vi: 'không có', en: 'none' } : statusText(list));
    const name = some === undefined ? row : `${some.policy} ${some.subject.object}${some.subject.site === undefined ? '' : ` @ ${some.subject.site}`}`;
    return [{ in: 'verdict', text: { vi: `${name}: ${said(is).vi}, bằng chứng ghi ${said(was).vi}`, en: `${name}: ${said(is).en}; the evidence says ${said(was).en}` } }];
  });
}

/** Statuses with the beginning of each fingerprint: two findings of one status may still be two. */
const statusText = (list: Judged['verdicts']): Text => {
  const said = (lang: Lang): string =>
    list
      .map(({ status, recorded, waived, fingerprint }) => `${words[waived === undefined ? status : 'waived'][lang]}${recorded === status ? '' : ` (${words.recorded[lang].toLowerCase()}: ${words[recorded][lang]})`} ${fingerprint.slice(0, 12)}`)
      .join(', ');
  return { vi: said('vi'), en: said('en') };
};
