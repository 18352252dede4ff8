import type { Quarter } from '../model/calendar.js';
import type { DeepReadonly } from '../model/estate.js';
import type { Hall, NodePool, Site } from '../model/kinds/site.js';
import { bareFacility, wattsOf, type FacilityInputs } from './facility-inputs.js';
import { layoutOf, type Layout, type NodeRun } from './layout.js';
import { inService } from '../model/pools-in-service.js';

export type LossLevel = 'node' | 'rack' | 'feed' | 'hall' | 'site';

/** First and last of consecutive numbers, both included. */
export type Span = readonly [first: number, last: number];

/** Failure domains that take the same from the site, judged by one of them. */
export interface DomainGroup {
  /** One of them, `rack/ndc-01/hall-1/7`. */
  readonly domain: string;
  /** How many there are. */
  readonly count: number;
}

/**
 * Nodes each pool loses in a quarter when the given failure domains are lost together; pools that lose none are left
 * out. Domains of other sites, links and paths take nothing. Domains may repeat and nest: a node counts once.
 *
 * A rack is fed by every feed of its hall. When feeds are lost, the others must carry what the hall draws at its peak
 * (nodes at nameplate watts times diversity, colocated equipment in full); where they cannot, nodes are shut down, the
 * last placed first, until they can. How many is settled by the feeds alone: what another loss in the hall would spare
 * starts no node again, so losing more never leaves more. All feeds lost is the hall lost.
 * @throws RangeError for a domain that names no part of this site.
 */
export function nodesLost(site: DeepReadonly<Site>, quarter: Quarter, domains: readonly string[], inputs: FacilityInputs = bareFacility): ReadonlyMap<string, number> {
  return countsOf(nodeSpansLost(site, quarter, domains, inputs));
}

/** Numbers of lost nodes by pool: spans in ascending order that do not touch. */
export type LostSpans = ReadonlyMap<string, readonly Span[]>;

/** How many nodes of each pool the spans hold. */
export function countsOf(lost: LostSpans): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [pool, spans] of lost) counts.set(pool, spans.reduce((sum, [first, last]) => sum + last - first + 1, 0));
  return counts;
}

/** The same as numbers of nodes. @throws RangeError */
export function nodeSpansLost(site: DeepReadonly<Site>, quarter: Quarter, domains: readonly string[], inputs: FacilityInputs = bareFacility): LostSpans {
  const layout = layoutOf(site, quarter, inputs);
  const spans = new Map<string, Span[]>();
  const lose: Lose = (pool, first, last) => {
    const lost = spans.get(pool);
    if (last < first) return;
    if (lost === undefined) spans.set(pool, [[first, last]]);
    else lost.push([first, last]);
  };
  const loseRuns = (hall: string): void => {
    for (const run of layout.runs) if (run.hall === hall) lose(run.pool, run.firstNode, lastNode(run));
  };
  const feeds = new Map<DeepReadonly<Hall>, Set<string>>();

  for (const domain of domains) {
    const [kind = '', of, part = '', number = ''] = domain.split('/');
    if (of !== site.id || kind === 'link' || kind === 'path') continue;
    if (kind === 'site') {
      for (const pool of site.nodePools) if (inService(pool, quarter)) lose(pool.id, 1, pool.count);
    } else if (kind === 'node') {
      const pool = known(site.nodePools, part, domain);
      if (inService(pool, quarter) && Number(number) <= pool.count) lose(pool.id, Number(number), Number(number));
    } else {
      const hall = known(site.facility.halls, part, domain);
      if (kind === 'hall') loseRuns(hall.id);
      else if (kind === 'rack') loseRack(layout, hall.id, Number(number), lose);
      else feeds.set(hall, (feeds.get(hall) ?? new Set()).add(known(hall.feeds, kind === 'feed' ? number : '', domain).id));
    }
  }
  for (const [hall, lost] of feeds) {
    if (hall.feeds.every((feed) => lost.has(feed.id))) loseRuns(hall.id);
    else shutDown(layout, hall, lost, inputs, lose);
  }
  return new Map([...spans].map(([pool, lost]) => [pool, joined(lost)]));
}

type Lose = (pool: string, first: number, last: number) => void;

const lastNode = ({ firstNode, nodes }: NodeRun): number => firstNode + nodes - 1;

function known<T extends { readonly id: string }>(parts: readonly T[], id: string, domain: string): T {
  const part = parts.find((candidate) => candidate.id === id);
  if (part === undefined) throw new RangeError(`no part of the site is ${domain}`);
  return part;
}

/** Nodes a rack of a run holds: the first and the last number. */
function nodesOfRack(run: NodeRun, rack: number): Span {
  const first = run.firstNode + (rack - run.firstRack) * run.perRack;
  return [first, Math.min(first + run.perRack - 1, lastNode(run))];
}

function loseRack({ runs }: Layout, hall: string, rack: number, lose: Lose): void {
  const run = runs.find((candidate) => candidate.hall === hall && candidate.firstRack <= rack && rack < candidate.firstRack + candidate.racks);
  if (run !== undefined) lose(run.pool, ...nodesOfRack(run, rack));
}

/** Watts a hall draws at its peak: nodes at nameplate times diversity, equipment of others in full; in hundredths of a watt, so that it is whole. */
export function peakCentiwatts({ runs, colocated }: Layout, hall: string, { diversityPercent }: FacilityInputs): number {
  const nodes = runs.reduce((sum, run) => (run.hall === hall ? sum + run.nodes * run.watts : sum), 0);
  return nodes * diversityPercent + 100 * colocated.reduce((sum, run) => (run.hall === hall ? sum + run.watts : sum), 0);
}

/** Watts the feeds of a hall carry without those lost. */
export const feedWatts = (hall: DeepReadonly<Hall>, lost: ReadonlySet<string>): number => hall.feeds.reduce((sum, feed) => (lost.has(feed.id) ? sum : sum + wattsOf(feed.kw)), 0);

function shutDown(layout: Layout, hall: DeepReadonly<Hall>, lost: ReadonlySet<string>, inputs: FacilityInputs, lose: Lose): void {
  let excess = peakCentiwatts(layout, hall.id, inputs) - 100 * feedWatts(hall, lost);
  for (const run of layout.runs.filter((candidate) => candidate.hall === hall.id).reverse()) {
    if (excess <= 0) return;
    const drawn = run.watts * inputs.diversityPercent;
    const shut = Math.min(run.nodes, Math.ceil(excess / drawn));
    lose(run.pool, lastNode(run) - shut + 1, lastNode(run));
    excess -= shut * drawn;
  }
}

function joined(spans: readonly Span[]): Span[] {
  const all: [number, number][] = [];
  for (const [first, last] of [...spans].sort((a, b) => a[0] - b[0])) {
    const before = all.at(-1);
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else all.push([first, last]);
  }
  return all;
}

/**
 * One failure domain of each kind that can be lost at a level in a quarter, with how many alike there are: thousands of
 * equal racks are judged once. Racks without nodes take no node and are left out; halls are those in service.
 */
export function domainsOf(site: DeepReadonly<Site>, quarter: Quarter, level: LossLevel, inputs: FacilityInputs = bareFacility): readonly DomainGroup[] {
  const { halls, runs } = layoutOf(site, quarter, inputs);
  switch (level) {
    case 'site':
      return [{ domain: `site/${site.id}`, count: 1 }];
    case 'hall':
      return halls.map(({ id }) => ({ domain: `hall/${site.id}/${id}`, count: 1 }));
    case 'feed':
      return halls.flatMap((hall) => grouped(hall.feeds.map((feed) => ({ key: String(feed.kw), domain: `feed/${site.id}/${hall.id}/${feed.id}`, count: 1 }))));
    case 'rack':
      return grouped(runs.flatMap((run) => racksOf(site.id, run)));
    case 'node':
      return site.nodePools.filter((pool: DeepReadonly<NodePool>) => inService(pool, quarter) && pool.count > 0).map(({ id, count }) => ({ domain: `node/${site.id}/${id}/1`, count }));
  }
}

type Keyed = DomainGroup & { readonly key: string };

/** Full racks of a run, and the last one where it is not full. */
function racksOf(site: string, run: NodeRun): Keyed[] {
  const full = Math.floor(run.nodes / run.perRack);
  const rest = run.nodes - full * run.perRack;
  const at = (rack: number, nodes: number, count: number): Keyed => ({ key: `${run.pool} ${nodes}`, domain: `rack/${site}/${run.hall}/${rack}`, count });
  return [...(full > 0 ? [at(run.firstRack, run.perRack, full)] : []), ...(rest > 0 ? [at(run.firstRack + full, rest, 1)] : [])];
}

function grouped(domains: readonly Keyed[]): DomainGroup[] {
  const groups = new Map<string, { domain: string; count: number }>();
  for (const { key, domain, count } of domains) {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { domain, count });
    else group.count += count;
  }
  return [...groups.values()];
}
