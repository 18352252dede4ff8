import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SandboxFailure, sandboxNamed } from './failure.js';
import type { SandboxInfo } from './info.js';
import { kubeconfigText } from './kubeconfig.js';
import { siteLayoutOf } from './layout.js';
import { issueIdentity } from './pki.js';
import { writeWhole } from './write-file.js';

/** Whom to be, and where. */
export interface KubeconfigForOptions {
  readonly info: SandboxInfo;
  readonly site: string;
  readonly user: string;
  readonly groups: readonly string[];
}

/**
 * Writes a kubeconfig with a client certificate for any user and groups of one site's cluster: to
 * act as a tenant, say. It goes with the sandbox.
 *
 * @returns its absolute path.
 * @throws SandboxFailure `sandbox/site-unknown`.
 */
export async function sandboxKubeconfigFor(options: KubeconfigForOptions): Promise<string> {
  const { info, site, user, groups } = options;
  const found = info.sites[site];
  if (found === undefined) {
    throw new SandboxFailure('sandbox/site-unknown', {
      place: sandboxNamed(info.name, info.home),
      found: {
        vi: `không có trung tâm ${JSON.stringify(site)}`,
        en: `no site ${JSON.stringify(site)}`,
      },
      expected: {
        vi: `một trong ${Object.keys(info.sites).join(', ')}`,
        en: `one of ${Object.keys(info.sites).join(', ')}`,
      },
      remedy: {
        vi: 'Hãy nêu một trung tâm của cụm thử nghiệm này.',
        en: 'Name a site of this sandbox.',
      },
    });
  }
  const identity = await issueIdentity(siteLayoutOf(info.directory, site), user, groups, new Date());
  const folder = join(info.directory, 'kubeconfigs');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // User and group names may hold anything, a path separator too.
  const digest = createHash('sha256').update(JSON.stringify([user, groups])).digest('hex');
  const path = join(folder, `${site}-${digest.slice(0, 12)}.kubeconfig`);
  await writeWhole(path, kubeconfigText(found.context, found.server, user, identity));
  return path;
}
