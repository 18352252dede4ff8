import type { ApprovalsOnDay } from './approval.js';
import { dayInVietNam, plusDays, type Day } from './calendar.js';
import { deepFreeze, type DeepReadonly, type Estate } from './estate.js';
import type { ReleaseOrder } from './kinds/disaster.js';
import { lostSiteOf, signedByTwo } from './losses.js';

/** A local override that is in force: the site may serve although no other one could be read. */
export interface Release {
  readonly site: string;
  /** Id of its transition. */
  readonly transition: string;
  /** Last day on which it counts. */
  readonly until: Day;
}

/** Longest time one release lasts, in days: long enough to mend a link, too short to be forgotten. */
export const longestRelease = 7;

/** Last day a release written at an instant may name. */
export const latestRelease = (at: string): Day => plusDays(dayInVietNam(new Date(at)), longestRelease);

/** Whether a release is over on a day. */
export const isOver = ({ until }: Pick<DeepReadonly<ReleaseOrder>, 'until'>, on: Day): boolean => until < on;

/** Releases that are in force by the approvals that were checked: open, signed by two people, begun, and not over today, whatever day is supposed. */
export function releasesOf({ transitions }: Pick<Estate, 'transitions'>, approvals: ApprovalsOnDay, today: Day): readonly Release[] {
  return Object.values(transitions).flatMap((one): Release[] => {
    const { id, transition, state, opened, release } = one;
    const site = lostSiteOf(one);
    if (transition !== 'release' || state !== 'open' || release === undefined || site === undefined) return [];
    const begun = (opened === undefined || opened <= approvals.on) && dayInVietNam(new Date(release.at)) <= approvals.on;
    return begun && !isOver(release, today) && release.until <= latestRelease(release.at) && signedByTwo(approvals, id) ? [{ site, transition: id, until: release.until }] : [];
  });
}

/** The estate with the releases that are in force. Nothing that is computed of sites follows from one: it only lets a runner go on. */
export const withReleases = (estate: Estate, releases: readonly Release[]): Estate => (releases.length === 0 ? estate : (deepFreeze({ ...estate, releases, origins: estate.origins }) as Estate));
