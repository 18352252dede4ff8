import { z } from 'zod';
import { diagnose, shown, type Diagnostic } from './diagnostic.js';
import { missingKey, thousandsSeparator, unknownKey, wrongValue } from './diagnostics-of-files.js';
import { nearest } from './nearest.js';
import { pointer, valueAt, type PathSegment } from './pointer.js';
import type { YamlFile } from './yaml-file.js';

type Issue = z.core.$ZodIssue;

/** The schema that stands at a path, as far as it can be told from data: unions follow the branch the data resembles. */
export function schemaAt(schema: z.ZodType, path: readonly PathSegment[], value: unknown): z.ZodType | undefined {
  let here: z.ZodType | undefined = schema;
  let data = value;
  for (const step of path) {
    here = branch(here, data);
    if (here instanceof z.ZodObject) here = here.shape[String(step)] as z.ZodType | undefined;
    else if (here instanceof z.ZodArray) here = here.element as z.ZodType;
    else if (here instanceof z.ZodRecord) here = here.valueType as z.ZodType;
    else return undefined;
    data = typeof data === 'object' && data !== null ? (data as Record<string, unknown>)[String(step)] : undefined;
  }
  return here;
}

function unwrap(schema: z.ZodType | undefined): z.ZodType | undefined {
  let here = schema;
  while (here instanceof z.ZodOptional || here instanceof z.ZodNullable) here = here.unwrap() as z.ZodType;
  return here;
}

function branch(schema: z.ZodType | undefined, data: unknown): z.ZodType | undefined {
  const here = unwrap(schema);
  if (!(here instanceof z.ZodUnion)) return here;
  const options = (here.options as z.ZodType[]).map(unwrap);
  const keys = typeof data === 'object' && data !== null ? Object.keys(data) : undefined;
  if (keys === undefined) return options.find((option) => !(option instanceof z.ZodObject)) ?? options[0];
  const objects = options.filter((option): option is z.ZodObject => option instanceof z.ZodObject);
  const score = (option: z.ZodObject): number => keys.filter((key) => Object.hasOwn(option.shape, key)).length;
  return objects.sort((a, b) => score(b) - score(a))[0] ?? options[0];
}

/** What a schema expects, in the words of its `meta`. */
export function expectedOf(schema: z.ZodType | undefined): string {
  for (let here = schema; here !== undefined; ) {
    const meta = here.meta() as { expected?: unknown } | undefined;
    if (typeof meta?.expected === 'string') return meta.expected;
    const inner = unwrap(here);
    if (inner === here) break;
    here = inner;
  }
  const here = unwrap(schema);
  if (here instanceof z.ZodEnum) return `one of ${(here.options as string[]).join(', ')}`;
  if (here instanceof z.ZodLiteral) return [...here.values].map(String).join(' or ');
  if (here instanceof z.ZodArray) return 'a list';
  if (here instanceof z.ZodObject) return `a map with ${Object.keys(here.shape).slice(0, 8).join(', ')}`;
  if (here instanceof z.ZodRecord) return 'a map';
  if (here instanceof z.ZodUnion) return [...new Set((here.options as z.ZodType[]).map(expectedOf))].join(', or ');
  return 'another kind of value';
}

/** Writing habits of Vietnamese hands, recognised with the text to paste. */
function suggestionFor(found: unknown, schema: z.ZodType | undefined): string {
  const leaf = unwrap(schema);
  if (typeof found === 'string') {
    const date = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(found);
    if (date !== null) return `${date[3]}-${date[2]?.padStart(2, '0')}-${date[1]?.padStart(2, '0')}`;
    const level = /^cấp\s*(?:độ\s*)?([1-5])$/i.exec(found.normalize('NFC'));
    if (level !== null) return level[1] ?? '';
    if (leaf instanceof z.ZodBoolean && /^(có|không)$/i.test(found.normalize('NFC'))) return /^có$/i.test(found.normalize('NFC')) ? 'true' : 'false';
    if (leaf instanceof z.ZodEnum) return nearest(foldVietnamese(found), leaf.options as string[]) ?? '';
    if ((leaf?.meta() as { plain?: unknown } | undefined)?.plain === true) {
      const folded = foldVietnamese(found);
      return folded !== found && /^[a-z][a-z0-9-]*$/.test(folded) ? folded : '';
    }
  }
  return '';
}

/** "Bộ Y tế" → `bo-y-te`: NFC first, then marks off and đ → d. */
export function foldVietnamese(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[đĐ]/g, 'd')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

/** Turns what zod found into diagnostics, each at its place. */
export function diagnosticsOf(issues: readonly Issue[], schema: z.ZodType, file: YamlFile, value: unknown): Diagnostic[] {
  return issues.flatMap((issue) => one(issue, [], schema, file, value));
}

function one(issue: Issue, above: readonly PathSegment[], schema: z.ZodType, file: YamlFile, value: unknown): Diagnostic[] {
  const path = [...above, ...(issue.path as PathSegment[])];
  const at = { pointer: pointer(...path), place: file.placeOf(path) };
  const key = path.join('.') || 'the file';
  const here = schemaAt(schema, path, value);
  const found = valueAt(value, at.pointer);

  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(branch(here, found));
    return issue.keys.map((unknown) => {
      const keyPath = [...path, unknown];
      return diagnose(unknownKey, { pointer: pointer(...keyPath), place: file.placeOfKey(keyPath) }, { key: shown(unknown), known: known.join(', '), suggestion: nearest(unknown, known) ?? '' });
    });
  }
  if (issue.code === 'invalid_union') {
    const chosen = branch(here, found);
    const best = typeof found === 'object' && found !== null && chosen !== undefined ? chosen.safeParse(found) : undefined;
    if (best !== undefined && !best.success) return best.error.issues.flatMap((inner) => one(inner, path, schema, file, value));
  }
  if (found === undefined && path.length > 0) {
    const last = String(path.at(-1));
    return [diagnose(missingKey, at, { key: last, expected: expectedOf(here) })];
  }
  const params = issue.code === 'custom' ? (issue.params as { quantity?: string; suggestion?: string; rule?: string } | undefined) : undefined;
  if (params?.quantity === 'thousands')
    return [diagnose(thousandsSeparator, at, { key, found: shown(found), read: String(found).replace(/\.000/, ''), suggestion: params.suggestion ?? '' })];
  if (params?.rule === 'cause-or-fingerprint') return [diagnose(wrongValue, at, { key, found: 'both or neither of cause and fingerprint', expected: 'exactly one of them', suggestion: '' })];
  return [diagnose(wrongValue, at, { key, found: shown(found), expected: expectedOf(here), suggestion: params?.suggestion ?? suggestionFor(found, here) })];
}

function knownKeys(schema: z.ZodType | undefined): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}
