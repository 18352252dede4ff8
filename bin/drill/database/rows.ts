/** One row of the ledger as a server holds it: its key, and a digest of all of it. */
export interface LedgerRow {
  readonly key: number;
  readonly digest: string;
}

/** A commit a client was answered for, and when. */
export interface AcknowledgedCommit {
  readonly key: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What a promoted server lacks of what clients were answered for. */
export interface MeasuredLoss {
  readonly acknowledged: number;
  readonly lastAcknowledged?: AcknowledgedCommit;
  /** Newest acknowledged commit that is present. */
  readonly lastPresent?: AcknowledgedCommit;
  readonly rows: number;
  /** Last acknowledged less last present, milliseconds. */
  readonly ms: number;
  /** Acknowledged commits that are missing although a later one is there: none may be, the log has an order. */
  readonly holes: readonly number[];
  /** Rows present that nobody was answered for: the answer was lost, not the row. */
  readonly unanswered: number;
}

/** Holds what clients believe against what is there. */
export function lossOf(acknowledged: readonly AcknowledgedCommit[], present: ReadonlySet<number>): MeasuredLoss {
  const missing = acknowledged.filter(({ key }) => !present.has(key));
  const lastPresent = acknowledged.findLast(({ key }) => present.has(key));
  const lastAcknowledged = acknowledged.at(-1);
  const known = new Set(acknowledged.map(({ key }) => key));
  return {
    acknowledged: acknowledged.length,
    ...(lastAcknowledged === undefined ? {} : { lastAcknowledged }),
    ...(lastPresent === undefined ? {} : { lastPresent }),
    rows: missing.length,
    ms: missing.length === 0 || lastAcknowledged === undefined ? 0 : lastAcknowledged.at - (lastPresent?.at ?? acknowledged[0]?.at ?? lastAcknowledged.at),
    holes: missing.filter(({ key }) => lastPresent !== undefined && key < lastPresent.key).map(({ key }) => key),
    unanswered: [...present].filter((key) => !known.has(key)).length,
  };
}

/** Two histories that parted. */
export interface Divergence {
  /** Keys only the old primary has. */
  readonly onlyOld: readonly number[];
  /** Keys both have, with different content: two clients wrote under the same key. */
  readonly differing: readonly number[];
  /** Keys only the new primary has. */
  readonly onlyNew: readonly number[];
  readonly common: number;
}

/** Rows of two primaries, compared key by key. */
export function divergenceOf(old: readonly LedgerRow[], next: readonly LedgerRow[]): Divergence {
  const newer = new Map(next.map(({ key, digest }) => [key, digest]));
  const older = new Set(old.map(({ key }) => key));
  return {
    onlyOld: old.filter(({ key }) => !newer.has(key)).map(({ key }) => key),
    differing: old.filter(({ key, digest }) => newer.has(key) && newer.get(key) !== digest).map(({ key }) => key),
    onlyNew: next.filter(({ key }) => !older.has(key)).map(({ key }) => key),
    common: old.filter(({ key, digest }) => newer.get(key) === digest).length,
  };
}

/** Keys as a person reads them: runs shortened, `12, 15–19`. */
export function keyRuns(keys: readonly number[]): string {
  const sorted = [...keys].sort((a, b) => a - b);
  const runs: [number, number][] = [];
  for (const key of sorted) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] + 1 === key) run[1] = key;
    else runs.push([key, key]);
  }
  return runs.map(([from, to]) => (from === to ? String(from) : `${String(from)}–${String(to)}`)).join(', ');
}
