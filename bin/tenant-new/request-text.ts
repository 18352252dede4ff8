import type { Text } from '../../sites/model/text.js';
import { visible } from '../../sites/model/visible.js';
import { yamlId } from '../../sites/tenancy/quota-line.js';
import type { Answers, Asked } from './questions.js';

/** Every answer of a first request; `wave` is absent where nothing moves or it can be derived. */
export type CompleteAnswers = Readonly<Record<Exclude<Asked, 'wave'>, string>> & Pick<Answers, 'wave'>;

/** Letters that YAML takes for nothing but themselves, in block and in flow. */
const plain = /^\p{L}(?:[\p{L}\p{M}\p{N} ./()@_+-]*[\p{L}\p{M}\p{N})])?$/u;
const reserved = /^(?:null|true|false|yes|no|on|off|y|n)$/i;

/**
 * A text as a YAML scalar: plain where it can be, else in double quotes. JSON's escapes are YAML's; characters that only
 * YAML treats specially (next line, separators, byte-order mark) are escaped as well.
 */
export function yamlText(text: string): string {
  if (plain.test(text) && !reserved.test(text)) return text;
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A name on one line of a comment, whatever it holds. */
const lineOf = (text: string): string => visible(text, 200);

/** A system that moves; without a wave, the only one its organisation is named in is derived. */
export interface Migration {
  readonly mode: 'move';
  readonly wave?: string;
}

/**
 * The request's file: at most 15 lines of content, with comments for who edits it next. `inPlace`: it stands among the
 * data's tenants, where an editor finds the schema beside the data.
 */
export function requestText(organisation: string, name: Text, answers: CompleteAnswers, migration: Migration | undefined, inPlace = true): string {
  const { accountable, technical, mailbox, system, securityLevel, sharing, importance, secrecy, personalData, environment, size } = answers;
  const moves = migration === undefined ? [] : [`    migration: {mode: ${migration.mode}${migration.wave === undefined ? '' : `, wave: ${migration.wave}`}}`];
  return [
    ...(inPlace ? ['# yaml-language-server: $schema=../../schema/tenant.schema.json'] : []),
    `# Phiếu đăng ký sử dụng: ${lineOf(name.vi)} (${lineOf(name.en)}).`,
    '# Điều không ghi ở đây được suy ra; ndc tenant check cho biết suy ra gì và vì sao.',
    'apiVersion: ndc.gov.vn/v1',
    'kind: TenancyRequest',
    `organisation: ${yamlId(organisation)}`,
    '# Hai người khác nhau, và một hộp thư không thuộc riêng ai.',
    `owners: {accountable: ${yamlText(accountable)}, technical: ${yamlText(technical)}, mailbox: ${yamlText(mailbox)}}`,
    'systems:',
    `  - id: ${yamlId(system)}  # không bao giờ đổi`,
    `    name: ${yamlText(answers.name)}`,
    `    securityLevel: ${securityLevel}  # 1–5`,
    `    sharing: ${sharing}  # open | shared | specialised`,
    `    importance: ${importance}  # ordinary | important | core`,
    `    secrecy: ${secrecy}  # none | mat | toi-mat | tuyet-mat`,
    `    personalData: ${personalData}  # none | basic | sensitive`,
    ...moves,
    `    environments: [{name: ${yamlId(environment)}, quota: {size: ${size}}}]  # s | m | l`,
    '',
  ].join('\n');
}

/** What to add below `systems:` of a request that is there already. */
export const systemToAdd = ['  - id: …', '    name: …', '    securityLevel: …  # 1–5', '    sharing: …  # open | shared | specialised', '    importance: …  # ordinary | important | core', '    secrecy: …  # none | mat | toi-mat | tuyet-mat', '    personalData: …  # none | basic | sensitive', '    environments: [{name: prod, quota: {size: …}}]  # s | m | l'].join('\n');
