import type { DeepReadonly } from './estate.js';
import { fences, type Fence } from './kinds/disaster.js';
import type { Transition } from './kinds/ledger.js';

type Said = DeepReadonly<NonNullable<Transition['declaration']>>;

/** Fences that nobody has proven or attested; one that is not listed is unproven. */
export const unprovenFences = ({ fences: said }: Pick<Said, 'fences'>): readonly Fence[] => fences.filter((name) => (said.find(({ fence }) => fence === name)?.state ?? 'unproven') === 'unproven');

/** Fence first, promote second: with an unproven fence only where that very thing is signed for. */
export const mayPromote = (declaration: Pick<Said, 'fences' | 'unprovenAccepted'>): boolean => unprovenFences(declaration).length === 0 || declaration.unprovenAccepted === true;
