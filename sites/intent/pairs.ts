import type { EnvironmentIntent, PairIntent } from './environment.js';

/** Systems replicated from one site to another, by the ids of both. */
export function pairsOf(environments: readonly EnvironmentIntent[]): PairIntent[] {
  const pairs = new Map<string, { primary: string; standby: string; namespaces: string[] }>();
  for (const { namespace, primary, standby } of environments) {
    if (standby === undefined) continue;
    const key = `${primary.site}>${standby.site}`;
    const pair = pairs.get(key) ?? { primary: primary.site, standby: standby.site, namespaces: [] };
    pair.namespaces.push(namespace);
    pairs.set(key, pair);
  }
  return [...pairs.keys()].sort().flatMap((key) => pairs.get(key) ?? []);
}
