import type { YamlOffsets } from './yaml-offsets.js';
import { likelyThousands } from './units.js';

/** Thrown where a text leaves the subset; the full parser then decides what it is. */
class Beyond extends Error {}
const beyond = new Beyond('beyond the subset');

interface Line {
  readonly indent: number;
  /** Offset of the first character that is no space. */
  readonly start: number;
  readonly end: number;
}

/** What YAML 1.2 counts as a line break or refuses to print, and what a document or directive begins with. */
// eslint-disable-next-line no-control-regex -- these are what the subset leaves out
const outside = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ud800-\udfff]|^(?:---|\.\.\.|%)/m;
const keyWithColon = /([A-Za-z_][A-Za-z0-9_./-]*):(?= |$)/my;
const notText = /^(?:true|false|null)$/i;
const deepest = 30;

/**
 * Reads the plain part of YAML that nearly every file keeps to: block maps and lists, one-line flow collections, one-line
 * scalars without escapes. Returns `undefined` for anything else, right or wrong, so that every diagnostic comes from the
 * full parser; a property holds the two to the same values and places. About eight times as fast.
 */
export function readSubset(text: string, offsets: YamlOffsets): { readonly value: unknown; readonly start: number } | undefined {
  if (outside.test(text)) return undefined;
  try {
    return new Reader(text, offsets).root();
  } catch (error) {
    if (error === beyond) return undefined;
    throw error;
  }
}

class Reader {
  private readonly lines: Line[] = [];
  private line = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly offsets: YamlOffsets,
  ) {
    for (let from = 0; from < text.length; ) {
      const feed = text.indexOf('\n', from);
      const end = feed < 0 ? text.length : feed;
      let start = from;
      while (start < end && text[start] === ' ') start += 1;
      if (start < end && text[start] !== '#') this.lines.push({ indent: start - from, start, end });
      from = end + 1;
    }
  }

  root(): { value: unknown; start: number } {
    const first = this.lines[0];
    if (first === undefined || first.indent !== 0 || this.isItem(first)) throw beyond;
    const value = this.map(0, first.start);
    if (this.line < this.lines.length) throw beyond;
    return { value, start: first.start };
  }

  private isItem({ start, end }: Line): boolean {
    return this.text[start] === '-' && (start + 1 === end || this.text[start + 1] === ' ');
  }

  /** Entries of a map whose keys stand at `indent`; the first one at `at`, in the current line. */
  private map(indent: number, at: number): Record<string, unknown> {
    if ((this.depth += 1) > deepest) throw beyond;
    const value: Record<string, unknown> = {};
    const entries = this.offsets.of(value);
    for (let start = at; ; ) {
      const key = this.key(start);
      if (Object.hasOwn(value, key)) throw beyond;
      const read = this.entryValue(start + key.length + 1, indent, true);
      value[key] = read.value;
      entries.set(key, { key: start, value: read.start ?? start });
      const next = this.lines[this.line];
      if (next === undefined || next.indent < indent) break;
      if (next.indent > indent || this.isItem(next)) throw beyond;
      start = next.start;
    }
    this.depth -= 1;
    return value;
  }

  private list(indent: number): unknown[] {
    if ((this.depth += 1) > deepest) throw beyond;
    const value: unknown[] = [];
    const entries = this.offsets.of(value);
    for (;;) {
      const line = this.lines[this.line];
      if (line === undefined || line.indent < indent || (line.indent === indent && !this.isItem(line))) break;
      if (line.indent > indent) throw beyond;
      let start = line.start + 1;
      while (start < line.end && this.text[start] === ' ') start += 1;
      if (this.text[start] === '-' && (start + 1 === line.end || this.text[start + 1] === ' ')) throw beyond;
      keyWithColon.lastIndex = start;
      if (start < line.end && keyWithColon.test(this.text)) {
        const index = value.push(this.map(indent + start - line.start, start)) - 1;
        entries.set(index, { key: undefined, value: start });
      } else {
        const read = this.entryValue(line.start + 1, indent, false);
        const index = value.push(read.value) - 1;
        if (read.start === undefined) throw beyond;
        entries.set(index, { key: undefined, value: read.start });
      }
    }
    this.depth -= 1;
    return value;
  }

  private key(start: number): string {
    keyWithColon.lastIndex = start;
    const key = keyWithColon.exec(this.text)?.[1];
    if (key === undefined || key === '__proto__' || notText.test(key)) throw beyond;
    return key;
  }

  /** What follows a colon or a dash that ends at `from`, in a collection at `indent`. Ends at the first line after it. */
  private entryValue(from: number, indent: number, inMap: boolean): { value: unknown; start: number | undefined } {
    const { end } = this.lines[this.line] as Line;
    let start = from;
    while (start < end && this.text[start] === ' ') start += 1;
    this.line += 1;
    const next = this.lines[this.line];
    if (start === end || (this.text[start] === '#' && start > from)) {
      if (next !== undefined && inMap && next.indent === indent && this.isItem(next)) return { value: this.list(indent), start: next.start };
      if (next === undefined || next.indent <= indent) return { value: null, start: undefined };
      return { value: this.isItem(next) ? this.list(next.indent) : this.map(next.indent, next.start), start: next.start };
    }
    // A deeper line would go on with this value.
    if (next !== undefined && next.indent > indent) throw beyond;
    const read = this.inline(start, end, false);
    let after = read.end;
    while (after < end && this.text[after] === ' ') after += 1;
    if (after < end && (this.text[after] !== '#' || after === read.end)) throw beyond;
    return { value: read.value, start };
  }

  /** A scalar or flow collection that ends in its line. */
  private inline(start: number, end: number, inFlow: boolean): { value: unknown; end: number } {
    const first = this.text[start];
    if (first === '"' || first === "'") return this.quoted(start, end, first);
    if (first === '[') return this.flowList(start, end);
    if (first === '{') return this.flowMap(start, end);
    return this.plain(start, end, inFlow);
  }

  private quoted(start: number, end: number, quote: '"' | "'"): { value: string; end: number } {
    const close = this.text.indexOf(quote, start + 1);
    if (close < 0 || close >= end || this.text[close + 1] === "'") throw beyond;
    const value = this.text.slice(start + 1, close);
    if (quote === '"' && value.includes('\\')) throw beyond;
    return { value, end: close + 1 };
  }

  private plain(start: number, end: number, inFlow: boolean): { value: unknown; end: number } {
    let last = start;
    for (let at = start; at < end; at += 1) {
      const character = this.text[at] ?? '';
      const next = at + 1 < end ? (this.text[at + 1] ?? '') : ' ';
      if (inFlow && (character === ',' || character === ']' || character === '}')) break;
      if (inFlow && (character === '[' || character === '{')) throw beyond;
      if (character === ':' && (next === ' ' || (inFlow && ',[]{}'.includes(next)))) throw beyond;
      if (character === '#' && this.text[at - 1] === ' ') {
        if (inFlow) throw beyond;
        break;
      }
      if (character !== ' ') last = at + 1;
    }
    return { value: resolved(this.text.slice(start, last)), end: last };
  }

  private flowList(start: number, end: number): { value: unknown[]; end: number } {
    if ((this.depth += 1) > deepest) throw beyond;
    const value: unknown[] = [];
    const entries = this.offsets.of(value);
    let at = this.skip(start + 1, end);
    while (this.text[at] !== ']') {
      const read = this.inline(at, end, true);
      entries.set(value.push(read.value) - 1, { key: undefined, value: at });
      at = this.separator(read.end, end, ']');
    }
    this.depth -= 1;
    return { value, end: at + 1 };
  }

  private flowMap(start: number, end: number): { value: Record<string, unknown>; end: number } {
    if ((this.depth += 1) > deepest) throw beyond;
    const value: Record<string, unknown> = {};
    const entries = this.offsets.of(value);
    let at = this.skip(start + 1, end);
    while (this.text[at] !== '}') {
      const key = this.key(at);
      if (Object.hasOwn(value, key)) throw beyond;
      const valueAt = this.skip(at + key.length + 1, end);
      const read = this.inline(valueAt, end, true);
      value[key] = read.value;
      entries.set(key, { key: at, value: valueAt });
      at = this.separator(read.end, end, '}');
    }
    this.depth -= 1;
    return { value, end: at + 1 };
  }

  /** Past a comma to the next entry, or at the closing bracket. */
  private separator(from: number, end: number, closing: string): number {
    const at = this.skip(from, end);
    if (this.text[at] === closing) return at;
    if (this.text[at] !== ',') throw beyond;
    const next = this.skip(at + 1, end);
    // A comma before the bracket is allowed by YAML; rare enough to leave to the full parser.
    if (this.text[next] === closing) throw beyond;
    return next;
  }

  private skip(from: number, end: number): number {
    let at = from;
    while (at < end && this.text[at] === ' ') at += 1;
    if (at >= end) throw beyond;
    return at;
  }
}

/** A plain scalar as the core schema resolves it. */
function resolved(source: string): unknown {
  const first = source[0] ?? '';
  if (/[A-Za-z\u00c0-\u1eff/$(]/.test(first)) {
    if (!notText.test(source)) return source;
    if (/^(?:true|True|TRUE)$/.test(source)) return true;
    if (/^(?:false|False|FALSE)$/.test(source)) return false;
    if (/^(?:null|Null|NULL)$/.test(source)) return null;
    return source;
  }
  if (/^-?\d{1,15}$/.test(source)) return Number(source);
  if (/^-?\d{1,8}\.\d{1,6}$/.test(source)) {
    if (likelyThousands(source) !== undefined) throw beyond;
    return Number(source);
  }
  // No number has two dots: versions and addresses.
  if (/^\d+\.\d+\.[0-9A-Za-z./-]*$/.test(source)) return source;
  // What begins like a number and is none: 64Gi, 2027-06-30, 10.0.0.0/16. Exponents, octals and the like are left out.
  if (/^\d/.test(source) && !/^[\d.]*[eE.+-]?\d*$/.test(source) && !/^0[xo]/.test(source) && !/^\d*\.?\d*[eE]/.test(source)) return source;
  throw beyond;
}
