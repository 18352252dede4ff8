import type { Text } from '../../sites/model/text.js';
import type { Evidence } from '../../sites/model/verdict.js';
import { finding, type Finding } from '../engine/columns.js';
import { plainText } from '../planset/known.js';
import type { Seen } from '../planset/lookup.js';
import { asked, countHeld, held, type Comparison } from './comparison.js';
import type { Found } from './values-at.js';

/** How many of the values must satisfy the comparison. */
export type Expectation = 'all' | 'any' | 'none';

/** An object of a row, with what its paths lead to. */
export interface Judged {
  readonly resource: Seen['resource'];
  /** `Deployment ho-so-prod/web`. */
  readonly name: string;
  readonly values: readonly Found[];
  /** Why it cannot be known whether the selector means this object. */
  readonly doubt?: string;
}

export interface Row {
  /** The row in a sentence. */
  readonly where: Text;
  readonly objects: readonly Judged[];
  /** Why objects of the row may have gone unseen. */
  readonly unseen: readonly Text[];
  /** Set where every reason in `unseen` is an absence that somebody declared. */
  readonly declaredAbsence?: boolean;
}

export interface Asked {
  readonly comparison: Comparison;
  readonly expect: Expectation;
  /** What a row means in which nothing was there to compare. */
  readonly empty: 'fail' | 'not-applicable';
}

type Result = 'yes' | 'no' | 'open';

interface One {
  readonly object: Judged;
  readonly found: Found;
  readonly result: Result;
  /** Why it is open. */
  readonly because?: string;
  /** Of an object that the selector may not mean. */
  readonly doubtful: boolean;
}

/** Most values a verdict cites; the sentence says how many there are. */
const mostCited = 20;

/** One verdict on a row: what fails does so whatever else is unknown, and nothing passes while something open could change it. */
export function concludeRow(row: Row, { comparison, expect, empty }: Asked): Finding {
  const all = row.objects.flatMap((object) => object.values.map((found): One => one(object, found, comparison)));
  if (row.objects.length === 0 || (all.length === 0 && expect === 'all' && comparison.is !== 'count')) return nothing(row, empty);
  if (comparison.is === 'count') return counted(row, all, comparison);
  const { vi, en } = asked(comparison);
  const hit = (wanted: Result): readonly One[] => all.filter(({ result, doubtful }) => result === wanted && !doubtful);
  // An object the selector may not mean decides nothing; it only keeps a row from passing where it would change the outcome.
  const open = (turns: Result): readonly One[] => all.filter(({ result, doubtful }) => result === 'open' || (doubtful && result === turns));
  if (expect === 'any') {
    if (hit('yes').length > 0) return passed(row, hit('yes'), { vi: `có giá trị đúng yêu cầu: ${vi}`, en: `a value is ${en}` });
    if (open('yes').length > 0 || row.unseen.length > 0) return unknown(row, open('yes'));
    return failed(row, hit('no'), { vi: `không có giá trị nào đúng yêu cầu: ${vi}`, en: `no value is ${en}` });
  }
  const wrong = hit(expect === 'all' ? 'no' : 'yes');
  if (wrong.length > 0)
    return failed(row, wrong, expect === 'all' ? { vi: `${some(wrong)}; cần: ${vi}`, en: `${some(wrong)}; every value must be ${en}` } : { vi: `${some(wrong)}; không giá trị nào được phép: ${vi}`, en: `${some(wrong)}; no value may be ${en}` });
  const turns = open(expect === 'all' ? 'no' : 'yes');
  if (turns.length > 0 || row.unseen.length > 0) return unknown(row, turns);
  return passed(row, all, expect === 'all' ? { vi: `mọi giá trị đúng yêu cầu: ${vi}`, en: `every value is ${en}` } : { vi: `không có giá trị nào: ${vi}`, en: `no value is ${en}` });
}

function one(object: Judged, found: Found, comparison: Comparison): One {
  const result = held(comparison.is === 'count' ? { is: 'exists' } : comparison, found.value);
  const doubtful = object.doubt !== undefined;
  return typeof result === 'boolean' ? { object, found, result: result ? 'yes' : 'no', doubtful } : { object, found, result: 'open', because: result.because, doubtful };
}

function counted(row: Row, all: readonly One[], comparison: Extract<Comparison, { is: 'count' }>): Finding {
  const sure = all.filter(({ result, doubtful }) => result === 'yes' && !doubtful);
  const open = all.filter(({ result, doubtful }) => result === 'open' || (doubtful && result === 'yes'));
  // An unknown list may hold any number of elements.
  const most = open.some(({ result }) => result === 'open') || row.unseen.length > 0 ? Infinity : sure.length + open.length;
  const { vi, en } = asked(comparison);
  const so = countHeld(comparison.bounds, sure.length, most);
  if (so === undefined) return unknown(row, open);
  const text = { vi: `có ${sure.length} giá trị; cần: ${vi}`, en: `it has ${sure.length} value${sure.length === 1 ? '' : 's'}; expected ${en}` };
  return so ? passed(row, sure, text) : failed(row, sure, text);
}

function nothing(row: Row, empty: Asked['empty']): Finding {
  if (row.unseen.length > 0) return unknown(row, []);
  const { vi, en } = row.where;
  return empty === 'fail'
    ? finding('fail', { vi: `${vi}: không có gì để xét, trong khi quy tắc này đòi hỏi phải có.`, en: `${en}: there is nothing to judge, and this rule expects something there.` })
    : finding('not-applicable', { vi: `${vi}: không có gì để xét.`, en: `${en}: there is nothing to judge.` });
}

const named = ({ object, found }: One): string => `${object.name}: ${found.at}`;
const shownValue = ({ found }: One): string => (found.sensitive ? '(sensitive)' : plainText(found.value));

const cite = (list: readonly One[]): readonly Evidence[] =>
  list.slice(0, mostCited).map((each) => ({ what: { vi: named(each), en: named(each) }, found: shownValue(each), pointer: each.object.resource.pointer, document: each.object.resource.stack }));

const failed = ({ where }: Row, evidence: readonly One[], so: Text): Finding => finding('fail', { vi: `${where.vi}: ${so.vi}.`, en: `${where.en}: ${so.en}.` }, { evidence: cite(evidence) });

const passed = ({ where }: Row, evidence: readonly One[], so: Text): Finding => finding('pass', { vi: `${where.vi}: ${so.vi}.`, en: `${where.en}: ${so.en}.` }, { evidence: cite(evidence) });

function unknown({ where, unseen, declaredAbsence = false }: Row, open: readonly One[]): Finding {
  const own = open.map((each) => `${named(each)} (${[each.because, each.object.doubt].filter((reason) => reason !== undefined).join('; ')})`);
  const more = own.length > 3 ? [...own.slice(0, 3), `… (${own.length})`] : own;
  const reasons = { vi: [...more, ...unseen.map(({ vi }) => vi)], en: [...more, ...unseen.map(({ en }) => en)] };
  return finding(
    'unknown',
    { vi: `Chưa đủ căn cứ về ${where.vi}: ${reasons.vi.join('; ')}.`, en: `This cannot be known of ${where.en}: ${reasons.en.join('; ')}.` },
    { evidence: cite(open), ...(open.length === 0 && declaredAbsence ? { declaredAbsence } : {}) },
  );
}

/** The first values with what they are; how many there are where they are many. */
function some(list: readonly One[]): string {
  const few = list.slice(0, 3).map((each) => `${each.found.at} = ${shownValue(each)}`);
  return list.length > few.length ? `${few.join(', ')} … (${list.length})` : few.join(', ');
}
