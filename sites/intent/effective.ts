import type { Estate } from '../model/estate.js';
import { isReliedOn, stageOf, type SiteStage } from '../model/losses.js';
import type { EnvironmentIntent, Intent, RoleIntent } from './environment.js';
import { pairsOf } from './pairs.js';

type Given = Pick<Estate, 'sites' | 'losses'>;

/**
 * Who runs where while declarations of lost sites are in force; the same value where none is.
 *
 * What ran on a lost site runs at its standby, at full size. Nothing gets a new standby, since to protect again is a
 * decision of its own; backups of a site that is gone go to another survivor. A site on its way back stands as a copy of
 * the survivors, whatever it was before, until its return says otherwise.
 */
export function effectiveIntent(estate: Given, recorded: Intent): Intent {
  const losses = estate.losses ?? [];
  if (losses.length === 0) return recorded;
  const environments = recorded.environments.flatMap((environment) => effectiveOf(estate, environment) ?? []);
  return { environments, pairs: pairsOf(environments) };
}

/**
 * Site that has the newest data of an environment: its primary, and from each loss of the one that ran it on, its standby,
 * unless that had been lost before and is stale.
 */
export function holderOf({ losses = [] }: Pick<Given, 'losses'>, { primary, standby }: Pick<EnvironmentIntent, 'primary' | 'standby'>): string {
  let holder = primary.site;
  const gone = new Set<string>();
  for (const { site, back } of losses) {
    // It has the newest data again, and was told so.
    if (back?.step === 'promote') continue;
    gone.add(site);
    if (site !== holder || standby === undefined || !standby.operating) continue;
    const other = holder === primary.site ? standby.site : primary.site;
    if (!gone.has(other)) holder = other;
  }
  return holder;
}

/** One environment while sites are lost; undefined where no site has anything of it to run or to keep. */
function effectiveOf(estate: Given, environment: EnvironmentIntent): EnvironmentIntent | undefined {
  const { primary, standby, standbyQuota, backup, ...rest } = environment;
  const concerned = [primary, standby, backup].some((role) => role !== undefined && stageOf(estate, role.site) !== 'serving');
  if (!concerned) return environment;
  const recorded = { primary, ...(standby === undefined ? {} : { standby }), ...(backup === undefined ? {} : { backup }) };
  const stage = (site: string): SiteStage => stageOf(estate, site);
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

/** Where backups go: as recorded while that site is relied on, else another survivor, else nowhere. */
function backupOf(estate: Given, { primary, standby, backup }: Pick<EnvironmentIntent, 'primary' | 'standby' | 'backup'>, runs: string): RoleIntent | undefined {
  if (backup === undefined) return undefined;
  const stage = stageOf(estate, backup.site);
  if (backup.site !== runs && (stage === 'serving' || stage === 'restored')) return backup;
  const others = [standby, primary].flatMap((role) => (role !== undefined && role.site !== runs && isReliedOn(estate, role.site) ? [role.site] : []));
  const [site] = [...others, ...Object.keys(estate.sites).filter((one) => one !== runs && isReliedOn(estate, one))];
  return site === undefined ? undefined : { site, operating: true, reason: 'derived' };
}
