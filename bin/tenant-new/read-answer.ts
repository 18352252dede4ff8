import { shown } from '../../sites/model/diagnostic.js';
import type { Estate } from '../../sites/model/estate.js';
import { didYouMean, nearest } from '../../sites/model/nearest.js';
import { expectedOf } from '../../sites/model/schema-at.js';
import type { Text } from '../../sites/model/text.js';
import { suggestionFor } from '../../sites/model/vietnamese-hands.js';
import { codeOf, mixedWord, unseen } from '../../sites/model/letters.js';
import { samePerson } from '../../sites/tenancy/request-rules/T001-two-people.js';
import type { Answers, Question } from './questions.js';

export type ReadAnswer = { readonly value: string } | { readonly problem: Text };

const inLang = (text: string | Text, lang: keyof Text): string => (typeof text === 'string' ? text : text[lang]);

/** An answer as the request will hold it, or what is wrong with it and what was expected. */
export function readAnswer(estate: Estate, question: Question, given: string, answers: Answers): ReadAnswer {
  const value = given.normalize('NFC').trim();
  const problem = (vi: string, en: string): ReadAnswer => ({ problem: { vi, en } });
  const { choices, schema, key } = question;
  if (choices !== undefined) {
    const known = choices.map((choice) => choice.value);
    if (known.includes(value)) return { value };
    const meant = suggestionFor(value, schema);
    const close = meant === '' ? nearest(value, known) : meant;
    const list = known.join(', ');
    return problem(`là "${shown(given)}"; cần một trong: ${list}.${didYouMean(close === undefined ? undefined : inLang(close, 'vi')).vi}`, `is "${shown(given)}"; expected one of ${list}.${didYouMean(close === undefined ? undefined : inLang(close, 'en')).en}`);
  }
  if (schema?.safeParse(value).success !== true) {
    const expected = expectedOf(schema);
    const meant = suggestionFor(value, schema);
    return problem(`là "${shown(given)}"; cần ${expected.vi}.${didYouMean(inLang(meant, 'vi')).vi}`, `is "${shown(given)}"; expected ${expected.en}.${didYouMean(inLang(meant, 'en')).en}`);
  }
  const hidden = unseen(value);
  if (hidden !== undefined) return problem(`có ký tự không nhìn thấy (${hidden.code}) tại vị trí ${hidden.position}. Hãy gõ lại.`, `holds a character that cannot be seen (${hidden.code}) at position ${hidden.position}. Type it again.`);
  const mixed = mixedWord(value);
  if (mixed !== undefined) return problem(`có từ "${shown(mixed.word)}" trộn chữ Latin với chữ "${mixed.letter}" (${codeOf(mixed.letter)}) trông giống. Hãy gõ lại.`, `holds the word "${shown(mixed.word)}", which mixes Latin with the look-alike "${mixed.letter}" (${codeOf(mixed.letter)}). Type it again.`);
  if (key === 'technical' && answers.accountable !== undefined && samePerson(answers.accountable, value)) return problem('trùng với người chịu trách nhiệm; cần hai người khác nhau.', 'is the accountable owner as well; two different people are needed.');
  if (key === 'system') {
    const taken = Object.values(estate.requests).find(({ systems }) => systems.some(({ id }) => id === value));
    if (taken !== undefined) return problem(`là "${value}", đã là id của một hệ thống khác. Hãy chọn id khác.`, `is "${value}", which another system has already. Choose another id.`);
  }
  return { value };
}
