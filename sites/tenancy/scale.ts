import { facilityInputs, type FacilityInputs } from '../capacity/facility-inputs.js';
import { judgedAfterSiteLoss, type Plan } from '../capacity/headroom.js';
import { siteSupply } from '../capacity/left.js';
import { situationIn } from '../capacity/loss.js';
import { plannedQuarters } from '../capacity/operation.js';
import { planOf } from '../capacity/plan.js';
import { demandOf } from '../capacity/quarter-demand.js';
import { resourcesIn } from '../capacity/resources.js';
import { deriveIntent } from '../intent/derive.js';
import type { EnvironmentIntent } from '../intent/environment.js';
import type { Quarter } from '../model/calendar.js';
import { canonical, type DeepReadonly, type Estate } from '../model/estate.js';
import { protections } from '../model/kinds/protection.js';
import type { TenancyRequest } from '../model/kinds/tenancy-request.js';
import { hitBy, type FitVerdict, type SiteLost } from './fit.js';
import { resourceKey, type FitRow } from './fit-rows.js';

type Request = DeepReadonly<TenancyRequest>;

/** Requests that stand in for what is recorded of their organisations; `undefined`: taken away. */
export type Taken = ReadonlyMap<string, Request | undefined>;

/** Requests of which each organisation may get one. */
export type Alternatives = ReadonlyMap<string, readonly [Request | undefined, ...(Request | undefined)[]]>;

/** A resource that runs short: where, when, how much is missing, and with which site lost. */
export interface Short extends Pick<FitRow, 'site' | 'quarter' | 'compartment' | 'resource'> {
  readonly short: bigint;
  readonly lost?: string;
}

/** A fit without its tables. `unclear`: sums say that a lost site may crowd somebody out, and more such cases came up than are worked out by name. */
export interface Weighed {
  readonly verdict: FitVerdict | 'unclear';
  /** What runs short first, where something does. */
  readonly because?: Short;
  /** Whom a lost site would stop, where that is what refuses it. */
  readonly lost?: SiteLost;
}

/** Cases of a lost site worked out by name, at most: each takes as long as placing everybody once. */
const mostByName = 400;

/** What of a plan is one organisation's. */
interface Part {
  readonly intents: readonly EnvironmentIntent[];
  readonly promises: Plan['promises'];
  readonly backups: NonNullable<Plan['backups']>;
}

/** What one organisation is owed of every resource, in every quarter, with nothing and with each site lost. */
interface Footprint {
  readonly part: Part;
  /** By `<quarter> <lost site or nothing>`, then by resource. */
  readonly owed: ReadonlyMap<string, ReadonlyMap<string, bigint>>;
  /** Namespaces that run nowhere against their promise once a site is lost, by the same. */
  readonly homeless: ReadonlyMap<string, readonly string[]>;
  /** Namespaces whose primary does not operate by the last quarter. */
  readonly waiting: readonly string[];
}

/** Weighs any set of requests against any other without planning the estate anew for each. */
export interface Scale {
  readonly quarters: readonly Quarter[];
  /** Whether what is taken in `after` and not in `before` fits: what `fitOf` says of the two estates. */
  readonly weigh: (before: Taken, after: Taken) => Weighed;
  /**
   * Of organisations of which several requests are open, every choice of one each that asks the most of some resource in some
   * quarter: whatever else is chosen runs nowhere shorter. Of equal ones the first counts.
   */
  readonly greatest: (alternatives: Alternatives) => readonly [Taken, ...Taken[]];
  /** Of a resource in a quarter with nothing or one site lost, what an organisation asks beyond what is recorded of it. */
  readonly asks: (organisation: string, request: Request | undefined, at: Short) => bigint;
}

/**
 * What everybody is owed adds up, organisation by organisation. So the estate is planned once as it is recorded, each
 * request on its own, and a set of requests is a sum. Only where a sum runs short with a site lost is worked out by name who
 * would have to stop.
 */
export function scaleOf(estate: Estate): Scale {
  const quarters = plannedQuarters(estate);
  const intent = deriveIntent(estate);
  const plan = planOf(estate, intent, 'none');
  const cases = quarters.flatMap((quarter): Case[] => {
    const serving = [...situationIn(estate, quarter, new Set()).serving];
    return [undefined, ...serving].map((lost) => ({ quarter, lost, key: `${quarter} ${lost ?? ''}` }));
  });
  const recorded = owedIn(plan, cases);
  const places = new Map([...recorded.values()].flatMap((owed) => [...owed.entries()]).map(([key, { site, compartment, resource }]) => [key, { site, compartment, resource }]));
  const footprints = new Map<Request, Footprint>();
  const footprint = (request: Request | undefined): Footprint | undefined => {
    if (request === undefined) return undefined;
    const before = footprints.get(request) ?? footprintOf(estate, request, cases, places);
    footprints.set(request, before);
    return before;
  };
  const baseOf = (organisation: string): Request | undefined => (Object.hasOwn(estate.requests, organisation) ? estate.requests[organisation] : undefined);
  /** What an organisation is owed in a case beyond what is recorded. */
  const beyond = (organisation: string, request: Request | undefined, at: string, key: string): bigint => (footprint(request)?.owed.get(at)?.get(key) ?? 0n) - (footprint(baseOf(organisation))?.owed.get(at)?.get(key) ?? 0n);
  const owed = (taken: Taken, at: string, key: string): bigint => [...taken].reduce((sum, [organisation, request]) => sum + beyond(organisation, request, at, key), recorded.get(at)?.get(key)?.promised ?? 0n);

  const recordedParts = partsOf(intent.environments, plan);
  /** Everybody's part of the plan, in the order of organisations, with what is taken in its place. */
  const partsWith = (taken: Taken): readonly Part[] =>
    [...new Set([...recordedParts.keys(), ...taken.keys()])].sort().flatMap((organisation) => (taken.has(organisation) ? (footprint(taken.get(organisation))?.part ?? []) : (recordedParts.get(organisation) ?? [])));
  const colocates = (request: Request | undefined): boolean => request?.systems.some(({ migration }) => migration?.colocation !== undefined) ?? false;
  /** Racks and power with what is taken; the recorded ones where nobody's own equipment is in question. */
  const facilityOf = (taken: Taken): ReadonlyMap<string, FacilityInputs> =>
    [...taken].some(([organisation, request]) => colocates(request) || colocates(baseOf(organisation))) ? facilityInputs(estate, { environments: partsWith(taken).flatMap(({ intents }) => intents) }) : plan.facility;
  const supplies = new Map<string, ReadonlyMap<string, bigint>>();
  const supplyOf = (site: string, quarter: Quarter, facility: FacilityInputs | undefined): ReadonlyMap<string, bigint> => {
    const at = `${site} ${quarter} ${canonical(facility?.colocated ?? [])}`;
    const of = estate.sites[site];
    const found = supplies.get(at) ?? new Map(of === undefined ? [] : [...siteSupply(estate, of, quarter, [], facility)].flatMap(([compartment, all]) => [...all].map(([resource, amount]): [string, bigint] => [resourceKey({ site, compartment, resource }), amount])));
    supplies.set(at, found);
    return found;
  };

  /** The last few: one set is weighed against many others in turn. */
  const plans = new Map<Taken, Plan>();
  const planFor = (taken: Taken): Plan => {
    const parts = partsWith(taken);
    const found = plans.get(taken) ?? { estate, promises: parts.flatMap(({ promises }) => promises), backups: parts.flatMap(({ backups }) => backups), facility: facilityOf(taken) };
    plans.delete(taken);
    plans.set(taken, found);
    const [oldest] = plans.keys();
    if (plans.size > 4 && oldest !== undefined) plans.delete(oldest);
    return found;
  };
  let byName = 0;

  const weigh = (before: Taken, after: Taken): Weighed => {
    const changed = [...new Set([...before.keys(), ...after.keys()])].sort().filter((organisation) => standing(before, organisation) !== standing(after, organisation));
    const [facilityBefore, facilityAfter] = [facilityOf(before), facilityOf(after)];
    const rebuilt = facilityBefore !== facilityAfter;
    let rows = false;
    let homeless: SiteLost | undefined;
    const suspects: { readonly at: Case; readonly because: Short }[] = [];
    for (const at of cases) {
      const touched = new Set(rebuilt ? recorded.get(at.key)?.keys() : []);
      for (const organisation of changed)
        for (const request of [standing(before, organisation), standing(after, organisation)]) for (const key of footprint(request)?.owed.get(at.key)?.keys() ?? []) touched.add(key);
      for (const key of touched) {
        const place = places.get(key);
        if (place === undefined) continue;
        const [was, is] = [owed(before, at.key, key), owed(after, at.key, key)];
        const [had, has] = [facilityBefore, facilityAfter].map((facility) => supplyOf(place.site, at.quarter, facility.get(place.site)).get(key) ?? 0n) as [bigint, bigint];
        if (was === is && had === has) continue;
        rows = true;
        if (has >= is) continue;
        const because: Short = { ...place, quarter: at.quarter, short: is - has, ...(at.lost === undefined ? {} : { lost: at.lost }) };
        if (at.lost !== undefined) suspects.push({ at, because });
        else if (is > was) return { verdict: 'does-not-fit', because };
      }
      const { lost } = at;
      if (lost === undefined || homeless !== undefined) continue;
      const gone = changed.flatMap((organisation) => {
        const known = footprint(standing(before, organisation))?.homeless.get(at.key) ?? [];
        return (footprint(standing(after, organisation))?.homeless.get(at.key) ?? []).filter((namespace) => !known.includes(namespace));
      });
      if (gone.length > 0) homeless = { site: lost, quarter: at.quarter, homeless: gone.map((namespace) => ({ namespace, because: 'no-standby' as const })), crowdedOut: [], overfull: [] };
    }
    if (homeless !== undefined) return { verdict: 'fits-until-loss', lost: homeless };
    let open: Short | undefined;
    const looked = new Set<string>();
    for (const { at: { key, quarter, lost = '' }, because } of suspects) {
      if (looked.has(key)) continue;
      looked.add(key);
      if (byName >= mostByName) {
        open ??= because;
        break;
      }
      byName += 1;
      const hit = hitBy(planFor(before), planFor(after), quarter, lost);
      if (hit !== undefined) return { verdict: 'fits-until-loss', because, lost: hit };
    }
    if (open !== undefined) return { verdict: 'unclear', because: open };
    const waits = changed.some((organisation) => (footprint(standing(after, organisation))?.waiting ?? []).some((namespace) => footprint(standing(before, organisation))?.waiting.includes(namespace) !== true));
    return { verdict: waits && !rows ? 'not-yet' : 'fits' };
  };
  const standing = (taken: Taken, organisation: string): Request | undefined => (taken.has(organisation) ? taken.get(organisation) : baseOf(organisation));

  const greatest = (alternatives: Alternatives): readonly [Taken, ...Taken[]] => {
    const several = [...alternatives].filter(([, requests]) => requests.length > 1);
    const first: Taken = new Map([...alternatives].map(([organisation, [request]]) => [organisation, request]));
    // By which of each is chosen, so that a choice is weighed once however many resources it is the greatest of.
    const choices = new Map<string, Taken>();
    for (const at of cases) {
      const keys = new Set(several.flatMap(([, requests]) => requests.flatMap((request) => [...(footprint(request)?.owed.get(at.key)?.keys() ?? [])])));
      for (const key of keys) {
        const chosen = several.map(([, requests]) => {
          const amounts = requests.map((request) => footprint(request)?.owed.get(at.key)?.get(key) ?? 0n);
          return amounts.reduce((best, amount, index) => (amount > (amounts[best] ?? 0n) ? index : best), 0);
        });
        const id = chosen.join(' ');
        if (!choices.has(id)) choices.set(id, new Map([...first, ...several.map(([organisation, requests], index): [string, Request | undefined] => [organisation, requests[chosen[index] ?? 0]])]));
      }
    }
    const [one = first, ...others] = choices.values();
    return [one, ...others];
  };

  return { quarters, weigh, greatest, asks: (organisation, request, at) => beyond(organisation, request, `${at.quarter} ${at.lost ?? ''}`, resourceKey(at)) };
}

/** One quarter with nothing or one site lost. */
interface Case {
  readonly quarter: Quarter;
  readonly lost: string | undefined;
  readonly key: string;
}

type Place = Pick<Short, 'site' | 'compartment' | 'resource'>;

const all = protections.at(-1) ?? 'bronze';

function owedIn(plan: Plan, cases: readonly Case[]): ReadonlyMap<string, ReadonlyMap<string, Place & { readonly promised: bigint }>> {
  return new Map(
    cases.map(({ quarter, lost, key }) => [
      key,
      new Map(resourcesIn(plan, quarter, situationIn(plan.estate, quarter, new Set(lost === undefined ? [] : [lost])), lost === undefined ? all : judgedAfterSiteLoss(all)).map(({ site, compartment, resource, promised }) => [resourceKey({ site, compartment, resource }), { site, compartment, resource, promised }])),
    ]),
  );
}

function partsOf(intents: readonly EnvironmentIntent[], { promises, backups = [] }: Plan): ReadonlyMap<string, Part> {
  const parts = new Map<string, { intents: EnvironmentIntent[]; promises: Plan['promises'][number][]; backups: Part['backups'][number][] }>();
  const of = (organisation: string) => {
    const part = parts.get(organisation) ?? { intents: [], promises: [], backups: [] };
    parts.set(organisation, part);
    return part;
  };
  for (const intent of intents) of(intent.organisation).intents.push(intent);
  for (const promise of promises) of(promise.organisation).promises.push(promise);
  for (const backup of backups) of(backup.promise.organisation).backups.push(backup);
  return parts;
}

function footprintOf(estate: Estate, request: Request, cases: readonly Case[], places: Map<string, Place>): Footprint {
  const alone: Estate = { ...estate, requests: { [request.organisation]: request } };
  const intent = deriveIntent(alone);
  const plan = planOf(alone, intent, 'none');
  const owed = owedIn(plan, cases);
  for (const here of owed.values()) for (const [key, { site, compartment, resource }] of here) places.set(key, { site, compartment, resource });
  const nowhere = ({ quarter, lost }: Case, because: readonly string[]): string[] => demandOf(plan, quarter, new Set(lost === undefined ? [] : [lost])).unplaced.filter((one) => because.includes(one.because)).map(({ promise }) => promise.namespace);
  const last = cases.findLast(({ lost }) => lost === undefined);
  return {
    part: { intents: intent.environments, promises: plan.promises, backups: plan.backups ?? [] },
    owed: new Map([...owed].map(([key, here]) => [key, new Map([...here].filter(([, { promised }]) => promised > 0n).map(([at, { promised }]) => [at, promised]))])),
    homeless: new Map(cases.filter(({ lost }) => lost !== undefined).map((at) => [at.key, nowhere(at, ['no-standby', 'standby-lost'])])),
    waiting: last === undefined ? [] : nowhere(last, ['primary-not-operating']),
  };
}
