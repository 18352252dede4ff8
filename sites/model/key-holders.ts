import type { Estate } from './estate.js';

/** A key of the inventory. */
export type DeclaredKey = Estate['keys'][string];

/** Every key there is or ever was: what was destroyed stands at the end. */
export const everyKey = ({ keys, destroyedKeys }: Pick<Estate, 'keys' | 'destroyedKeys'>): readonly DeclaredKey[] => [...Object.values(keys), ...Object.values(destroyedKeys)];

const indices = new WeakMap<Estate['keys'], ReadonlyMap<string, readonly DeclaredKey[]>>();

/** Keys that open something: `api-server/ndc-01`, `storage/ndc-01/ndc-block`. Indexed once for each estate: every environment asks. */
export function keysOpening({ keys }: Pick<Estate, 'keys'>, target: string): readonly DeclaredKey[] {
  let index = indices.get(keys);
  if (index === undefined) {
    const found = new Map<string, DeclaredKey[]>();
    for (const key of Object.values(keys))
      for (const opened of key.opens) {
        const list = found.get(opened);
        if (list === undefined) found.set(opened, [key]);
        else list.push(key);
      }
    index = found;
    indices.set(keys, index);
  }
  return index.get(target) ?? [];
}

/** Site whose HSM holds a key; undefined where it lies in a secret store or a repository. */
export const hsmOf = ({ home }: DeclaredKey): string | undefined => ('hsm' in home ? home.hsm.site : undefined);

/** Sites whose HSMs hold a key: its own, and those of its domain, where the HSM really is of that domain. */
export function holdersOf({ sites }: Pick<Estate, 'sites'>, key: DeclaredKey): readonly string[] {
  const own = hsmOf(key);
  if (own === undefined) return [];
  const { domain } = key;
  const shared = domain === undefined ? [] : [...new Set(domain.sharedWith)].filter((id) => id !== own && sites[id]?.phase !== 'retired' && sites[id]?.hsm.keyDomain === domain.name);
  return [own, ...(domain === undefined || sites[own]?.hsm.keyDomain === domain.name ? shared : [])];
}

/**
 * Partition in which a site's HSM holds a key: the key's own at home; elsewhere the one for the same purpose, named by
 * what that site calls it. Undefined where the site has none: the copy has nowhere to lie.
 */
export function partitionAt({ sites }: Pick<Estate, 'sites'>, { home }: DeclaredKey, site: string): string | undefined {
  if (!('hsm' in home)) return undefined;
  const { hsm } = home;
  if (site === hsm.site) return hsm.partition;
  const known = sites[site]?.hsm.partitions.map(({ label }) => label) ?? [];
  return [hsm.partition.replaceAll(hsm.site, site), hsm.partition].find((label) => known.includes(label));
}
