import { lossOf } from '../capacity/loss.js';
import type { RoleIntent } from '../intent/environment.js';
import type { CannotRun } from './cell.js';
import { servingWithout, type Recovery, type Subject } from './context.js';

/** Sites that may take an environment over, the first first: its standby, then where its backups lie. */
const successors = ({ protection: { standby, backup, primary } }: Subject): readonly RoleIntent[] => {
  const all = [standby, backup].flatMap((role) => (role === undefined || role.site === primary.site ? [] : [role]));
  return all.filter(({ site }, index) => all.findIndex((other) => other.site === site) === index);
};

/**
 * Whether an environment can be given a place where its backups lie. One whose data stream or are mirrored to a standby
 * cannot: its third copies stand there in a place of their own, which nobody grows by a declaration.
 */
const isRestorable = ({ protection: { pair, databases } }: Subject): boolean => pair === undefined && databases.every(({ replicates }) => !replicates);

/** Where an environment runs with these sites lost; or why it can be nowhere, and until when. */
export function siteAfter(recovery: Recovery, subject: Subject, lost: ReadonlySet<string>): { readonly site: string } | { readonly cannot: CannotRun } {
  const { serving } = servingWithout(recovery, lost);
  const { primary, standby } = subject.protection;
  if (serving.has(primary.site)) return { site: primary.site };
  const left = successors(subject).filter(({ site }) => !lost.has(site));
  const found = left.find(({ site }) => serving.has(site));
  if (found !== undefined) return found.site === standby?.site || isRestorable(subject) ? { site: found.site } : { cannot: { because: 'copies-only', site: found.site } };
  const [first, ...others] = left;
  if (first === undefined) return { cannot: { because: 'nowhere-named' } };
  // The one that opens first.
  const due = ({ site }: RoleIntent): string => recovery.estate.sites[site]?.milestones.commissioning ?? '9999-Q4';
  const soonest = others.reduce((best, one) => (due(one) < due(best) ? one : best), first);
  const until = recovery.estate.sites[soonest.site]?.milestones.commissioning;
  return { cannot: { because: 'site-not-operating', site: soonest.site, ...(until === undefined ? {} : { until }) } };
}

/** Whole sites and parts of the network that the scenario takes as lost already. */
export function alreadyLost({ estate }: Pick<Recovery, 'estate'>): { readonly sites: ReadonlySet<string>; readonly parts: ReadonlySet<string> } {
  const { sites, parts } = lossOf(estate.scenario.lose);
  return { sites, parts: new Set(parts) };
}
