import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type Document, type Node, type Pair } from 'yaml';
import { diagnose, shown, type Diagnostic, type Place } from './diagnostic.js';
import { duplicateKey, thousandsSeparator, yamlRefused, yamlSyntax } from './diagnostics-of-files.js';
import { pointer, type PathSegment } from './pointer.js';
import { deepestNesting } from './source-file.js';

/** A parsed file: plain values, and where each of them stands. */
export interface YamlFile {
  readonly name: string;
  readonly value: unknown;
  /** Place of the value at a path; of the nearest ancestor that exists when the path does not. */
  readonly placeOf: (path: readonly PathSegment[]) => Place;
  /** Place of a key itself. */
  readonly placeOfKey: (path: readonly PathSegment[]) => Place;
}

type Result = { readonly file: YamlFile } | { readonly diagnostics: readonly Diagnostic[] };

const tooDeep = `nested deeper than ${deepestNesting} levels`;
const tabHint = 'a tab stands in the indentation; indent with spaces';

function syntaxMessage(message: string, code: string): string {
  return code === 'TAB_AS_INDENT' ? tabHint : (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');
}

/** Parses YAML 1.2 (core schema) strictly: no duplicate keys, anchors, aliases, tags or merge keys; nesting bounded. */
export function parseYamlFile(name: string, bytes: Uint8Array): Result {
  const at = (place: Place, path: readonly PathSegment[] = []) => ({ pointer: pointer(...path), place });
  const start: Place = { file: name, line: 1, column: 1 };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { diagnostics: [diagnose(yamlSyntax, at(start), { problem: 'the file is not UTF-8 text' })] };
  }
  if (text.includes('\u0000')) return { diagnostics: [diagnose(yamlSyntax, at(start), { problem: 'the file holds a NUL byte' })] };

  const lines = new LineCounter();
  let documents: Document.Parsed[];
  try {
    const parsed = parseAllDocuments(text, { version: '1.2', schema: 'core', merge: false, uniqueKeys: true, lineCounter: lines, prettyErrors: false, strict: true });
    documents = Array.isArray(parsed) ? parsed : [];
  } catch (error) {
    // The parser recurses: thousands of brackets end in a RangeError, long before memory does.
    const problem = error instanceof RangeError ? tooDeep : shown(error instanceof Error ? error.message : error);
    return { diagnostics: [diagnose(yamlSyntax, at(start), { problem })] };
  }
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file: name, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const diagnostics: Diagnostic[] = [];
  const [document, second] = documents;
  if (document === undefined || document.contents === null)
    return { diagnostics: [diagnose(yamlSyntax, at(start), { problem: 'the file is empty' })] };
  if (second !== undefined) diagnostics.push(diagnose(yamlRefused, at(place(second.range[0])), { what: 'a second document (---) in one file' }));
  for (const error of document.errors) {
    const where = at(place(error.pos[0]));
    diagnostics.push(
      error.code === 'DUPLICATE_KEY'
        ? diagnose(duplicateKey, where, { key: shown(text.slice(error.pos[0], error.pos[1]).split(/[:\n]/)[0]?.trim() ?? '') })
        : diagnose(yamlSyntax, where, { problem: syntaxMessage(error.message, error.code) }),
    );
  }
  for (const warning of document.warnings)
    diagnostics.push(diagnose(yamlRefused, at(place(warning.pos[0])), { what: shown(warning.message.split('\n')[0]) }));
  if (diagnostics.length > 0) return { diagnostics };

  const values = new Map<string, number>();
  const keys = new Map<string, number>();
  const plain = (node: unknown, path: readonly PathSegment[]): unknown => {
    const here = pointer(...path);
    if (node === null || node === undefined) return null;
    const offset = (node as Node).range?.[0] ?? 0;
    values.set(here, offset);
    if (path.length > deepestNesting) {
      if (!diagnostics.some((known) => known.params.problem === tooDeep)) diagnostics.push(diagnose(yamlSyntax, at(place(offset)), { problem: tooDeep }));
      return null;
    }
    if (isAlias(node)) {
      diagnostics.push(diagnose(yamlRefused, at(place(offset), path), { what: 'an alias (*name)' }));
      return null;
    }
    if ((node as { anchor?: string }).anchor !== undefined)
      diagnostics.push(diagnose(yamlRefused, at(place(offset), path), { what: 'an anchor (&name)' }));
    if ((node as { tag?: string }).tag?.startsWith('!') === true)
      diagnostics.push(diagnose(yamlRefused, at(place(offset), path), { what: 'a tag (!name)' }));
    if (isScalar(node)) return scalar(node.value, node.source, offset, path);
    if (isSeq(node)) return node.items.map((item, index) => plain(item, [...path, index]));
    if (!isMap(node)) return null;
    const entries: [string, unknown][] = [];
    for (const pair of node.items as Pair[]) {
      const keyOffset = (pair.key as Node | null)?.range?.[0] ?? offset;
      if (!isScalar(pair.key) || (typeof pair.key.value !== 'string' && typeof pair.key.value !== 'number')) {
        diagnostics.push(diagnose(yamlRefused, at(place(keyOffset), path), { what: 'a key that is not plain text' }));
        continue;
      }
      const key = String(pair.key.value);
      if (key === '<<' || key === '__proto__') {
        diagnostics.push(diagnose(yamlRefused, at(place(keyOffset), path), { what: `the key "${key}"` }));
        continue;
      }
      keys.set(pointer(...path, key), keyOffset);
      entries.push([key, plain(pair.value, [...path, key])]);
    }
    return Object.fromEntries(entries);
  };
  const scalar = (value: unknown, source: string | undefined, offset: number, path: readonly PathSegment[]): unknown => {
    if (typeof value === 'number' && /^\d{1,3}\.\d{3}$/.test(source ?? ''))
      diagnostics.push(
        diagnose(thousandsSeparator, at(place(offset), path), {
          key: path.join('.'),
          found: source ?? '',
          read: String(value),
          suggestion: (source ?? '').replace('.', ''),
        }),
      );
    // A number that a double cannot hold is handed on as written, so that the message shows what the author wrote.
    if (typeof value === 'number' && (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))) return source ?? String(value);
    return value;
  };
  const value = plain(document.contents, []);
  if (diagnostics.length > 0) return { diagnostics };

  const nearestOffset = (from: Map<string, number>, path: readonly PathSegment[]): number => {
    for (let length = path.length; length >= 0; length -= 1) {
      const found = from.get(pointer(...path.slice(0, length)));
      if (found !== undefined) return found;
    }
    return 0;
  };
  return {
    file: {
      name,
      value,
      placeOf: (path) => place(nearestOffset(values, path)),
      placeOfKey: (path) => place(keys.get(pointer(...path)) ?? nearestOffset(values, path)),
    },
  };
}
