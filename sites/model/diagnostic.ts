import { visible } from './visible.js';
import type { Pointer } from './pointer.js';
import { render, type Text, type TextOf } from './text.js';

/** Where in a file something stands; lines and columns start at 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Why no Estate can be built. Whatever can be waived or has a legal basis is a Verdict instead. */
export interface Diagnostic {
  readonly code: string;
  readonly pointer: Pointer;
  readonly place: Place;
  readonly params: Params;
}

/** What a message is filled with: what stands in the file, or words of ours in both languages. */
export type Params = Readonly<Record<string, string | Text>>;

/** A stable code with its message and its longer explanation (`ndc explain CODE`). */
export interface DiagnosticKind<P extends Params> {
  readonly code: string;
  readonly message: TextOf<P>;
  readonly explanation: Text;
}

const catalogue = new Map<string, DiagnosticKind<Params>>();

/** Declares a diagnostic beside the check that raises it. */
export function diagnosticKind<P extends Params>(kind: DiagnosticKind<P>): DiagnosticKind<P> {
  if (catalogue.has(kind.code)) throw new Error(`two diagnostics share the code ${kind.code}`);
  catalogue.set(kind.code, kind as unknown as DiagnosticKind<Params>);
  return kind;
}

export function diagnose<P extends Params>(kind: DiagnosticKind<P>, at: { pointer: Pointer; place: Place }, params: P): Diagnostic {
  return { code: kind.code, pointer: at.pointer, place: at.place, params };
}

export const diagnosticKinds = (): readonly DiagnosticKind<Params>[] =>
  [...catalogue.values()].sort((a, b) => (a.code < b.code ? -1 : 1));

export function messageOf(diagnostic: Diagnostic): Text {
  const kind = catalogue.get(diagnostic.code);
  if (kind === undefined) throw new Error(`no diagnostic has the code ${diagnostic.code}`);
  return render(kind.message, diagnostic.params);
}

/** Reading order: by file, then by place, then by code, so that output never depends on the order of checks. */
export function inReadingOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort(
    (a, b) =>
      (a.place.file < b.place.file ? -1 : a.place.file > b.place.file ? 1 : 0) ||
      a.place.line - b.place.line ||
      a.place.column - b.place.column ||
      (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
  );
}

/** A value from a file, shortened and made visible for a message. */
export function shown(value: unknown, longest = 80): string {
  const text = typeof value === 'string' ? value : typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? String(value));
  return visible(text, longest);
}
