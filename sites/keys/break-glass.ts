import { plusDays, readDay, type Day } from '../model/calendar.js';
import type { Estate } from '../model/estate.js';
import { breakGlassKinds, type BreakGlassKind } from '../model/kinds/break-glass.js';
import type { Text } from '../model/text.js';

/** Days before a drill falls due in which it is announced. */
const announcedDays = 14;

/** `missing`: a site that operates has none. `planned`: the site does not operate yet, or the thing is there from a later day. */
export const breakGlassStandings = ['missing', 'overdue', 'due', 'current', 'planned'] as const;
export type BreakGlassStanding = (typeof breakGlassStandings)[number];

export interface BreakGlassRow {
  readonly site: string;
  readonly what: BreakGlassKind;
  readonly standing: BreakGlassStanding;
  /** Absent where nothing is declared. */
  readonly id?: string;
  readonly place?: string;
  readonly opens?: { readonly roles: readonly string[]; readonly needed: number };
  readonly since?: Day;
  /** A drill of a later day than the one looked at does not count. */
  readonly drilled?: Day;
  /** Last day on which the next drill is in time. */
  readonly due?: Day;
  readonly findings: readonly Text[];
}

/** For each site what opens it in an emergency, kind by kind, and what is not there. */
export function breakGlassRows(estate: Estate, sites: readonly string[] = Object.keys(estate.sites)): readonly BreakGlassRow[] {
  return sites.flatMap((site) =>
    breakGlassKinds.flatMap((what): BreakGlassRow[] => {
      const own = Object.values(estate.breakGlass).filter((means) => means.site === site && means.what === what);
      if (own.length === 0) return [{ site, what, standing: operates(estate, site) ? 'missing' : 'planned', findings: [] }];
      return own.map((means) => rowOf(estate, means));
    }),
  );
}

/** Rows for which somebody has to do something now. */
export const wanting = (rows: readonly BreakGlassRow[]): readonly BreakGlassRow[] => rows.filter(({ standing }) => standing === 'missing' || standing === 'overdue');

const operates = ({ sites }: Pick<Estate, 'sites'>, site: string): boolean => sites[site]?.phase === 'operating';

function rowOf(estate: Estate, { id, site, what, place, opens, since, drilled, everyDays }: Estate['breakGlass'][string]): BreakGlassRow {
  const { asOf } = estate.scenario;
  const counted = drilled === undefined || drilled > asOf ? undefined : drilled;
  const there = since === undefined || since > asOf ? undefined : since;
  const due = there === undefined ? undefined : plusDays(counted ?? there, everyDays);
  const findings: Text[] = [
    ...(drilled !== undefined && drilled > asOf ? [{ vi: `ghi diễn tập ngày ${readDay(drilled)}, sau ngày đang xét: chưa tính`, en: `says it was drilled on ${drilled}, after the day that is looked at: not counted` }] : []),
    ...(there !== undefined && counted === undefined ? [{ vi: 'chưa diễn tập lần nào', en: 'was never drilled' }] : []),
    ...(opens.needed < 2 && what !== 'repository-copy' ? [{ vi: 'một người mở được một mình', en: 'one person opens it alone' }] : []),
  ];
  return {
    site,
    what,
    standing: standingOf(due, asOf, operates(estate, site)),
    id,
    place,
    opens,
    ...(since === undefined ? {} : { since }),
    ...(counted === undefined ? {} : { drilled: counted }),
    ...(due === undefined ? {} : { due }),
    findings,
  };
}

function standingOf(due: Day | undefined, asOf: Day, operating: boolean): BreakGlassStanding {
  if (due === undefined) return operating ? 'missing' : 'planned';
  if (asOf > due) return 'overdue';
  return asOf > plusDays(due, -announcedDays) ? 'due' : 'current';
}

