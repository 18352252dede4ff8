import type { Estate } from '../../sites/model/estate.js';
import { stageOf } from '../../sites/model/losses.js';

/** Sites of an environment, as its request says and as it is while sites are lost by declaration. */
export interface PlacesNow {
  readonly primary: string;
  readonly standby?: string;
  readonly backup?: string;
  /** Where it stands and serves nobody. */
  readonly quiet: readonly string[];
  /** Where a copy is left that is neither its primary nor its standby: restored there once, or fled from there. */
  readonly left?: readonly string[];
}

type Asked = Omit<PlacesNow, 'quiet' | 'left'>;

/**
 * Where an environment is while declarations are in force; undefined where nothing of it stands at any site that has plans.
 * Told again from the requests: losses in the order they were declared, each of which sends an environment from a lost
 * primary to the other of its two sites unless that was lost before.
 */
export function placesNow(estate: Estate, namespace: string, asked: Asked): PlacesNow | undefined {
  const { primary, standby, backup } = asked;
  const refuges = refugesOf(estate, namespace);
  if (refuges.length > 0) return placesOfRestored(estate, asked, refuges);
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

/** Where declarations sent an environment that has no standby: those that are over first, each with the site that was lost. */
function refugesOf({ transitions, losses = [], sites }: Estate, namespace: string): readonly { readonly lost: string; readonly to: string; readonly over: boolean }[] {
  const named = (restores: readonly { readonly to: string; readonly environments: readonly string[] }[] | undefined): readonly string[] => (restores ?? []).flatMap(({ to, environments }) => (sites[to] !== undefined && environments.includes(namespace) ? [to] : []));
  const over = Object.values(transitions).filter(({ transition, state }) => transition === 'declare' && state === 'done');
  return [
    ...over.flatMap(({ from: [lost = ''], declaration }) => named(declaration?.restores).map((to) => ({ lost: lost.replace(/^site\//, ''), to, over: true }))),
    ...losses.flatMap(({ site, restores }) => named(restores).map((to) => ({ lost: site, to, over: false }))),
  ];
}

/** An environment that was restored somewhere: it runs where its newest data are, and is left, quiet, wherever else it stands. */
function placesOfRestored(estate: Estate, asked: Asked, refuges: ReturnType<typeof refugesOf>): PlacesNow | undefined {
  const { primary, standby } = asked;
  const gone: string[] = [];
  const operating = (site: string): boolean => estate.sites[site]?.phase === 'operating';
  let newest = primary;
  for (const { site } of (estate.losses ?? []).filter(({ back }) => back?.step !== 'promote')) {
    gone.push(site);
    if (site !== newest) continue;
    const pair = standby !== undefined && standby !== primary && operating(standby) ? [primary, standby] : [];
    const choices = [...(pair.includes(site) ? pair.filter((one) => one !== site) : []), ...refuges.filter(({ lost, over }) => lost === site && !over).map(({ to }) => to)];
    newest = choices.find((one) => !gone.includes(one)) ?? newest;
  }
  const all = [...new Set([primary, ...(standby === undefined ? [] : [standby]), ...refuges.map(({ to }) => to)])].filter((site) => operating(site) && stageOf(estate, site) !== 'lost');
  const runs = (site: string): boolean => operating(site) && !gone.includes(site);
  const serving = runs(newest);
  const at = serving ? newest : all.includes(newest) ? newest : all[0];
  if (at === undefined) return undefined;
  const other = serving && (at === primary || at === standby) ? [primary, standby].find((site) => site !== undefined && site !== at && all.includes(site)) : undefined;
  const left = all.filter((site) => site !== at && site !== other);
  const returning = other !== undefined && ['quarantined', 'yielding'].includes(stageOf(estate, other)) ? [other] : [];
  return { primary: at, ...(other === undefined ? {} : { standby: other }), ...backupNow(estate, asked, at, runs), quiet: serving ? [...left, ...returning] : [at, ...left], ...(left.length === 0 ? {} : { left }) };
}

/** Backups go where they were meant to, unless that site is gone or runs the system itself: then to another survivor. */
function backupNow(estate: Estate, { primary, standby, backup }: Asked, runsAt: string, runs: (site: string) => boolean): { readonly backup?: string } {
  if (backup === undefined) return {};
  const choices = [backup, standby, primary, ...Object.keys(estate.sites)].filter((site) => site !== undefined);
  const found = choices.find((site) => site !== runsAt && (site === backup ? !['lost', 'quarantined', 'yielding'].includes(stageOf(estate, site)) : runs(site)));
  return found === undefined ? {} : { backup: found };
}
