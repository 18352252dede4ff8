import { digestOf } from '../../sites/model/estate.js';
import { JsonFault } from './json-fault.js';
import { JsonSplitter, type Splitting } from './json-splitter.js';
import type { Json } from './json.js';
import { faultProblem, type Expected } from './refusal.js';
import { Utf8 } from './utf8.js';

/** A document as it streams in, and the SHA-256 of its bytes as they lay there, known once they were all read. */
export interface DocumentStream {
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly digest: () => string;
}

/** A document as whoever holds it hands it in: a stream, bytes or text (both digested here), or parsed JSON. */
export type Handed = DocumentStream | Uint8Array | Json;

export const isStream = (handed: Handed): handed is DocumentStream => typeof handed === 'object' && handed !== null && 'chunks' in handed && typeof handed.digest === 'function';

const encoder = new TextEncoder();

/** Bytes, text or parsed JSON as bytes, with a digest where there was something to digest. */
export function bytesOf(handed: Exclude<Handed, DocumentStream>): { readonly bytes: Uint8Array; readonly digest?: string } {
  if (handed instanceof Uint8Array) return { bytes: handed, digest: digestOf(handed) };
  return typeof handed === 'string' ? { bytes: encoder.encode(handed), digest: digestOf(handed) } : { bytes: encoder.encode(JSON.stringify(handed)) };
}

/**
 * Reads a JSON document chunk by chunk, whatever Unicode it is written in.
 * @throws PlanProblem where it is no JSON, or a binary plan.
 */
export class DocumentReader {
  private readonly utf8: Utf8;
  private readonly splitter: JsonSplitter;

  constructor(
    private readonly name: string,
    private readonly expected: Expected,
    splitting: Splitting,
  ) {
    this.utf8 = new Utf8(name);
    this.splitter = new JsonSplitter(splitting);
  }

  write(chunk: Uint8Array): void {
    this.guarded(() => this.splitter.write(this.utf8.push(chunk)));
  }

  /** What was kept of the document. */
  end(): Json {
    return this.guarded(() => {
      this.splitter.write(this.utf8.end());
      return this.splitter.end();
    });
  }

  private guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw error instanceof JsonFault ? faultProblem(this.name, error, this.splitter.partial, this.expected) : error;
    }
  }
}
