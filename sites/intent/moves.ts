import type { Estate } from '../model/estate.js';
import { addressChangesOf, handOverOf, type AddressChange } from '../model/hand-over.js';

/** A system that changes hands while a transition is open: its environments leave one organisation's states for another's. */
export interface Move {
  readonly transition: string;
  readonly system: string;
  readonly from: string;
  readonly to: string;
  /** Its environments; a namespace keeps its name whoever owns it. */
  readonly namespaces: readonly string[];
}

const openOn = ({ transitions, scenario }: Pick<Estate, 'transitions' | 'scenario'>) =>
  Object.values(transitions).filter(({ state, opened }) => state === 'open' && (opened === undefined || opened <= scenario.asOf));

/**
 * Which environments are changing hands: systems that an open transition names as given and that stand in the request of
 * whoever takes them over. Drafts move nothing yet, and what is done or abandoned nothing any more. By system.
 */
export function movesOf(estate: Pick<Estate, 'transitions' | 'requests' | 'scenario'>): readonly Move[] {
  const moves = openOn(estate).flatMap((transition): Move[] => {
    const given = handOverOf(transition);
    if (given === undefined || given.from === given.to) return [];
    return (estate.requests[given.to]?.systems ?? [])
      .filter(({ id }) => given.systems.includes(id))
      .map(({ id, environments }) => ({ transition: given.transition, system: id, from: given.from, to: given.to, namespaces: environments.map(({ name }) => `${id}-${name}`) }));
  });
  return moves.sort((a, b) => (a.system < b.system ? -1 : a.system > b.system ? 1 : 0));
}

/** Addresses that open renames change within a stack. */
export const addressChangesIn = (estate: Pick<Estate, 'transitions' | 'scenario'>, stack: string): readonly AddressChange[] => openOn(estate).flatMap(addressChangesOf).filter((change) => change.stack === stack);
