import type { RequestFinding } from './finding.js';

/** Reading order: by place in the file, what has none last, then by code. */
export const inPlaceOrder = (findings: readonly RequestFinding[]): readonly RequestFinding[] => [...findings].sort((a, b) => byPlace(a, b) || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));

function byPlace({ place: a }: RequestFinding, { place: b }: RequestFinding): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column;
}
