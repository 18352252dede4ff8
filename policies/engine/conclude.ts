import type { Text } from '../../sites/model/text.js';
import type { Evidence } from '../../sites/model/verdict.js';
import type { ReadStack } from '../planset/read-model.js';
import { reasonText } from '../planset/reason-text.js';
import { absentFinding, finding, incompleteFinding, type Finding } from './columns.js';

/** Why something cannot be known: an address and what an engine or a file says, or a sentence of our own in both languages. */
export type Because = string | Text;

/** What a rule saw of one subject in one column. */
export interface Observed {
  /** The subject in a sentence: `ho-so-prod in ndc-01`. */
  readonly where: Text;
  /** What was seen and may not be. */
  readonly problems: readonly Text[];
  /** What must be there and was not seen. */
  readonly missing?: readonly Text[];
  /** Why something that was seen cannot be judged, or may stand where nobody could look. */
  readonly unknown?: readonly Because[];
  /** Stacks that should hold what is missing: a partial plan of one of them proves no absence. */
  readonly own: readonly ReadStack[];
  /** Stacks any of which might hold what may not be; left out where only presence is claimed. */
  readonly all?: readonly ReadStack[];
  /** What is so where nothing is wrong. */
  readonly fine: Text;
  readonly evidence?: readonly Evidence[];
}

const joined = (texts: readonly Text[]): Text => ({ vi: texts.map(({ vi }) => vi).join('; '), en: texts.map(({ en }) => en).join('; ') });

const reasons = (unknown: readonly Because[]): Text => joined(unknown.map((because) => (typeof because === 'string' ? reasonText(because) : because)));

/** From what was seen to a finding: what is wrong fails whatever else is unknown; what is absent fails only where it could have been seen. */
export function concluded({ where, problems, missing = [], unknown = [], own, all, fine, evidence = [] }: Observed): Finding {
  if (problems.length > 0) {
    const { vi, en } = joined([...problems, ...(unknown.length === 0 ? missing : [])]);
    return finding('fail', { vi: `${where.vi}: ${vi}.`, en: `${where.en}: ${en}.` }, { evidence });
  }
  if (missing.length > 0) {
    const { vi, en } = joined(missing);
    const text: Text = { vi: `${where.vi}: ${vi}`, en: `${where.en}: ${en}` };
    if (unknown.length > 0) return finding('unknown', { vi: `${text.vi} trong phần đọc được; chưa đủ căn cứ: ${reasons(unknown).vi}.`, en: `${text.en} in what was read; this cannot be known: ${reasons(unknown).en}.` }, { evidence });
    return incompleteFinding(own, text) ?? finding('fail', { vi: `${text.vi}.`, en: `${text.en}.` }, { evidence });
  }
  if (unknown.length > 0) return finding('unknown', { vi: `Chưa đủ căn cứ về ${where.vi}: ${reasons(unknown).vi}.`, en: `This cannot be known of ${where.en}: ${reasons(unknown).en}.` }, { evidence });
  if (all !== undefined) {
    const elsewhere = absentFinding(all) ?? incompleteFinding(all, { vi: `Chưa thấy gì trái quy tắc ở ${where.vi}`, en: `Nothing against the rule was seen of ${where.en}` });
    if (elsewhere !== undefined) return elsewhere;
  }
  return finding('pass', { vi: `${where.vi}: ${fine.vi}.`, en: `${where.en}: ${fine.en}.` }, { evidence });
}
