import type { DeepReadonly } from './estate.js';
import type { Transition } from './kinds/ledger.js';

/** Transitions that hand environments to another organisation, and with them to another Terraform state. */
export const handOverKinds = ['rename', 'merge', 'split', 'transfer'] as const satisfies readonly Transition['transition'][];
export type HandOverKind = (typeof handOverKinds)[number];

/** What a transition says of who gives what to whom. */
export interface HandOver {
  readonly transition: string;
  readonly kind: HandOverKind;
  /** Organisation that gives. */
  readonly from: string;
  /** Organisation that takes over. */
  readonly to: string;
  /** Systems that change hands. A merger names them too: afterwards nothing else tells them from those the new owner had. */
  readonly systems: readonly string[];
}

/** An object that gets another address within one state: `<stack>/<type>.<name>` at one place of `from` and of `to`. */
export interface AddressChange {
  readonly stack: string;
  readonly from: string;
  readonly to: string;
}

type Named = Pick<DeepReadonly<Transition>, 'id' | 'transition' | 'from' | 'to'>;

const organisation = 'organisation/';
const system = 'system/';

const after = (prefix: string, names: readonly string[]): readonly string[] => names.flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));

/** Whether a transition is of a kind that hands over. */
export const handsOver = ({ transition }: Pick<Named, 'transition'>): boolean => (handOverKinds as readonly string[]).includes(transition);

/** Whether it only changes addresses: a rename that names resources and no organisation. */
export const changesAddresses = ({ transition, from, to }: Named): boolean => transition === 'rename' && from.length > 0 && [...from, ...to].every((name) => resourceOf(name) !== undefined);

/** Who gives what to whom; undefined where the transition is another, or does not name one organisation on either side. */
export function handOverOf(transition: Named): HandOver | undefined {
  if (!handsOver(transition)) return undefined;
  const [from, ...moreFrom] = after(organisation, transition.from);
  const [to, ...moreTo] = after(organisation, transition.to);
  if (from === undefined || to === undefined || moreFrom.length + moreTo.length > 0) return undefined;
  return { transition: transition.id, kind: transition.transition as HandOverKind, from, to, systems: after(system, transition.from) };
}

/** `<stack>/<type>.<name>` in two; undefined for every other name. */
function resourceOf(name: string): { readonly stack: string; readonly address: string } | undefined {
  const [, stack, address] = /^([a-z][a-z0-9-]*)\/([a-z][a-z0-9_]*\.[a-z][a-z0-9_-]*)$/.exec(name) ?? [];
  return stack === undefined || address === undefined ? undefined : { stack, address };
}

/** New addresses a rename gives, in its order; those that lead into another stack or type are none. */
export function addressChangesOf(transition: Named): readonly AddressChange[] {
  if (!changesAddresses(transition)) return [];
  return transition.from.flatMap((name, index) => {
    const [from, to] = [resourceOf(name), resourceOf(transition.to[index] ?? '')];
    if (from === undefined || to === undefined || from.stack !== to.stack || typeOf(from.address) !== typeOf(to.address)) return [];
    return [{ stack: from.stack, from: from.address, to: to.address }];
  });
}

const typeOf = (address: string): string | undefined => address.split('.')[0];
