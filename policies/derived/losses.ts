import type { Estate } from '../../sites/model/estate.js';
import { stageOf } from '../../sites/model/losses.js';

/** Sites of an environment, as its request says and as it is while sites are lost by declaration. */
export interface PlacesNow {
  readonly primary: string;
  readonly standby?: string;
  readonly backup?: string;
  /** Where it stands and serves nobody. */
  readonly quiet: readonly string[];
}

type Asked = Omit<PlacesNow, 'quiet'>;

/**
 * Where an environment is while declarations are in force; undefined where nothing of it stands at any site that has plans.
 * Told again from the requests: losses in the order they were declared, each of which sends an environment from a lost
 * primary to the other of its two sites unless that was lost before.
 */
export function placesNow(estate: Estate, asked: Asked): PlacesNow | undefined {
  const { primary, standby, backup } = asked;
  const gone = (estate.losses ?? []).filter(({ back }) => back?.step !== 'promote').map(({ site }) => site);
  if (![primary, standby, backup].some((site) => site !== undefined && stageOf(estate, site) !== 'serving')) return { ...asked, quiet: [] };
  const runs = (site: string): boolean => estate.sites[site]?.phase === 'operating' && !gone.includes(site);
  const moves = standby !== undefined && standby !== primary && estate.sites[standby]?.phase === 'operating' && gone.includes(primary) && (!gone.includes(standby) || gone.indexOf(primary) < gone.indexOf(standby));
  const [newest, other] = moves ? [standby, primary] : [primary, standby === primary ? undefined : standby];
  const back = (site: string): boolean => ['quarantined', 'yielding'].includes(stageOf(estate, site));
  const kept = [newest, other].filter((site) => site !== undefined);
  if (!runs(newest)) {
    const [first, second] = kept.filter(back);
    return first === undefined ? undefined : { primary: first, ...(second === undefined ? {} : { standby: second }), ...backupNow(estate, asked, first, runs), quiet: second === undefined ? [first] : [first, second] };
  }
  const waits = other !== undefined && stageOf(estate, other) !== 'lost' ? other : undefined;
  return { primary: newest, ...(waits === undefined ? {} : { standby: waits }), ...backupNow(estate, asked, newest, runs), quiet: waits !== undefined && back(waits) ? [waits] : [] };
}

/** Backups go where they were meant to, unless that site is gone or runs the system itself: then to another survivor. */
function backupNow(estate: Estate, { primary, standby, backup }: Asked, runsAt: string, runs: (site: string) => boolean): { readonly backup?: string } {
  if (backup === undefined) return {};
  const choices = [backup, standby, primary, ...Object.keys(estate.sites)].filter((site) => site !== undefined);
  const found = choices.find((site) => site !== runsAt && (site === backup ? !['lost', 'quarantined', 'yielding'].includes(stageOf(estate, site)) : runs(site)));
  return found === undefined ? {} : { backup: found };
}
