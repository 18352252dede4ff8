import type { Day } from '../../sites/model/calendar.js';
import type { Estate } from '../../sites/model/estate.js';

/** An environment that an open transition takes from one organisation to another: read from transition and request alone. */
export interface DerivedHandOver {
  readonly transition: string;
  readonly from: string;
  readonly to: string;
  readonly namespace: string;
}

const kinds: ReadonlySet<string> = new Set(['rename', 'merge', 'split', 'transfer']);

/** Environments that change hands on a day. One organisation gives, one takes; a transition that names more gives nothing. */
export function handOversOf({ transitions, requests }: Pick<Estate, 'transitions' | 'requests'>, asOf: Day): readonly DerivedHandOver[] {
  return Object.values(transitions).flatMap(({ id, transition, state, opened, from, to }): DerivedHandOver[] => {
    if (state !== 'open' || !kinds.has(transition) || (opened !== undefined && opened > asOf)) return [];
    const organisations = (names: readonly string[]): readonly string[] => names.filter((name) => name.startsWith('organisation/')).map((name) => name.slice('organisation/'.length));
    const [[giver, ...givers], [taker, ...takers]] = [organisations(from), organisations(to)];
    if (giver === undefined || taker === undefined || givers.length > 0 || takers.length > 0 || giver === taker) return [];
    return (requests[taker]?.systems ?? [])
      .filter((system) => from.includes(`system/${system.id}`))
      .flatMap((system) => system.environments.map(({ name }) => ({ transition: id, from: giver, to: taker, namespace: `${system.id}-${name}` })));
  });
}
