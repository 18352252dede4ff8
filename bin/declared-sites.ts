import type { Estate } from '../sites/model/estate.js';
import { stageOf, type SiteStage } from '../sites/model/losses.js';

/** A site that two people declared lost, and how far its way back is. */
export interface DeclaredSite {
  readonly site: string;
  readonly declaration: string;
  /** UTC. */
  readonly at: string;
  readonly stage: SiteStage;
}

/** Declarations in force, as pages name them. */
export const declaredSites = ({ losses = [] }: Pick<Estate, 'losses'>): readonly DeclaredSite[] => losses.map(({ site, declaration, at }) => ({ site, declaration, at, stage: stageOf({ losses }, site) }));

/** The same as a part of a page's data: absent where none is in force. */
export function declaredPart(estate: Pick<Estate, 'losses'>): { readonly declared?: readonly DeclaredSite[] } {
  const declared = declaredSites(estate);
  return declared.length === 0 ? {} : { declared };
}
