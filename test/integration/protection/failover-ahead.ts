import type { KubernetesObject } from '@kubernetes/client-node';
import { loadConnection } from '../../../bin/edge/connection.js';
import type { Context } from '../../../bin/command.js';
import type { ExchangeRow } from '../../../bin/dr-exchange-data.js';
import type { RehearsedLoss } from '../../../bin/dr-rehearse-data.js';
import { carry } from '../../../bin/exchange/carry.js';
import { exchangesOf } from '../../../bin/exchange/exchanges.js';
import { isReached, reachSites, type Reached } from '../../../bin/reach-sites.js';
import { rehearseLoss } from '../../../bin/rehearsal/rehearse.js';
import { deriveProtection } from '../../../sites/intent/derive-protection.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import type { Estate } from '../../../sites/model/estate.js';
import { packageRoot } from '../sandbox/sandboxes.js';

/** The sites of a sandbox as the commands reach them. */
export async function reach(home: string, name: string, estate: Estate): Promise<Awaited<ReturnType<typeof reachSites>>> {
  const context: Context = { sites: '', home, root: packageRoot, lang: 'en', now: () => new Date(), progress: () => undefined, warn: () => undefined, signal: new AbortController().signal, globals: { lose: [], delay: [], with: [] } };
  return reachSites(context, await loadConnection(home, name), Object.values(estate.sites));
}

export async function rehearse(home: string, name: string, estate: Estate, lost: string): Promise<RehearsedLoss> {
  return rehearseLoss(estate, lost, await reach(home, name, estate));
}

export async function exchange(home: string, name: string, estate: Estate, write = true): Promise<readonly ExchangeRow[]> {
  const reached = new Map((await reach(home, name, estate)).map((one) => [isReached(one) ? one.site.id : one.site, one]));
  return Promise.all(exchangesOf(deriveProtection(estate, deriveIntent(estate)), Object.keys(estate.sites)).map((one) => carry(one, reached, write)));
}

/** What Rook would do: it makes a token for a pool that is mirrored, and says in the pool's status how its secret is called. */
export async function makeToken(home: string, name: string, estate: Estate, site: string, pool: string, token: string): Promise<void> {
  const at = (await reach(home, name, estate)).find((one): one is Reached => isReached(one) && one.site.id === site);
  if (at === undefined) throw new Error(`${site} does not answer`);
  const secret: KubernetesObject & { data: Record<string, string> } = { apiVersion: 'v1', kind: 'Secret', metadata: { name: `pool-peer-token-${pool}`, namespace: 'rook-ceph' }, data: { token: Buffer.from(token).toString('base64'), pool: Buffer.from(pool).toString('base64') } };
  const made = await at.call.send({ method: 'POST', path: '/api/v1/namespaces/rook-ceph/secrets', body: { type: 'application/json', text: JSON.stringify(secret) } });
  const path = `/apis/ceph.rook.io/v1/namespaces/rook-ceph/cephblockpools/${pool}`;
  const body = { type: 'application/merge-patch+json', text: JSON.stringify({ status: { info: { rbdMirrorBootstrapPeerSecretName: `pool-peer-token-${pool}` } } }) };
  const told = await at.call.send({ method: 'PATCH', path: `${path}/status`, body });
  if (made.status !== 201 || told.status !== 200) throw new Error(`Rook's part could not be played: ${made.status} ${told.status} ${told.text}`);
}
