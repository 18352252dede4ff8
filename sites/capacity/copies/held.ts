import type { Protection } from '../../model/kinds/protection.js';
import type { Pointer } from '../../model/pointer.js';
import type { Compartment } from '../compartment.js';
import { standingOf, type Situation, type Standing } from '../demand.js';
import type { GuaranteeBasis } from '../guarantee.js';
import type { Promised } from '../promised.js';
import type { Quantities } from '../quantities.js';

/** Backups at the site that takes them, short ones in the store of the site that runs the environment, replicas of databases in a third site, and buckets in the zones of other sites. */
export const copyKinds = ['backup', 'local-backup', 'third-replica', 'bucket-copy'] as const;
export type CopyKind = (typeof copyKinds)[number];

/** What protecting an environment takes of a site beside what runs and waits: the likely size of backups, the whole of replicas. */
export interface HeldCopy {
  readonly kind: CopyKind;
  readonly namespace: string;
  readonly tier: Protection;
  readonly promise: Pick<Promised, 'primary' | 'standby' | 'tier'>;
  readonly site: string;
  readonly compartment: Compartment;
  readonly amounts: Quantities;
  readonly basis: GuaranteeBasis | 'retention';
  /** It is there while the environment stands so, and its site serves. */
  readonly when: readonly Standing[];
  readonly inputs: readonly Pointer[];
}

/** Whether a copy is there in a situation. */
export const isHeld = ({ site, promise, when }: Pick<HeldCopy, 'site' | 'promise' | 'when'>, situation: Situation): boolean => situation.serving.has(site) && when.includes(standingOf(promise, situation));

/** Copies that come and go together, as one: a few dozen, however many environments there are. */
export function together(copies: readonly HeldCopy[]): readonly HeldCopy[] {
  const groups = new Map<string, HeldCopy & { readonly amounts: Map<string, bigint> }>();
  for (const copy of copies) {
    const { promise, site, compartment, tier, when, amounts } = copy;
    const key = [promise.primary, promise.standby, tier, site, compartment, ...when].join(' ');
    const group = groups.get(key) ?? { ...copy, amounts: new Map<string, bigint>() };
    groups.set(key, group);
    for (const [resource, amount] of amounts) group.amounts.set(resource, (group.amounts.get(resource) ?? 0n) + amount);
  }
  return [...groups.values()];
}
