import type { Text } from '../../model/text.js';
import type { Instance, PodGroup } from '../instance.js';
import type { Places, Standing } from './reading.js';
import { skewOf, spreadRules, type DomainCounts, type SpreadRule } from './spread-counts.js';

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

/** How many choices a search looks at before it says that it does not know: going straight on, and from where it first turns back. */
const mostLooks = { straight: 200_000_000, turning: 3_000_000 };

/**
 * Spread is a matter of order: the scheduler holds a pod to its own constraints when it binds it, counts all that they
 * select, and never looks again. Where one constraint is all there is to a part, the end shows whether there was an order;
 * elsewhere the order given is replayed, and without one, one is looked for.
 */
export function spreadBroken(instance: Instance, standing: readonly Standing[], places: Places, order: (() => readonly BindingStep[]) | undefined): SpreadBroken[] {
  const finals = new Map<DomainCounts, Map<string, number>>();
  const finalOf = (counts: DomainCounts): Map<string, number> => {
    const known = finals.get(counts) ?? countAll(counts, places);
    finals.set(counts, known);
    return known;
  };
  const parts = partsOf(spreadRules(instance, standing, places).filter((rule) => !vacuous(rule, places, finalOf(rule.counts))));
  const alone = parts.filter(shared);
  const mixed = parts.filter((part) => !shared(part));
  const broken = alone.flatMap((part) => leveled(part, places, finalOf));
  if (mixed.length === 0) return broken;
  return [...broken, ...(order === undefined ? mixed.flatMap((part) => new Search(part, places).broken()) : replayed(mixed.flat(), standing, places, order()))];
}

const told = ({ counts, maxSkew }: SpreadRule, skew: number): Text => ({ vi: `lệch ${skew} theo ${counts.topologyKey}, nhiều nhất ${maxSkew}`, en: `skew ${skew} over ${counts.topologyKey}, at most ${maxSkew}` });

/** By entry: what concerns it. */
function byGroup<T>(list: Iterable<T>, groups: (one: T) => Iterable<PodGroup>): Map<PodGroup, T[]> {
  const map = new Map<PodGroup, T[]>();
  for (const one of list)
    for (const group of groups(one)) {
      const known = map.get(group);
      if (known === undefined) map.set(group, [one]);
      else known.push(one);
    }
  return map;
}

const countsOf = (rules: readonly SpreadRule[]): Set<DomainCounts> => new Set(rules.map(({ counts }) => counts));

function replayed(rules: readonly SpreadRule[], standing: readonly Standing[], places: Places, order: readonly BindingStep[]): SpreadBroken[] {
  const own = byGroup(rules, ({ owner }) => [owner]);
  const counting = byGroup(countsOf(rules), ({ counted }) => counted);
  const groups = new Map([...places.keys()].map((group) => [group.name, group]));
  const nodes = new Map(standing.map((one) => [one.node, one]));
  const bound = new Map<string, Map<string, number>>();
  const broken = new Map<PodGroup, Text>();
  for (const { node, pod, count } of order) {
    const [group, on] = [groups.get(pod), nodes.get(node)];
    if (group === undefined || on === undefined) return [{ pod, detail: { vi: `thứ tự gán ${pod} vào ${node}, cách xếp thì không`, en: `the order binds ${pod} to ${node}, the assignment does not` }, sure: true }];
    const here = bound.get(node) ?? new Map<string, number>();
    bound.set(node, here.set(pod, (here.get(pod) ?? 0) + count));
    const held = own.get(group) ?? [];
    const each = held.length === 0 ? count : 1;
    for (let one = 0; one < count; one += each) {
      for (const rule of held) {
        const domain = rule.counts.domainOf(on);
        if (domain !== undefined && skewOf(rule, domain) > rule.maxSkew && !broken.has(group)) broken.set(group, told(rule, skewOf(rule, domain)));
      }
      for (const counts of counting.get(group) ?? []) {
        const domain = counts.domainOf(on);
        if (domain !== undefined) counts.add(domain, each);
      }
    }
  }
  for (const { node, pods } of standing) for (const [group, count] of pods) if ((bound.get(node)?.get(group.name) ?? 0) !== count) return [{ pod: group.name, detail: { vi: `thứ tự gán ${bound.get(node)?.get(group.name) ?? 0} vào ${node}, cách xếp ${count}`, en: `the order binds ${bound.get(node)?.get(group.name) ?? 0} to ${node}, the assignment ${count}` }, sure: true }];
  return [...broken].map(([group, detail]) => ({ pod: group.name, detail, sure: true }));
}

/** By domain: all that is counted in the end. */
function countAll(counts: DomainCounts, places: Places): Map<string, number> {
  const all = new Map<string, number>();
  for (const group of counts.counted)
    for (const on of places.get(group) ?? []) {
      const domain = counts.domainOf(on);
      if (domain !== undefined) all.set(domain, (all.get(domain) ?? 0) + on.count);
    }
  return all;
}

const ownDomains = ({ owner, counts }: SpreadRule, places: Places): Set<string> => new Set((places.get(owner) ?? []).flatMap((on) => counts.domainOf(on) ?? []));

/** Whether every order keeps it: no domain ever holds more than the skew, whatever the emptiest holds. */
const vacuous = (rule: SpreadRule, places: Places, final: ReadonlyMap<string, number>): boolean => [...ownDomains(rule, places)].every((domain) => (final.get(domain) ?? 0) <= rule.maxSkew);

/** Entries that count each other, directly or through others, are looked at together; no order outside a part matters to it. */
function partsOf(rules: readonly SpreadRule[]): SpreadRule[][] {
  const root = new Map<object, object>();
  const find = (one: object): object => {
    let at = one;
    for (let up = root.get(at); up !== undefined; up = root.get(at)) at = up;
    // The way is remembered short.
    if (at !== one) root.set(one, at);
    return at;
  };
  const join = (a: object, b: object): void => {
    const [from, to] = [find(a), find(b)];
    if (from !== to) root.set(from, to);
  };
  for (const counts of countsOf(rules)) for (const group of counts.counted) join(group, counts);
  for (const { owner, counts } of rules) join(owner, counts);
  const parts = new Map<object, SpreadRule[]>();
  for (const rule of rules) {
    const part = parts.get(find(rule.owner));
    if (part === undefined) parts.set(find(rule.owner), [rule]);
    else part.push(rule);
  }
  return [...parts.values()];
}

/** Whether a part is one constraint that all it counts have, and no other: then lowest domain first is as good as any order. */
function shared(part: readonly SpreadRule[]): boolean {
  const [first] = part;
  if (first === undefined || first.counts.counted.size !== part.length || new Set(part.map(({ owner }) => owner)).size !== part.length) return false;
  return part.every(({ owner, counts, maxSkew, enough }) => counts === first.counts && maxSkew === first.maxSkew && enough === first.enough && counts.counted.has(owner));
}

function leveled(part: readonly SpreadRule[], places: Places, finalOf: (counts: DomainCounts) => ReadonlyMap<string, number>): SpreadBroken[] {
  for (const counts of countsOf(part)) for (const [domain, pods] of finalOf(counts)) counts.add(domain, pods);
  return part.flatMap((rule): SpreadBroken[] => {
    // The last pod that came to its domain is the one that the rule was hardest on.
    const skew = Math.max(...[...ownDomains(rule, places)].map((domain) => skewOf(rule, domain) - 1));
    return skew > rule.maxSkew ? [{ pod: rule.owner.name, detail: told(rule, skew), sure: true }] : [];
  });
}

/** A domain, and in how many slots pods wait that a constraint holds to it. */
interface Place {
  readonly counts: DomainCounts;
  readonly domain: string;
  waiting: number;
}

/** Pods of one entry that stand alike for every constraint of a part. */
interface Slot {
  readonly group: PodGroup;
  left: number;
  readonly own: readonly { readonly rule: SpreadRule; readonly place: Place }[];
  /** Places that its own constraints hold it to, each once. */
  readonly heldTo: ReadonlySet<Place>;
  readonly counts: readonly Place[];
}

/** Looks for an order: what can do no harm at once, else the hardest first, turning back where nothing goes on. */
class Search {
  private readonly slots: Slot[] = [];
  private left = 0;
  private looks = 0;
  private limit = mostLooks.straight;
  private fewest = Infinity;
  private stuck: SpreadBroken | undefined;

  constructor(rules: readonly SpreadRule[], places: Places) {
    const all = [...countsOf(rules)];
    const own = byGroup(rules, ({ owner }) => [owner]);
    const known = all.map(() => new Map<string, Place>());
    for (const group of new Set([...own.keys(), ...all.flatMap(({ counted }) => [...counted])])) {
      const bySignature = new Map<string, Slot>();
      for (const on of places.get(group) ?? []) {
        const at = all.map((counts, index): Place | undefined => {
          const domain = counts.domainOf(on);
          if (domain === undefined) return undefined;
          const place = known[index]?.get(domain) ?? { counts, domain, waiting: 0 };
          known[index]?.set(domain, place);
          return place;
        });
        const key = JSON.stringify(at.map((place) => place?.domain ?? null));
        const slot = bySignature.get(key) ?? this.slot(group, own.get(group) ?? [], at.flatMap((place) => place ?? []));
        bySignature.set(key, slot);
        slot.left += on.count;
        this.left += on.count;
      }
    }
  }

  private slot(group: PodGroup, rules: readonly SpreadRule[], at: readonly Place[]): Slot {
    const own = rules.flatMap((rule) => at.filter(({ counts }) => counts === rule.counts).map((place) => ({ rule, place })));
    const slot: Slot = { group, left: 0, own, heldTo: new Set(own.map(({ place }) => place)), counts: at.filter(({ counts }) => counts.counted.has(group)) };
    for (const place of slot.heldTo) place.waiting += 1;
    this.slots.push(slot);
    return slot;
  }

  broken(): SpreadBroken[] {
    const dead = new Set<string>();
    const path: { readonly slot: Slot; readonly others: Slot[] }[] = [];
    for (let choices = this.choices(); this.left > 0; choices = this.choices()) {
      let others = choices;
      let slot = others.shift();
      while (slot === undefined || this.leadsTo(slot, dead)) {
        if (slot === undefined) {
          if (dead.size === 0) this.limit = Math.min(this.limit, this.looks + mostLooks.turning);
          dead.add(this.state());
          const last = path.pop();
          if (last === undefined) return this.stuck === undefined ? [] : [this.stuck];
          this.move(last.slot, -1);
          others = last.others;
        }
        if (this.looks > this.limit) return this.unsure();
        slot = others.shift();
      }
      if (this.looks > this.limit) return this.unsure();
      path.push({ slot, others });
      this.move(slot, 1);
    }
    return [];
  }

  private unsure(): SpreadBroken[] {
    const { pod = this.slots[0]?.group.name ?? '', detail = { vi: 'không tìm thấy thứ tự gán nào', en: 'no order of binding was found' } } = this.stuck ?? {};
    return [{ pod, detail: { vi: `${detail.vi}, với mọi thứ tự đã thử`, en: `${detail.en}, in every order that was tried` }, sure: false }];
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
    if (slot.left === (pods === 1 ? 1 : 0)) for (const place of slot.heldTo) place.waiting -= pods;
    slot.left -= pods;
    this.left -= pods;
    for (const { counts, domain } of slot.counts) counts.add(domain, pods);
  }

  /** Slots of which one more could be bound now: one alone where that stands in nobody's way, else the hardest first. */
  private choices(): Slot[] {
    const open: { slot: Slot; key: readonly [number, number] }[] = [];
    for (const slot of this.slots) {
      if (slot.left === 0) continue;
      this.looks += 1 + slot.own.length + slot.counts.length;
      const blocking = slot.own.find(({ rule, place }) => skewOf(rule, place.domain) > rule.maxSkew);
      if (blocking !== undefined) {
        if (this.left < this.fewest) {
          this.fewest = this.left;
          this.stuck = { pod: slot.group.name, detail: told(blocking.rule, skewOf(blocking.rule, blocking.place.domain)), sure: true };
        }
        continue;
      }
      // Nobody else waits for a domain that this would fill: whenever it comes, it is no worse than later.
      if (slot.counts.every((place) => place.waiting === (slot.heldTo.has(place) ? 1 : 0))) return [slot];
      const tightest = Math.min(...slot.own.map(({ rule }) => rule.maxSkew));
      const skew = Math.max(0, ...slot.counts.map(({ counts, domain }) => counts.in(domain) - counts.least));
      open.push({ slot, key: [tightest, skew] });
    }
    return open.sort((a, b) => (a.key[0] === b.key[0] ? 0 : a.key[0] - b.key[0]) || a.key[1] - b.key[1]).map(({ slot }) => slot);
  }
}
