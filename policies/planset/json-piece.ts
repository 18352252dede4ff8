import { Flaw } from './json-fault.js';
import type { Json } from './json.js';

/** Gathers the bytes of one value, which may begin in one chunk and end in another, and parses them. */
export class PieceReader {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  private bytes: Uint8Array = new Uint8Array(0);
  /** Where the piece begins in the present chunk; -1 while none is being gathered. */
  private from = -1;
  private parts: Uint8Array[] = [];
  private held = 0;

  constructor(private readonly largest: number) {}

  chunk(bytes: Uint8Array): void {
    this.bytes = bytes;
  }

  start(at: number): void {
    this.from = at;
  }

  /** Keeps what the chunk holds of the piece. */
  chunkEnds(): void {
    if (this.from < 0) return;
    // A copy, which `slice` of a Buffer is not: whoever hands in chunks may use their memory again.
    this.parts.push(Uint8Array.from(this.bytes.subarray(this.from)));
    this.held += this.bytes.length - this.from;
    this.from = 0;
    if (this.held > this.largest) throw new Flaw('too-large');
  }

  /** The piece's value. Its grammar has been checked by then; what is left to go wrong is its encoding. */
  json(end: number): Json {
    const last = this.bytes.subarray(this.from, end);
    if (this.held + last.length > this.largest) throw new Flaw('too-large');
    const text = this.text(this.parts.length === 0 ? last : this.joined(last));
    this.from = -1;
    this.parts = [];
    this.held = 0;
    try {
      return JSON.parse(text) as Json;
    } catch {
      // The engine's own message would quote the text.
      throw new Flaw('syntax');
    }
  }

  private text(bytes: Uint8Array): string {
    try {
      return this.decoder.decode(bytes);
    } catch {
      throw new Flaw('encoding');
    }
  }

  private joined(last: Uint8Array): Uint8Array {
    const whole = new Uint8Array(this.held + last.length);
    let at = 0;
    for (const part of [...this.parts, last]) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }
}
