import { z } from 'zod';
import { diagnose, shown, type Diagnostic } from './diagnostic.js';
import { missingKey, thousandsSeparator, unknownKey, wrongValue } from './diagnostics-of-files.js';
import { nearest } from './nearest.js';
import { pointer, valueAt, type PathSegment } from './pointer.js';
import { noSuchDay } from './no-such-day.js';
import { keyText } from './key-text.js';
import { wrongLetter } from './wrong-letter.js';
import { isPlainMap, labelSchema } from './provenance.js';
import { branch, expectedOf, schemaAt, unwrap } from './schema-at.js';
import type { Text } from './text.js';
import { likelyThousands } from './units.js';
import { inQuotes, suggestionFor } from './vietnamese-hands.js';
import type { YamlFile } from './yaml-file.js';

type Issue = z.core.$ZodIssue;

/** What a quantity lacks, beside being one. */
const quantityLimits: Readonly<Record<string, Text>> = {
  notation: { vi: ', viết bằng hệ thập phân', en: ', in decimal notation' },
  negative: { vi: ', không âm', en: ', not negative' },
  inexact: { vi: ', tròn đến đơn vị nhỏ nhất (1m CPU, 1 byte)', en: ', whole in its smallest unit (1m of CPU, 1 byte)' },
  'too-large': { vi: ', nhỏ hơn 2^63', en: ', less than 2^63' },
};

/** Whether a schema stands for a map, so that a map found there is no badly written provenance. */
function takesMap(schema: z.ZodType | undefined): boolean {
  const here = unwrap(schema);
  return here instanceof z.ZodObject || here instanceof z.ZodRecord || (here instanceof z.ZodUnion && (here.options as z.ZodType[]).some(takesMap));
}

const join = (a: Text, b: Text | undefined): Text => (b === undefined ? a : { vi: a.vi + b.vi, en: a.en + b.en });

/** A value as a message names it: what the author wrote, or our words for what has no spelling. */
function named(found: unknown): string | Text {
  if (found === null) return { vi: 'trống', en: 'empty' };
  if (Array.isArray(found)) return { vi: `một danh sách ${found.length} mục`, en: `a list of ${found.length}` };
  if (typeof found === 'object') {
    const keys = shown(Object.keys(found).join(', '));
    return keys === '' ? { vi: 'một nhóm khóa trống', en: 'an empty map' } : { vi: `một nhóm khóa: ${keys}`, en: `a map with ${keys}` };
  }
  return shown(found);
}

/** How many entries a list may have, when that is what is wrong with it. */
function lengthOf(issue: Issue): Text | undefined {
  if (issue.code === 'too_small' && issue.origin === 'array') return { vi: ` có ít nhất ${issue.minimum} mục`, en: ` of at least ${issue.minimum}` };
  if (issue.code === 'too_big' && issue.origin === 'array') return { vi: ` có nhiều nhất ${issue.maximum} mục`, en: ` of at most ${issue.maximum}` };
  return undefined;
}

/** A map where a list belongs: how an entry begins. */
function dashed(found: Readonly<Record<string, unknown>>): Text {
  const [key = 'id', value] = Object.entries(found)[0] ?? [];
  const line = `- ${shown(key, 30)}: ${typeof value === 'string' || typeof value === 'number' ? shown(value, 30) : '…'}`;
  return { vi: `; mỗi mục bắt đầu bằng dấu gạch và một dấu cách, ví dụ dòng đầu là "  ${line}", các dòng sau thụt vào thẳng với chữ đầu của nó`, en: `; each entry begins with a dash and a space: its first line is "  ${line}", the others are indented to line up with its first letter` };
}

/** A number where a text belongs, in quotation marks as it is written; nothing where it would be no better there. */
function quotedNumber(written: string | undefined, schema: z.ZodType | undefined): string | Text | undefined {
  if (written === undefined || !(unwrap(schema) instanceof z.ZodString)) return undefined;
  return schema?.safeParse(written).success === true ? inQuotes(written) : '';
}

/** Keys of two ways of writing one thing that exclude each other: `{size: s, cpu: 16}`. */
function bothWays(union: z.ZodType | undefined, chosen: z.ZodType | undefined, found: unknown): { readonly found: Text; readonly expected: Text } | undefined {
  const here = unwrap(union);
  if (!(here instanceof z.ZodUnion) || !(chosen instanceof z.ZodObject) || !isPlainMap(found)) return undefined;
  const own = Object.keys(found).filter((key) => Object.hasOwn(chosen.shape, key));
  const other = (here.options as z.ZodType[]).map(unwrap).find((option): option is z.ZodObject => option instanceof z.ZodObject && option !== chosen && Object.keys(found).some((key) => Object.hasOwn(option.shape, key) && !Object.hasOwn(chosen.shape, key)));
  if (other === undefined || own.some((key) => Object.hasOwn(other.shape, key))) return undefined;
  const strange = Object.keys(found).filter((key) => Object.hasOwn(other.shape, key));
  const ways = [chosen, other].sort((a, b) => Object.keys(a.shape).length - Object.keys(b.shape).length).map((option) => Object.keys(option.shape).join(', '));
  return {
    found: { vi: `một nhóm có cả ${own.join(', ')} và ${strange.join(', ')}`, en: `a map with both ${own.join(', ')} and ${strange.join(', ')}` },
    expected: { vi: `một trong hai cách ghi, không cả hai: ${ways.join('; hoặc ')}`, en: `one of two ways, not both: ${ways.join('; or ')}` },
  };
}

/** A schema, the data it judged, and where in the file that data stands. */
interface Judged {
  readonly schema: z.ZodType;
  readonly value: unknown;
  readonly file: YamlFile;
  readonly base: readonly PathSegment[];
  /** Pointers of the keys that misspelt ones stand for. */
  readonly meant: Set<string>;
}

/** Turns what zod found into diagnostics, each at its place. A misspelt key is one problem: that its right name is missing is not said too. */
export function diagnosticsOf(issues: readonly Issue[], schema: z.ZodType, file: YamlFile, value: unknown): Diagnostic[] {
  const meant = new Set<string>();
  const found = issues.flatMap((issue) => one(issue, { schema, value, file, base: [], meant }));
  return found.filter(({ code, pointer: at }) => code !== missingKey.code || !meant.has(at));
}

/** `{cpu: 1,5}` is an entry `cpu: 1` and a key `5` without a value, `{memory: 2,5Gi}` one with a key `5Gi`: the entry that ends where the key begins, where it is a number. */
function commaInNumber(unknown: string, found: unknown, file: YamlFile, path: readonly PathSegment[]): { readonly key: string; readonly whole: string } | undefined {
  if (!/^\d+[A-Za-z]{0,2}$/.test(unknown) || !isPlainMap(found) || found[unknown] !== null) return undefined;
  const at = file.placeOfKey([...path, unknown]);
  // An object lists keys that are whole numbers first, so the file is asked what stands before it.
  return Object.entries(found).flatMap(([key, value]) => {
    const place = file.placeOf([...path, key]);
    const whole = String(value);
    return /^\d+$/.test(whole) && place.line === at.line && place.column + whole.length + 1 === at.column ? [{ key, whole }] : [];
  })[0];
}

function withoutComma(unknown: string, { key, whole }: { readonly key: string; readonly whole: string }, file: YamlFile, path: readonly PathSegment[]): Diagnostic {
  const keyPath = [...path, unknown];
  const nought = /^0[A-Za-z]*$/.test(unknown);
  const thousands = /^\d{3}(?!\d)/.test(unknown);
  return diagnose(
    wrongValue,
    { pointer: pointer(...keyPath), place: file.placeOfKey(keyPath) },
    {
      key: keyText([...path, key], file.value),
      found: `${whole},${nought ? unknown.replace('0', '…') : unknown}`,
      expected: { vi: 'một số không có dấu phẩy: trong ngoặc {} dấu phẩy ngăn hai mục', en: 'a number without a comma: inside {} it separates two entries' },
      suggestion: nought ? '' : thousands ? `${whole}${unknown}` : `${whole}.${unknown}`,
    },
  );
}

function one(issue: Issue, judged: Judged): Diagnostic[] {
  const { schema, value, file, base } = judged;
  const inside = issue.path as PathSegment[];
  const path = [...base, ...inside];
  const at = { pointer: pointer(...path), place: file.placeOf(path) };
  const key = path.length === 0 ? { vi: 'tệp', en: 'the file' } : keyText(path, file.value);
  const here = schemaAt(schema, inside, value);
  const found = valueAt(value, pointer(...inside));

  if (issue.code === 'unrecognized_keys') {
    const expected = branch(here, found);
    const both = bothWays(here, expected, found);
    if (both !== undefined) return [diagnose(wrongValue, at, { key, ...both, suggestion: '' })];
    const known = expected instanceof z.ZodObject ? Object.keys(expected.shape) : [];
    return issue.keys.map((unknown) => {
      const keyPath = [...path, unknown];
      // `1,000` has the key 0: how many noughts were written is gone.
      const halved = commaInNumber(unknown, found, file, path);
      if (halved !== undefined) return withoutComma(unknown, halved, file, path);
      const suggestion = nearest(unknown, known.filter((candidate) => typeof found !== 'object' || found === null || !Object.hasOwn(found, candidate)));
      if (suggestion !== undefined) judged.meant.add(pointer(...path, suggestion));
      return diagnose(unknownKey, { pointer: pointer(...keyPath), place: file.placeOfKey(keyPath) }, { key: shown(unknown), known: known.join(', '), suggestion: suggestion ?? '' });
    });
  }
  if (issue.code === 'invalid_key') {
    const name = String(path.at(-1));
    const halved = commaInNumber(name, valueAt(value, pointer(...inside.slice(0, -1))), file, path.slice(0, -1));
    if (halved !== undefined) return [withoutComma(name, halved, file, path.slice(0, -1))];
    const keys = schemaAt(schema, inside.slice(0, -1), value);
    const keySchema = keys instanceof z.ZodRecord ? (keys.keyType as z.ZodType) : undefined;
    const place = { pointer: at.pointer, place: file.placeOfKey(path) };
    return [diagnose(wrongValue, place, { key: { vi: 'khóa', en: 'the key' }, found: shown(name), expected: expectedOf(keySchema), suggestion: suggestionFor(name, keySchema) })];
  }
  if (issue.code === 'invalid_union') {
    const chosen = branch(here, found);
    const both = bothWays(here, chosen, found);
    if (both !== undefined) return [diagnose(wrongValue, at, { key, ...both, suggestion: '' })];
    // Only a map has problems of its own to name; anything else is wrong as a whole.
    const inner = chosen instanceof z.ZodObject && typeof found === 'object' && found !== null && !Array.isArray(found) ? chosen.safeParse(found) : undefined;
    if (inner?.success === false) return inner.error.issues.flatMap((deeper) => one(deeper, { ...judged, schema: chosen as z.ZodType, value: found, base: path }));
  }
  if (isPlainMap(found) && Object.hasOwn(found, 'value') && !takesMap(here)) {
    const label = labelSchema.safeParse(found);
    if (!label.success) return label.error.issues.flatMap((deeper) => one(deeper, { ...judged, schema: labelSchema, value: found, base: path }));
  }
  if (found === undefined && path.length > 0) return [diagnose(missingKey, at, { key: shown(String(path.at(-1))), expected: expectedOf(here) })];

  const params = issue.code === 'custom' ? (issue.params as { quantity?: string; suggestion?: string; rule?: string } | undefined) : undefined;
  const thousands = params?.quantity === 'thousands' ? likelyThousands(String(found)) : undefined;
  if (thousands !== undefined)
    return [diagnose(thousandsSeparator, at, { key: keyText(path, file.value), found: shown(found), read: String(found).replace(/\.(\d*?)0*(?=[a-zA-Z]*$)/, (_, kept: string) => (kept === '' ? '' : `.${kept}`)), ...thousands })];
  if (params?.rule === 'cause-or-fingerprint')
    return [
      diagnose(wrongValue, at, {
        key,
        found: typeof found === 'object' && found !== null && 'cause' in found ? { vi: 'có cả cause và fingerprint', en: 'given both cause and fingerprint' } : { vi: 'thiếu cả cause và fingerprint', en: 'given neither cause nor fingerprint' },
        expected: { vi: 'đúng một trong hai', en: 'exactly one of the two' },
        suggestion: '',
      }),
    ];
  const expected = join(join(expectedOf(here), lengthOf(issue)), quantityLimits[params?.quantity ?? '']);
  if (typeof found === 'string') {
    const wrong = wrongLetter(found);
    if (wrong !== undefined) return [diagnose(wrongValue, at, { key, found: wrong.found, expected, suggestion: wrong.meant !== undefined && here?.safeParse(wrong.meant).success === true ? shown(wrong.meant) : '' })];
    const day = here?.safeParse('2027-06-30').success === true && here.safeParse('x').success !== true ? noSuchDay(found) : undefined;
    if (day !== undefined) return [diagnose(wrongValue, at, { key, found: shown(found), expected: day, suggestion: '' })];
  }
  // A number may be written otherwise than it is read: 0912345678 is 912345678.
  const written = typeof found === 'number' ? (file.written?.(path) ?? String(found)) : undefined;
  const number = written !== undefined && Number(written) === found ? written : undefined;
  const dashes = unwrap(here) instanceof z.ZodArray && isPlainMap(found) ? dashed(found) : undefined;
  return [diagnose(wrongValue, at, { key, found: number ?? named(found), expected: join(expected, dashes), suggestion: params?.suggestion ?? quotedNumber(number, here) ?? suggestionFor(found, here) })];
}
