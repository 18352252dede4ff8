import { diagnose, diagnosticKind, shown, type Diagnostic } from './diagnostic.js';
import { duplicateKey, yamlRefused } from './diagnostics-of-files.js';
import { pointer, type PathSegment } from './pointer.js';
import { deepestNesting } from './source-file.js';
import { textOf } from './source-text.js';
import type { Text } from './text.js';
import type { YamlFile } from './yaml-file.js';
import { isAsWritten } from './yaml-number.js';
import { YamlOffsets } from './yaml-offsets.js';

export const jsonSyntax = diagnosticKind<{ problem: Text }>({
  code: 'NDC-P001',
  message: {
    vi: ({ problem }) => `sai cú pháp JSON: ${problem.vi}.`,
    en: ({ problem }) => `not valid JSON: ${problem.en}.`,
  },
  explanation: {
    vi: 'Tệp phải là JSON (RFC 8259), mã UTF-8: không chú thích, không dấu phẩy thừa, khóa trong dấu nháy kép, lồng không quá 40 tầng.',
    en: 'The file must be JSON (RFC 8259) in UTF-8: no comments, no trailing commas, keys in double quotes, nested at most 40 deep.',
  },
});

/** A file that parsed, and where each of its values stands; or why it is none. */
export type ParsedJson = { readonly file: YamlFile } | { readonly diagnostics: readonly Diagnostic[] };

const whitespace = /[\t\n\r ]*/y;
// eslint-disable-next-line no-control-regex -- JSON allows no control characters in strings
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const words: readonly (readonly [string, boolean | null])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/**
 * Parses JSON strictly and remembers where each value stands: no key twice, nesting bounded, and no key that assignments
 * downstream would lose. A number that no double holds is handed on as it is written. Never throws.
 */
export function parseJsonFile(name: string, bytes: Uint8Array): ParsedJson {
  const source = textOf(bytes);
  const failed = (problem: Text, place: { line: number; column: number }): ParsedJson => ({ diagnostics: [diagnose(jsonSyntax, { pointer: '', place: { file: name, ...place } }, { problem })] });
  if ('notUtf8' in source) return failed({ vi: 'tệp không phải văn bản UTF-8', en: 'the file is not UTF-8 text' }, source.notUtf8);
  const reader = new Reader(name, source.text);
  try {
    const value = reader.whole();
    if (reader.diagnostics.length > 0) return { diagnostics: reader.diagnostics };
    const { places, start } = reader;
    return {
      file: {
        name,
        value,
        placeOf: (path) => places.at(places.find(value, start, path).value),
        placeOfKey: (path) => {
          const { key, value: offset } = places.find(value, start, path);
          return places.at(key ?? offset);
        },
      },
    };
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return failed(error.problem, reader.places.at(error.offset));
  }
}

class Broken extends Error {
  constructor(
    readonly problem: Text,
    readonly offset: number,
  ) {
    super(problem.en);
  }
}

class Reader {
  readonly places: YamlOffsets;
  readonly diagnostics: Diagnostic[] = [];
  start = 0;
  private at = 0;
  private readonly path: PathSegment[] = [];

  constructor(
    name: string,
    private readonly text: string,
  ) {
    this.places = new YamlOffsets(name, text);
  }

  whole(): unknown {
    this.skip();
    this.start = this.at;
    const value = this.value();
    this.skip();
    if (this.at < this.text.length) this.wrong({ vi: 'sau giá trị còn có chữ thừa', en: 'something follows the value' });
    return value;
  }

  private wrong(problem: Text): never {
    throw new Broken(problem, this.at);
  }

  private unexpected(expected: Text): never {
    const found = this.text[this.at];
    const what = found === undefined ? { vi: 'tệp kết thúc quá sớm', en: 'the file ends too soon' } : { vi: `gặp "${shown(found)}"`, en: `found "${shown(found)}"` };
    return this.wrong({ vi: `${what.vi}; cần ${expected.vi}`, en: `${what.en}; expected ${expected.en}` });
  }

  private skip(): void {
    whitespace.lastIndex = this.at;
    whitespace.test(this.text);
    this.at = whitespace.lastIndex;
  }

  private value(): unknown {
    switch (this.text[this.at]) {
      case '{':
        return this.map();
      case '[':
        return this.list();
      case '"':
        return this.string();
      default:
        return this.scalar();
    }
  }

  private string(): string {
    string.lastIndex = this.at;
    if (!string.test(this.text)) this.wrong({ vi: 'chuỗi không được đóng, hoặc có ký tự điều khiển hay dấu \\ sai', en: 'a string is not closed, or holds a control character or a wrong \\' });
    const written = this.text.slice(this.at, string.lastIndex);
    this.at = string.lastIndex;
    return written.includes('\\') ? (JSON.parse(written) as string) : written.slice(1, -1);
  }

  private scalar(): unknown {
    for (const [word, value] of words)
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    number.lastIndex = this.at;
    if (!number.test(this.text)) this.unexpected({ vi: 'một giá trị JSON', en: 'a JSON value' });
    const written = this.text.slice(this.at, number.lastIndex);
    this.at = number.lastIndex;
    const value = Number(written);
    return isAsWritten(value, written) ? value : written;
  }

  private deeper(step: PathSegment): void {
    if (this.path.push(step) > deepestNesting) this.wrong({ vi: `lồng sâu hơn ${deepestNesting} tầng`, en: `nested deeper than ${deepestNesting} levels` });
  }

  private list(): unknown[] {
    const list: unknown[] = [];
    const entries = this.places.of(list);
    this.at += 1;
    this.skip();
    if (this.text[this.at] === ']') {
      this.at += 1;
      return list;
    }
    for (;;) {
      this.deeper(list.length);
      entries.set(list.length, { key: undefined, value: this.at });
      list.push(this.value());
      this.path.pop();
      this.skip();
      const next = this.text[this.at];
      if (next !== ',' && next !== ']') this.unexpected({ vi: '"," hoặc "]"', en: '"," or "]"' });
      this.at += 1;
      if (next === ']') return list;
      this.skip();
    }
  }

  private map(): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    const entries = this.places.of(value);
    this.at += 1;
    this.skip();
    if (this.text[this.at] === '}') {
      this.at += 1;
      return value;
    }
    for (;;) {
      const keyAt = this.at;
      if (this.text[keyAt] !== '"') this.unexpected({ vi: 'một khóa trong dấu nháy kép', en: 'a key in double quotes' });
      const key = this.string();
      this.deeper(key);
      this.skip();
      if (this.text[this.at] !== ':') this.unexpected({ vi: '":"', en: '":"' });
      this.at += 1;
      this.skip();
      const where = { pointer: pointer(...this.path), place: this.places.at(keyAt) };
      const valueAt = this.at;
      const one = this.value();
      // An own property named __proto__ is lost by every spread and assignment downstream.
      if (key === '__proto__') this.diagnostics.push(diagnose(yamlRefused, where, { what: { vi: `khóa "${key}"`, en: `the key "${key}"` } }));
      else if (Object.hasOwn(value, key)) this.diagnostics.push(diagnose(duplicateKey, where, { key: shown(key) }));
      else {
        value[key] = one;
        entries.set(key, { key: keyAt, value: valueAt });
      }
      this.path.pop();
      this.skip();
      const next = this.text[this.at];
      if (next !== ',' && next !== '}') this.unexpected({ vi: '"," hoặc "}"', en: '"," or "}"' });
      this.at += 1;
      if (next === '}') return value;
      this.skip();
    }
  }
}
