import { homelessBecause, standingOf, type Demand, type Homeless } from '../capacity/demand.js';
import { guaranteeIn } from '../capacity/guarantee.js';
import { judgedAfterSiteLoss, type Plan } from '../capacity/headroom.js';
import { situationIn } from '../capacity/loss.js';
import { plannedQuarters } from '../capacity/operation.js';
import { planOf } from '../capacity/plan.js';
import { demandOf } from '../capacity/quarter-demand.js';
import { resourcesIn } from '../capacity/resources.js';
import { outcomeOf } from '../capacity/shed.js';
import { deriveIntent } from '../intent/derive.js';
import type { Quarter } from '../model/calendar.js';
import { canonical, type Estate } from '../model/estate.js';
import { protections } from '../model/kinds/protection.js';
import { concealedResources } from './concealed-resources.js';
import { rowsIn, type FitRow } from './fit-rows.js';
import { smallerCopies, type SmallerCopy } from './smaller-copies.js';

/** Who no longer runs once a site is lost, because of the judged requests. */
export interface SiteLost {
  readonly site: string;
  /** The first quarter in which it is so. */
  readonly quarter: Quarter;
  readonly homeless: readonly { readonly namespace: string; readonly because: Homeless }[];
  /** Protected environments that find no room where they should go, with the resource that runs out there. */
  readonly crowdedOut: readonly { readonly namespace: string; readonly site: string; readonly resource: string }[];
  readonly overfull: readonly { readonly site: string; readonly resource: string; readonly short: bigint }[];
}

/**
 * `fits`: in every quarter, with any one site lost. `fits-until-loss`: while no site is lost. `not-yet`: nothing of it runs
 * before the horizon, since its primary does not operate.
 */
export const fitVerdicts = ['fits', 'fits-until-loss', 'does-not-fit', 'not-yet'] as const;
export type FitVerdict = (typeof fitVerdicts)[number];

/** Whether a fit keeps a request from being taken. */
export const refuses = ({ verdict }: Pick<Fit, 'verdict'>): boolean => verdict === 'does-not-fit' || verdict === 'fits-until-loss';

/** An environment that runs nowhere once its site is lost. `standby` and `until`: it has one, which opens in that quarter. */
export interface Stop {
  readonly namespace: string;
  readonly organisation: string;
  readonly site: string;
  readonly standby?: string;
  readonly until?: Quarter;
}

export interface Fit {
  readonly verdict: FitVerdict;
  /** Every resource the requests touch, every quarter in which its site serves. */
  readonly rows: readonly FitRow[];
  /** Rows with too little in service, nothing lost: the reason for `does-not-fit`. */
  readonly short: readonly FitRow[];
  readonly lost: readonly SiteLost[];
  /** Environments whose primary does not operate by the horizon's last quarter. */
  readonly waiting: readonly string[];
  /** Environments that run nowhere if their primary is lost, because their standby is yet to open: a gap of the estate, not of the request. */
  readonly unprotected: readonly { readonly namespace: string; readonly standby: string; readonly until: Quarter }[];
  /** Environments of these requests that stop when the site they run at is lost, by design or until their standby opens. */
  readonly stops: readonly Stop[];
  /** The first quarter in which a touched resource has nothing left, as forecast; absent where that does not happen. */
  readonly exhausted?: Quarter;
  /** Replicas in a third site that take less although nothing they follow shrinks: why a request that grows gives something back. */
  readonly smallerCopies: readonly SmallerCopy[];
  /** Resources (`resourceKey`) whose figures would tell the size of a system of state secrets: for the verdict alone. */
  readonly concealed: ReadonlySet<string>;
}

/**
 * Whether what `head` asks beyond `base` can be kept in every planned quarter, and who pays for it when a site is lost.
 * Amounts follow approved quotas and forecasts, without growth that nobody promised. What was short already in `base`
 * counts against the request only where it makes that worse.
 */
export function fitOf(base: Estate, head: Estate): Fit {
  const [before, after] = [base, head].map((estate) => planOf(estate, deriveIntent(estate), 'none')) as [Plan, Plan];
  const quarters = plannedQuarters(head);
  // Quarter by quarter: what is owed in one is computed once, for its rows and for every site lost in it.
  const rows: FitRow[] = [];
  const hit = new Map<string, SiteLost>();
  for (const quarter of quarters) {
    rows.push(...rowsIn(before, after, quarter));
    for (const found of newlyHit(before, after, quarter, Object.keys(head.sites).filter((site) => !hit.has(site)))) hit.set(found.site, found);
  }
  const short = rows.filter(({ left, reserve, request }) => left + reserve < 0n && request > 0n);
  const lost = Object.keys(head.sites).flatMap((site) => hit.get(site) ?? []);
  const waiting = waitingIn(before, after, quarters.at(-1));
  const exhausted = exhaustedIn(rows);
  const crowded = lost.some(({ crowdedOut, homeless, overfull }) => crowdedOut.length > 0 || overfull.length > 0 || homeless.length > 0);
  return {
    verdict: short.length > 0 ? 'does-not-fit' : crowded ? 'fits-until-loss' : waiting.length > 0 && rows.length === 0 ? 'not-yet' : 'fits',
    rows,
    short,
    lost,
    waiting,
    unprotected: unprotectedIn(before, after, quarters[0]),
    stops: stopsIn(before, after, quarters),
    ...(exhausted === undefined ? {} : { exhausted }),
    smallerCopies: smallerCopies(before, after, quarters.at(-1)),
    concealed: concealedResources(base, head, () => rows),
  };
}

/** The first quarter in which something asked for has nothing left, as forecast. */
export const exhaustedIn = (rows: readonly FitRow[]): Quarter | undefined => rows.find(({ left, before }) => left < 0n && left < before)?.quarter;

/** What nobody asks for fits. */
export const nothingAsked: Fit = { verdict: 'fits', rows: [], short: [], lost: [], waiting: [], unprotected: [], stops: [], smallerCopies: [], concealed: new Set() };

/** Of some sites, those whose loss in a quarter hits someone whom it would not hit without the requests. */
function newlyHit(before: Plan, after: Plan, quarter: Quarter, sites: readonly string[]): readonly SiteLost[] {
  const { serving } = situationIn(after.estate, quarter, new Set());
  return sites.filter((site) => serving.has(site)).flatMap((site) => hitBy(before, after, quarter, site) ?? []);
}

/** Whom a site's loss in a quarter hits that it would not hit without the requests, by name. */
export function hitBy(before: Plan, after: Plan, quarter: Quarter, site: string): SiteLost | undefined {
  // Who moves and who yields is worked out by name only where something runs short: it takes far longer than the sums.
  if (!runsShort(after, quarter, site)) {
    const homeless = newlyHomeless(demandOf(before, quarter, new Set([site])), demandOf(after, quarter, new Set([site])));
    return homeless.length === 0 ? undefined : { site, quarter, homeless, crowdedOut: [], overfull: [] };
  }
  const [was, is] = [before, after].map((plan) => outcomeOf(plan, quarter, [`site/${site}`])) as [ReturnType<typeof outcomeOf>, ReturnType<typeof outcomeOf>];
  const crowdedBefore = new Set(was.shed.map(({ placed }) => placed.promise.namespace));
  const shortBefore = new Map(was.overfull.map((one) => [`${one.site} ${one.resource}`, one.short]));
  const homeless = newlyHomeless(was, is);
  // Who waits as a standby, or has best effort only, yields by design.
  const crowdedOut = is.shed
    .filter(({ placed }) => placed.promise.tier !== 'bronze' && placed.use !== 'standby' && !crowdedBefore.has(placed.promise.namespace))
    .map(({ placed, resource }) => ({ namespace: placed.promise.namespace, site: placed.site, resource }));
  const overfull = is.overfull.filter((one) => one.short > (shortBefore.get(`${one.site} ${one.resource}`) ?? 0n));
  return homeless.length + crowdedOut.length + overfull.length === 0 ? undefined : { site, quarter, homeless, crowdedOut, overfull };
}

/** Whether a site's loss leaves too little of anything for the tiers that have somewhere to go. Sums know nothing of lost parts of sites. */
function runsShort(plan: Plan, quarter: Quarter, site: string): boolean {
  const { scenario } = plan.estate;
  const tier = judgedAfterSiteLoss(protections.at(-1) ?? 'bronze');
  return scenario.lose.length > 0 || resourcesIn(plan, quarter, situationIn(plan.estate, quarter, new Set([site])), tier).some(({ left }) => left < 0n);
}

function newlyHomeless(was: Pick<Demand, 'unplaced'>, is: Pick<Demand, 'unplaced'>): SiteLost['homeless'] {
  const known = new Set(broken(was).map(({ promise }) => promise.namespace));
  return broken(is).filter(({ promise }) => !known.has(promise.namespace)).map(({ promise, because }) => ({ namespace: promise.namespace, because }));
}

/** Those who run nowhere against what their tier promises, where their sites all operate. */
const broken = ({ unplaced }: Pick<Demand, 'unplaced'>): Demand['unplaced'] => unplaced.filter(({ because }) => because === 'no-standby' || because === 'standby-lost');

function unprotectedIn(before: Plan, after: Plan, quarter: Quarter | undefined): Fit['unprotected'] {
  if (quarter === undefined) return [];
  const gaps = (plan: Plan): Demand['unplaced'] =>
    [...situationIn(plan.estate, quarter, new Set()).serving].flatMap((site) => demandOf(plan, quarter, new Set([site])).unplaced.filter(({ because }) => because === 'standby-not-operating'));
  const known = new Set(gaps(before).map(({ promise }) => promise.namespace));
  return gaps(after).flatMap(({ promise: { namespace, standby = '' } }) => {
    const site = after.estate.sites[standby];
    return known.has(namespace) || site === undefined ? [] : [{ namespace, standby, until: site.milestones.commissioning }];
  });
}

/** Of whoever asks something, in the first quarter in which it is so; what holds nothing, as after its last day, stops nothing. */
function stopsIn(before: Plan, after: Plan, quarters: readonly Quarter[]): readonly Stop[] {
  const asks = (organisation: string): boolean => canonical(before.estate.requests[organisation]) !== canonical(after.estate.requests[organisation]);
  const asking = new Set(Object.keys(after.estate.requests).filter(asks));
  return after.promises.filter(({ organisation }) => asking.has(organisation)).flatMap((promise): Stop[] => {
    const { namespace, organisation, primary, standby } = promise;
    for (const quarter of quarters) {
      if (!situationIn(after.estate, quarter, new Set()).serving.has(primary)) continue;
      if (![...(guaranteeIn(promise, quarter)?.amounts.values() ?? [])].some((amount) => amount > 0n)) continue;
      const lost = situationIn(after.estate, quarter, new Set([primary]));
      if (standingOf(promise, lost) !== 'homeless') continue;
      const opens = homelessBecause(promise, lost) === 'standby-not-operating' && standby !== undefined ? after.estate.sites[standby]?.milestones.commissioning : undefined;
      return [{ namespace, organisation, site: primary, ...(opens === undefined || standby === undefined ? {} : { standby, until: opens }) }];
    }
    return [];
  });
}

function waitingIn(before: Plan, after: Plan, quarter: Quarter | undefined): readonly string[] {
  if (quarter === undefined) return [];
  const waits = (plan: Plan): readonly string[] => demandOf(plan, quarter, new Set()).unplaced.filter(({ because }) => because === 'primary-not-operating').map(({ promise }) => promise.namespace);
  const known = new Set(waits(before));
  return waits(after).filter((namespace) => !known.has(namespace));
}
