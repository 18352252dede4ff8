import { Composer, Lexer, Parser, type CST, type Document, type ErrorCode, type Range } from 'yaml';
import { deepestNesting } from './source-file.js';
import type { Text } from './text.js';

/** The library does not export the type of its own hook. */
type ComposeErrorHandler = (source: number | [number, number] | Range | { offset: number }, code: ErrorCode, message: string) => void;

export interface YamlError {
  readonly offset: number;
  readonly code: ErrorCode;
  readonly message: string;
}

export type Composed =
  | { readonly document: Document.Parsed | undefined; readonly errors: readonly YamlError[]; /** Offset of what a second document or a directive begins with. */ readonly second: number | undefined }
  | { readonly problem: Text; readonly offset: number };

const tooDeep: Text = { vi: `lồng sâu quá ${deepestNesting} mức`, en: `nested deeper than ${deepestNesting} levels` };

/** Syntax errors after which reading stops: further ones are echoes of the first, and a megabyte of brackets would raise half a million. */
const mostErrors = 20;

/** These end reading, and never leave this file. */
class Enough extends Error {}
class TooDeep extends Error {
  constructor(readonly offset: number) {
    super();
  }
}

/**
 * Reads at most one document.
 * Tokens are counted while they are parsed, and nothing deeper than the bound reaches the composer: it recurses,
 * and ten thousand brackets end not in an exception but in a dead process (measured with yaml 2.9: V8 runs out of
 * memory compiling a regular expression at the bottom of the stack).
 * Duplicate keys are found by our own reading: the library compares each key with every other.
 */
export function composeYaml(text: string): Composed {
  const errors: YamlError[] = [];
  const parser = new Parser();
  const composer = new Composer({ version: '1.2', schema: 'core', merge: false, uniqueKeys: false, strict: true, logLevel: 'silent' });
  const found = (offset: number, code: ErrorCode, message: string): void => {
    // The composer reports what is thrown inside it once more, at every level it unwinds.
    if (errors.length >= mostErrors) throw new Enough();
    errors.push({ offset, code, message });
  };
  const onError: ComposeErrorHandler = (source, code, message) => {
    found(typeof source === 'number' ? source : Array.isArray(source) ? source[0] : source.offset, code, message);
  };
  composer['onError'] = onError;
  let started = false;
  let ended = false;
  /** Whether a token opens what one file may hold only once. */
  const opensAnother = ({ type }: CST.Token): boolean => {
    const another = type === 'directive' || (type === 'document' && started) || (type === 'doc-end' && ended);
    started ||= type === 'document';
    ended ||= type === 'doc-end';
    return another;
  };
  try {
    for (const token of tokensOf(text, parser)) {
      if (opensAnother(token)) return { document: undefined, errors, second: token.offset };
      if (token.type === 'error') found(token.offset, 'UNEXPECTED_TOKEN', token.message);
      else for (const document of composer.next(token)) return { document, errors, second: token.offset };
    }
    for (const document of composer.end(true, text.length)) return { document, errors, second: undefined };
    return { document: undefined, errors, second: undefined };
  } catch (error) {
    if (error instanceof TooDeep) return { problem: tooDeep, offset: error.offset };
    if (error instanceof Enough) return { document: undefined, errors, second: undefined };
    // The parser is a library: whatever a hostile file makes it throw is a problem of that file.
    const detail = error instanceof Error ? error.message : String(error);
    return { problem: { vi: `bộ đọc YAML không đọc được tệp (${detail})`, en: `the YAML parser cannot read the file (${detail})` }, offset: parser.offset };
  }
}

function* tokensOf(text: string, parser: Parser): Generator<CST.Token> {
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    // A document and the scalar being read stand on the stack with the collections.
    if (parser.stack.length > deepestNesting + 2) throw new TooDeep(parser.offset - lexeme.length);
  }
  yield* parser.end();
}
