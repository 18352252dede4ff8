import type { Estate } from '../../sites/model/estate.js';
import { expectedOf } from '../../sites/model/schema-at.js';
import type { Lang, Text } from '../../sites/model/text.js';
import type { Asker } from '../edge/prompts.js';
import { InputFailure } from '../failure.js';
import { idOf, questionsOf, type Answers, type Asked, type Question } from './questions.js';
import { readAnswer } from './read-answer.js';
import type { CompleteAnswers } from './request-text.js';

/** What a question takes, as help and refusals say it. */
const takes = ({ choices, schema }: Question): Text => {
  if (choices === undefined) return expectedOf(schema);
  const list = choices.map(({ value }) => value).join(' | ');
  return { vi: list, en: list };
};

const line = ({ flag, label }: Question, vi: string, en: string): Text => ({ vi: `  ${flag} (${label.vi}) ${vi}`, en: `  ${flag} (${label.en}) ${en}` });

function refusal(lines: readonly Text[]): InputFailure {
  return new InputFailure('NDC-X193', {
    vi: `chưa ghi được phiếu:\n${lines.map(({ vi }) => vi).join('\n')}\nTrên terminal, ndc tenant new hỏi từng mục.`,
    en: `the request cannot be written yet:\n${lines.map(({ en }) => en).join('\n')}\nOn a terminal, ndc tenant new asks for each.`,
  });
}

/** Every flag that a first request needs, for who gives none of them and cannot be asked. */
export const missingFlags = (estate: Estate): InputFailure =>
  refusal([{ vi: '  ORGANISATION (cơ quan) còn thiếu; cần id trong danh mục cơ quan, ví dụ bo-y-te', en: '  ORGANISATION is missing; expected an id of the catalogue of organisations, such as bo-y-te' }, ...questionsOf(estate, '').filter(({ optional }) => optional !== true).map((question) => missing(question, {}))]);

function missing(question: Question, { name }: Answers): Text {
  const { vi, en } = takes(question);
  const suggested = question.key === 'system' && name !== undefined ? idOf(name) : undefined;
  return line(question, `còn thiếu; cần ${vi}${suggested === undefined ? '' : `, ví dụ ${suggested}`}`, `is missing; expected ${en}${suggested === undefined ? '' : `, such as ${suggested}`}`);
}

/**
 * The answers that make a first request: from flags, and where somebody can be asked, by asking for the rest.
 *
 * @throws InputFailure NDC-X193 naming every flag that is wrong, and where nobody can be asked every one that is missing.
 */
export async function collectAnswers(estate: Estate, organisation: string, flags: Answers, asker: Asker | undefined, lang: Lang): Promise<CompleteAnswers> {
  const questions = questionsOf(estate, organisation);
  const answers: Partial<Record<Asked, string>> = {};
  const problems: Text[] = [];
  for (const question of questions) {
    const given = flags[question.key];
    if (given !== undefined) {
      const read = readAnswer(estate, question, given, answers);
      if ('problem' in read) problems.push(line(question, read.problem.vi, read.problem.en));
      else answers[question.key] = read.value;
    } else if (asker === undefined && question.optional !== true) problems.push(missing(question, answers));
  }
  if (flags.wave !== undefined && flags.wave !== 'none' && !questions.some(({ key }) => key === 'wave'))
    problems.push({ vi: `  --wave: danh mục không nêu ${organisation} trong đợt nào; hãy bỏ --wave.`, en: `  --wave: the catalogue names ${organisation} in no wave; leave --wave out.` });
  if (problems.length > 0) throw refusal(problems);
  for (const question of questions) {
    if (answers[question.key] !== undefined) continue;
    // Without flag and without anybody to ask, nothing moves: a wave is a statement of its own.
    const value = asker === undefined ? (question.key === 'wave' ? undefined : question.preset?.(answers)) : await ask(asker, estate, question, answers, lang);
    if (value !== undefined) answers[question.key] = value;
  }
  // Every question that must be answered was, or this line is not reached.
  return answers as CompleteAnswers;
}

async function ask(asker: Asker, estate: Estate, question: Question, answers: Answers, lang: Lang): Promise<string> {
  const preset = question.preset?.(answers);
  const start = preset === undefined ? {} : { preset };
  const message = question.label[lang];
  if (question.choices !== undefined) return asker.choose({ message, answers: question.choices.map(({ value, name }) => ({ value, name: `${value}: ${name[lang]}` })), ...start, ...(question.stated === true ? { stated: true } : {}) });
  const answer = await asker.text({
    message,
    ...start,
    problem: (given) => {
      const read = readAnswer(estate, question, given, answers);
      return 'problem' in read ? `${message} ${read.problem[lang]}` : undefined;
    },
  });
  const read = readAnswer(estate, question, answer, answers);
  if ('problem' in read) throw refusal([line(question, read.problem.vi, read.problem.en)]);
  return read.value;
}
