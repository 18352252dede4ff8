import { isAlias, isMap, isScalar, isSeq, type Document, type Node } from 'yaml';
import { diagnose, shown, type Diagnostic, type Place } from './diagnostic.js';
import { duplicateKey, thousandsSeparator, yamlRefused, yamlSyntax } from './diagnostics-of-files.js';
import { isUtf16, oldEncoding, utf16 } from './not-utf8.js';
import { beginsOddly, oddSpaceNear } from './odd-space.js';
import { pointer, type PathSegment } from './pointer.js';
import { textOf } from './source-text.js';
import type { Text } from './text.js';
import { likelyThousands } from './units.js';
import { composeYaml } from './yaml-compose.js';
import { isAsWritten } from './yaml-number.js';
import { YamlOffsets } from './yaml-offsets.js';
import { independent, problemOf } from './yaml-problems.js';
import { readSubset } from './yaml-subset.js';

/** A parsed file: plain values, and where each of them stands. */
export interface YamlFile {
  readonly name: string;
  readonly value: unknown;
  /** How its bytes are written where that is not as the house writes them; what they say is the same. */
  readonly writing?: Writing;
  /** Of a what-if file: it came after whatever is recorded. */
  readonly proposed?: true;
  /** Place of the value at a path; of the nearest ancestor that exists when the path does not. */
  readonly placeOf: (path: readonly PathSegment[]) => Place;
  /** How a scalar at a path is written, where that is known: `0912` of the number 912. */
  readonly written?: (path: readonly PathSegment[]) => string | undefined;
  /** Place of a key itself. */
  readonly placeOfKey: (path: readonly PathSegment[]) => Place;
}

/** Traces of an editor that others do not see. */
export interface Writing {
  /** It starts with the bytes EF BB BF. */
  readonly byteOrderMark?: true;
  /** First line, from 1, that ends with a carriage return. */
  readonly carriageReturn?: number;
}

/** With diagnostics, `file` is there when what it says can still be judged further. */
export type ParsedYaml = { readonly file: YamlFile } | { readonly diagnostics: readonly Diagnostic[]; readonly file?: YamlFile };

const refusals = {
  document: { vi: 'tài liệu thứ hai (---) trong một tệp', en: 'a second document (---) in one file' },
  directive: { vi: 'chỉ thị (%…)', en: 'a directive (%…)' },
  alias: { vi: 'bí danh (*tên)', en: 'an alias (*name)' },
  anchor: { vi: 'neo (&tên)', en: 'an anchor (&name)' },
  tag: { vi: 'thẻ (!tên)', en: 'a tag (!name)' },
  key: { vi: 'khóa không phải chữ thường', en: 'a key that is not plain text' },
} as const satisfies Record<string, Text>;

const problem = (vi: string, en: string) => ({ problem: { vi, en } });

/** Parses YAML 1.2 (core schema) strictly: no duplicate keys, anchors, aliases, tags, merge keys or directives; nesting bounded. Never throws. With `full`, plain files too go through the whole parser: for the test that both read alike. */
export function parseYamlFile(name: string, bytes: Uint8Array, full = false): ParsedYaml {
  const source = textOf(bytes);
  const syntax = (line: number, column: number, params: { problem: Text }): ParsedYaml => ({
    diagnostics: [diagnose(yamlSyntax, { pointer: '', place: { file: name, line, column } }, params)],
  });
  if (isUtf16(bytes)) return syntax(1, 1, { problem: utf16 });
  if ('notUtf8' in source) return syntax(source.notUtf8.line, source.notUtf8.column, { problem: oldEncoding });
  const places = new YamlOffsets(name, source.text);
  const nul = source.text.indexOf('\u0000');
  const at = (offset: number, path: readonly PathSegment[] = []) => ({ pointer: pointer(...path), place: places.at(offset) });
  if (nul >= 0) return { diagnostics: [diagnose(yamlSyntax, at(nul), problem('tệp có ký tự NUL', 'the file holds a NUL byte'))] };

  const carriageReturn = source.text.indexOf('\r');
  const writing: Writing = {
    ...(bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? { byteOrderMark: true } : {}),
    ...(carriageReturn < 0 ? {} : { carriageReturn: places.at(carriageReturn).line }),
  };
  const fileOf = (value: unknown, start: number): YamlFile => ({
    name,
    value,
    writing,
    placeOf: (path) => places.at(places.find(value, start, path).value),
    written: (path) => {
      const offset = places.find(value, start, path).value;
      return /^[^\s,\]}#]+/.exec(source.text.slice(offset, offset + 100))?.[0];
    },
    placeOfKey: (path) => {
      const { key, value: offset } = places.find(value, start, path);
      return places.at(key ?? offset);
    },
  });
  const quick = full ? undefined : readSubset(source.text, places);
  if (quick !== undefined) return { file: fileOf(quick.value, quick.start) };

  const composed = composeYaml(source.text);
  if ('problem' in composed) return { diagnostics: [diagnose(yamlSyntax, at(composed.offset), composed)] };
  const refuse = (what: Text, offset: number, path: readonly PathSegment[] = []) => diagnose(yamlRefused, at(offset, path), { what });
  const { document, errors, second } = composed;
  const wrong = independent(errors).map(({ offset, code, message }) =>
    code === 'TAG_RESOLVE_FAILED' ? refuse(refusals.tag, offset) : diagnose(yamlSyntax, at(offset), { problem: problemOf(code, shown(message), source.text) }),
  );
  if (second !== undefined) wrong.push(refuse(source.text.startsWith('%', second) ? refusals.directive : refusals.document, second));
  const [firstWrong, ...othersWrong] = wrong;
  const odd = firstWrong === undefined ? undefined : oddSpaceNear(source.text, firstWrong.place.line);
  if (odd !== undefined) return { diagnostics: [diagnose(yamlSyntax, at(odd.offset), odd), ...othersWrong] };
  if (wrong.length > 0) return { diagnostics: wrong };
  if (document === undefined || document.contents === null || isNull(document.contents)) return syntax(1, 1, problem('tệp trống', 'the file is empty'));

  const diagnostics: Diagnostic[] = [];
  const oddKeys: number[] = [];
  const value = plainValue(document, places, {
    refused: (what, offset, path) => diagnostics.push(refuse(what, offset, path)),
    key: (key, offset) => {
      if (oddKeys.length === 0 && beginsOddly(key)) oddKeys.push(offset);
    },
    duplicate: (key, offset, path) => diagnostics.push(diagnose(duplicateKey, at(offset, path), { key: shown(key) })),
    thousands: (written, read, offset, path) => {
      const meant = likelyThousands(written);
      if (meant !== undefined) diagnostics.push(diagnose(thousandsSeparator, at(offset, path), { key: shown(path.join('.')), found: written, read: String(read), ...meant }));
    },
  });
  // Such a line is a key of another level: whatever else is said of it follows from that.
  const oddKey = oddKeys[0] === undefined ? undefined : oddSpaceNear(source.text, places.at(oddKeys[0]).line);
  if (oddKey !== undefined) return { diagnostics: [diagnose(yamlSyntax, at(oddKey.offset), oddKey)] };
  const file = fileOf(value, document.contents.range[0]);
  return diagnostics.length === 0 ? { file } : { diagnostics, file };
}

const offsetOf = (node: unknown): number | undefined => (node as Node | null | undefined)?.range?.[0];

/** A value that is not written at all stands where its key does. */
const isNull = (node: unknown): boolean => node === null || node === undefined || (isScalar(node) && node.value === null && (node.source ?? '') === '');

interface Report {
  readonly refused: (what: Text, offset: number, path: readonly PathSegment[]) => void;
  readonly key: (key: string, offset: number) => void;
  readonly duplicate: (key: string, offset: number, path: readonly PathSegment[]) => void;
  readonly thousands: (written: string, read: number, offset: number, path: readonly PathSegment[]) => void;
}

/** The values of a document as plain ones. Depth is bounded by `composeYaml`. */
function plainValue(document: Document.Parsed, places: YamlOffsets, report: Report): unknown {
  const plain = (node: unknown, path: readonly PathSegment[]): unknown => {
    if (node === null || node === undefined) return null;
    const offset = (node as Node).range?.[0] ?? 0;
    if (isAlias(node)) {
      report.refused(refusals.alias, offset, path);
      return null;
    }
    properties(node, offset, path);
    if (isScalar(node)) return scalar(node.value, node.source, offset, path);
    if (isSeq(node)) {
      const list: unknown[] = [];
      const entries = places.of(list);
      for (const [index, item] of node.items.entries()) {
        entries.set(index, { key: undefined, value: offsetOf(item) ?? offset });
        list.push(plain(item, [...path, index]));
      }
      return list;
    }
    if (!isMap(node)) return null;
    const value: Record<string, unknown> = {};
    const entries = places.of(value);
    for (const pair of node.items) {
      const keyOffset = offsetOf(pair.key) ?? offset;
      if (!isScalar(pair.key) || (typeof pair.key.value !== 'string' && typeof pair.key.value !== 'number')) {
        report.refused(refusals.key, keyOffset, path);
        continue;
      }
      properties(pair.key, keyOffset, path);
      const key = String(pair.key.value);
      report.key(key, keyOffset);
      const here = [...path, key];
      // An own property named __proto__ is lost by every spread and assignment downstream.
      if (key === '<<' || key === '__proto__') report.refused({ vi: `khóa "${key}"`, en: `the key "${key}"` }, keyOffset, here);
      else if (Object.hasOwn(value, key)) report.duplicate(key, keyOffset, here);
      else {
        value[key] = plain(pair.value, here);
        entries.set(key, { key: keyOffset, value: isNull(pair.value) ? keyOffset : (offsetOf(pair.value) ?? keyOffset) });
      }
    }
    return value;
  };
  const properties = (node: unknown, offset: number, path: readonly PathSegment[]): void => {
    const { anchor, tag } = node as { anchor?: string; tag?: string };
    if (anchor !== undefined) report.refused(refusals.anchor, offset, path);
    if (tag !== undefined) report.refused(refusals.tag, offset, path);
  };
  const scalar = (value: unknown, source: string | undefined, offset: number, path: readonly PathSegment[]): unknown => {
    if (typeof value === 'object' && value !== null) return source ?? null;
    if (typeof value !== 'number') return value;
    report.thousands(source ?? '', value, offset, path);
    return isAsWritten(value, source ?? '') ? value : (source ?? String(value));
  };
  return plain(document.contents, []);
}
