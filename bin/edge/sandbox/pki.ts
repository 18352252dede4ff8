import { createPublicKey } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { issue, newAuthority, newKey, type KeyPair, type Subject } from './certificates.js';
import type { SiteLayout } from './layout.js';
import { firstServiceAddress, type SandboxSite } from './site-request.js';
import { writeWhole } from './write-file.js';

/** User name of the identity that `up` hands out. */
export const PLATFORM_USER = 'ndc-platform';

/** PEM texts that a kubeconfig and a probe need. */
export interface Identity {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/**
 * Writes all keys and certificates of a site into its `pki` folder, readable by the owner alone.
 *
 * etcd has an authority of its own: with the cluster's, any client of the API server could read
 * the store past every access rule.
 */
export async function writePki(layout: SiteLayout, site: SandboxSite, now: Date): Promise<void> {
  await mkdir(layout.pki, { recursive: true, mode: 0o700 });
  const cluster = await newAuthority(`${site.id} sandbox cluster`, now);
  const etcd = await newAuthority(`${site.id} sandbox etcd`, now);
  const local = ['127.0.0.1', 'localhost'];
  const serviceNames = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc'];
  const api = [...local, firstServiceAddress(site), ...serviceNames];
  const certificates: readonly (readonly [string, KeyPair, Subject])[] = [
    ['etcd', etcd, { commonName: 'etcd', usage: 'both', addresses: local }],
    ['etcd-client', etcd, { commonName: 'kube-apiserver', usage: 'client' }],
    ['apiserver', cluster, { commonName: 'kube-apiserver', usage: 'server', addresses: api }],
    ['controller-manager', cluster, { commonName: 'system:kube-controller-manager', usage: 'client' }],
    [
      'platform',
      cluster,
      // `system:masters` passes access rules, but not admission: its policies look for the second group.
      { commonName: PLATFORM_USER, organizations: ['system:masters', site.platformGroup], usage: 'client' },
    ],
  ];
  await writePair(layout, 'cluster-ca', cluster);
  await writePair(layout, 'etcd-ca', etcd);
  await Promise.all(
    certificates.map(async ([name, authority, subject]) =>
      writePair(layout, name, await issue(authority, subject, now)),
    ),
  );
  const signing = newKey();
  await writeWhole(join(layout.pki, 'service-account.key'), signing);
  const verifying = createPublicKey(signing).export({ type: 'spki', format: 'pem' });
  await writeWhole(join(layout.pki, 'service-account.pub'), verifying);
}

/** Reads back one identity by the name of its files, with the cluster's authority. */
export async function readIdentity(layout: SiteLayout, name: string): Promise<Identity> {
  const read = (file: string): Promise<string> => readFile(join(layout.pki, file), 'utf8');
  const [authority, certificate, key] = await Promise.all([
    read(name.startsWith('etcd') ? 'etcd-ca.crt' : 'cluster-ca.crt'),
    read(`${name}.crt`),
    read(`${name}.key`),
  ]);
  return { authority, certificate, key };
}

/** A client certificate of the site's cluster for any user and groups. */
export async function issueIdentity(
  layout: SiteLayout,
  user: string,
  groups: readonly string[],
  now: Date,
): Promise<Identity> {
  const authority = await readIdentity(layout, 'cluster-ca');
  const pair = await issue(
    { certificate: authority.certificate, key: authority.key },
    { commonName: user, organizations: groups, usage: 'client' },
    now,
  );
  return { authority: authority.authority, certificate: pair.certificate, key: pair.key };
}

async function writePair(layout: SiteLayout, name: string, pair: KeyPair): Promise<void> {
  await writeWhole(join(layout.pki, `${name}.crt`), pair.certificate);
  await writeWhole(join(layout.pki, `${name}.key`), pair.key);
}
