import type { DeepReadonly } from './estate.js';
import { fences, type Fence } from './kinds/disaster.js';
import type { Transition } from './kinds/ledger.js';
import type { Text } from './text.js';

type Said = DeepReadonly<NonNullable<Transition['declaration']>>;

/** Fences that nobody has proven or attested; one that is not listed is unproven. */
export const unprovenFences = ({ fences: said }: Pick<Said, 'fences'>): readonly Fence[] => fences.filter((name) => (said.find(({ fence }) => fence === name)?.state ?? 'unproven') === 'unproven');

/** Fence first, promote second: with an unproven fence only where that very thing is signed for. */
export const mayPromote = (declaration: Pick<Said, 'fences' | 'unprovenAccepted'>): boolean => unprovenFences(declaration).length === 0 || declaration.unprovenAccepted === true;

/** How a declaration that nobody can sign is mended: it is written again, and takes the place of the one that nobody signed. */
export const declaredAgain = (site: string): Text => ({
  vi: `tuyên bố lại với đủ các --fence, hoặc thêm --accept-unproven: ndc dr declare --lose ${site} … --write (bản chưa ai ký được thay)`,
  en: `declare it again with every --fence, or add --accept-unproven: ndc dr declare --lose ${site} … --write (the one nobody signed is replaced)`,
});
