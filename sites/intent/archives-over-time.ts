import type { Estate } from '../model/estate.js';
import { lostSiteOf, rebuilds, restoredBy, type Loss } from '../model/losses.js';
import type { DatabaseProtection, EnvironmentProtection } from './protection.js';

/** The archive that took what a database's writer wrote, between two instants. */
export interface ArchivePeriod {
  /** Site that wrote, and the number of its archive. */
  readonly site: string;
  readonly incarnation: number;
  /** Site whose store has it. */
  readonly store: string;
  /** UTC; absent of the first, and of the one that is written now. */
  readonly from?: string;
  readonly until?: string;
}

interface Event {
  readonly lost: string;
  readonly at: string;
  readonly restores?: NonNullable<Loss['restores']>;
  /** When the site wrote again. */
  readonly backAt?: string;
}

type Told = Pick<Estate, 'transitions' | 'losses'>;

/** Declarations in force or over, the earliest first. */
function eventsOf({ transitions, losses = [] }: Told): readonly Event[] {
  const backAt = (declaration: string): { readonly backAt?: string } => {
    const at = Object.values(transitions).find((one) => one.transition === 'return' && one.state !== 'abandoned' && one.return?.declaration === declaration)?.return?.promote?.at;
    return at === undefined ? {} : { backAt: at };
  };
  const of = (lost: string, id: string, at: string, restores: Loss['restores'], back: boolean): Event => ({ lost, at, ...(restores === undefined ? {} : { restores }), ...(back ? backAt(id) : {}) });
  const over = Object.values(transitions).flatMap(({ id, transition, state, from, declaration }) => {
    const lost = lostSiteOf({ from });
    return transition === 'declare' && state === 'done' && lost !== undefined && declaration !== undefined ? [of(lost, id, declaration.at, declaration.restores, true)] : [];
  });
  const open = losses.map(({ site, declaration, at, restores, back }) => of(site, declaration, at, restores, back?.step === 'promote'));
  return [...over, ...open].sort((a, b) => (a.at < b.at ? -1 : 1));
}

/**
 * Archives of whoever wrote a database, as declared losses moved it: a point in time is recovered from the one that was
 * written then. Empty where it never moved, and where a loss took it to no place that the data name.
 */
export function archivesOverTime(estate: Told, { environment, standby }: Pick<EnvironmentProtection, 'environment' | 'standby'>, { origin, originArchive, incarnations, replicates }: DatabaseProtection): readonly ArchivePeriod[] {
  const events = eventsOf(estate);
  const first = (site: string): number => (incarnations[site] ?? 1) - rebuilds(estate, origin, site);
  const incarnationOf = (site: string, until: Event): number => first(site) + events.filter(({ lost, at }) => at <= until.at && (lost === origin || lost === site)).length;
  const storeOf = (site: string): string => (replicates ? site : site === origin ? originArchive : (environment.restored?.find(({ to }) => to === site)?.backup ?? site));
  const waits = (environment.recorded?.standby ?? standby)?.site;
  const periods: ArchivePeriod[] = [];
  let now: ArchivePeriod = { site: origin, incarnation: first(origin), store: storeOf(origin) };
  for (const event of events) {
    if (event.lost !== now.site) continue;
    const to = restoredBy(event, environment.namespace) ?? waits;
    if (to === undefined || to === event.lost) return [];
    periods.push({ ...now, until: event.at });
    now = { site: to, incarnation: incarnationOf(to, event), store: storeOf(to), from: event.at };
    if (event.backAt === undefined) continue;
    periods.push({ ...now, until: event.backAt });
    now = { site: origin, incarnation: incarnationOf(origin, event), store: storeOf(origin), from: event.backAt };
  }
  return periods.length === 0 ? [] : [...periods, now];
}
