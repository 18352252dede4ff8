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
  /** Storage class in which each site's secret store keeps its log. */
  readonly storeClasses?: Readonly<Record<string, string>>;
}

/** Where a key lies, as a thing of its own: `hsm/<site>/<partition>`, `store/<site>`, `repository/<name>`. */
export function homeOf(home: DeepReadonly<KeyHome>): string {
  if ('hsm' in home) return `hsm/${home.hsm.site}/${home.hsm.partition}`;
  if ('store' in home) return `store/${home.store.site}`;
  return `repository/${home.repository}`;
}

/**
 * What has to be there before what: a key's home before the key, the key before what it opens. Disks are opened by pods of
 * their site's cluster, which read there what proves them to the key service. A secret store runs on its site's cluster, is set
 * up again from its site's state and keeps its log in a storage class, and every storage class lies on its site's disks:
 * nobody has to write that down.
 */
export function keyNeeds({ keys, order, storeClasses = {} }: KeyOrder): readonly KeyNeed[] {
  const needs: KeyNeed[] = keys.flatMap(({ id, home, opens }) => [{ first: homeOf(home), then: `key/${id}` }, ...opens.map((target) => ({ first: `key/${id}`, then: target }))]);
  needs.push(...order.flatMap(({ of, needs: before }) => before.map((first) => ({ first, then: of }))));
  const things = new Set(needs.flatMap(({ first, then }) => [first, then]));
  for (const then of [...things]) {
    const [kind, site = ''] = then.split('/');
    if (kind !== 'store') continue;
    for (const first of [`api-server/${site}`, `state/${site}`]) if (things.has(first)) needs.push({ first, then });
    const held = storeClasses[site];
    const first = `storage/${site}/${held ?? ''}`;
    if (held === undefined || !(things.has(first) || things.has(`osd/${site}`))) continue;
    things.add(first);
    needs.push({ first, then });
  }
  for (const then of things) {
    const [kind, site = ''] = then.split('/');
    if (kind === 'storage' && things.has(`osd/${site}`)) needs.push({ first: `osd/${site}`, then });
    if (kind === 'osd' && things.has(`api-server/${site}`)) needs.push({ first: `api-server/${site}`, then });
  }
  const seen = new Set<string>();
  return needs.filter(({ first, then }) => !seen.has(`${first}>${then}`) && seen.add(`${first}>${then}`));
}

type Classes = { readonly id: string; readonly storage: readonly { readonly class: string; readonly backend: string }[] };

/** Class in which a site's secret store keeps its log: its first of block storage. */
export const storeClassOf = ({ storage }: Pick<Classes, 'storage'>): string | undefined => storage.find(({ backend }) => backend === 'ceph-rbd')?.class;

/** The same of every site that has one. */
export const storeClassesOf = (sites: readonly Classes[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    sites.flatMap((site) => {
      const held = storeClassOf(site);
      return held === undefined ? [] : [[site.id, held] as const];
    }),
  );

/** The estate's inventory files as one. What was destroyed comes before nothing. */
export const wholeInventory = (files: readonly Keys[], sites: readonly Classes[]): KeyOrder => ({ keys: files.flatMap(({ keys }) => keys.filter(({ destroyed }) => destroyed === undefined)), order: files.flatMap(({ order }) => order ?? []), storeClasses: storeClassesOf(sites) });
