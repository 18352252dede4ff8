import { cephNamespace } from '../../constructs/ceph-storage.js';
import { sharedSecrets } from '../../constructs/protection/database-names.js';
import type { ProtectionIntent } from '../../sites/intent/protection.js';
import type { Estate } from '../../sites/model/estate.js';
import { operates } from '../../sites/model/losses.js';

/** Keys a replica needs of each secret of its database. Private keys of authorities stay where they are. */
const keysOf = {
  clientAuthority: ['ca.crt'],
  replication: ['tls.crt', 'tls.key'],
  serverAuthority: ['ca.crt'],
  server: ['tls.crt', 'tls.key'],
  owner: ['username', 'password'],
  superuser: ['username', 'password'],
} as const satisfies Readonly<Record<keyof ReturnType<typeof sharedSecrets>, readonly string[]>>;

/** Something one site's cluster makes and another needs. */
export interface Exchange {
  readonly what: 'mirror-peer' | 'realm-keys' | 'database-secrets';
  readonly from: string;
  readonly to: string;
  /** Secret at the source, or the block pool whose status names it. */
  readonly source: { readonly namespace: string } & ({ readonly secret: string } | { readonly pool: string });
  readonly target: { readonly namespace: string; readonly secret: string };
  /** Keys that must be there; what else the source holds is not taken along. @default - all */
  readonly keys?: readonly string[];
}

/** Secret with the peer's token, at the site that dials. */
const peerSecret = (remote: string, pool: string): string => `rbd-peer-${remote}-${pool}`;
/** Realm of the object stores of all sites. */
const realm = 'ndc';

/** Rook names it so: https://rook.io/docs/rook/latest-release/Storage-Configuration/Object-Storage-RGW/ceph-object-multisite/ */
const realmKeys = `${realm}-keys`;

/**
 * Sites between which something crosses, the one that leads the object realm first: they operate, and none is declared lost.
 * One on its way back follows until its return is closed, whatever its number: what it holds is of before the loss, and
 * would be carried over what the survivors have by now.
 */
export function exchangingSites({ sites, losses = [] }: Pick<Estate, 'sites' | 'losses'>): readonly string[] {
  const operating = Object.keys(sites).filter((id) => operates({ sites, losses }, id));
  const declared = (id: string): boolean => losses.some(({ site }) => site === id);
  return [...operating.filter((id) => !declared(id)), ...operating.filter(declared)];
}

/**
 * Everything that has to cross between operating sites, in a fixed order. None of it is known before the source's operator
 * has made it, so no stack can hold it.
 *
 * @param operating sites that operate and are not lost: the first leads the object realm (`exchangingSites`).
 */
export function exchangesOf({ pairs, environments }: ProtectionIntent, operating: readonly string[]): readonly Exchange[] {
  const stands = (site: string | undefined): site is string => site !== undefined && operating.includes(site);
  const mirrors = pairs
    .filter((pair) => pair.operating && stands(pair.a) && stands(pair.b))
    .flatMap(({ a, b, pools }) =>
      pools.flatMap(({ pool }) =>
        [
          { from: a, to: b },
          { from: b, to: a },
        ].map(({ from, to }): Exchange => ({ what: 'mirror-peer', from, to, source: { namespace: cephNamespace, pool }, target: { namespace: cephNamespace, secret: peerSecret(from, pool) }, keys: ['token', 'pool'] })),
      ),
    );
  const [leader, ...others] = operating;
  const realms = leader === undefined || pairs.length === 0 ? [] : others.map((to): Exchange => ({ what: 'realm-keys', from: leader, to, source: { namespace: cephNamespace, secret: realmKeys }, target: { namespace: cephNamespace, secret: realmKeys }, keys: ['access-key', 'secret-key'] }));
  const databases = environments.flatMap(({ environment: { namespace }, primary, databases: of }) =>
    !stands(primary.site)
      ? []
      : of
          .filter(({ operated }) => operated)
          .flatMap(({ cluster, standby, third }) =>
            [...new Set([standby, third])].filter(stands).flatMap((to) =>
              // The same names at every site: a replica proves itself with them, and after a promotion roles log in with them.
              Object.entries(sharedSecrets(cluster)).map(([part, secret]): Exchange => ({ what: 'database-secrets', from: primary.site, to, source: { namespace, secret }, target: { namespace, secret }, keys: keysOf[part as keyof typeof keysOf] })),
            ),
          ),
  );
  return [...mirrors, ...realms, ...databases];
}
