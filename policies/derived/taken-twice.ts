import type { Day } from '../../sites/model/calendar.js';
import type { Estate } from '../../sites/model/estate.js';
import type { ReadPlanSet, ReadResource, ReadStack } from '../planset/read-model.js';
import { identityOf, namespaceOf } from './data-losses.js';
import { handOversOf } from './hand-overs.js';

/** An object a stack takes over although its old owner's stack still manages it, or may. */
export interface TakenTwice {
  readonly resource: ReadResource;
  /** `Namespace ho-so-prod`. */
  readonly object: string;
  /** The old owner's stack. */
  readonly giver: string;
  /** Set where the set does not show what the old owner's stack does: outside the scope, silent, failed. */
  readonly unseen: boolean;
}

/**
 * Imports of one stack by which an object would be managed from two states: the next change of either undoes the other's,
 * and destroying one destroys both. The old owner's stack must be in the same set, and let go of the object or hold none.
 */
export function takenTwice({ stacks }: Pick<ReadPlanSet, 'stacks'>, taker: ReadStack, estate: Pick<Estate, 'transitions' | 'requests'>, asOf: Day): readonly TakenTwice[] {
  const coming = handOversOf(estate, asOf).filter(({ to }) => to === taker.organisation);
  if (coming.length === 0) return [];
  return taker.resources.flatMap((resource): TakenTwice[] => {
    const { after, action } = resource;
    if (action !== 'import' || after === undefined) return [];
    const handOver = coming.find(({ namespace }) => namespace === namespaceOf(after));
    if (handOver === undefined) return [];
    const giver = stacks.find(({ kind, site, organisation }) => kind === 'tenant' && site === taker.site && organisation === handOver.from);
    const found = { resource, object: `${after.kind} ${after.namespace === undefined ? '' : `${after.namespace}/`}${after.name}`, giver: giver?.name ?? `${taker.site}-tenant-${handOver.from}` };
    if (giver?.judgedFrom !== 'plan') return [{ ...found, unseen: true }];
    const held = giver.resources.some(({ before, action: theirs }) => before !== undefined && theirs !== 'forget' && identityOf(before) === identityOf(after));
    return held ? [{ ...found, unseen: false }] : [];
  });
}
