import { binaryPlan, compressedTwice, unknownEncoding } from './refusal.js';

const startsWith = (bytes: Uint8Array, ...start: readonly number[]): boolean => start.every((byte, at) => bytes[at] === byte);

type Decoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/**
 * Bytes of a document as UTF-8 without a byte order mark. Windows shells write UTF-16 (`>` in PowerShell).
 * @throws PlanProblem for a binary plan, gzip within gzip, UTF-32, and half a UTF-16 character at the end.
 */
export class Utf8 {
  private head: Uint8Array | undefined = new Uint8Array(0);
  private decoding: Decoding = 'utf-8';
  private readonly decoder = new TextDecoder('utf-16le', { fatal: true });
  private readonly encoder = new TextEncoder();
  /** First byte of a big-endian pair whose second one is in the next chunk. */
  private odd: number | undefined;

  constructor(private readonly document: string) {}

  /** What a chunk adds; empty until the encoding can be told. */
  push(chunk: Uint8Array): Uint8Array {
    if (this.head === undefined) return this.decoded(chunk);
    const head = new Uint8Array(this.head.length + chunk.length);
    head.set(this.head);
    head.set(chunk, this.head.length);
    if (head.length < 4) {
      this.head = head;
      return new Uint8Array(0);
    }
    return this.begin(head);
  }

  end(): Uint8Array {
    const short = this.head === undefined ? new Uint8Array(0) : this.begin(this.head);
    if (this.decoding === 'utf-8') return short;
    if (this.odd !== undefined) throw unknownEncoding(this.document);
    return this.encoder.encode(this.utf16(new Uint8Array(0), false));
  }

  private begin(head: Uint8Array): Uint8Array {
    this.head = undefined;
    if (startsWith(head, 0x50, 0x4b, 3, 4) || startsWith(head, 0x50, 0x4b, 5, 6)) throw binaryPlan(this.document);
    if (startsWith(head, 0x1f, 0x8b)) throw compressedTwice(this.document);
    if (startsWith(head, 0xff, 0xfe, 0, 0) || startsWith(head, 0, 0, 0xfe, 0xff)) throw unknownEncoding(this.document);
    if (startsWith(head, 0xef, 0xbb, 0xbf)) return head.subarray(3);
    if (startsWith(head, 0xff, 0xfe) || (head[1] === 0 && head[0] !== 0)) this.decoding = 'utf-16le';
    else if (startsWith(head, 0xfe, 0xff) || (head[0] === 0 && head[1] !== 0 && head.length > 1)) this.decoding = 'utf-16be';
    return this.decoded(head);
  }

  private decoded(chunk: Uint8Array): Uint8Array {
    if (this.decoding === 'utf-8') return chunk;
    return this.encoder.encode(this.utf16(this.decoding === 'utf-16be' ? this.swapped(chunk) : chunk, true));
  }

  private utf16(bytes: Uint8Array, stream: boolean): string {
    try {
      return this.decoder.decode(bytes, { stream });
    } catch {
      throw unknownEncoding(this.document);
    }
  }

  private swapped(chunk: Uint8Array): Uint8Array {
    const whole = this.odd === undefined ? chunk : Uint8Array.from([this.odd, ...chunk]);
    const even = whole.length & ~1;
    this.odd = even === whole.length ? undefined : (whole[even]);
    const swapped = new Uint8Array(even);
    for (let at = 0; at < even; at += 2) {
      swapped[at] = whole[at + 1] as number;
      swapped[at + 1] = whole[at] as number;
    }
    return swapped;
  }
}
