import type { DeepReadonly, Estate } from '../sites/model/estate.js';
import { holdersOf } from '../sites/model/key-holders.js';
import type { Site } from '../sites/model/kinds/site.js';

/** Keys of storage classes at a site, as its drivers use them. */
export interface ClassKeys {
  /** Host of the site's HSM. */
  readonly kmip: string;
  /** Keys that the site's HSM holds, in order: its own, and those of sites whose volumes it may have to open. */
  readonly held: readonly string[];
  /** Key of each class of the site that has one. */
  readonly of: ReadonlyMap<string, string>;
}

/** Undefined where the site's HSM is not reached over KMIP, or holds no key of a class: nothing is bound then. */
export function classKeysAt({ keys, sites }: Pick<Estate, 'keys' | 'sites'>, site: DeepReadonly<Site>): ClassKeys | undefined {
  const { kmip } = site.hsm;
  if (kmip === undefined) return undefined;
  const all = Object.values(keys).filter(({ purpose, home }) => purpose === 'storage-class' && 'hsm' in home);
  const isOwn = ({ home }: (typeof all)[number]): boolean => 'hsm' in home && home.hsm.site === site.id;
  const held = all.filter((key) => holdersOf({ sites }, key).includes(site.id));
  const of = new Map<string, string>();
  // Buckets are encrypted by their disks: the drivers of volumes bind none.
  for (const storage of site.storage.filter(({ backend }) => backend !== 'rgw')) {
    const key = held.find((one) => isOwn(one) && one.opens.includes(`storage/${site.id}/${storage.class}`));
    if (key !== undefined) of.set(storage.class, key.id);
  }
  return held.length === 0 ? undefined : { kmip, held: held.map(({ id }) => id).sort(), of };
}
