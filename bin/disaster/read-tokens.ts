import type { Estate } from '../../sites/model/estate.js';
import { deriveIntent } from '../../sites/intent/derive.js';
import { deriveProtection } from '../../sites/intent/derive-protection.js';
import type { PromotionToken } from '../../sites/model/losses.js';
import type { Context } from '../command.js';
import type { Connection } from '../edge/connection.js';
import { CheckFailure, EnvironmentFailure } from '../failure.js';
import { isReached, orUnread, reachSites } from '../reach-sites.js';

/** A database that is to be written at another site, and where its token is. */
export interface HandedOver {
  readonly namespace: string;
  readonly cluster: string;
  /** Site whose cluster is demoted. */
  readonly from: string;
}

/** Databases that streams let a site take back: each needs its token, or it would be promoted behind the survivor's back. */
export function handedOver(estate: Estate, site: string): readonly HandedOver[] {
  return deriveProtection(estate, deriveIntent(estate)).environments.flatMap(({ environment, databases, primary }) =>
    environment.handsOverTo !== site ? [] : databases.filter(({ operated, replicates }) => operated && replicates).map(({ cluster }) => ({ namespace: environment.namespace, cluster, from: primary.site })),
  );
}

/**
 * Reads what each demoted cluster says of where its log ends.
 *
 * @throws EnvironmentFailure NDC-X334 where a survivor does not answer; CheckFailure NDC-X335 where one has no token yet.
 */
export async function readTokens(context: Context, connection: Connection, estate: Estate, wanted: readonly HandedOver[]): Promise<readonly PromotionToken[]> {
  const sites = [...new Set(wanted.map(({ from }) => from))].flatMap((id) => estate.sites[id] ?? []);
  const reached = await reachSites(context, connection, sites);
  const silent = reached.find((one) => !isReached(one));
  if (silent !== undefined && !isReached(silent)) throw new EnvironmentFailure('NDC-X334', silent.reason);
  const found: PromotionToken[] = [];
  const missing: string[] = [];
  for (const { namespace, cluster, from } of wanted) {
    const at = reached.find((one) => isReached(one) && one.site.id === from);
    if (at === undefined || !isReached(at)) throw new Error(`${from} neither answered nor was silent`);
    const answer = await orUnread(at.site, () => at.call.send({ method: 'GET', path: `/apis/postgresql.cnpg.io/v1/namespaces/${namespace}/clusters/${cluster}` }));
    if ('reason' in answer) throw new EnvironmentFailure('NDC-X334', answer.reason);
    const token = answer.status === 200 ? (JSON.parse(answer.text) as { status?: { demotionToken?: unknown } }).status?.demotionToken : undefined;
    if (typeof token === 'string' && token !== '') found.push({ namespace, cluster, token });
    else missing.push(`${namespace}/${cluster} (${from})`);
  }
  if (missing.length > 0) {
    const list = missing.slice(0, 6).join(', ');
    throw new CheckFailure('NDC-X335', {
      vi: `chưa có mã thăng cấp (status.demotionToken) của ${list}${missing.length > 6 ? ` … (${missing.length})` : ''}: đã chạy ndc up sau bước demote chưa, và operator đã ngừng ghi chưa? Chưa ghi gì.`,
      en: `there is no promotion token (status.demotionToken) of ${list}${missing.length > 6 ? ` … (${missing.length})` : ''} yet: did ndc up run after demote, and has the operator stopped writing? Nothing was written.`,
    });
  }
  return found;
}
