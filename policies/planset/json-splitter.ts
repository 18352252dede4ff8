import { pointer, type PathSegment } from '../../sites/model/pointer.js';
import { Flaw, JsonFault } from './json-fault.js';
import { KeyHash, OpenKeys } from './json-keys.js';
import type { Json } from './json.js';
import { PieceReader } from './json-piece.js';
import { isScalar, longestScalar } from './json-scalar.js';

/**
 * What to do with a value:
 * `keep` parses it whole, `enter` asks again for each of its members, `each` hands over its elements one by one,
 * `count` hands over their number alone, `skip` checks its syntax and drops it.
 */
export type Treatment = 'keep' | 'enter' | 'each' | 'count' | 'skip';

export type Path = readonly PathSegment[];

export interface Splitting {
  /**
   * Asked for the document itself (an empty path), for every member of an entered value and every element that is to be
   * handed over. `before` holds the members of the same map that came before and were kept. Both are only lent.
   */
  readonly treat: (path: Path, before: Json) => Treatment;
  /** One element (or member) of a value treated as `each` or `count`; of counted and skipped ones the value is undefined. The path ends with its index or key. */
  readonly each?: (path: Path, value: Json | undefined) => void;
}

/** Deepest nesting that is read. A Terraform plan of a custom resource's schema has about seventy levels. */
export const deepestNesting = 256;

/** Largest piece that is parsed at once, bytes of UTF-8; the etcd behind a cluster takes objects of 1.5 MB. */
export const largestPiece = 64 * 1024 * 1024;

const [expectValue, expectValueOrEnd, expectKey, expectKeyOrEnd, expectColon, expectComma, inString, inKey, inScalar, inEscape, inHex, finished] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] as const;
const [quote, backslash, comma, colon, openList, closeList, openMap, closeMap] = [0x22, 0x5c, 0x2c, 0x3a, 0x5b, 0x5d, 0x7b, 0x7d] as const;

const table = (of: (byte: number) => number): Uint8Array => Uint8Array.from({ length: 256 }, (_, byte) => of(byte));
/** 1 for each byte that stands for itself inside a string. */
const plain = table((byte) => (byte < 0x20 || byte === quote || byte === backslash ? 0 : 1));
const isSpace = table((byte) => (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 ? 1 : 0));
const beginsScalar = table((byte) => ('-0123456789tfn'.includes(String.fromCharCode(byte)) ? 1 : 0));
const endsScalar = table((byte) => (isSpace[byte] === 1 || byte === comma || byte === closeList || byte === closeMap ? 1 : 0));
/** What a letter after a backslash stands for; 0 where it is none of them. */
const escapes = table((byte) => ({ 0x22: 0x22, 0x5c: 0x5c, 0x2f: 0x2f, 0x62: 8, 0x66: 12, 0x6e: 10, 0x72: 13, 0x74: 9 })[byte] ?? 0);
/** Value of a hexadecimal digit; 255 where it is none. */
const hexOf = table((byte) => (byte >= 48 && byte <= 57 ? byte - 48 : (byte | 32) >= 97 && (byte | 32) <= 102 ? (byte | 32) - 87 : 255));

interface Frame {
  readonly container: Json[] | Record<string, Json>;
  readonly isMap: boolean;
  /** What happens to members: they are kept in their place, handed over, or counted. */
  readonly members: 'keep' | 'each' | 'count';
  count: number;
}

/**
 * Reads JSON of any size in pieces: what is kept comes back as one value, long lists are handed over element by element.
 * The whole text is checked: grammar, nesting, keys that stand twice, also in what is skipped.
 *
 * @throws JsonFault from `write` and `end`.
 */
export class JsonSplitter {
  private state: number = expectValue;
  private depth = 0;
  private readonly kinds = new Uint8Array(deepestNesting + 1);
  private readonly keys = new OpenKeys();
  private readonly hash = new KeyHash();
  private readonly frames: Frame[] = [];
  private readonly path: PathSegment[] = [];
  private readonly piece = new PieceReader(largestPiece);
  private readonly scalar = new Uint8Array(longestScalar);
  private scalarLength = 0;
  private hexDigits = 0;
  private hexValue = 0;
  /** Where an escape returns to. */
  private escapeIn: typeof inString | typeof inKey = inString;
  private treatment: Treatment = 'keep';
  private before = 0;
  private result: Json | undefined;

  constructor(private readonly splitting: Splitting) {}

  write(chunk: Uint8Array): void {
    this.piece.chunk(chunk);
    this.scan(chunk);
    try {
      this.piece.chunkEnds();
    } catch (error) {
      throw this.fault(error, chunk.length);
    }
    this.before += chunk.length;
  }

  /** The document, with what was handed over or skipped left out. */
  end(): Json {
    if (this.state === inScalar && this.depth === 0) this.write(Uint8Array.of(0x0a));
    if (this.state === finished) return this.result ?? null;
    throw this.fault(new Flaw(this.state === expectValue && this.depth === 0 ? 'empty' : 'truncated'), 0);
  }

  /** What has been kept so far, for messages about a text that breaks off. */
  get partial(): Json {
    return this.result ?? this.frames[0]?.container ?? null;
  }

  private fault(error: unknown, at: number): unknown {
    return error instanceof Flaw ? new JsonFault(error.kind, this.before + at, pointer(...this.path)) : error;
  }

  /** One loop over the bytes, its state in locals: this is where the time goes. Whatever concerns an entered value is a call. */
  private scan(chunk: Uint8Array): void {
    const { kinds, keys, hash, frames, scalar } = this;
    const { length } = chunk;
    let { state, depth } = this;
    let at = 0;
    try {
      while (at < length) {
        const byte = chunk[at] as number;
        switch (state) {
          case inString:
            while (at < length && plain[chunk[at] as number] === 1) at += 1;
            if (at === length) continue;
            if (chunk[at] === quote) {
              state = expectComma;
              if (depth === frames.length) state = this.valueEnds(at + 1);
            } else if (chunk[at] === backslash) {
              this.escapeIn = inString;
              state = inEscape;
            } else throw new Flaw('syntax');
            break;
          case inKey: {
            if (byte !== backslash) hash.settle();
            let { first, second } = hash;
            for (let letter = byte; plain[letter] === 1; letter = chunk[at] as number) {
              first = Math.imul(first ^ letter, 0x01000193);
              second = Math.imul(second, 33) ^ letter;
              if ((at += 1) === length) break;
            }
            hash.first = first;
            hash.second = second;
            if (at === length) continue;
            if (chunk[at] === quote) {
              if (!keys.add(first, second)) throw new Flaw('duplicate-key');
              if (depth === frames.length) this.path.push(this.piece.json(at + 1) as string);
              state = expectColon;
            } else if (chunk[at] === backslash) {
              this.escapeIn = inKey;
              state = inEscape;
            } else throw new Flaw('syntax');
            break;
          }
          case expectColon:
            if (byte === colon) state = expectValue;
            else if (isSpace[byte] === 0) throw new Flaw('syntax');
            break;
          case expectKey:
          case expectKeyOrEnd:
            if (byte === quote) {
              hash.start();
              if (depth === frames.length) this.piece.start(at);
              state = inKey;
            } else if (byte === closeMap && state === expectKeyOrEnd) {
              keys.close();
              depth -= 1;
              state = depth > frames.length ? expectComma : this.closed(depth, at + 1);
            } else if (isSpace[byte] === 0) throw new Flaw('syntax');
            break;
          case expectComma:
            if (byte === comma) state = kinds[depth] === openMap ? expectKey : expectValue;
            else if (byte === (kinds[depth] === openMap ? closeMap : closeList)) {
              if (byte === closeMap) keys.close();
              depth -= 1;
              state = depth > frames.length ? expectComma : this.closed(depth, at + 1);
            } else if (isSpace[byte] === 0) throw new Flaw('syntax');
            break;
          case expectValueOrEnd:
          case expectValue:
            if (isSpace[byte] === 1) break;
            if (byte === closeList && state === expectValueOrEnd) {
              depth -= 1;
              state = depth > frames.length ? expectComma : this.closed(depth, at + 1);
              break;
            }
            if (depth === frames.length) this.begin(byte, at);
            if (byte === quote) state = inString;
            else if (byte === openMap || byte === openList) {
              depth += 1;
              if (depth > deepestNesting) throw new Flaw('too-deep');
              kinds[depth] = byte;
              if (byte === openMap) {
                keys.open();
                state = expectKeyOrEnd;
              } else state = expectValueOrEnd;
            } else {
              if (beginsScalar[byte] === 0) throw new Flaw('syntax');
              scalar[0] = byte;
              this.scalarLength = 1;
              state = inScalar;
            }
            break;
          case inScalar: {
            let end = this.scalarLength;
            while (at < length && endsScalar[chunk[at] as number] === 0) {
              if (end === longestScalar) throw new Flaw('syntax');
              scalar[end++] = chunk[at++] as number;
            }
            this.scalarLength = end;
            if (at === length) continue;
            if (!isScalar(scalar, end)) throw new Flaw('syntax');
            state = depth === frames.length ? this.valueEnds(at) : expectComma;
            // The byte that ended it is looked at again.
            continue;
          }
          case inEscape:
            state = this.escape(byte);
            break;
          case inHex:
            state = this.hex(byte);
            break;
          default:
            if (isSpace[byte] === 0) throw new Flaw('trailing');
        }
        at += 1;
      }
    } catch (error) {
      throw this.fault(error, at);
    }
    this.state = state;
    this.depth = depth;
  }

  /** A value begins directly inside an entered one (or is the document). */
  private begin(byte: number, at: number): void {
    const frame = this.frames.at(-1);
    if (frame !== undefined && !frame.isMap) this.path.push(frame.count);
    if (frame !== undefined) frame.count += 1;
    this.treatment = frame?.members === 'count' ? 'skip' : this.splitting.treat(this.path, frame?.container ?? null);
    const isMap = byte === openMap;
    if ((this.treatment === 'enter' || this.treatment === 'each' || this.treatment === 'count') && (isMap || byte === openList)) {
      // Names such as `__proto__` are data here, so the map has no prototype.
      const container = isMap ? (Object.create(null) as Record<string, Json>) : [];
      this.frames.push({ container, isMap, members: this.treatment === 'enter' ? 'keep' : this.treatment, count: 0 });
    } else if (this.treatment !== 'skip') this.piece.start(at);
  }

  /** A container ended: an entered one, or a whole value directly inside one. */
  private closed(depth: number, after: number): number {
    return depth === this.frames.length ? this.valueEnds(after) : this.ended(this.frames.pop()?.container);
  }

  /** `after` is the byte behind the last one of a value directly inside an entered one. */
  private valueEnds(after: number): number {
    return this.ended(this.treatment === 'skip' ? undefined : this.piece.json(after));
  }

  private ended(value: Json | undefined): number {
    const frame = this.frames.at(-1);
    if (frame === undefined) {
      this.result = value ?? null;
      return finished;
    }
    if (frame.members !== 'keep') this.splitting.each?.(this.path, value);
    const name = this.path.pop();
    if (frame.members === 'keep' && value !== undefined) {
      if (Array.isArray(frame.container)) frame.container.push(value);
      else frame.container[name as string] = value;
    }
    return expectComma;
  }

  private escape(byte: number): number {
    if (byte === 0x75) {
      this.hexDigits = 0;
      this.hexValue = 0;
      return inHex;
    }
    const meant = escapes[byte] as number;
    if (meant === 0) throw new Flaw('syntax');
    if (this.escapeIn === inKey) {
      this.hash.settle();
      this.hash.byte(meant);
    }
    return this.escapeIn;
  }

  private hex(byte: number): number {
    const digit = hexOf[byte] as number;
    if (digit === 255) throw new Flaw('syntax');
    this.hexValue = this.hexValue * 16 + digit;
    this.hexDigits += 1;
    if (this.hexDigits < 4) return inHex;
    if (this.escapeIn === inKey) this.hash.unit(this.hexValue);
    return this.escapeIn;
  }
}
