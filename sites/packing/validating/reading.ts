import { hostname, type NodeShape, type PodGroup, type Requirement } from '../instance.js';

/** The scheduler's rules, read a second time: nothing here is shared with what packs. */

/** Whether node selector and required affinity allow a node. */
export const allowed = (pod: PodGroup, shape: NodeShape): boolean =>
  [...pod.nodeSelector].every(([key, value]) => shape.labels.get(key) === value) && (pod.affinity === undefined || pod.affinity.some((term) => term.length > 0 && term.every((requirement) => holds(requirement, shape.labels.get(requirement.key)))));

/** Whether a rule of `owner` counts the pods of an entry. */
export const picks = (selector: readonly Requirement[] | undefined, owner: PodGroup, pod: PodGroup): boolean => (selector === undefined ? pod === owner : selector.every((requirement) => holds(requirement, pod.labels.get(requirement.key))));

/** Domain of a node; undefined where it has none. */
export const domainOf = (key: string, node: string, shape: NodeShape): string | undefined => (key === hostname ? `node ${node}` : shape.labels.get(key));

function holds({ operator, values }: Requirement, found: string | undefined): boolean {
  if (operator === 'Exists') return found !== undefined;
  if (operator === 'DoesNotExist') return found === undefined;
  if (operator === 'NotIn') return found === undefined || !values.includes(found);
  if (found === undefined) return false;
  if (operator === 'In') return values.includes(found);
  const whole = /^[+-]?\d{1,19}$/;
  const than = values[0] ?? '';
  if (!whole.test(found) || !whole.test(than)) return false;
  return operator === 'Gt' ? BigInt(found) > BigInt(than) : BigInt(found) < BigInt(than);
}

/** A node and what stands on it. */
export interface Standing {
  readonly node: string;
  readonly shape: NodeShape;
  readonly pods: readonly (readonly [PodGroup, number])[];
}

/** Where the pods of each entry stand. */
export interface Places extends ReadonlyMap<PodGroup, readonly { readonly node: string; readonly shape: NodeShape; readonly count: number }[]> {
  /** Entries that stand somewhere, by label. */
  readonly labelled: ReadonlyMap<string, ReadonlySet<PodGroup>>;
}

export function placesOf(standing: readonly Standing[]): Places {
  const places = new Map<PodGroup, { node: string; shape: NodeShape; count: number }[]>();
  for (const { node, shape, pods } of standing)
    for (const [pod, count] of pods) {
      const list = places.get(pod);
      if (list === undefined) places.set(pod, [{ node, shape, count }]);
      else list.push({ node, shape, count });
    }
  const labelled = new Map<string, Set<PodGroup>>();
  for (const pod of places.keys()) for (const [key, value] of pod.labels) labelled.set(`${key}=${value}`, (labelled.get(`${key}=${value}`) ?? new Set<PodGroup>()).add(pod));
  return Object.assign(places, { labelled });
}

/** Entries that stand somewhere and that a rule of `owner` counts. */
export function picked(places: Places, selector: readonly Requirement[] | undefined, owner: PodGroup): PodGroup[] {
  if (selector === undefined) return places.has(owner) ? [owner] : [];
  const named = selector.find(({ operator }) => operator === 'In');
  const among = named === undefined ? places.keys() : new Set(named.values.flatMap((value) => [...(places.labelled.get(`${named.key}=${value}`) ?? [])]));
  return [...among].filter((pod) => picks(selector, owner, pod));
}
