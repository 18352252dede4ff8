import { readDay, timeInUtc, timeInVietNam } from '../../sites/model/calendar.js';
import type { Lang, Text } from '../../sites/model/text.js';
import type { CitedClause, CitedRule, QuotedWaiver } from './cited.js';

/** Day for reading: 30/06/2027 in Vietnamese; quarters as they are. */
export const dayIn = (lang: Lang, dated: string): string => (lang === 'vi' ? readDay(dated) : dated);

/** An instant for reading: the time of Viet Nam in Vietnamese, UTC in English. */
export const instantText = (utc: string): Text => ({ vi: timeInVietNam(utc), en: timeInUtc(utc) });

/** A clause is cited as its document writes it; that a document is cited whole is our word. */
export const clauseWords = (clause: string, lang: Lang): string => (lang === 'vi' && clause === 'whole text' ? 'toàn văn' : clause);

/** A clause as one quotes it: `Q V.2.b, Strategy, in force from 2025-01-01`. */
export function clauseText({ label, clause, title, inForceFrom, inForceTo }: CitedClause, lang: Lang): string {
  const vi = lang === 'vi';
  return [
    `${label} ${clauseWords(clause, lang)}`,
    title[lang],
    ...(inForceFrom === undefined ? [] : [`${vi ? 'hiệu lực từ' : 'in force from'} ${dayIn(lang, inForceFrom)}`]),
    ...(inForceTo === undefined ? [] : [`${vi ? 'đến hết' : 'until'} ${dayIn(lang, inForceTo)}`]),
  ].join(', ');
}

export const legalText = ({ legal }: Pick<CitedRule, 'legal'>, lang: Lang): string => legal.map((clause) => clauseText(clause, lang)).join('; ');

export const engineeringText = ({ engineering }: Pick<CitedRule, 'engineering'>, lang: Lang): string => {
  const link = safeLink(engineering?.link);
  return engineering === undefined ? '' : `${engineering.statement[lang]}${link === undefined ? '' : ` (${link})`}`;
};

/** Links a reader may follow: the web's, nothing that runs. */
export const safeLink = (link: string | undefined): string | undefined => (link !== undefined && /^https?:\/\/[^\s"'<>\\^`{|}]+$/i.test(link) ? link : undefined);

/** A waiver in a sentence: who asked, who agreed, why, on what basis, until when. */
export function waiverText({ owner, approver, reason, basis, expires }: Omit<QuotedWaiver, 'policy' | 'waiver'>, lang: Lang): string {
  const vi = lang === 'vi';
  const why = reason[lang].trim().replace(/\.$/, '');
  const on = basis === undefined ? (vi ? 'không nêu căn cứ pháp lý' : 'no legal basis is named') : `${vi ? 'căn cứ' : 'basis'}: ${clauseText(basis, lang)}`;
  return vi
    ? `Được miễn đến ngày ${dayIn('vi', expires)}: ${why}. Người đề nghị: ${owner}; người phê duyệt: ${approver}; ${on}.`
    : `Waived until ${expires}: ${why}. Owner: ${owner}; approver: ${approver}; ${on}.`;
}

/** Words of a report that several formats share. */
export const words = {
  fail: { vi: 'không đạt', en: 'failed' },
  unknown: { vi: 'chưa đủ căn cứ', en: 'unknown' },
  warning: { vi: 'cảnh báo', en: 'warning' },
  waived: { vi: 'được miễn', en: 'waived' },
  pass: { vi: 'đạt', en: 'passed' },
  'not-applicable': { vi: 'không áp dụng', en: 'not applicable' },
  legal: { vi: 'Căn cứ pháp lý', en: 'Legal basis' },
  engineering: { vi: 'Căn cứ kỹ thuật', en: 'Engineering basis' },
  remedy: { vi: 'Cần làm', en: 'What to do' },
  recorded: { vi: 'Hiện trạng', en: 'Recorded now' },
  after: { vi: 'Sau khi áp dụng', en: 'After apply' },
  limits: { vi: 'Điều báo cáo này không chứng minh', en: 'What this does not prove' },
  sign: { vi: 'Bản tuyên bố để ký', en: 'Statement to sign' },
  waiver: { vi: 'Miễn trừ', en: 'Waiver' },
} as const satisfies Readonly<Record<string, Text>>;
