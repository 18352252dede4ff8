import { printBytes, printCpu, type Bytes, type MilliCpu } from '../model/units.js';
import { visible } from '../model/visible.js';

/** From what cannot be undone to what is new. */
export const changeKinds = ['removed', 'shrunk', 'changed', 'grown', 'added'] as const;
export type ChangeKind = (typeof changeKinds)[number];

export type ChangedThing = 'organisation' | 'system' | 'environment' | 'database';

/** A value before or after: an amount in its smallest unit, or the text that stands in the request (hostile until escaped). */
export type ChangedValue = { readonly unit: 'cpu' | 'bytes' | 'count'; readonly amount: bigint } | { readonly unit: 'text'; readonly text: string };

/** One difference between two requests of one organisation. */
export interface Change {
  readonly kind: ChangeKind;
  readonly of: ChangedThing;
  readonly organisation: string;
  /** Id of the organisation or system, the namespace `<system>-<environment>`, or `<system>/<database>`. */
  readonly subject: string;
  /** Id of the system it belongs to; absent for what concerns the whole request. */
  readonly system?: string;
  /** `quota.cpu`, `quota.storage.ndc-block`, `securityLevel`, `network.ingressHosts`; empty where the whole thing comes or goes. */
  readonly field: string;
  /** Absent where nothing stood. */
  readonly before?: ChangedValue;
  /** Absent where nothing stands any more. */
  readonly after?: ChangedValue;
  /** Growth or shrinkage in thousandths of `before`, to the nearest; absent where there is no share of it. */
  readonly permille?: bigint;
  /** What runs or is stored goes away: a namespace, a database, a storage class. */
  readonly destroys: boolean;
  /** What goes away can hold data: storage, backups, databases. */
  readonly holdsData: boolean;
  /** The system is a state secret in base or head: its figures and names are for few eyes. */
  readonly secret: boolean;
}

export const textValue = (text: string): ChangedValue => ({ unit: 'text', text });
export const amountOf = (unit: 'cpu' | 'bytes' | 'count', amount: bigint): ChangedValue => ({ unit, amount });

/** Change of an amount in thousandths, to the nearest; a change is never none. What is judged by a share counts amounts, not this. */
export function permilleOf(before: bigint, after: bigint): bigint | undefined {
  if (before === 0n) return undefined;
  if (after === before) return 0n;
  const change = (after > before ? after - before : before - after) * 1000n;
  const nearest = (2n * change + before) / (2n * before);
  const size = nearest === 0n ? 1n : nearest;
  return after > before ? size : -size;
}

/** A value as a file writes it, bounded; texts still need the escaping of where they are shown. */
export function printedValue(value: ChangedValue | undefined, longest = 120): string {
  if (value === undefined) return '–';
  if (value.unit === 'text') return visible(value.text, longest);
  return value.unit === 'cpu' ? printCpu(value.amount as MilliCpu) : value.unit === 'bytes' ? printBytes(value.amount as Bytes) : String(value.amount);
}

/** Destroys first, then what is taken away, altered, grown and new; within each, the order of the files. */
export function inOrderOfHarm(changes: readonly Change[]): readonly Change[] {
  const weight = ({ kind, destroys, holdsData }: Change): number => (destroys ? (holdsData ? 0 : 1) : 2 + changeKinds.indexOf(kind));
  return changes
    .map((change, index) => ({ change, index }))
    .sort((a, b) => weight(a.change) - weight(b.change) || a.index - b.index)
    .map(({ change }) => change);
}
