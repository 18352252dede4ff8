import type { DeepReadonly } from './estate.js';
import type { KeyHome, Keys } from './kinds/keys.js';

/** One thing that has to be there before another. */
export interface KeyNeed {
  readonly first: string;
  readonly then: string;
}

/** As much of an inventory as tells what comes before what. */
export interface KeyOrder {
  readonly keys: readonly { readonly id: string; readonly home: DeepReadonly<KeyHome>; readonly opens: readonly string[] }[];
  readonly order: readonly { readonly of: string; readonly needs: readonly string[] }[];
}

/** Where a key lies, as a thing of its own: `hsm/<site>/<partition>`, `store/<site>`, `repository/<name>`. */
export function homeOf(home: DeepReadonly<KeyHome>): string {
  if ('hsm' in home) return `hsm/${home.hsm.site}/${home.hsm.partition}`;
  if ('store' in home) return `store/${home.store.site}`;
  return `repository/${home.repository}`;
}

/**
 * What has to be there before what: a key's home before the key, the key before what it opens. A secret store runs on its
 * site's cluster and is set up again from its site's state, so both come before it; nobody has to write that down.
 */
export function keyNeeds({ keys, order }: KeyOrder): readonly KeyNeed[] {
  const needs: KeyNeed[] = keys.flatMap(({ id, home, opens }) => [{ first: homeOf(home), then: `key/${id}` }, ...opens.map((target) => ({ first: `key/${id}`, then: target }))]);
  needs.push(...order.flatMap(({ of, needs: before }) => before.map((first) => ({ first, then: of }))));
  const things = new Set(needs.flatMap(({ first, then }) => [first, then]));
  for (const store of things) {
    const [kind, site] = store.split('/');
    if (kind !== 'store' || site === undefined) continue;
    for (const first of [`api-server/${site}`, `state/${site}`]) if (things.has(first)) needs.push({ first, then: store });
  }
  const seen = new Set<string>();
  return needs.filter(({ first, then }) => !seen.has(`${first}>${then}`) && seen.add(`${first}>${then}`));
}

/** The estate's inventory files as one. */
export const wholeInventory = (files: readonly Keys[]): KeyOrder => ({ keys: files.flatMap(({ keys }) => keys), order: files.flatMap(({ order }) => order ?? []) });
