import type { Transition } from '../../sites/model/kinds/ledger.js';

type Declared = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Addresses of a synthesised stack, data sources included, in order. */
export function addressesOf(json: string): readonly string[] {
  const { resource = {}, data = {} } = JSON.parse(json) as { resource?: Declared; data?: Declared };
  const of = (declared: Declared, prefix: string) => Object.entries(declared).flatMap(([type, named]) => Object.keys(named).map((name) => `${prefix}${type}.${name}`));
  return [...of(resource, ''), ...of(data, 'data.')].sort();
}

/** Addresses that stood before and are gone, and no transition names as left: `<stack>/<address>`. */
export function lostWithoutTransition(
  stack: string,
  before: readonly string[],
  after: readonly string[],
  transitions: readonly { readonly state: Transition['state']; readonly from: readonly string[] }[],
): readonly string[] {
  const now = new Set(after);
  const moved = new Set(transitions.filter(({ state }) => state === 'open' || state === 'done').flatMap(({ from }) => from));
  return before.filter((address) => !now.has(address) && !moved.has(`${stack}/${address}`));
}
