import type { DeepReadonly, Estate } from '../sites/model/estate.js';
import { holdersOf, partitionAt } from '../sites/model/key-holders.js';
import { sealMechanisms } from '../sites/model/seal-mechanisms.js';
import type { Site } from '../sites/model/kinds/site.js';

/** How a secret store opens itself with a key of an HSM. */
export interface HsmSeal {
  readonly partition: string;
  readonly label: string;
  /** PKCS#11's number, as OpenBao writes it. */
  readonly mechanism: string;
  /** Image with the vendor's client, in the site's registry. */
  readonly image: string;
  /** Absolute path in that image. */
  readonly library: string;
}

/**
 * The seal of a site's secret store, as it is opened at a site: its own, or the one that takes over. A snapshot is restored
 * with the key it was sealed with, so a standby elsewhere has the seal of its source, out of an HSM of the same key domain.
 *
 * @param of site whose store it is
 * @returns undefined where no key of the inventory opens it here, its HSM has no partition for it, or the site names no PKCS#11 client
 */
export function hsmSeal({ keys, sites }: Pick<Estate, 'keys' | 'sites'>, site: DeepReadonly<Site>, of: string): HsmSeal | undefined {
  const { client } = site.hsm;
  if (client === undefined) return undefined;
  for (const key of Object.values(keys)) {
    const { purpose, home, mechanism, opens } = key;
    const number = sealMechanisms[mechanism];
    if (purpose !== 'seal' || !('hsm' in home) || !opens.includes(`store/${of}`) || number === undefined) continue;
    const partition = partitionAt({ sites }, key, site.id);
    if (partition !== undefined && holdersOf({ sites }, key).includes(site.id)) return { partition, label: home.hsm.label, mechanism: number, image: `${site.services.registry.endpoint}/${client.image}`, library: client.library };
  }
  return undefined;
}
