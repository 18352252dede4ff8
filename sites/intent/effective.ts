import type { Estate } from '../model/estate.js';
import { isReliedOn, restoredBy, restoringDeclarations, stageOf, type Loss, type SiteStage } from '../model/losses.js';
import type { EnvironmentIntent, Intent, Restored, RoleIntent } from './environment.js';
import { pairsOf } from './pairs.js';

type Given = Pick<Estate, 'sites' | 'losses'> & Partial<Pick<Estate, 'transitions'>>;
type Places = Pick<EnvironmentIntent, 'primary' | 'standby' | 'backup'>;
type Held = Pick<EnvironmentIntent, 'namespace' | 'primary' | 'standby'>;

/**
 * Who runs where while declarations of lost sites are in force; the same value where none is, and none left anything behind.
 *
 * What ran on a lost site runs at its standby, at full size; what has none, where the declaration has it restored. Nothing
 * gets a new standby, since to protect again is a decision of its own; backups of a site that is gone go to another
 * survivor. A site on its way back stands as a copy of the survivors, whatever it was before, until its return says
 * otherwise.
 */
export function effectiveIntent(estate: Given, recorded: Intent): Intent {
  const restoring = restoringDeclarations(estate);
  if ((estate.losses ?? []).length === 0 && restoring.length === 0) return recorded;
  const environments = recorded.environments.flatMap((environment) => {
    const restored = restoredOf(estate, environment, restoring);
    return (restored.length === 0 ? effectiveOf(estate, environment) : effectiveOfRestored(estate, environment, restored)) ?? [];
  });
  return { environments, pairs: pairsOf(environments) };
}

/**
 * Site that has the newest data of an environment: its primary, and from each loss of the one that ran it on, its standby,
 * unless that had been lost before and is stale; else where the declaration of that loss has it restored.
 */
export function holderOf({ losses = [] }: Pick<Given, 'losses'>, { namespace, primary, standby }: Held): string {
  let holder = primary.site;
  const gone = new Set<string>();
  for (const loss of losses) {
    // It has the newest data again, and was told so.
    if (loss.back?.step === 'promote') continue;
    gone.add(loss.site);
    if (loss.site !== holder) continue;
    const other = holder === primary.site ? standby : holder === standby?.site ? primary : undefined;
    const restored = restoredBy(loss, namespace);
    if (standby?.operating === true && other !== undefined && !gone.has(other.site)) holder = other.site;
    else if (restored !== undefined && !gone.has(restored)) holder = restored;
  }
  return holder;
}

/** The losses once one site has been told that it has the newest data again. */
export const promoted = (losses: readonly Loss[], site: string): readonly Loss[] => losses.map((loss) => (loss.site === site ? { ...loss, back: { transition: '', tokens: [], ...loss.back, step: 'promote' } } : loss));

/** One environment while sites are lost; undefined where no site has anything of it to run or to keep. */
function effectiveOf(estate: Given, environment: EnvironmentIntent): EnvironmentIntent | undefined {
  const { primary, standby, standbyQuota, backup: _backup, ...rest } = environment;
  const stage = (site: string): SiteStage => stageOf(estate, site);
  if (!isConcerned(estate, environment)) return environment;
  const recorded = placesOf(environment);
  const role = (of: RoleIntent): RoleIntent => ({ ...of, operating: isReliedOn(estate, of.site) });
  const holder = holderOf(estate, environment);
  const other = holder === primary.site ? standby : primary;
  const at = holder === primary.site || standby === undefined ? primary : standby;
  const made = (runs: RoleIntent, waits: RoleIntent | undefined, more: Pick<EnvironmentIntent, 'quiet' | 'handsOverTo'> = {}): EnvironmentIntent => {
    const copies = backupOf(estate, recorded, runs.site);
    return {
      ...rest,
      recorded,
      primary: role(runs),
      ...(waits === undefined || standbyQuota === undefined ? {} : { standby: role(waits), standbyQuota }),
      ...(copies === undefined ? {} : { backup: copies }),
      ...more,
    };
  };

  if (isReliedOn(estate, at.site)) {
    if (other === undefined || stage(other.site) === 'lost') return made(at, undefined);
    if (['serving', 'restored'].includes(stage(other.site))) return made(at, other);
    // It is back: a copy until the survivor has stopped writing and handed its token over.
    return made(at, other, { quiet: [other.site], ...(at.site !== primary.site && stage(other.site) === 'yielding' ? { handsOverTo: other.site } : {}) });
  }
  // Nobody serves it. What stands at a site that is on its way back is kept, and writes nothing.
  const kept = [at, other].filter((one): one is RoleIntent => one !== undefined && estate.sites[one.site]?.phase === 'operating' && !['lost', 'serving'].includes(stage(one.site)));
  const [first] = kept;
  // The stale copy may be the only one that stands: it is kept as it is, and never becomes the primary of anything.
  return first === undefined ? undefined : made(first, kept[1], { quiet: kept.map(({ site }) => site) });
}

/**
 * One environment that was restored from backups somewhere, in force or before. It runs where its newest data are; wherever
 * else it ever was, a copy is left that nobody runs.
 */
function effectiveOfRestored(estate: Given, environment: EnvironmentIntent, restored: readonly Restored[]): EnvironmentIntent | undefined {
  const { primary, standby, standbyQuota, backup: _backup, ...rest } = environment;
  const recorded = placesOf(environment);
  const holder = holderOf(estate, environment);
  const everywhere = [...new Set([primary.site, ...(standby === undefined ? [] : [standby.site]), ...restored.map(({ to }) => to)])];
  const stands = everywhere.filter((site) => estate.sites[site]?.phase === 'operating' && stageOf(estate, site) !== 'lost');
  const serves = isReliedOn(estate, holder);
  const [runs] = serves ? [holder] : [...stands.filter((site) => site === holder), ...stands];
  if (runs === undefined) return undefined;
  // Among the two of its request a standby is one, as it is when nothing was ever lost.
  const waits = serves && [primary.site, standby?.site].includes(runs) ? [primary, standby].find((one) => one !== undefined && one.site !== runs && stands.includes(one.site)) : undefined;
  const back = (site: string): boolean => ['quarantined', 'yielding'].includes(stageOf(estate, site));
  const left = stands.filter((site) => site !== runs && site !== waits?.site);
  const quiet = serves ? [...left, ...(waits !== undefined && back(waits.site) ? [waits.site] : [])] : [runs, ...left];
  const handsOverTo = serves ? stands.find((site) => site !== holder && stageOf(estate, site) === 'yielding' && holderOf({ losses: promoted(estate.losses ?? [], site) }, environment) === site) : undefined;
  const role = (site: string): RoleIntent => ({ ...([primary, standby].find((one) => one?.site === site) ?? { reason: 'derived' }), site, operating: isReliedOn(estate, site) });
  const backup = backupOf(estate, recorded, runs);
  return {
    ...rest,
    restored,
    ...(isConcerned(estate, environment) || runs !== primary.site ? { recorded } : {}),
    primary: role(runs),
    ...(waits === undefined || standbyQuota === undefined ? {} : { standby: role(waits.site), standbyQuota }),
    ...(backup === undefined ? {} : { backup }),
    ...(left.length === 0 ? {} : { left }),
    ...(quiet.length === 0 ? {} : { quiet }),
    ...(handsOverTo === undefined ? {} : { handsOverTo }),
  };
}

/** Restores of an environment, each with the site it fled from and the one that was left to take its backups. */
function restoredOf(estate: Given, environment: EnvironmentIntent, restoring: ReturnType<typeof restoringDeclarations>): readonly Restored[] {
  const recorded = placesOf(environment);
  return restoring.flatMap((declaration): Restored[] => {
    const to = restoredBy(declaration, environment.namespace);
    if (to === undefined || estate.sites[to] === undefined) return [];
    // As it was then: what is lost later changes nothing of where its log went.
    const lost = [...(estate.losses ?? []).filter(({ at }) => at < declaration.at).map(({ site, at }) => ({ site, at })), { site: declaration.site, at: declaration.at }];
    const then: Given = { sites: estate.sites, losses: lost.map(({ site, at }) => ({ site, at, declaration: '' })) };
    const backup = backupOf(then, recorded, to)?.site;
    return [{ from: declaration.site, to, ...(backup === undefined ? {} : { backup }) }];
  });
}

const placesOf = ({ primary, standby, backup }: Places): Places => ({ primary, ...(standby === undefined ? {} : { standby }), ...(backup === undefined ? {} : { backup }) });

const isConcerned = (estate: Given, { primary, standby, backup }: Places): boolean => [primary, standby, backup].some((role) => role !== undefined && stageOf(estate, role.site) !== 'serving');

/** Where backups go: as recorded while that site is relied on, else another survivor, else nowhere. */
function backupOf(estate: Given, { primary, standby, backup }: Places, runs: string): RoleIntent | undefined {
  if (backup === undefined) return undefined;
  const stage = stageOf(estate, backup.site);
  if (backup.site !== runs && (stage === 'serving' || stage === 'restored')) return backup;
  const others = [standby, primary].flatMap((role) => (role !== undefined && role.site !== runs && isReliedOn(estate, role.site) ? [role.site] : []));
  const [site] = [...others, ...Object.keys(estate.sites).filter((one) => one !== runs && isReliedOn(estate, one))];
  return site === undefined ? undefined : { site, operating: true, reason: 'derived' };
}
