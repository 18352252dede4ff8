import type { Text } from '../../model/text.js';
import type { Instance, PodGroup } from '../instance.js';
import type { Places, Standing } from './reading.js';
import { SpreadCounts } from './spread-counts.js';

/** Pods of an entry that were bound, one after the other, to a node. */
export interface BindingStep {
  readonly node: string;
  readonly pod: string;
  readonly count: number;
}

/** A spread constraint that is broken in the order given, or in every order. */
export interface SpreadBroken {
  readonly pod: string;
  readonly detail: Text;
  /** `false`: the search ended before all orders were tried. */
  readonly sure: boolean;
}

/** How many choices a search looks at before it says that it does not know. */
const mostLooks = 10_000_000;

/**
 * Spread is a matter of order: the scheduler holds a pod to its own constraints when it binds it, counts all that they
 * select, and never looks again. Where one constraint is all there is to a part, the end shows whether there was an order;
 * elsewhere the order given is replayed, and without one, one is looked for.
 */
export function spreadBroken(instance: Instance, standing: readonly Standing[], places: Places, order: (() => readonly BindingStep[]) | undefined): SpreadBroken[] {
  const rules = [...places.keys()].flatMap((owner) => owner.spread.map((rule) => new SpreadCounts(owner, rule, instance, standing, places)));
  const parts = partsOf(rules.filter((rule) => !vacuous(rule, places)));
  const alone = parts.filter(shared);
  const mixed = parts.filter((part) => !shared(part));
  const broken = alone.flatMap((part) => leveled(part, places));
  if (mixed.length === 0) return broken;
  return [...broken, ...(order === undefined ? mixed.flatMap((part) => new Search(part, places).broken()) : replayed(mixed.flat(), standing, places, order()))];
}

const told = (rule: SpreadCounts, skew: number): Text => ({ vi: `lệch ${skew} theo ${rule.rule.topologyKey}, nhiều nhất ${rule.maxSkew}`, en: `skew ${skew} over ${rule.rule.topologyKey}, at most ${rule.maxSkew}` });

function byGroup(rules: readonly SpreadCounts[], groups: (rule: SpreadCounts) => Iterable<PodGroup>): Map<PodGroup, SpreadCounts[]> {
  const map = new Map<PodGroup, SpreadCounts[]>();
  for (const rule of rules)
    for (const group of groups(rule)) {
      const list = map.get(group);
      if (list === undefined) map.set(group, [rule]);
      else list.push(rule);
    }
  return map;
}

function replayed(rules: readonly SpreadCounts[], standing: readonly Standing[], places: Places, order: readonly BindingStep[]): SpreadBroken[] {
  const own = byGroup(rules, ({ owner }) => [owner]);
  const counting = byGroup(rules, ({ counted }) => counted);
  const groups = new Map([...places.keys()].map((group) => [group.name, group]));
  const nodes = new Map(standing.map((one) => [one.node, one]));
  const bound = new Map<string, Map<string, number>>();
  const broken = new Map<PodGroup, Text>();
  for (const { node, pod, count } of order) {
    const [group, on] = [groups.get(pod), nodes.get(node)];
    if (group === undefined || on === undefined) return [{ pod, detail: { vi: `thứ tự gán ${pod} vào ${node}, cách xếp thì không`, en: `the order binds ${pod} to ${node}, the assignment does not` }, sure: true }];
    const here = bound.get(node) ?? new Map<string, number>();
    bound.set(node, here.set(pod, (here.get(pod) ?? 0) + count));
    const held = domainsOf(own.get(group) ?? [], on);
    const counts = domainsOf(counting.get(group) ?? [], on);
    const each = held.length === 0 ? count : 1;
    for (let one = 0; one < count; one += each) {
      for (const [rule, domain] of held) if (rule.skew(domain) > rule.maxSkew && !broken.has(group)) broken.set(group, told(rule, rule.skew(domain)));
      for (const [rule, domain] of counts) rule.add(domain, each);
    }
  }
  for (const { node, pods } of standing) for (const [group, count] of pods) if ((bound.get(node)?.get(group.name) ?? 0) !== count) return [{ pod: group.name, detail: { vi: `thứ tự gán ${bound.get(node)?.get(group.name) ?? 0} vào ${node}, cách xếp ${count}`, en: `the order binds ${bound.get(node)?.get(group.name) ?? 0} to ${node}, the assignment ${count}` }, sure: true }];
  return [...broken].map(([group, detail]) => ({ pod: group.name, detail, sure: true }));
}

const domainsOf = (rules: readonly SpreadCounts[], on: Pick<Standing, 'node' | 'shape'>): [SpreadCounts, string][] =>
  rules.flatMap((rule): [SpreadCounts, string][] => {
    const domain = rule.domainOf(on);
    return domain === undefined ? [] : [[rule, domain]];
  });

/** By domain: all that a rule counts in the end. */
function finalOf(rule: SpreadCounts, places: Places): Map<string, number> {
  const counts = new Map<string, number>();
  for (const group of rule.counted)
    for (const on of places.get(group) ?? []) {
      const domain = rule.domainOf(on);
      if (domain !== undefined) counts.set(domain, (counts.get(domain) ?? 0) + on.count);
    }
  return counts;
}

const ownDomains = (rule: SpreadCounts, places: Places): Set<string> => new Set((places.get(rule.owner) ?? []).flatMap((on) => rule.domainOf(on) ?? []));

/** Whether every order keeps it: no domain ever holds more than the skew, whatever the emptiest holds. */
function vacuous(rule: SpreadCounts, places: Places): boolean {
  const counts = finalOf(rule, places);
  return [...ownDomains(rule, places)].every((domain) => (counts.get(domain) ?? 0) <= rule.maxSkew);
}

/** Entries that count each other, directly or through others, are looked at together; no order outside a part matters to it. */
function partsOf(rules: readonly SpreadCounts[]): SpreadCounts[][] {
  const root = new Map<PodGroup, PodGroup>();
  const find = (group: PodGroup): PodGroup => {
    let at = group;
    for (let up = root.get(at); up !== undefined && up !== at; up = root.get(at)) at = up;
    return at;
  };
  for (const { owner, counted } of rules) for (const group of counted) if (find(group) !== find(owner)) root.set(find(group), find(owner));
  const parts = new Map<PodGroup, SpreadCounts[]>();
  for (const rule of rules) parts.set(find(rule.owner), [...(parts.get(find(rule.owner)) ?? []), rule]);
  return [...parts.values()];
}

/** Whether a part is one constraint that all it counts have, and no other: then lowest domain first is as good as any order. */
function shared(part: readonly SpreadCounts[]): boolean {
  const [first] = part;
  return first !== undefined && first.counted.size === part.length && part.every((rule) => rule.alike(first) && first.counted.has(rule.owner)) && new Set(part.map(({ owner }) => owner)).size === part.length;
}

function leveled(part: readonly SpreadCounts[], places: Places): SpreadBroken[] {
  const broken: SpreadBroken[] = [];
  for (const rule of part) {
    const counts = finalOf(rule, places);
    for (const [domain, pods] of counts) rule.add(domain, pods);
    // The last pod that came to its domain is the one that the rule was hardest on.
    const skew = Math.max(...[...ownDomains(rule, places)].map((domain) => rule.skew(domain) - 1));
    if (skew > rule.maxSkew) broken.push({ pod: rule.owner.name, detail: told(rule, skew), sure: true });
  }
  return broken;
}

/** Pods of one entry that stand alike for every rule of a part. */
interface Slot {
  readonly group: PodGroup;
  left: number;
  readonly own: readonly Place[];
  readonly counts: readonly Place[];
}

/** A domain of a rule, and in how many slots pods wait that the rule is of. */
interface Place {
  readonly rule: SpreadCounts;
  readonly domain: string;
  waiting: number;
}

/** Looks for an order: what can do no harm at once, else the hardest first, turning back where nothing goes on. */
class Search {
  private readonly slots: Slot[] = [];
  private left = 0;
  private looks = 0;
  private fewest = Infinity;
  private stuck: SpreadBroken | undefined;

  constructor(
    rules: readonly SpreadCounts[],
    places: Places,
  ) {
    const all = new Map<string, Place>();
    const groups = new Set(rules.flatMap(({ owner, counted }) => [owner, ...counted]));
    for (const group of groups) {
      const byPlace = new Map<string, Slot>();
      for (const on of places.get(group) ?? []) {
        const at = rules.map((rule) => rule.domainOf(on));
        const key = JSON.stringify(at.map((domain) => domain ?? null));
        let slot = byPlace.get(key);
        if (slot === undefined) {
          const placesWhere = (has: (rule: SpreadCounts) => boolean): Place[] =>
            rules.flatMap((rule, index): Place[] => {
              const domain = at[index];
              if (domain === undefined || !has(rule)) return [];
              const name = `${index} ${domain}`;
              const place = all.get(name) ?? { rule, domain, waiting: 0 };
              all.set(name, place);
              return [place];
            });
          slot = { group, left: 0, own: placesWhere(({ owner }) => owner === group), counts: placesWhere(({ counted }) => counted.has(group)) };
          for (const place of slot.own) place.waiting += 1;
          byPlace.set(key, slot);
          this.slots.push(slot);
        }
        slot.left += on.count;
        this.left += on.count;
      }
    }
  }

  broken(): SpreadBroken[] {
    const dead = new Set<string>();
    const path: { readonly slot: Slot; readonly others: Slot[] }[] = [];
    for (let choices = this.choices(); this.left > 0; choices = this.choices()) {
      let others = choices;
      let slot = others.shift();
      while (slot === undefined || this.leadsTo(slot, dead)) {
        if (slot === undefined) {
          dead.add(this.state());
          const last = path.pop();
          if (last === undefined) return this.stuck === undefined ? [] : [this.stuck];
          this.move(last.slot, -1);
          others = last.others;
        }
        if (this.looks > mostLooks) return this.stuck === undefined ? [] : [{ ...this.stuck, detail: { vi: `${this.stuck.detail.vi}, với mọi thứ tự đã thử`, en: `${this.stuck.detail.en}, in every order that was tried` }, sure: false }];
        slot = others.shift();
      }
      path.push({ slot, others });
      this.move(slot, 1);
    }
    return [];
  }

  private state(): string {
    return this.slots.map(({ left }) => left).join(' ');
  }

  private leadsTo(slot: Slot, dead: ReadonlySet<string>): boolean {
    if (dead.size === 0) return false;
    slot.left -= 1;
    const known = dead.has(this.state());
    slot.left += 1;
    this.looks += this.slots.length;
    return known;
  }

  /** Binds one, or takes it back. */
  private move(slot: Slot, pods: 1 | -1): void {
    if (slot.left === (pods === 1 ? 1 : 0)) for (const place of slot.own) place.waiting -= pods;
    slot.left -= pods;
    this.left -= pods;
    for (const { rule, domain } of slot.counts) rule.add(domain, pods);
  }

  /** Slots of which one more could be bound now: one alone where that stands in nobody's way, else the hardest first. */
  private choices(): Slot[] {
    const open: { slot: Slot; key: readonly [number, number] }[] = [];
    for (const slot of this.slots) {
      if (slot.left === 0) continue;
      this.looks += 1 + slot.own.length + slot.counts.length;
      const blocking = slot.own.find(({ rule, domain }) => rule.skew(domain) > rule.maxSkew);
      if (blocking !== undefined) {
        if (this.left < this.fewest) {
          this.fewest = this.left;
          this.stuck = { pod: slot.group.name, detail: told(blocking.rule, blocking.rule.skew(blocking.domain)), sure: true };
        }
        continue;
      }
      // Nobody else waits for a domain that this would fill: whenever it comes, it is no worse than later.
      if (slot.counts.every((place) => place.waiting === (slot.own.includes(place) ? 1 : 0))) return [slot];
      const tightest = Math.min(...slot.own.map(({ rule }) => rule.maxSkew));
      const skew = Math.max(0, ...slot.counts.map(({ rule, domain }) => rule.skew(domain)));
      open.push({ slot, key: [tightest, skew] });
    }
    return open.sort((a, b) => (a.key[0] === b.key[0] ? 0 : a.key[0] - b.key[0]) || a.key[1] - b.key[1]).map(({ slot }) => slot);
  }
}
